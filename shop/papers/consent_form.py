"""The form by which a group's owner consents on paper: what for, until when, her signature, all by her own hand."""

from collections.abc import Sequence

from shop.groups.models import Group
from shop.kernel import paper
from shop.papers.voice import Voice
from shop.people.models import Account


def draw_consent_form(group: Group, volunteer: Account, wording: Sequence[str], scopes: Sequence[object], voice: Voice) -> bytes:
    """A PDF of one page. `wording`: a paragraph each; `scopes`: what can be ticked."""
    _ = voice.gettext
    title = _("หนังสือยินยอมให้อาสาสมัครแรงงานช่วยดูแลร้าน")
    return paper.draw(
        "consent",
        {
            "title": title,
            "locale": voice.locale,
            "market": voice.market,
            "foot": voice.foot(title),
            "facts": [[_("กลุ่มอาชีพ"), paper.breakable(voice.name_of(group))], [_("อาสาสมัคร"), paper.breakable(volunteer.name)]],
            "lets": _("ให้ช่วยเรื่องอะไร ทำเครื่องหมายหนึ่งข้อ"),
            "scopes": [str(scope) for scope in scopes],
            "until": _("ให้ถึงวันที่ ไม่เกิน 1 ปี"),
            "wording": list(wording),
            "signatures": [_("หัวหน้ากลุ่ม ลงชื่อ"), _("ตัวบรรจง"), _("วันที่")],
            "volunteer_signs": [_("อาสาสมัคร ลงชื่อ"), _("ตัวบรรจง"), _("วันที่")],
        },
    )
