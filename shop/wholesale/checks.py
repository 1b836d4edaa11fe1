"""What must be true of requests and quotes at any moment: asked by `doctor`."""

from sqlalchemy import and_, func, or_, select

from shop.catalogue.models import Product, Variant
from shop.kernel.database import db
from shop.orders.models import Order, OrderLine
from shop.wholesale.models import WholesaleInvitation, WholesaleQuote, WholesaleQuoteLine, WholesaleRequest
from shop.wholesale.states import InvitationStatus, QuoteStatus, RequestStatus

MOST_SHOWN = 20


def quotes_became_their_orders() -> list[str]:
    """An accepted quote has one order, of its own group, its own pieces and prices, and none of them from stock."""
    quoted = (
        select(func.coalesce(func.sum(WholesaleQuoteLine.quantity * WholesaleQuoteLine.unit_price_satang), 0))
        .where(WholesaleQuoteLine.quote_id == WholesaleQuote.id)
        .correlate(WholesaleQuote)
        .scalar_subquery()
    )
    same = and_(Order.group_id == WholesaleInvitation.group_id, Order.items_satang == quoted)
    of_stock = select(OrderLine.id).where(OrderLine.order_id == Order.id, OrderLine.takes_stock).exists()
    right = select(Order.id).where(Order.purchase_id == WholesaleQuote.purchase_id, same, ~of_stock)
    right = right.correlate(WholesaleQuote, WholesaleInvitation).exists()
    asked = select(WholesaleQuote.id).join(WholesaleQuote.invitation)
    wrong = asked.where(WholesaleQuote.status == QuoteStatus.ACCEPTED, ~right)
    return [f"quote {number} is not what its order is" for number in db.session.scalars(wrong.limit(MOST_SHOWN))]


def nothing_is_open_of_what_ended() -> list[str]:
    """A request that ended leaves no group waiting and no quote standing; a group quotes what is its own."""
    waiting = WholesaleInvitation.status.in_((InvitationStatus.NEW, InvitationStatus.QUOTED))
    standing = select(WholesaleQuote.id).where(
        WholesaleQuote.invitation_id == WholesaleInvitation.id, WholesaleQuote.status == QuoteStatus.OFFERED
    )
    left = select(WholesaleRequest.code).join(WholesaleInvitation, WholesaleInvitation.request_id == WholesaleRequest.id)
    left = left.where(WholesaleRequest.status != RequestStatus.OPEN, or_(waiting, standing.exists()))
    strange = (
        select(WholesaleQuoteLine.id)
        .join(WholesaleQuote, WholesaleQuote.id == WholesaleQuoteLine.quote_id)
        .join(WholesaleQuote.invitation)
        .join(Variant, Variant.id == WholesaleQuoteLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.group_id != WholesaleInvitation.group_id)
    )
    return [
        *(f"wholesale request {code} ended and something of it is open" for code in db.session.scalars(left.limit(MOST_SHOWN))),
        *(f"quote line {number} names another group's goods" for number in db.session.scalars(strange.limit(MOST_SHOWN))),
    ]


CHECKS = {"wholesale-orders": quotes_became_their_orders, "wholesale-states": nothing_is_open_of_what_ended}
