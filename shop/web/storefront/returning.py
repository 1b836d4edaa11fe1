"""What an order's page says of returns and of money given back."""

from dataclasses import dataclass, field
from datetime import datetime

from shop.orders.models import Order
from shop.orders.returns import queries, service
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnAction
from shop.payments import queries as payments
from shop.payments.models import Refund
from shop.web.forms import Form
from shop.web.order_steps import StepShown
from shop.web.return_words import steps_of_return
from shop.web.storefront.following import Follower
from shop.web.storefront.forms.returns import DisputeForm, SendBackForm


@dataclass(frozen=True)
class ReturnShown:
    asked: Return
    steps: list[StepShown]
    actions: list[ReturnAction]


@dataclass
class Returning:
    """`forms`: by action, as typed where one was refused."""

    may_ask: bool
    until: datetime | None
    returns: list[ReturnShown]
    refunds: list[Refund]
    forms: dict[str, Form] = field(default_factory=dict)


def returning_of(order: Order, follower: Follower, refused: dict[str, Form] | None = None) -> Returning:
    found = queries.returns_of_order(order.id)
    forms = {ReturnAction.SEND_BACK: SendBackForm(formdata=None), ReturnAction.DISPUTE: DisputeForm(formdata=None)}
    return Returning(
        may_ask=service.may_ask(order, follower.actor),
        until=service.asked_until(order),
        returns=[ReturnShown(asked, steps_of_return(asked), service.actions_for(asked, follower.actor)) for asked in found],
        refunds=payments.refunds_of_order(order.id),
        forms=forms | (refused or {}),
    )
