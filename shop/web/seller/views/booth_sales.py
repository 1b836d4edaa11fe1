"""What a device asks and sends: how its booth stands, and the sales that it made without signal.

A sale may wait for days, so no token is kept with it: whoever sends asks for the state first, with the session that holds by
then, and sends the token that comes with it in a header. A page of another site can do neither.
"""

from flask import Response, g, jsonify, request

from shop.fairs import queries as fairs
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.payments.booth.models import BoothSale
from shop.payments.booth.service import NoBooth, SaleDiffers, record_sale
from shop.payments.booth.voiding import TooLateToVoid, void_sale
from shop.web.gate import requires
from shop.web.seller.booth import booth_or_404, state_of, token
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.booth import read_sale
from shop.web.seller.views.orders import as_group

MOST_AT_ONCE = 50


@blueprint.get("/booth/<slug>/state")
@requires(Permission.ORDER_FULFIL)
def booth_state(slug: str) -> Response:
    """The booth as it stands, and the token to send sales with."""
    return _never_kept({"token": token(), **state_of(booth_or_404(slug))})


@blueprint.post("/booth/<slug>/sales")
@requires(Permission.ORDER_FULFIL)
def send_booth_sales(slug: str) -> Response | tuple[Response, int]:
    """Up to fifty sales, each in a transaction of its own, with an answer for each: kept, differs, or refused with a reason.

    What is kept, the device may forget; nothing else. The same sent again is answered the same.
    """
    booth_or_404(slug)
    said = _said()
    sales = said.get("sales") if isinstance(said, dict) else None
    if not isinstance(sales, list) or not 0 < len(sales) <= MOST_AT_ONCE:
        return _never_kept({"problem": "form"}), 422
    if said.get("group") != g.membership.group_id:
        return _never_kept({"problem": "other_group"}), 409
    answers = [_answer(slug, sale) for sale in sales]
    return _never_kept({"answers": answers, "state": state_of(booth_or_404(slug))})


def _said() -> object:
    """The JSON that was sent; None where it is none, or so deep that nothing of ours made it."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _answer(slug: str, said: object) -> dict:
    """What became of one sale."""
    answer = {"id": said.get("id") if isinstance(said, dict) else None}
    try:
        sale = read_sale(said)
        with transaction():
            row = record_sale(fairs.fair_by_slug(slug), sale, as_group())
            answer |= {"order": row.order.code, "clashes": [str(clash.kind) for clash in row.clashes]}
        if said.get("cancelled") is True:
            _void(row.id)
    except SaleDiffers:
        return answer | {"result": "differs", "reason": "differs"}
    except NoBooth:
        return answer | {"result": "refused", "reason": "no_booth"}
    except BadValue as bad:
        return answer | {"result": "refused", "reason": bad.field}
    return answer | {"result": "kept"}


def _void(sale_id: int) -> None:
    """The device had called it off before it knew whether it had arrived."""
    try:
        with transaction() as session:
            void_sale(session.get_one(BoothSale, sale_id), as_group())
    except (LostRace, TooLateToVoid):
        pass  # it was voided before, or is of a day that has been counted: the page of the day says so


def _never_kept(said: dict) -> Response:
    answer = jsonify(said)
    answer.headers["Cache-Control"] = "no-store"
    return answer
