"""What a group has answered so far, in the words of its own pages: for the list to check, and for the settings."""

from typing import NamedTuple

from flask_babel import gettext as _

from shop.groups import income_details, protected_counts, queries, selling
from shop.groups.models import Group, GroupProfile, ShippingKind, ShippingOption
from shop.kernel.identifiers import BANKS, format_phone
from shop.kernel.money import format_baht
from shop.kernel.places import format_place, place
from shop.kernel.thai import format_date
from shop.payments.gateway import gateway
from shop.web.gate import actor
from shop.web.language import locale
from shop.web.seller import journey
from shop.web.words import GROUP_KINDS, WEEKDAYS


class Answer(NamedTuple):
    """`lines` are empty where nothing was answered."""

    step: journey.Step
    url: str
    lines: list[str]


def answers_of(group: Group, steps: list[journey.Step]) -> list[Answer]:
    profile = queries.newest_profile(group.id)
    change = {"change": 1} if journey.is_applying(group) else {}
    return [Answer(step, journey.step_url(step, **change), _lines(step.key, group, profile)) for step in steps]


def _lines(key: str, group: Group, profile: GroupProfile) -> list[str]:
    found = _OF_PROFILE[key](profile) if key in _OF_PROFILE else _OF_GROUP[key](group)
    return [str(line) for line in found if line]


def _place_lines(profile: GroupProfile) -> list[str]:
    if not profile.subdistrict_code:
        return []
    return [profile.address_line, format_place(place(profile.subdistrict_code, profile.postcode), locale())]


def _members_lines(profile: GroupProfile) -> list[str]:
    lines = [_("%(count)s คน", count=profile.member_count)] if profile.member_count else []
    if protected_counts.counts_of(profile.group_id):
        lines.append(_("ให้จำนวนผู้สูงอายุและผู้พิการไว้แล้ว"))
    return lines


def _income_lines(group: Group) -> list[str]:
    kept = income_details.income_of(group.id, actor())
    if not kept:
        return []
    lines = [f"{_('พร้อมเพย์')} {kept.promptpay}"] if kept.promptpay else []
    if kept.biller:
        lines.append(f"Biller ID {kept.biller}")
    if kept.bank_account:
        lines.append(f"{BANKS[kept.bank_code].name(locale())} {kept.bank_account}")
    return lines


def shipping_line(option: ShippingOption, group: Group) -> str:
    """A shipping option in one line, as the desk tells it."""
    if option.kind is ShippingKind.COLLECT:
        return _("รับเองที่ %(place)s", place=group.pickup_place)
    name = option.name or _("ส่งพัสดุ")
    if option.kind is ShippingKind.FLAT:
        line = _("%(name)s %(price)s", name=name, price=format_baht(option.price_satang))
    else:
        first, last = option.weight_steps[0], option.weight_steps[-1]
        cost = f"{format_baht(first[1])}-{format_baht(last[1])}"
        line = _("%(name)s ตามน้ำหนัก %(cost)s (ไม่เกิน %(grams)s กรัม)", name=name, cost=cost, grams=f"{last[0]:,}")
    if option.free_over_satang:
        line = f"{line} · " + _("ส่งฟรีเมื่อซื้อครบ %(amount)s", amount=format_baht(option.free_over_satang))
    return line


def _payment_lines(group: Group) -> list[str]:
    online = _("พร้อมเพย์หรือบัตรผ่านตลาด") if group.accepts_stripe and gateway.is_open else ""
    direct = _("พร้อมเพย์ โอนเข้ากลุ่มโดยตรง") if group.accepts_promptpay else ""
    return [online, direct, _("เก็บเงินปลายทาง") if group.accepts_cod else "", _("จ่ายเมื่อมารับ") if group.accepts_pickup else ""]


def _rest_lines(group: Group) -> list[str]:
    weekly = " ".join(str(WEEKDAYS[number - 1]) for number in group.weekly_rest_days)
    lines = [_("ทุกวัน%(days)s", days=weekly)] if weekly else []
    coming = selling.coming_rest(group.id)
    spans = [(format_date(one.starts_on, locale()), format_date(one.ends_on, locale()), one.reason) for one in coming]
    return lines + [f"{first} - {last} {reason}".strip() for first, last, reason in spans]


_OF_PROFILE = {
    "name": lambda profile: [profile.name, profile.name_en],
    "kind": lambda profile: [GROUP_KINDS[profile.kind]] if profile.kind else [],
    "place": _place_lines,
    "contact": lambda profile: [profile.contact_name, format_phone(profile.contact_phone) if profile.contact_phone else ""],
    "story": lambda profile: [profile.story, profile.story_en],
    "cover": lambda profile: [_("มีรูปแล้ว")] if profile.cover_photo_id else [],
    "members": _members_lines,
    "enterprise": lambda profile: [profile.enterprise_number],
}
_OF_GROUP = {
    "income": _income_lines,
    "shipping": lambda group: [shipping_line(option, group) for option in selling.shipping_options_of(group.id)],
    "payment": _payment_lines,
    "rest": _rest_lines,
}
