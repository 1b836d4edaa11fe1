"""Volunteers help by consent, four offices, when somebody last signed in, and seals over the audit.

Who helped before groups were asked goes on for 90 days with all that was allowed then, recorded as such.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
import sqlalchemy.dialects.postgresql
from alembic import op

from shop.kernel.triggers import create_triggers

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

GOES_ON_FOR = timedelta(days=90)
ROLES_BEFORE = (
    "administrator", "buyer", "commerce_official", "group_owner", "group_staff", "labour_official", "labour_volunteer", "market",
)  # fmt: skip
ROLES_NOW = (
    "administrator", "buyer", "commerce_official", "community_official", "group_owner", "group_staff", "labour_official",
    "labour_volunteer", "listing_helper", "market", "order_helper", "social_official",
)  # fmt: skip
SCOPES = ("listings", "orders", "both")
HELPS = "(role = 'labour_volunteer') = (scope IS NOT NULL) AND (scope IS NULL) = (until IS NULL)"


def _known(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _know_roles(table: str, roles: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_role_known")
    words = ", ".join(f"'{role}'" for role in roles)
    standing = {check["name"] for check in sa.inspect(op.get_bind()).get_check_constraints(table)}
    with op.batch_alter_table(table) as batch:
        if name in standing:
            batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"role IN ({words})"))


def upgrade() -> None:
    _know_roles("account_roles", ROLES_NOW)
    _know_roles("memberships", ROLES_NOW)
    op.add_column("accounts", _moment("signed_in_at"))
    _let_help_by_consent()
    _make_consents()
    _keep_those_who_helped()
    _make_seals()


def _let_help_by_consent() -> None:
    with op.batch_alter_table("memberships") as batch:
        batch.add_column(sa.Column("scope", sa.String(length=40), nullable=True))
        batch.add_column(_moment("until"))
        batch.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))
    until = datetime.now(UTC) + GOES_ON_FOR
    helpers = sa.table(
        "memberships", sa.column("role"), sa.column("scope"), sa.column("until", sa.DateTime(timezone=True))
    )
    op.execute(sa.update(helpers).where(helpers.c.role == "labour_volunteer").values(scope="both", until=until))
    with op.batch_alter_table("memberships") as batch:
        batch.create_check_constraint(op.f("ck_memberships_helps_by_consent"), sa.text(HELPS))
        batch.create_check_constraint(op.f("ck_memberships_helpscope_known"), sa.text("scope IN ('listings', 'orders', 'both')"))


def _make_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("way", _known("screen", "paper", "code", "earlier", name="consentway_known"), nullable=False),
        sa.Column(
            "status",
            _known("asked", "sent", "photographed", "given", "refused", "withdrawn", name="consentstatus_known"),
            nullable=False,
        ),
        sa.Column("scope", _known(*SCOPES, name="helpscope_known"), nullable=False),
        _moment("until", nullable=False),
        sa.Column("wording", sa.SmallInteger(), nullable=False),
        _moment("asked_at", nullable=False),
        _moment("given_at"),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        _moment("closed_at"),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        _moment("code_until"),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        _moment("reminded_at"),
        sa.CheckConstraint(
            "(status = 'given') = (given_at IS NOT NULL) AND (status = 'given') = (membership_id IS NOT NULL)",
            name=op.f("ck_consents_given_has_a_time"),
        ),
        sa.CheckConstraint("(way = 'code') = (code_until IS NOT NULL)", name=op.f("ck_consents_code_has_an_end")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_consents_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_consents_account_id")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_consents_membership_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("membership_id", name=op.f("uq_consents_membership_id")),
    )
    is_open, is_paper = sa.text("status IN ('asked', 'sent', 'photographed')"), sa.text("status = 'photographed'")
    op.create_index(
        "uq_consents_open",
        "consents",
        ["group_id", "account_id", "way"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_consents_papers", "consents", ["asked_at"], sqlite_where=is_paper, postgresql_where=is_paper)
    op.create_index(op.f("ix_consents_account_id"), "consents", ["account_id"])
    op.create_index(op.f("ix_consents_group_id"), "consents", ["group_id"])
    op.create_table(
        "consent_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("widths", sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consents.id"], name=op.f("fk_consent_photos_consent_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_photos")),
        sa.UniqueConstraint("key", name=op.f("uq_consent_photos_key")),
    )
    op.create_index(op.f("ix_consent_photos_consent_id"), "consent_photos", ["consent_id"])
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _moment("at", nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_visits_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_visits_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_account_id"), "visits", ["account_id"])
    op.create_index("ix_visits_group_id_visits_at", "visits", ["group_id", "at"])


def _keep_those_who_helped() -> None:
    """Each gets a record that says how it came about, and the role that only officials gave."""
    op.execute(
        sa.text(
            "INSERT INTO consents (group_id, account_id, way, status, scope, until, wording, asked_at, given_at, reason,"
            " code_digest, membership_id) SELECT group_id, account_id, 'earlier', 'given', scope, until, 0, since, since, '', '',"
            " id FROM memberships WHERE role = 'labour_volunteer' AND ended_at IS NULL"
        )
    )
    op.execute(
        sa.text(
            "INSERT INTO account_roles (account_id, role, granted_at) SELECT m.account_id, 'labour_volunteer', min(m.since)"
            " FROM memberships AS m WHERE m.role = 'labour_volunteer' AND m.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM"
            " account_roles AS r WHERE r.account_id = m.account_id AND r.role = 'labour_volunteer') GROUP BY m.account_id"
        )
    )


def _make_seals() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _moment("sealed_at", nullable=False),
        sa.CheckConstraint("from_id <= to_id AND count > 0", name=op.f("ck_audit_seals_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("from_id", name=op.f("uq_audit_seals_from_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_audit_seals_digest")),
    )
    create_triggers(op.get_bind(), ("audit_seals",))


def downgrade() -> None:
    """Officials of the two new offices have no desk before this: their roles go, their accounts stay."""
    op.drop_table("audit_seals")
    op.drop_table("visits")
    op.drop_table("consent_photos")
    op.drop_table("consents")
    with op.batch_alter_table("memberships") as batch:
        batch.drop_constraint(op.f("ck_memberships_helps_by_consent"), type_="check")
        batch.drop_constraint(op.f("ck_memberships_helpscope_known"), type_="check")
        for column in ("scope", "until", "ended_by"):
            batch.drop_column(column)
    with op.batch_alter_table("accounts") as batch:
        batch.drop_column("signed_in_at")
    op.execute("DELETE FROM account_roles WHERE role IN ('community_official', 'social_official')")
    _know_roles("memberships", ROLES_BEFORE)
    _know_roles("account_roles", ROLES_BEFORE)
