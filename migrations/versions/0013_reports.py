"""What people report to the office: cases and the voices in them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _known(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _account(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=True)


def upgrade() -> None:
    kinds = ("product", "group", "question", "review", "message")
    outcomes = ("no_fault", "taken_down", "settled")
    op.create_table(
        "report_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", _known(*kinds, name="subjectkind_known"), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("status", _known("open", "asked", "answered", "closed", name="casestatus_known"), nullable=False),
        sa.Column("outcome", _known(*outcomes, name="outcome_known"), nullable=True),
        sa.Column("voices", sa.Integer(), nullable=False),
        _moment("opened_at", nullable=False),
        _account("held_by"),
        _moment("held_until"),
        _moment("asked_at"),
        _account("asked_by"),
        sa.Column("asked_words", sa.Text(), nullable=False),
        _moment("answered_at"),
        _account("answered_by"),
        sa.Column("answer", sa.Text(), nullable=False),
        _moment("closed_at"),
        _account("closed_by"),
        sa.Column("closed_words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_report_cases_closed_has_a_time")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_report_cases_closed_has_an_outcome")
        ),
        sa.CheckConstraint(
            "status NOT IN ('asked', 'answered') OR asked_at IS NOT NULL",
            name=op.f("ck_report_cases_asked_has_a_time"),
        ),
        sa.CheckConstraint("voices >= 0", name=op.f("ck_report_cases_voices_not_negative")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_report_cases_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_cases")),
    )
    stands = sa.text("status <> 'closed'")
    op.create_index(
        "uq_report_cases_standing",
        "report_cases",
        ["subject_kind", "subject_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_index(
        "ix_report_cases_status_report_cases_opened_at_report_cases_id", "report_cases", ["status", "opened_at", "id"]
    )
    op.create_index("ix_report_cases_group_id_report_cases_asked_at", "report_cases", ["group_id", "asked_at"])
    reasons = ("not_as_described", "unsafe", "forbidden", "copied", "rude", "fraud", "other")
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", _known(*reasons, name="reason_known"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _account("account_id"),
        sa.Column("contact_email", sa.LargeBinary(), nullable=True),
        sa.Column("contact_phone", sa.LargeBinary(), nullable=True),
        sa.Column("reporter_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        _moment("reported_at", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_reports_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["report_cases.id"], name=op.f("fk_reports_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("case_id", "reporter_fingerprint", name=op.f("uq_reports_case_id_reporter_fingerprint")),
    )
    op.create_index(op.f("ix_reports_account_id"), "reports", ["account_id"])


def downgrade() -> None:
    op.drop_table("reports")
    op.drop_table("report_cases")
