"""Groups for tests: given_a_group is approved, published and ready to sell."""

from datetime import timedelta
from itertools import count

from shop.groups.models import Group, GroupKind, GroupProfile, Membership, ShippingKind, ShippingOption
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor, HelpScope, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.review import RevisionStatus
from shop.people.models import Account
from tests.factories.people import given_an_account

_numbers = count(1)


def given_a_group(
    name: str = "กลุ่มแม่บ้านบางขะแยง", status: GroupStatus = GroupStatus.APPROVED, owner: Account | None = None, **columns: object
) -> Group:
    """An approved group in Ban Klang with an owner, flat shipping of 40 baht and collection, cash for both."""
    number = next(_numbers)
    place = {"province_code": "13", "district_code": "1301"}
    sells = {"accepts_cod": True, "accepts_pickup": True, "pickup_place": "บ้านต้นโพธิ์ หมู่ 1"}
    columns = {"slug": f"group-{number}", "kind": GroupKind.HOUSEWIVES} | place | sells | columns
    group = Group(status=status, name=name, **columns)
    db.session.add(group)
    db.session.flush()
    is_published = status in (GroupStatus.APPROVED, GroupStatus.SUSPENDED)
    of_profile = RevisionStatus.APPROVED if is_published else RevisionStatus(status)
    profile = GroupProfile(
        group_id=group.id,
        status=of_profile,
        name=name,
        kind=group.kind,
        subdistrict_code="130103",
        postcode="12000",
        address_line="12/3 หมู่ 1",
        contact_name="สมใจ",
        contact_phone="+66812345678",
        story="ทำน้ำพริกขายกันเองในหมู่บ้านมาสิบปี",
        member_count=12,
        **place,
    )
    db.session.add(profile)
    db.session.flush()
    if is_published:
        group.published_profile_id, group.approved_at = profile.id, now()
    given_a_member(group, owner or given_an_account(), Role.GROUP_OWNER)
    db.session.add_all(
        [
            ShippingOption(group_id=group.id, kind=ShippingKind.FLAT, name="ไปรษณีย์", price_satang=4000),
            ShippingOption(group_id=group.id, kind=ShippingKind.COLLECT, name="รับเอง", position=1),
        ]
    )
    db.session.flush()
    return group


def given_a_member(
    group: Group, account: Account, role: Role = Role.GROUP_STAFF, scope: HelpScope = HelpScope.BOTH
) -> Membership:
    """A volunteer's group has consented for half a year; `scope`: to what."""
    helps = {"scope": scope, "until": now() + timedelta(days=180)} if role is Role.LABOUR_VOLUNTEER else {}
    membership = Membership(group_id=group.id, account_id=account.id, role=role, **helps)
    db.session.add(membership)
    db.session.flush()
    return membership


def owner_of(group: Group) -> Actor:
    """The owner as services want to know her."""
    owner = next(
        m for m in db.session.scalars(db.select(Membership).where(Membership.group_id == group.id)) if m.role is Role.GROUP_OWNER
    )
    return Actor(owner.account_id, frozenset({Role.BUYER, Role.GROUP_OWNER}), group.id)
