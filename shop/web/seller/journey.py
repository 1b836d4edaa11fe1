"""The way through the application, one thing a page; the same pages serve as settings once the group is approved."""

from typing import NamedTuple

from flask import abort, g, request, url_for
from flask_babel import lazy_gettext as _

from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import Permission
from shop.web.gate import actor


class Step(NamedTuple):
    """`fields`: of the profile, where advice on them is shown. `needs`: what a helper must be allowed to be shown it."""

    key: str
    endpoint: str
    title: object
    fields: tuple[str, ...] = ()
    is_optional: bool = False
    needs: Permission = Permission.GROUP_EDIT

    @property
    def is_reviewed(self) -> bool:
        return bool(self.fields)


STEPS = (
    Step("name", "profile_step", _("ชื่อกลุ่ม"), ("name", "name_en")),
    Step("kind", "profile_step", _("ประเภทกลุ่ม"), ("kind",)),
    Step("place", "place_step", _("ที่ตั้ง"), ("subdistrict_code", "postcode", "address_line")),
    Step("contact", "profile_step", _("ผู้ติดต่อ"), ("contact_name", "contact_phone")),
    Step("story", "profile_step", _("เรื่องราวของกลุ่ม"), ("story", "story_en")),
    Step("cover", "cover_step", _("รูปหน้าร้าน"), ("cover_photo_id",), is_optional=True),
    Step("members", "members_step", _("สมาชิก"), ("member_count",)),
    Step("enterprise", "profile_step", _("เลขวิสาหกิจชุมชน"), ("enterprise_number",), is_optional=True),
    Step("income", "income_page", _("ข้อมูลรับเงิน"), is_optional=True, needs=Permission.GROUP_INCOME_DETAILS),
    Step("shipping", "shipping", _("การส่งของ")),
    Step("payment", "payment_ways", _("วิธีรับเงินจากผู้ซื้อ")),
    Step("rest", "rest_days", _("วันหยุด"), is_optional=True),
)
BY_KEY = {step.key: step for step in STEPS}
STEP_OF = {field: step.key for step in STEPS for field in step.fields} | {"shipping": "shipping", "payment": "payment"}
WRITABLE = (GroupStatus.DRAFT, GroupStatus.CHANGES_REQUESTED, GroupStatus.REJECTED)


def current_group() -> Group:
    """The group at whose desk the visitor stands; 404 without one."""
    if g.get("membership") is None:
        abort(404)
    return g.membership.group


def is_applying(group: Group) -> bool:
    """Whether the pages are an application still: an official has never approved this group."""
    return group.approved_at is None


def steps_for_visitor() -> list[Step]:
    return [step for step in STEPS if actor().can(step.needs)]


def step_url(step: Step, **more: object) -> str:
    values = {"step": step.key} if step.endpoint == "profile_step" else {}
    return url_for(f"seller.{step.endpoint}", **values, **more)


def is_changing() -> bool:
    """Whether the page was opened from the list of answers, to which it then leads back."""
    return request.values.get("change") == "1"


def after(step: Step) -> str:
    """Where a saved page leads."""
    if not is_applying(current_group()):
        return url_for("seller.group")
    if is_changing():
        return url_for("seller.check_answers")
    following = steps_for_visitor()
    at = following.index(step) + 1
    return step_url(following[at]) if at < len(following) else url_for("seller.check_answers")


def before(step: Step) -> str:
    """Where the way back leads."""
    if not is_applying(current_group()):
        return url_for("seller.group")
    if is_changing():
        return url_for("seller.check_answers")
    earlier = steps_for_visitor()
    at = earlier.index(step)
    return step_url(earlier[at - 1]) if at else url_for("seller.apply")


def frame(step: Step) -> dict[str, object]:
    """What the frame of a step's page asks for: an application shows how far it is, settings stand in the desk."""
    shown = {"here": step, "is_change": is_changing(), "skip_url": after(step) if step.is_optional else ""}
    if is_applying(current_group()):
        all_of_them = steps_for_visitor()
        shown |= {"layout": "_layout/plain.html", "step": all_of_them.index(step) + 1, "steps": len(all_of_them)}
    else:
        shown |= {"layout": "_layout/seller.html", "tab": "group"}
    return shown | {"back_url": before(step)}


def first_missing(missing: list[str]) -> Step | None:
    """The step where an unfinished application goes on. `missing`: as groups.service.NotReady lists it."""
    wanted = {STEP_OF[name] for name in missing}
    return next((step for step in STEPS if step.key in wanted), None)
