"""What buyers and groups are told of a return's steps; what is paid back is told by payments."""

from shop.groups import queries as groups
from shop.kernel.access import GROUP_ROLES, HelpScope, Role
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell, tell_all
from shop.orders.messages import buyer_of
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnStatus as S

KINDS = {
    S.REQUESTED: NoticeKind.RETURN_REQUESTED,
    S.ACCEPTED: NoticeKind.RETURN_ACCEPTED,
    S.REFUSED: NoticeKind.RETURN_REFUSED,
    S.SENT_BACK: NoticeKind.RETURN_SENT_BACK,
    S.DISPUTED: NoticeKind.RETURN_DISPUTED,
    S.REFUNDED: NoticeKind.RETURN_SETTLED,
    S.DECLINED: NoticeKind.RETURN_DECLINED,
    S.LAPSED: NoticeKind.RETURN_LAPSED,
    S.WITHDRAWN: NoticeKind.RETURN_WITHDRAWN,
}


def tell_of_step(asked: Return, status: S, by: Role) -> None:
    """Tell whoever did not do it themselves that the return has come to `status`."""
    order = asked.order
    params: dict[str, object] = {"code": order.code}
    words = {S.ACCEPTED: asked.answer, S.REFUSED: asked.answer, S.REFUNDED: asked.decision, S.DECLINED: asked.decision}
    if words.get(status):
        params["words"] = words[status]
    if by is not Role.BUYER:
        tell(buyer_of(order.purchase), KINDS[status], key=order.purchase.link_key, **params)
    if by not in GROUP_ROLES:
        tell_all(groups.recipients_of(order.group_id, about=HelpScope.ORDERS), KINDS[status], for_group=True, **params)
