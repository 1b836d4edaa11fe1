"""Wishlists of guests: opened by the first wish, taken along at sign-in, forgotten when nobody touches them."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update

from shop.catalogue.models import Product
from shop.favourites.models import GuestWish, GuestWishlist, Wish
from shop.favourites.queries import MOST
from shop.favourites.service import TooMany
from shop.kernel.clock import now
from shop.kernel.codes import digest, new_key
from shop.kernel.database import db, insert

KEPT_FOR = timedelta(days=60)  # since it was last touched; its cookie as long


def open_list() -> tuple[GuestWishlist, str]:
    """A new one, and the key that opens it."""
    key = new_key()
    wishlist = GuestWishlist(key_digest=digest(key))
    db.session.add(wishlist)
    db.session.flush()
    return wishlist, key


def list_by_key(key: str) -> GuestWishlist | None:
    """Inside a transaction: nobody merges it into an account meanwhile."""
    asked = select(GuestWishlist).where(GuestWishlist.key_digest == digest(key)).with_for_update()
    return db.session.scalar(asked) if key else None


def wish(product: Product, wishlist: GuestWishlist) -> None:
    """At the price of today; the second click changes nothing. Raises TooMany."""
    if db.session.scalar(select(func.count()).where(GuestWish.wishlist_id == wishlist.id)) >= MOST:
        raise TooMany
    values = {"wishlist_id": wishlist.id, "product_id": product.id, "price_satang": product.min_price_satang, "added_at": now()}
    db.session.execute(insert(GuestWish).values(values).on_conflict_do_nothing())
    _touch(wishlist)


def unwish(product_id: int, wishlist: GuestWishlist) -> None:
    db.session.execute(delete(GuestWish).where(GuestWish.wishlist_id == wishlist.id, GuestWish.product_id == product_id))
    _touch(wishlist)


def wished_ids(key: str) -> set[int]:
    """Products on the list that this key opens."""
    asked = select(GuestWish.product_id).join(GuestWishlist, GuestWishlist.id == GuestWish.wishlist_id)
    return set(db.session.scalars(asked.where(GuestWishlist.key_digest == digest(key))))


def wishes_of(key: str) -> list[GuestWish]:
    """Of products that are on sale, the latest first."""
    asked = select(GuestWish).join(GuestWishlist, GuestWishlist.id == GuestWish.wishlist_id).join(GuestWish.product)
    asked = asked.where(GuestWishlist.key_digest == digest(key), Product.is_listed)
    return list(db.session.scalars(asked.order_by(GuestWish.added_at.desc(), GuestWish.product_id.desc()).limit(MOST)))


def merge(key: str, account_id: int) -> None:
    """At sign-in the list becomes the account's; what stood there before keeps its price and day."""
    wishlist = list_by_key(key)
    if wishlist is None:
        return
    room = MOST - db.session.scalar(select(func.count()).where(Wish.account_id == account_id))
    asked = select(GuestWish.product_id, GuestWish.price_satang, GuestWish.added_at, Product.available).join(GuestWish.product)
    asked = asked.where(GuestWish.wishlist_id == wishlist.id).order_by(GuestWish.added_at.desc(), GuestWish.product_id.desc())
    for product_id, price_satang, added_at, available in db.session.execute(asked.limit(max(0, room))).all():
        values = {"account_id": account_id, "product_id": product_id, "price_satang": price_satang, "added_at": added_at}
        values["gone_since"] = None if available else now()
        db.session.execute(insert(Wish).values(values).on_conflict_do_nothing())
    db.session.execute(delete(GuestWishlist).where(GuestWishlist.id == wishlist.id))


def forget_old_lists() -> int:
    """Those that nobody touched for KEPT_FOR, as their cookies have ended too. How many."""
    return db.session.execute(delete(GuestWishlist).where(GuestWishlist.touched_at < now() - KEPT_FOR)).rowcount


def _touch(wishlist: GuestWishlist) -> None:
    db.session.execute(update(GuestWishlist).where(GuestWishlist.id == wishlist.id).values(touched_at=now()))
