"""Groups, their reviewed profiles, their people, and how each of them sells."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.groups.states import GroupStatus
from shop.kernel.access import HelpScope, Role
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, unique_where
from shop.kernel.review import RevisionStatus
from shop.kernel.secrets import Encrypted


class GroupKind(StrEnum):
    HOME_WORKERS = "home_workers"
    FARMERS = "farmers"
    HIRED_WORKERS = "hired_workers"
    HOUSEWIVES = "housewives"
    OLDER_PEOPLE = "older_people"
    PEOPLE_WITH_DISABILITIES = "people_with_disabilities"
    COMMUNITY_ENTERPRISE = "community_enterprise"
    OTHER = "other"


class Group(db.Model):
    """The seller. What a buyer reads stands in `published` (approved); `draft` is what is being written or reviewed."""

    __tablename__ = "groups"
    __table_args__ = (Index(None, "status", "district_code"), Index(None, "import_key", unique=True))

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    status: Mapped[GroupStatus] = mapped_column(enum_column(GroupStatus), default=GroupStatus.DRAFT)
    published_profile_id: Mapped[int | None] = mapped_column(
        ForeignKey("group_profiles.id", use_alter=True, name="fk_groups_published_profile_id")
    )
    # The published profile's, repeated for facets; set on approval and nowhere else.
    name: Mapped[str] = mapped_column(String(200), default="")
    name_en: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[GroupKind | None] = mapped_column(enum_column(GroupKind))
    province_code: Mapped[str | None] = mapped_column(String(2))
    district_code: Mapped[str | None] = mapped_column(String(4))

    import_key: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    approved_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    suspended_reason: Mapped[str] = mapped_column(String(300), default="")  # the official's words to the group

    # How it sells: changes at once, no review.
    accepts_cod: Mapped[bool] = mapped_column(default=False)
    accepts_pickup: Mapped[bool] = mapped_column(default=False)
    accepts_stripe: Mapped[bool] = mapped_column(default=True, server_default=true())  # beforehand, where the market collects
    accepts_promptpay: Mapped[bool] = mapped_column(default=False, server_default=false())  # straight to the group, by QR
    weekly_rest_days: Mapped[list] = mapped_column(default=list)  # ISO weekdays 1..7
    pickup_place: Mapped[str] = mapped_column(String(300), default="")

    published: Mapped["GroupProfile | None"] = relationship(foreign_keys=[published_profile_id], post_update=True)
    profiles: Mapped[list["GroupProfile"]] = relationship(
        back_populates="group", foreign_keys="GroupProfile.group_id", order_by="GroupProfile.number"
    )
    members: Mapped[list["Membership"]] = relationship(back_populates="group")
    shipping_options: Mapped[list["ShippingOption"]] = relationship(
        back_populates="group", order_by="ShippingOption.position, ShippingOption.id"
    )


class GroupProfile(db.Model):
    """One revision of what a group says of itself. Written while `draft`, immutable once submitted."""

    __tablename__ = "group_profiles"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        unique_where("uq_group_profiles_draft", "group_id", where="status = 'draft'"),
        unique_where("uq_group_profiles_in_review", "group_id", where="status = 'in_review'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    status: Mapped[RevisionStatus] = mapped_column(enum_column(RevisionStatus), default=RevisionStatus.DRAFT)
    created_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]

    name: Mapped[str] = mapped_column(String(200), default="")
    name_en: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[GroupKind | None] = mapped_column(enum_column(GroupKind))
    subdistrict_code: Mapped[str | None] = mapped_column(String(6))
    district_code: Mapped[str | None] = mapped_column(String(4))
    province_code: Mapped[str | None] = mapped_column(String(2))
    postcode: Mapped[str] = mapped_column(String(5), default="")
    address_line: Mapped[str] = mapped_column(String(200), default="")  # house number, road; not shown to buyers
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(16), default="")  # E.164; shown to a buyer only with an order
    story: Mapped[str] = mapped_column(Text, default="")
    story_en: Mapped[str] = mapped_column(Text, default="")
    enterprise_number: Mapped[str] = mapped_column(String(20), default="")
    cover_photo_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id"))
    member_count: Mapped[int | None]

    group: Mapped[Group] = relationship(back_populates="profiles", foreign_keys=[group_id])


class ProtectedCounts(db.Model):
    """How many members are older people or people with disabilities: given with consent, encrypted, shown only as totals."""

    __tablename__ = "group_protected_counts"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    counts: Mapped[dict] = mapped_column(Encrypted)  # {"older_people": n, "people_with_disabilities": n}
    consent_at: Mapped[datetime]
    consent_by: Mapped[int | None]


class IncomeDetails(db.Model):
    """Where a group's money goes. Encrypted; the owner alone writes it; locked for a while after a password reset."""

    __tablename__ = "group_income_details"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    promptpay_kind: Mapped[str | None] = mapped_column(String(20))  # phone, national_id, tax_id, ewallet
    promptpay_id: Mapped[str | None] = mapped_column(Encrypted)
    promptpay_fingerprint: Mapped[str | None] = mapped_column(String(64), index=True)
    biller_id: Mapped[str | None] = mapped_column(Encrypted)  # 15 digits, its suffix included: of a group that bills
    bank_code: Mapped[str | None] = mapped_column(String(3))
    bank_account: Mapped[str | None] = mapped_column(Encrypted)
    bank_account_name: Mapped[str | None] = mapped_column(Encrypted)
    bank_fingerprint: Mapped[str | None] = mapped_column(String(64), index=True)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    changed_by: Mapped[int | None]
    locked_until: Mapped[datetime | None]


class Membership(db.Model):
    """A person who manages a group: owner, staff, or a volunteer by consent. Ended rows stay as history.

    A volunteer's says what may be done and until when: after that it is no membership any more, whether or not anybody ended it.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        unique_where("uq_memberships_current", "group_id", "account_id", where="ended_at IS NULL"),
        unique_where("uq_memberships_owner", "group_id", where="ended_at IS NULL AND role = 'group_owner'"),
        CheckConstraint("role IN ('group_owner', 'group_staff', 'labour_volunteer')", name="group_role"),
        CheckConstraint(
            "(role = 'labour_volunteer') = (scope IS NOT NULL) AND (scope IS NULL) = (until IS NULL)", name="helps_by_consent"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    since: Mapped[datetime] = mapped_column(default=now)
    scope: Mapped[HelpScope | None] = mapped_column(enum_column(HelpScope))
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]  # an account's id; None of what ended of itself

    group: Mapped[Group] = relationship(back_populates="members")


class StaffInvitation(db.Model):
    """An owner's invitation, taken up once by whoever holds the link."""

    __tablename__ = "staff_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    sent_to: Mapped[str] = mapped_column(String(254))  # e-mail or E.164 phone
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]


class GroupClaim(db.Model):
    """A link by which the people of a group that an office wrote down come into it: whoever takes it up is the owner."""

    __tablename__ = "group_claims"
    __table_args__ = (unique_where("uq_group_claims_open", "group_id", where="claimed_at IS NULL AND withdrawn_at IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    key: Mapped[str | None] = mapped_column(Encrypted)  # so that its paper can be printed again; gone with the link
    email: Mapped[str | None] = mapped_column(Encrypted)  # where the list names one: a group's number stands in its profile
    made_by: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]  # told to the group's number or address
    notice_id: Mapped[int | None]
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]


class ShippingKind(StrEnum):
    FLAT = "flat"  # one price an order
    BY_WEIGHT = "by_weight"  # price by steps of the parcel's weight
    COLLECT = "collect"  # the buyer comes; always free


class ShippingOption(db.Model):
    """A way to get a group's goods. Deleted ones are `retired_at`, orders keep a copy of what they used."""

    __tablename__ = "shipping_options"
    __table_args__ = (
        CheckConstraint("price_satang >= 0", name="price_not_negative"),
        CheckConstraint("free_over_satang IS NULL OR free_over_satang > 0", name="free_over_positive"),
        Index(None, "group_id", "retired_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    kind: Mapped[ShippingKind] = mapped_column(enum_column(ShippingKind))
    name: Mapped[str] = mapped_column(String(80), default="")
    price_satang: Mapped[int] = mapped_column(default=0)  # by weight: what the lightest parcel costs, the first step
    weight_steps: Mapped[list] = mapped_column(default=list)  # [[up to grams, satang], ...] ascending; heavier is refused
    free_over_satang: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship(back_populates="shipping_options")


class RestPeriod(db.Model):
    """Days on which the group does not work: the clocks of its orders stand still."""

    __tablename__ = "rest_periods"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120), default="")
