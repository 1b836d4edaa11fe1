"""How the group sells: sending, ways to pay, rest; what is saved counts at once: /sell/group/shipping and on."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.groups import selling
from shop.groups.models import Group, RestPeriod, ShippingKind, ShippingOption
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.money import SATANG, BadAmount, parse_baht
from shop.kernel.refusals import BadValue
from shop.kernel.thai import thai_digits_to_arabic, tidy
from shop.kernel.thai.dates import BadDate, parse_date
from shop.payments.gateway import gateway
from shop.web.gate import actor, requires
from shop.web.seller import journey
from shop.web.seller.answers import shipping_line
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.group import CollectForm, GroupForm, ParcelForm, PaymentForm, RestPeriodForm, WeeklyRestForm

ROWS = range(1, selling.MOST_STEPS + 1)


def _page(key: str, **more: object) -> str:
    return render_template(f"seller/group/steps/{key}.html", **journey.frame(journey.BY_KEY[key]), **more)


def _on(key: str) -> Response:
    if not journey.is_applying(journey.current_group()):
        flash(_("บันทึกแล้ว มีผลทันที"), "success")
    return redirect(journey.after(journey.BY_KEY[key]), 303)


# Sending


@blueprint.get("/group/shipping")
@requires(Permission.GROUP_EDIT)
def shipping() -> str:
    return _shipping_page()


def _shipping_page(problem: str = "") -> str:
    group = journey.current_group()
    options = selling.shipping_options_of(group.id)
    lines = [(option, shipping_line(option, group)) for option in options]
    has_collect = any(option.kind is ShippingKind.COLLECT for option in options)
    return _page("shipping", lines=lines, has_collect=has_collect, problem=problem, is_full=len(options) >= selling.MOST_OPTIONS)


@blueprint.post("/group/shipping")
@requires(Permission.GROUP_EDIT)
def save_shipping() -> Response | tuple[str, int]:
    """Go on from the list: there must be something in it."""
    if not selling.shipping_options_of(journey.current_group().id):
        return _shipping_page(_("เพิ่มวิธีส่งอย่างน้อย 1 แบบ")), 422
    return redirect(journey.after(journey.BY_KEY["shipping"]), 303)


@blueprint.get("/group/shipping/new/<any(flat, by_weight, collect):kind>")
@requires(Permission.GROUP_EDIT)
def new_shipping(kind: str) -> str:
    return _option_page(ShippingKind(kind), _option_form(ShippingKind(kind), journey.current_group()))


@blueprint.post("/group/shipping/new/<any(flat, by_weight, collect):kind>")
@requires(Permission.GROUP_EDIT)
def add_shipping(kind: str) -> Response | tuple[str, int]:
    group, kind = journey.current_group(), ShippingKind(kind)

    def add(**values: object) -> None:
        selling.add_shipping(group, actor(), kind, **values)

    return _save_option(group, kind, add)


@blueprint.get("/group/shipping/<int:option_id>")
@requires(Permission.GROUP_EDIT)
def edit_shipping(option_id: int) -> str:
    option = _option(option_id)
    return _option_page(option.kind, _option_form(option.kind, journey.current_group(), option), option)


@blueprint.post("/group/shipping/<int:option_id>")
@requires(Permission.GROUP_EDIT)
def change_shipping(option_id: int) -> Response | tuple[str, int]:
    option = _option(option_id)

    def change(**values: object) -> None:
        selling.change_shipping(option, actor(), **values)

    return _save_option(journey.current_group(), option.kind, change, option)


@blueprint.post("/group/shipping/<int:option_id>/retire")
@requires(Permission.GROUP_EDIT)
def retire_shipping(option_id: int) -> Response:
    option = _option(option_id)
    with transaction():
        selling.retire_shipping(option, actor())
    flash(_("เลิกใช้วิธีส่งนี้แล้ว คำสั่งซื้อที่มีอยู่ไม่เปลี่ยน"), "success")
    return _back_to_list()


def _option(option_id: int) -> ShippingOption:
    options = selling.shipping_options_of(journey.current_group().id)
    return next((option for option in options if option.id == option_id), None) or abort(404)


def _back_to_list() -> Response:
    return redirect(url_for(".shipping", **({"change": 1} if journey.is_changing() else {})), 303)


def _save_option(group: Group, kind: ShippingKind, save, option: ShippingOption | None = None) -> Response | tuple[str, int]:
    form = CollectForm() if kind is ShippingKind.COLLECT else ParcelForm()
    try:
        values = {} if kind is ShippingKind.COLLECT else _typed_terms(form, kind)
        with transaction():
            if kind is ShippingKind.COLLECT:
                selling.set_pickup_place(group, actor(), form.pickup_place.data or "")
            save(**values)
    except BadValue as bad:
        form.add_problem(
            BadValue({"price_satang": "price", "free_over_satang": "free_over"}.get(bad.field, bad.field), bad.reason)
        )
        return _option_page(kind, form, option, _typed_rows()), 422
    return _back_to_list()


def _typed_terms(form: ParcelForm, kind: ShippingKind) -> dict[str, object]:
    values: dict[str, object] = {"name": form.name.data or ""}
    if (form.free_over.data or "").strip():
        values["free_over_satang"] = _baht("free_over", form.free_over.data)
    if kind is ShippingKind.FLAT:
        return values | {"price_satang": _baht("price", form.price.data or "")}
    return values | {"weight_steps": [_typed_step(grams, baht) for grams, baht in _typed_rows() if grams or baht]}


def _baht(field: str, typed: str) -> int:
    try:
        return parse_baht(typed)
    except BadAmount as bad:
        raise BadValue(field, bad.reason) from None


def _typed_rows() -> list[tuple[str, str]]:
    return [(_typed(f"grams-{n}"), _typed(f"baht-{n}")) for n in ROWS]


def _typed(name: str) -> str:
    return tidy(request.form.get(name, ""))[:20]


def _typed_step(grams: str, baht: str) -> list[int]:
    if not (grams and baht):
        raise BadValue("weight_steps", "incomplete")
    digits = thai_digits_to_arabic(grams).replace(",", "")
    try:
        satang = parse_baht(baht)
    except BadAmount:
        raise BadValue("weight_steps", "not_a_number") from None
    if not (digits.isascii() and digits.isdecimal()):
        raise BadValue("weight_steps", "not_a_number")
    return [int(digits), satang]


def _plain_baht(satang: int | None) -> str:
    if satang is None:
        return ""
    return str(satang // SATANG) if satang % SATANG == 0 else f"{satang / SATANG:.2f}"


def _option_form(kind: ShippingKind, group: Group, option: ShippingOption | None = None) -> GroupForm:
    if kind is ShippingKind.COLLECT:
        return CollectForm(formdata=None, data={"pickup_place": group.pickup_place})
    if option is None:
        return ParcelForm(formdata=None, data={"name": _("ส่งพัสดุ")})
    shown = {"name": option.name, "price": _plain_baht(option.price_satang), "free_over": _plain_baht(option.free_over_satang)}
    return ParcelForm(formdata=None, data=shown)


def _option_page(kind: ShippingKind, form: GroupForm, option: ShippingOption | None = None, rows: list | None = None) -> str:
    if rows is None:
        steps = option.weight_steps if option else []
        rows = [(str(grams), _plain_baht(satang)) for grams, satang in steps]
        rows += [("", "")] * (len(ROWS) - len(rows))
    frame = journey.frame(journey.BY_KEY["shipping"])
    frame["back_url"] = url_for(".shipping", **({"change": 1} if journey.is_changing() else {}))
    return render_template(
        "seller/group/steps/shipping_option.html", kind=str(kind), form=form, option=option, rows=rows, **frame
    )


# Ways to pay


@blueprint.get("/group/payment")
@requires(Permission.GROUP_EDIT)
def payment_ways() -> str:
    group = journey.current_group()
    accepted = {"stripe": group.accepts_stripe, "promptpay": group.accepts_promptpay}
    accepted |= {"cod": group.accepts_cod, "pickup": group.accepts_pickup}
    ways = [way for way, accepts in accepted.items() if accepts]
    return _page("payment", form=PaymentForm(formdata=None, data={"ways": ways}))


@blueprint.post("/group/payment")
@requires(Permission.GROUP_EDIT)
def save_payment_ways() -> Response | tuple[str, int]:
    group, form = journey.current_group(), PaymentForm()
    ways = set(form.ways.data or [])
    try:
        if not ways & {
            "promptpay",
            "cod",
            "pickup",
        }:  # the provider may be missing one day, and then nobody could buy
            raise BadValue("ways", "empty")
        with transaction():
            stripe = "stripe" in ways if gateway.is_open else None
            promptpay, cod, pickup = (way in ways for way in ("promptpay", "cod", "pickup"))
            selling.set_payment_ways(group, actor(), cod=cod, pickup=pickup, stripe=stripe, promptpay=promptpay)
    except BadValue as bad:
        form.add_problem(BadValue("ways", "pickup_without_collect") if bad.field == "pickup_place" else bad)
        return _page("payment", form=form), 422
    return _on("payment")


# Rest


@blueprint.get("/group/rest")
@requires(Permission.GROUP_EDIT)
def rest_days() -> str:
    return _rest_page(_weekly_form(), RestPeriodForm(formdata=None))


def _weekly_form() -> WeeklyRestForm:
    weekly = [str(number) for number in journey.current_group().weekly_rest_days]
    return WeeklyRestForm(formdata=None, data={"weekly_rest_days": weekly})


def _rest_page(form: WeeklyRestForm, period_form: RestPeriodForm) -> str:
    return _page("rest", form=form, period_form=period_form, periods=selling.coming_rest(journey.current_group().id))


@blueprint.post("/group/rest")
@requires(Permission.GROUP_EDIT)
def save_rest_days() -> Response | tuple[str, int]:
    group, form = journey.current_group(), WeeklyRestForm()
    days = [int(number) for number in form.weekly_rest_days.data or [] if number in set("1234567")]
    try:
        with transaction():
            selling.set_weekly_rest(group, actor(), days)
    except BadValue as bad:
        form.add_problem(bad)
        return _rest_page(form, RestPeriodForm(formdata=None)), 422
    return _on("rest")


@blueprint.post("/group/rest/periods")
@requires(Permission.GROUP_EDIT)
def announce_rest() -> Response | tuple[str, int]:
    group, form, days = journey.current_group(), RestPeriodForm(), {}
    for name in ("starts_on", "ends_on"):
        try:
            days[name] = parse_date(form[name].data or "")
        except BadDate:
            form.add_problem(BadValue(name, "bad_date"))
    if not form.errors:
        try:
            with transaction():
                selling.announce_rest(group, actor(), days["starts_on"], days["ends_on"], form.reason.data or "")
        except BadValue as bad:
            form.add_problem(bad)
    if form.errors:
        return _rest_page(_weekly_form(), form), 422
    flash(_("บันทึกวันหยุดแล้ว"), "success")
    return redirect(url_for(".rest_days"), 303)


@blueprint.post("/group/rest/periods/<int:period_id>/cancel")
@requires(Permission.GROUP_EDIT)
def cancel_rest(period_id: int) -> Response:
    period = _period(period_id)
    with transaction():
        selling.cancel_rest(period, actor())
    flash(_("ยกเลิกวันหยุดแล้ว"), "success")
    return redirect(url_for(".rest_days"), 303)


def _period(period_id: int) -> RestPeriod:
    periods = selling.coming_rest(journey.current_group().id)
    return next((period for period in periods if period.id == period_id), None) or abort(404)
