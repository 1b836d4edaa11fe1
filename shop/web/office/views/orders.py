"""Officials look at orders, and change none: /office/orders."""

from flask import Response, abort, render_template, request

from shop.audit import queries as audit
from shop.conversations import order_messages
from shop.conversations.message_photos import message_photos, photo_of_order
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import NotAllowed
from shop.notices import queries as notices
from shop.orders import lists, queries
from shop.orders.lists import OrderFilters
from shop.orders.returns import queries as returns
from shop.orders.states import OrderStatus
from shop.payments import queries as payments
from shop.web import evidence, return_words
from shop.web.gate import actor, requires
from shop.web.office import history
from shop.web.office.desk import blueprint
from shop.web.order_steps import address_lines, parcel_of, parcel_url_of, reason_of, steps_of


@blueprint.get("/orders")
@requires(Permission.ORDER_OVERSEE)
def orders() -> str:
    filters = _filters()
    page = lists.page_of_orders(filters, request.args.get("after", ""))
    return render_template(
        "office/orders/list.html",
        page=page,
        total=lists.count_orders(filters),
        filters=filters,
        names=lists.names_of_groups({order.group_id for order in page.items} | ({filters.group_id} - {None})),
        is_late=lists.is_late,
        is_first=not request.args.get("after"),
    )


@blueprint.get("/orders/<code>")
@requires(Permission.ORDER_OVERSEE)
def show_order(code: str) -> str:
    order = queries.order_for_official(code) or abort(404)
    entries = audit.entries_for("order", order.code)
    return render_template(
        "office/orders/show.html",
        order=order,
        group_name=lists.names_of_groups({order.group_id})[order.group_id],
        steps=steps_of(order),
        parcel=parcel_of(order),
        parcel_url=parcel_url_of(order),
        address=address_lines(order),
        reason=reason_of(order),
        is_late=lists.is_late(order),
        returns=returns.returns_of_order(order.id),
        refunds=payments.refunds_of_order(order.id),
        return_words=return_words,
        told=notices.notices_about("order", order.code),
        entries=entries,
        names=history.names_in(entries),
        history=history,
    )


@blueprint.get("/orders/<code>/messages")
@requires(Permission.RETURN_DECIDE)
def read_messages(code: str) -> str:
    """What both sides wrote, where they disagree: whoever looks is written down."""
    try:
        with transaction():
            order = queries.order_for_official(code) or abort(404)
            messages = order_messages.look(order, actor())
            return render_template("office/orders/messages.html", order=order, messages=messages)
    except NotAllowed:
        abort(404)


@blueprint.get("/orders/<code>/messages/photos/<photo_key>/<int:width>.webp")
@requires(Permission.RETURN_DECIDE)
def message_photo(code: str, photo_key: str, width: int) -> Response:
    """Of the page that wrote down who looked."""
    order = queries.order_for_official(code) or abort(404)
    photo = photo_of_order(photo_key, order.id) if order_messages.may_look(order, actor()) else None
    return evidence.private_picture(message_photos.file_of(photo, width) if photo else None)


def _filters() -> OrderFilters:
    status, group = request.args.get("status", ""), request.args.get("group", "")
    if (status and status not in set(OrderStatus)) or (group and not (group.isascii() and group.isdecimal() and len(group) < 10)):
        abort(422)
    return OrderFilters(
        group_id=int(group) if group else None,
        status=OrderStatus(status) if status else None,
        words=request.args.get("q", "").strip(),
        is_late=request.args.get("late") == "1",
    )
