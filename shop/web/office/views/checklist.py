"""The checklist, as the office wants it: /office/checklist."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.moderation import advice, rules
from shop.moderation.models import SubmissionKind
from shop.web.gate import actor, requires
from shop.web.office import words
from shop.web.office.desk import blueprint
from shop.web.words import CATEGORIES, SUBCATEGORIES


@blueprint.get("/checklist")
@requires(Permission.REVIEW_DECIDE)
def edit_checklist() -> str:
    return _page()


@blueprint.post("/checklist")
@requires(Permission.REVIEW_DECIDE)
def add_rule() -> Response | tuple[str, int]:
    said = _said()
    try:
        with transaction():
            rules.add_rule(actor(), **said)
    except BadValue as wrong:
        return _page(said, {wrong.field: words.wrong_words(wrong.field, wrong.reason)}), 422
    flash(_("เพิ่มรายการตรวจแล้ว ใช้กับคำขอที่เปิดหลังจากนี้"), "success")
    return redirect(url_for("office.edit_checklist", _anchor=f"of-{said['kind']}"), 303)


@blueprint.post("/checklist/begin")
@requires(Permission.REVIEW_DECIDE)
def begin_checklist() -> Response:
    """The list that came with the market becomes the office's own, so that each can be changed."""
    with transaction():
        rules.begin_editing(actor())
    return redirect(url_for("office.edit_checklist"), 303)


@blueprint.post("/checklist/<int:rule_id>")
@requires(Permission.REVIEW_DECIDE)
def change_rule(rule_id: int) -> Response | tuple[str, int]:
    """`do`: save, up, retire or restore."""
    steps = {"up": rules.move_up, "retire": rules.retire_rule, "restore": rules.restore_rule}
    step = steps.get(request.form.get("do", ""))
    try:
        with transaction():
            step(rule_id, actor()) if step else rules.change_rule(rule_id, actor(), **_said())
    except BadValue as wrong:
        return _page(errors={f"rule-{rule_id}": words.wrong_words(wrong.field, wrong.reason)}), 422
    except LostRace:
        flash(_("รายการนี้เปลี่ยนไปแล้ว ด้านล่างคือล่าสุด"), "warning")
        return _page(), 409
    flash(_("บันทึกแล้ว คำตัดสินที่ผ่านมายังแสดงข้อความเดิม"), "success")
    return redirect(url_for("office.edit_checklist"), 303)


def _said() -> dict:
    """A place is told as `food` or `food/chili_paste`; none is all of them."""
    places = [place.partition("/") for place in request.form.getlist("places")]
    return {
        **{name: request.form.get(name, "") for name in ("kind", "field", "text", "text_en")},
        "categories": [category for category, _slash, sub in places if category and not sub],
        "subcategories": [sub for _category, _slash, sub in places if sub],
        "needs_serial": request.form.get("needs_serial") == "1",
    }


def _page(typed: dict | None = None, errors: dict | None = None) -> str:
    found = rules.all_rules()
    return render_template(
        "office/checklist/index.html",
        kinds={kind: [rule for rule in found if rule.kind is kind and rule.retired_at is None] for kind in SubmissionKind},
        retired=[rule for rule in found if rule.retired_at is not None],
        is_own=any(rule.id is not None for rule in found),
        fields=advice.FIELDS,
        categories=CATEGORIES,
        subcategories=SUBCATEGORIES,
        tree=rules.SUBCATEGORIES,
        place_words=_place_words,
        kind_words=words.SUBJECT_KINDS,
        typed=typed or {},
        errors=errors or {},
        words=words,
    )


def _place_words(rule: object) -> str:
    """Which goods it is asked of."""
    named = [str(CATEGORIES.get(one, one)) for one in rule.categories]
    named += [str(SUBCATEGORIES.get(one, one)) for one in rule.subcategories]
    said = ", ".join(named) or _("ทุกหมวด")
    return said + (" · " + _("เฉพาะที่ต้องมีเลข อย.") if rule.needs_serial else "")
