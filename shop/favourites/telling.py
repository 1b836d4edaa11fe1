"""Tell people what is new at the groups they follow, gathered once a day; and once that what they wish for is back."""

from datetime import datetime

from sqlalchemy import select, update

from shop.catalogue.models import Product
from shop.favourites.models import Follow, Wish
from shop.groups.models import Group
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell
from shop.people.models import Account


def people_with_news(limit: int) -> list[int]:
    asked = select(Follow.account_id).join(Product, Product.group_id == Follow.group_id)
    asked = asked.where(Product.is_listed, Product.published_at > Follow.told_until).distinct()
    return list(db.session.scalars(asked.order_by(Follow.account_id).limit(limit)))


def tell_news(account_id: int) -> None:
    """One notice of all that is new; it names the newest."""
    asked = select(Product, Group.name, Group.name_en).join(Follow, Follow.group_id == Product.group_id).join(Product.group)
    asked = asked.where(Follow.account_id == account_id, Product.is_listed, Product.published_at > Follow.told_until)
    found = db.session.execute(asked.order_by(Product.published_at.desc(), Product.id.desc())).all()
    if not found or not _is_told(account_id, found[0][0].published_at):
        return
    newest, name, name_en = found[0]
    account = db.session.get_one(Account, account_id)
    group_name = (account.locale == "en" and name_en) or name
    told = {"product_id": newest.id, "product_title": _title(newest, account), "group_name": group_name}
    tell(_recipient(account), NoticeKind.FOLLOWED_NEW, more=len(found) - 1, **told)


def notice_what_is_gone() -> None:
    gone = select(Product.id).where(Product.available <= 0)
    db.session.execute(
        update(Wish).where(Wish.gone_since.is_(None), Wish.product_id.in_(gone)).values(gone_since=now()),
        execution_options={"synchronize_session": False},
    )


def wishes_come_back(limit: int) -> list[tuple[int, int]]:
    """(account, product) of what ran out and is there again."""
    asked = select(Wish.account_id, Wish.product_id).join(Wish.product)
    asked = asked.where(Wish.gone_since.is_not(None), Product.is_listed, Product.available > 0)
    return [tuple(row) for row in db.session.execute(asked.order_by(Wish.gone_since).limit(limit))]


def tell_back(account_id: int, product_id: int) -> None:
    once = update(Wish).where(Wish.account_id == account_id, Wish.product_id == product_id, Wish.gone_since.is_not(None))
    if db.session.execute(once.values(gone_since=None), execution_options={"synchronize_session": False}).rowcount:
        account, product = db.session.get_one(Account, account_id), db.session.get_one(Product, product_id)
        title = _title(product, account)
        tell(_recipient(account), NoticeKind.WISH_IS_BACK, product_id=product.id, product_title=title)


def _is_told(account_id: int, until: datetime) -> bool:
    """Whether it fell to us: of two jobs at once one finds nothing left to tell."""
    once = update(Follow).where(Follow.account_id == account_id, Follow.told_until < until).values(told_until=until)
    return db.session.execute(once, execution_options={"synchronize_session": False}).rowcount > 0


def _title(product: Product, account: Account) -> str:
    return (account.locale == "en" and product.title_en) or product.title


def _recipient(account: Account) -> Recipient:
    """Without a number: an SMS is paid for, and this does not matter enough."""
    return Recipient(account.id, account.email, None, account.locale)
