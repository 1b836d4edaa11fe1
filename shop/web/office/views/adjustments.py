"""What groups are owed, put right by two officials: /office/money/adjustments."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.moderation.queries import names_of
from shop.orders.queries import order_for_official
from shop.payouts import adjustments, queries
from shop.payouts.actors import SamePerson
from shop.payouts.models import Adjustment
from shop.payouts.states import AdjustmentStatus
from shop.web.gate import actor, requires
from shop.web.office import asked, money_words
from shop.web.office.desk import blueprint
from shop.web.office.forms.money import AdjustmentForm


@blueprint.get("/money/adjustments", endpoint="adjustments")
@requires(Permission.MONEY_READ)
def list_adjustments() -> str:
    before = asked.number("before")
    found = queries.adjustments(before_id=before, limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    waiting = queries.adjustments(AdjustmentStatus.PROPOSED) if before is None else []
    decided = [each for each in shown if each.status is not AdjustmentStatus.PROPOSED]
    return render_template(
        "office/adjustments/list.html",
        waiting=waiting,
        decided=decided,
        next=shown[-1].id if len(found) > queries.PAGE else None,
        names=names_of({each.proposed_by for each in [*waiting, *decided]} | {each.decided_by for each in decided}),
        words=money_words,
    )


@blueprint.get("/money/adjustments/new")
@requires(Permission.MONEY_MANAGE)
def new_adjustment() -> str:
    """`group` and `order` fill it in."""
    return _form(AdjustmentForm(formdata=None, data={"group": request.args.get("group"), "order": request.args.get("order")}))


@blueprint.post("/money/adjustments")
@requires(Permission.MONEY_MANAGE)
def propose_adjustment() -> Response | tuple[str, int]:
    form = AdjustmentForm()
    if not form.validate():
        return _form(form), 422
    try:
        if form.direction.data not in ("more", "less"):
            raise BadValue("direction", "empty")
        with transaction():
            group = _group(form.group.data or "")
            if group is None:
                raise BadValue("group", "unknown")
            order = order_for_official(form.order.data.upper()) if form.order.data else None
            if form.order.data and order is None:
                raise BadValue("order", "unknown")
            adjustments.propose_adjustment(group, form.satang, form.reason.data or "", actor(), order)
    except BadValue as refused:
        form.refuse(refused)
        return _form(form), 422
    flash(_("เสนอแล้ว ยังไม่มีผลจนกว่าเจ้าหน้าที่อีกคนจะอนุมัติ"), "success")
    return redirect(url_for("office.adjustments"), 303)


@blueprint.get("/money/adjustments/<int:adjustment_id>/<any(approve, refuse):what>")
@requires(Permission.PAYOUT_APPROVE)
def ask_to_decide_adjustment(adjustment_id: int, what: str) -> str:
    adjustment = _adjustment_or_404(adjustment_id)
    return render_template(
        "office/adjustments/decide.html",
        adjustment=adjustment,
        what=what,
        names=names_of({adjustment.proposed_by}),
        is_own=adjustment.proposed_by == actor().id,
    )


@blueprint.post("/money/adjustments/<int:adjustment_id>/<any(approve, refuse):what>")
@requires(Permission.PAYOUT_APPROVE)
def decide_adjustment(adjustment_id: int, what: str) -> Response | tuple[str, int]:
    decide = adjustments.approve_adjustment if what == "approve" else adjustments.refuse_adjustment
    try:
        with transaction():
            decide(_adjustment_or_404(adjustment_id), actor())
    except (SamePerson, LostRace) as refused:
        flash(_why_not(refused), "warning")
        return list_adjustments(), 409
    flash(_("อนุมัติแล้ว บัญชีปรับตามนี้ แจ้งกลุ่มแล้ว") if what == "approve" else _("ไม่อนุมัติ ไม่มีอะไรเปลี่ยน"), "success")
    return redirect(url_for("office.adjustments"), 303)


def _why_not(refused: Refusal) -> str:
    if isinstance(refused, SamePerson):
        return _("คนที่เสนอตัดสินเองไม่ได้ ให้เจ้าหน้าที่อีกคนตัดสิน")
    return _("มีคนตัดสินไปก่อนแล้ว ด้านล่างคือล่าสุด")


def _form(form: AdjustmentForm) -> str:
    sellers = queries.groups_in((GroupStatus.APPROVED, GroupStatus.SUSPENDED))
    form.group.choices = [("", str(_("เลือกกลุ่ม"))), *((str(group_id), name) for group_id, name in sellers)]
    return render_template("office/adjustments/new.html", form=form)


def _group(chosen: str) -> Group | None:
    return queries.group_by_id(int(chosen)) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10 else None


def _adjustment_or_404(adjustment_id: int) -> Adjustment:
    return queries.adjustment_by_id(adjustment_id) or abort(404)
