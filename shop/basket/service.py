"""Fill, change, merge and empty baskets. Nothing here promises stock: that happens at checkout alone."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, delete, exists, func, literal, select, update
from sqlalchemy.sql.dml import Insert

from shop.basket import queries
from shop.basket.models import Basket, BasketItem
from shop.catalogue.models import Product, Variant
from shop.catalogue.stock import OutOfStock
from shop.fairs import codes
from shop.fairs.queries import fair_that_showed
from shop.kernel.clock import now
from shop.kernel.codes import digest, new_key
from shop.kernel.database import db, insert
from shop.kernel.refusals import BadValue, Refusal

MOST_PIECES = 9_999  # of one variant: an office buying gift sets needs hundreds, a slip of the finger more
MOST_LINES = 100
LARGEST_ID = 2**31 - 1  # of PostgreSQL's integer
KEPT_FOR = timedelta(days=60)  # a guest's basket, since it was last touched


class NotOnSale(Refusal):
    """There is no such variant that a buyer may reach."""

    status = 404


class NotInBasket(Refusal):
    """The variant is not in this basket."""

    status = 404


class BasketFull(BadValue):
    """A basket holds MOST_LINES different things."""

    def __init__(self) -> None:
        super().__init__("variant_id", "basket_full")


def open_guest_basket() -> tuple[Basket, str]:
    """A new basket and the key that opens it, of which only the digest is kept."""
    key = new_key()
    basket = Basket(key_digest=digest(key))
    db.session.add(basket)
    db.session.flush()
    return basket, key


def basket_for_account(account_id: int) -> Basket:
    """The account's one basket, opened where there was none; two requests at once get the same."""
    db.session.execute(insert(Basket).values(account_id=account_id).on_conflict_do_nothing(index_elements=["account_id"]))
    return queries.basket_of_account(account_id)


class _Found(NamedTuple):
    """Where something was found: a fair, by a printed code or not; neither is known of most."""

    fair_id: int | None = None
    code_id: int | None = None


NOWHERE = _Found()


class Filled(NamedTuple):
    """How many pieces are in the basket now, and how many were wanted: fewer are left where the two differ."""

    pieces: int
    wanted: int


def add(basket: Basket, variant_id: int, quantity: int, fair_slug: str = "", code: str = "") -> Filled:
    """Put pieces in, never more than are left.

    `fair_slug`: where they were found; only of a fair that showed them is it kept. `code`: the printed code that led here, kept
    where it is one of the group that sells them; its own fair then counts.

    Raises BadValue (quantity), NotOnSale, OutOfStock where nothing is left, BasketFull.
    """
    if not 1 <= quantity <= MOST_PIECES:
        raise BadValue("quantity", "out_of_range")
    variant = _variant_on_sale(variant_id)
    asked = select(BasketItem.variant_id, BasketItem.quantity).where(BasketItem.basket_id == basket.id)
    there = dict(tuple(row) for row in db.session.execute(asked))
    if len(there.keys() - {variant_id}) >= MOST_LINES:
        raise BasketFull
    found = _found_at(variant, fair_slug, code)
    pieces = _put(basket, variant, quantity, then=BasketItem.quantity + quantity, found=found)
    if found.code_id and variant_id not in there:
        codes.count_basket(found.code_id)
    return Filled(pieces, there.get(variant_id, 0) + quantity)


def set_quantity(basket: Basket, variant_id: int, quantity: int) -> Filled:
    """Want exactly so many, never more than are left; 0 takes the line out.

    Raises BadValue (quantity), NotInBasket, OutOfStock where nothing is left.
    """
    if not 0 <= quantity <= MOST_PIECES:
        raise BadValue("quantity", "out_of_range")
    this = BasketItem.basket_id == basket.id, BasketItem.variant_id == variant_id
    if quantity == 0:
        if db.session.execute(delete(BasketItem).where(*this)).rowcount == 0:
            raise NotInBasket
        _touch(basket)
        return Filled(0, 0)
    if not db.session.scalar(select(exists().where(*this))):
        raise NotInBasket
    return Filled(_put(basket, _variant_on_sale(variant_id), quantity, then=literal(quantity)), quantity)


def take_out(basket_id: int, item_ids: list[int]) -> None:
    """Remove what was ordered; what could not be ordered stays."""
    db.session.execute(delete(BasketItem).where(BasketItem.basket_id == basket_id, BasketItem.id.in_(item_ids)))


def merge_guest_basket(key: str, account_id: int) -> None:
    """At sign-in a guest's basket becomes the account's. What stands in both was wanted once: the larger number counts."""
    guest = queries.basket_by_key(key)
    if guest is None:
        return
    mine = basket_for_account(account_id)
    room = MOST_LINES - db.session.scalar(select(func.count(BasketItem.id)).where(BasketItem.basket_id == mine.id))
    items = db.session.scalars(select(BasketItem).where(BasketItem.basket_id == guest.id).order_by(BasketItem.id).limit(room))
    for item in list(items):
        larger = case((BasketItem.quantity > item.quantity, BasketItem.quantity), else_=item.quantity)
        values = {"variant_id": item.variant_id, "quantity": item.quantity, "seen_price_satang": item.seen_price_satang}
        found = _Found(item.fair_id, item.code_id)
        db.session.execute(_upsert(mine.id, values | found._asdict(), {"quantity": larger, **_first_found(found)}))
    db.session.execute(delete(Basket).where(Basket.id == guest.id))
    _touch(mine)


def forget_old_baskets() -> int:
    """Guests' baskets that nobody touched for KEPT_FOR, as their cookies have ended too. How many."""
    old = delete(Basket).where(Basket.account_id.is_(None), Basket.touched_at < now() - KEPT_FOR)
    return db.session.execute(old).rowcount


def _variant_on_sale(variant_id: int) -> Variant:
    if not 0 < variant_id <= LARGEST_ID:
        raise NotOnSale(variant_id)
    asked = select(Variant).join(Product).where(Variant.id == variant_id, Variant.retired_at.is_(None), Product.is_listed)
    variant = db.session.scalar(asked)
    if variant is None:
        raise NotOnSale(variant_id)
    return variant


def _put(basket: Basket, variant: Variant, quantity: int, then: ColumnElement[int], found: _Found = NOWHERE) -> int:
    """`quantity` where the variant is new to the basket, else `then`."""
    if variant.available <= 0:
        raise OutOfStock(variant.id, 0)
    most = min(variant.available, MOST_PIECES)
    values = {"variant_id": variant.id, "quantity": min(quantity, most), "seen_price_satang": variant.price_satang}
    changes = {"quantity": case((then > most, most), else_=then), "seen_price_satang": variant.price_satang}
    asked = _upsert(basket.id, values | found._asdict(), changes | _first_found(found))
    now_in = db.session.scalar(asked.returning(BasketItem.quantity))
    _touch(basket)
    return now_in


def _found_at(variant: Variant, fair_slug: str, code: str) -> _Found:
    """What may be believed of where it was found: a code of the group that sells it, else a fair that showed it."""
    if brought := codes.brought_by(code, variant.product.group_id):
        return _Found(brought.fair_id, brought.code_id)
    fair = fair_that_showed(variant.product_id, fair_slug) if fair_slug else None
    return _Found(fair.id, None) if fair else NOWHERE


def _first_found(found: _Found) -> dict[str, ColumnElement[int | None]]:
    """What is known stays: what was found there first was found there."""
    is_new = BasketItem.fair_id.is_(None) & BasketItem.code_id.is_(None)
    return {
        name: case((is_new, value), else_=getattr(BasketItem, name)) if value else getattr(BasketItem, name)
        for name, value in found._asdict().items()
    }


def _upsert(basket_id: int, values: dict, changes: dict) -> Insert:
    line = insert(BasketItem).values(basket_id=basket_id, **values)
    return line.on_conflict_do_update(index_elements=["basket_id", "variant_id"], set_=changes)


def _touch(basket: Basket) -> None:
    db.session.execute(update(Basket).where(Basket.id == basket.id).values(touched_at=now()))
