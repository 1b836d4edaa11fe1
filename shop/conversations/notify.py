"""What each side is told: that something was said, never what; the words are read where they can be taken out again."""

from shop.catalogue.models import Product
from shop.conversations.models import OrderMessage, Question
from shop.groups import queries as groups
from shop.kernel.access import HelpScope
from shop.kernel.database import db
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell, tell_all
from shop.orders.messages import buyer_of
from shop.orders.models import Order
from shop.orders.returns.states import Side
from shop.people.models import Account
from shop.people.queries import recipient_of


def group_of_question(question: Question) -> None:
    tell_all(groups.recipients_of(question.group_id, about=HelpScope.LISTINGS), NoticeKind.QUESTION_ASKED, **_named(question))


def asker_of_answer(question: Question) -> None:
    if asker := _asker_of(question):
        tell(asker, NoticeKind.QUESTION_ANSWERED, key=question.link_key, **_named(question))


def both_of_take_down(question: Question) -> None:
    told = _named(question) | {"reason": question.take_down_reason}
    if asker := _asker_of(question):
        tell(asker, NoticeKind.QUESTION_TAKEN_DOWN, key=question.link_key, **told)
    tell_all(
        groups.recipients_of(question.group_id, about=HelpScope.LISTINGS), NoticeKind.QUESTION_TAKEN_DOWN, for_group=True, **told
    )


def other_side_of_message(order: Order, message: OrderMessage) -> None:
    if message.side is Side.BUYER:
        tell_all(
            groups.recipients_of(order.group_id, about=HelpScope.ORDERS),
            NoticeKind.ORDER_MESSAGE,
            for_group=True,
            code=order.code,
        )
    else:
        tell(buyer_of(order.purchase), NoticeKind.ORDER_MESSAGE, key=order.purchase.link_key, code=order.code)


def _named(question: Question) -> dict[str, object]:
    title = db.session.scalar(db.select(Product.title).where(Product.id == question.product_id))
    return {"question_id": question.id, "product_title": title}


def _asker_of(question: Question) -> Recipient | None:
    """Nobody, where the account was closed meanwhile."""
    if question.account_id is None:
        return Recipient(None, question.asker_email, question.asker_phone, question.locale)
    account = db.session.get(Account, question.account_id)
    return recipient_of(account) if account and account.disabled_at is None else None
