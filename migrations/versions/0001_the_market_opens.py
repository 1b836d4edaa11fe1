"""The market opens: every table of the first issue, and the triggers of those that only grow."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shop.kernel.triggers import create_triggers, drop_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = ("audit_entries", "ledger_transactions", "ledger_entries", "stock_movements")


# The two references that close a circle: SQLite takes them within its tables, PostgreSQL afterwards.
CIRCLES = (
    ("fk_groups_published_profile_id", "groups", "group_profiles", "published_profile_id"),
    ("fk_products_published_revision_id", "products", "product_revisions", "published_revision_id"),
)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("phone_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name=op.f("ck_accounts_can_be_reached")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
        sa.UniqueConstraint("phone", name=op.f("uq_accounts_phone")),
    )
    op.create_table(
        "advice_phrases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("text_en", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_phrases")),
    )
    with op.batch_alter_table("advice_phrases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advice_phrases_field_advice_phrases_position"), ["field", "position"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_role", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_action_audit_entries_id"), ["action", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_actor_id_audit_entries_id"), ["actor_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_group_id_audit_entries_id"), ["group_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entries_subject_kind_audit_entries_subject_id"), ["subject_kind", "subject_id"], unique=False
        )

    op.create_table(
        "failed_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_tries")),
    )
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_failed_tries_kind_failed_tries_address_failed_tries_at"), ["kind", "address", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_failed_tries_kind_failed_tries_name_fingerprint_failed_tries_at"),
            ["kind", "name_fingerprint", "at"],
            unique=False,
        )

    op.create_table(
        "fairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("short_name_en", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("place_en", sa.String(length=200), nullable=False),
        sa.Column("district_code", sa.String(length=4), nullable=True),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_fairs_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairs")),
        sa.UniqueConstraint("slug", name=op.f("uq_fairs_slug")),
    )
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "in_review",
                "changes_requested",
                "approved",
                "rejected",
                "suspended",
                name="groupstatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("published_profile_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "home_workers",
                "farmers",
                "hired_workers",
                "housewives",
                "older_people",
                "people_with_disabilities",
                "community_enterprise",
                "other",
                name="groupkind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column("district_code", sa.String(length=4), nullable=True),
        sa.Column("import_key", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_reason", sa.String(length=300), nullable=False),
        sa.Column("accepts_cod", sa.Boolean(), nullable=False),
        sa.Column("accepts_pickup", sa.Boolean(), nullable=False),
        sa.Column("weekly_rest_days", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("pickup_place", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_profile_id"], ["group_profiles.id"], name="fk_groups_published_profile_id", use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("slug", name=op.f("uq_groups_slug")),
    )
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_groups_import_key"), ["import_key"], unique=True)
        batch_op.create_index(batch_op.f("ix_groups_status_groups_district_code"), ["status", "district_code"], unique=False)

    op.create_table(
        "jobs_heartbeats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs_heartbeats")),
    )
    op.create_table(
        "ledger_transactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("purchase_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transactions")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_transactions_key")),
    )
    with op.batch_alter_table("ledger_transactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_transactions_order_id"), ["order_id"], unique=False)

    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
    )
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_messages_failed_at"), ["failed_at"], unique=False)
        batch_op.create_index(
            "ix_outbox_messages_waiting",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        )

    op.create_table(
        "account_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "buyer",
                "commerce_official",
                "group_owner",
                "group_staff",
                "labour_official",
                "labour_volunteer",
                "market",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_roles_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_roles")),
        sa.UniqueConstraint("account_id", "role", name=op.f("uq_account_roles_account_id_role")),
    )
    op.create_table(
        "baskets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_baskets_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baskets")),
        sa.UniqueConstraint("account_id", name=op.f("uq_baskets_account_id")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_baskets_key_digest")),
    )
    with op.batch_alter_table("baskets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_baskets_touched_at"), ["touched_at"], unique=False)

    op.create_table(
        "group_income_details",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("promptpay_kind", sa.String(length=20), nullable=True),
        sa.Column("promptpay_id", sa.LargeBinary(), nullable=True),
        sa.Column("promptpay_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("bank_code", sa.String(length=3), nullable=True),
        sa.Column("bank_account", sa.LargeBinary(), nullable=True),
        sa.Column("bank_account_name", sa.LargeBinary(), nullable=True),
        sa.Column("bank_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_income_details_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_income_details")),
    )
    with op.batch_alter_table("group_income_details", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_income_details_bank_fingerprint"), ["bank_fingerprint"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_group_income_details_promptpay_fingerprint"), ["promptpay_fingerprint"], unique=False
        )

    op.create_table(
        "group_protected_counts",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_protected_counts_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_protected_counts")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transaction_id", sa.Integer(), nullable=False),
        sa.Column(
            "account",
            sa.Enum(
                "group_cash",
                "group_direct_income",
                name="ledgeraccount_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("amount_satang", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_satang <> 0", name=op.f("ck_ledger_entries_moves")),
        sa.ForeignKeyConstraint(["transaction_id"], ["ledger_transactions.id"], name=op.f("fk_ledger_entries_transaction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_entries_account_ledger_entries_group_id"), ["account", "group_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ledger_entries_transaction_id"), ["transaction_id"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "buyer",
                "commerce_official",
                "group_owner",
                "group_staff",
                "labour_official",
                "labour_volunteer",
                "market",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('group_owner', 'group_staff', 'labour_volunteer')", name=op.f("ck_memberships_group_role")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_memberships_account_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_memberships_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "uq_memberships_current",
            ["group_id", "account_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_memberships_owner",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND role = 'group_owner'"),
            postgresql_where=sa.text("ended_at IS NULL AND role = 'group_owner'"),
        )

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recipient_email", sa.String(length=254), nullable=True),
        sa.Column("recipient_phone", sa.String(length=16), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("params", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "account_id IS NOT NULL OR recipient_email IS NOT NULL OR recipient_phone IS NOT NULL",
            name=op.f("ck_notices_has_recipient"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_account_id_notices_id"), ["account_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notices_subject_kind_notices_subject_id"), ["subject_kind", "subject_id"], unique=False
        )

    op.create_table(
        "one_use_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "reset_password",
                "reset_code",
                "set_password",
                "verify_email",
                name="keypurpose_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("proves", sa.String(length=254), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_one_use_keys_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_use_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_one_use_keys_digest")),
    )
    with op.batch_alter_table("one_use_keys", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_one_use_keys_account_id_one_use_keys_purpose"), ["account_id", "purpose"], unique=False
        )

    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting", "ready", "refused", name="photostatus_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("refusal", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("dominant_colour", sa.String(length=7), nullable=False),
        sa.Column("widths", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_photos_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("key", name=op.f("uq_photos_key")),
    )
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photos_group_id"), ["group_id"], unique=False)

    op.create_table(
        "purchases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("checkout_token", sa.String(length=64), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("link_key", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("total_satang", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_purchases_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
        sa.UniqueConstraint("checkout_token", name=op.f("uq_purchases_checkout_token")),
        sa.UniqueConstraint("code", name=op.f("uq_purchases_code")),
    )
    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_purchases_account_id_purchases_id"), ["account_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_purchases_phone_purchases_code"), ["phone", "code"], unique=False)

    op.create_table(
        "rest_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_rest_periods_in_order")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_rest_periods_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rest_periods")),
    )
    with op.batch_alter_table("rest_periods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rest_periods_group_id"), ["group_id"], unique=False)

    op.create_table(
        "shipping_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "flat", "by_weight", "collect", name="shippingkind_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("price_satang", sa.Integer(), nullable=False),
        sa.Column("weight_steps", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("free_over_satang", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "free_over_satang IS NULL OR free_over_satang > 0", name=op.f("ck_shipping_options_free_over_positive")
        ),
        sa.CheckConstraint("price_satang >= 0", name=op.f("ck_shipping_options_price_not_negative")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_shipping_options_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_options")),
    )
    with op.batch_alter_table("shipping_options", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shipping_options_group_id_shipping_options_retired_at"), ["group_id", "retired_at"], unique=False
        )

    op.create_table(
        "staff_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("sent_to", sa.String(length=254), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_staff_invitations_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitations")),
        sa.UniqueConstraint("digest", name=op.f("uq_staff_invitations_digest")),
    )
    with op.batch_alter_table("staff_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_invitations_group_id"), ["group_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("email", "sms", name="channel_known", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "sent",
                "failed",
                "not_configured",
                name="deliverystatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_deliveries_notice_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("notice_id", "channel", name=op.f("uq_deliveries_notice_id_channel")),
    )
    op.create_table(
        "group_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "in_review",
                "changes_requested",
                "approved",
                "rejected",
                "superseded",
                name="revisionstatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "home_workers",
                "farmers",
                "hired_workers",
                "housewives",
                "older_people",
                "people_with_disabilities",
                "community_enterprise",
                "other",
                name="groupkind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("subdistrict_code", sa.String(length=6), nullable=True),
        sa.Column("district_code", sa.String(length=4), nullable=True),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("address_line", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_phone", sa.String(length=16), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("story_en", sa.Text(), nullable=False),
        sa.Column("enterprise_number", sa.String(length=20), nullable=False),
        sa.Column("cover_photo_id", sa.Integer(), nullable=True),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cover_photo_id"], ["photos.id"], name=op.f("fk_group_profiles_cover_photo_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_profiles_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_profiles")),
        sa.UniqueConstraint("group_id", "number", name=op.f("uq_group_profiles_group_id_number")),
    )
    with op.batch_alter_table("group_profiles", schema=None) as batch_op:
        batch_op.create_index(
            "uq_group_profiles_draft",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("status = 'draft'"),
            postgresql_where=sa.text("status = 'draft'"),
        )
        batch_op.create_index(
            "uq_group_profiles_in_review",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("status = 'in_review'"),
            postgresql_where=sa.text("status = 'in_review'"),
        )

    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("purchase_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "awaiting_payment",
                "awaiting_confirmation",
                "placed",
                "accepted",
                "packed",
                "shipped",
                "delivered",
                "received",
                "cancelled",
                "expired",
                "returned_to_sender",
                name="orderstatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "payment_method",
            sa.Enum(
                "cod",
                "pickup",
                "promptpay",
                "stripe",
                name="paymentmethod_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("items_satang", sa.Integer(), nullable=False),
        sa.Column("shipping_satang", sa.Integer(), nullable=False),
        sa.Column("total_satang", sa.Integer(), nullable=False),
        sa.Column("shipping_kind", sa.String(length=20), nullable=False),
        sa.Column("shipping_name", sa.String(length=80), nullable=False),
        sa.Column("recipient_name", sa.String(length=120), nullable=False),
        sa.Column("recipient_phone", sa.String(length=16), nullable=False),
        sa.Column("line1", sa.String(length=200), nullable=False),
        sa.Column("subdistrict", sa.String(length=80), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.Column("province", sa.String(length=80), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("carrier", sa.String(length=40), nullable=True),
        sa.Column("tracking_number", sa.String(length=40), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("packed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acts_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("items_satang > 0", name=op.f("ck_orders_items_positive")),
        sa.CheckConstraint("shipping_satang >= 0", name=op.f("ck_orders_shipping_not_negative")),
        sa.CheckConstraint("total_satang = items_satang + shipping_satang", name=op.f("ck_orders_total_adds_up")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_orders_group_id")),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchases.id"], name=op.f("fk_orders_purchase_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("code", name=op.f("uq_orders_code")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_orders_group_id_orders_status_orders_id"), ["group_id", "status", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_orders_purchase_id"), ["purchase_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_orders_status_orders_acts_at"), ["status", "acts_at"], unique=False)

    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("published_revision_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_reason", sa.String(length=300), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_key", sa.String(length=64), nullable=True),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "food",
                "drinks",
                "textiles",
                "household",
                "herbal",
                name="category_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("subcategory", sa.String(length=40), nullable=True),
        sa.Column("min_price_satang", sa.Integer(), nullable=False),
        sa.Column("max_price_satang", sa.Integer(), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("sold_count", sa.Integer(), nullable=False),
        sa.Column("cover_photo_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cover_photo_id"], ["photos.id"], name=op.f("fk_products_cover_photo_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_products_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["published_revision_id"], ["product_revisions.id"], name="fk_products_published_revision_id", use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_products_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_products_import_key"), ["import_key"], unique=True)
        batch_op.create_index("ix_products_listed_category", ["is_listed", "category", "subcategory"], unique=False)
        batch_op.create_index("ix_products_listed_newest", ["is_listed", "published_at", "id"], unique=False)
        batch_op.create_index("ix_products_listed_price", ["is_listed", "min_price_satang", "id"], unique=False)

    op.create_table(
        "exhibits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "claimed",
                "confirmed",
                "refused",
                "withdrawn",
                name="exhibitstatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_exhibits_fair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_exhibits_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_exhibits_product_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibits")),
        sa.UniqueConstraint("fair_id", "product_id", name=op.f("uq_exhibits_fair_id_product_id")),
    )
    with op.batch_alter_table("exhibits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibits_fair_id_exhibits_status"), ["fair_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_exhibits_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exhibits_product_id"), ["product_id"], unique=False)

    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purchase_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column(
            "method",
            sa.Enum(
                "cod",
                "pickup",
                "promptpay",
                "stripe",
                name="paymentmethod_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pending", "paid", "cancelled", name="paymentstatus_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("amount_satang", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_payments_some")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payments_order_id")),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchases.id"], name=op.f("fk_payments_purchase_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("order_id", name=op.f("uq_payments_order_id")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payments_purchase_id"), ["purchase_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_status_payments_id"), ["status", "id"], unique=False)

    op.create_table(
        "product_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "in_review",
                "changes_requested",
                "approved",
                "rejected",
                "superseded",
                name="revisionstatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "food",
                "drinks",
                "textiles",
                "household",
                "herbal",
                name="category_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("subcategory", sa.String(length=40), nullable=True),
        sa.Column("size_text", sa.String(length=120), nullable=False),
        sa.Column("ingredients", sa.Text(), nullable=False),
        sa.Column("allergens", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column("made_to_order_days", sa.Integer(), nullable=True),
        sa.Column("weekly_capacity", sa.Integer(), nullable=True),
        sa.Column("flags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("prices", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_revisions_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_revisions")),
        sa.UniqueConstraint("product_id", "number", name=op.f("uq_product_revisions_product_id_number")),
    )
    with op.batch_alter_table("product_revisions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_product_revisions_draft",
            ["product_id"],
            unique=True,
            sqlite_where=sa.text("status = 'draft'"),
            postgresql_where=sa.text("status = 'draft'"),
        )
        batch_op.create_index(
            "uq_product_revisions_in_review",
            ["product_id"],
            unique=True,
            sqlite_where=sa.text("status = 'in_review'"),
            postgresql_where=sa.text("status = 'in_review'"),
        )

    op.create_table(
        "search_documents",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_search_documents_product_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_search_documents")),
    )
    op.create_table(
        "variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("price_satang", sa.Integer(), nullable=False),
        sa.Column("reviewed_price_satang", sa.Integer(), nullable=True),
        sa.Column("requested_price_satang", sa.Integer(), nullable=True),
        sa.Column("weight_grams", sa.Integer(), nullable=True),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("available >= 0", name=op.f("ck_variants_never_oversold")),
        sa.CheckConstraint("price_satang > 0", name=op.f("ck_variants_price_positive")),
        sa.CheckConstraint("weight_grams IS NULL OR weight_grams > 0", name=op.f("ck_variants_weight_positive")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_variants_product_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
    )
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_variants_product_id"), ["product_id"], unique=False)

    op.create_table(
        "basket_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basket_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("seen_price_satang", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_basket_items_some")),
        sa.ForeignKeyConstraint(["basket_id"], ["baskets.id"], name=op.f("fk_basket_items_basket_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_basket_items_variant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket_items")),
        sa.UniqueConstraint("basket_id", "variant_id", name=op.f("uq_basket_items_basket_id_variant_id")),
    )
    with op.batch_alter_table("basket_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_basket_items_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "order_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("variant_name", sa.String(length=80), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("unit_price_satang", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("total_satang", sa.Integer(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_some")),
        sa.CheckConstraint("total_satang = unit_price_satang * quantity", name=op.f("ck_order_lines_total_adds_up")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_order_lines_product_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_order_lines_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_lines_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_lines_product_id"), ["product_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_lines_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "revision_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_revision_photos_photo_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["product_revisions.id"], name=op.f("fk_revision_photos_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_photos")),
        sa.UniqueConstraint("revision_id", "photo_id", name=op.f("uq_revision_photos_revision_id_photo_id")),
    )
    with op.batch_alter_table("revision_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_photos_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "revision_standards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "fda",
                "tcps",
                "otop",
                "gi",
                "halal",
                "organic",
                name="standardkind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("evidence_photo_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["evidence_photo_id"], ["photos.id"], name=op.f("fk_revision_standards_evidence_photo_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["product_revisions.id"], name=op.f("fk_revision_standards_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_standards")),
        sa.UniqueConstraint("revision_id", "kind", name=op.f("uq_revision_standards_revision_id_kind")),
    )
    op.create_table(
        "stock_movements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "received",
                "held",
                "sold",
                "returned",
                "corrected",
                name="movementkind_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_stock_movements_moves")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_stock_movements_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
    )
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_movements_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stock_movements_variant_id_stock_movements_id"), ["variant_id", "id"], unique=False)

    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "group", "product", "price", name="submissionkind_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "decided",
                "withdrawn",
                "superseded",
                name="submissionstatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("group_profile_id", sa.Integer(), nullable=True),
        sa.Column("product_revision_id", sa.Integer(), nullable=True),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column("price_satang", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'group' AND group_profile_id IS NOT NULL AND product_revision_id IS NULL AND variant_id IS NULL) OR (kind = 'product' AND product_revision_id IS NOT NULL AND group_profile_id IS NULL AND variant_id IS NULL) OR (kind = 'price' AND variant_id IS NOT NULL AND group_profile_id IS NULL AND product_revision_id IS NULL)",
            name=op.f("ck_submissions_one_subject"),
        ),
        sa.ForeignKeyConstraint(["claimed_by"], ["accounts.id"], name=op.f("fk_submissions_claimed_by")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_submissions_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["group_profile_id"], ["group_profiles.id"], name=op.f("fk_submissions_group_profile_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_revision_id"], ["product_revisions.id"], name=op.f("fk_submissions_product_revision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_submissions_variant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("group_profile_id", name=op.f("uq_submissions_group_profile_id")),
        sa.UniqueConstraint("product_revision_id", name=op.f("uq_submissions_product_revision_id")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submissions_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_submissions_status_submissions_submitted_at_submissions_id"),
            ["status", "submitted_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_submissions_waiting_price",
            ["variant_id"],
            unique=True,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved",
                "changes_requested",
                "rejected",
                name="outcome_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("advice", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("checked", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_decisions_submission_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_decisions_submission_id")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for name, table, target, column in CIRCLES:
            op.create_foreign_key(name, table, target, [column], ["id"])
    create_triggers(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    drop_triggers(op.get_bind())
    if op.get_bind().dialect.name == "postgresql":
        for name, table, _target, _column in CIRCLES:
            op.drop_constraint(name, table, type_="foreignkey")
    op.drop_table("decisions")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_submissions_waiting_price",
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_submissions_status_submissions_submitted_at_submissions_id"))
        batch_op.drop_index(batch_op.f("ix_submissions_group_id"))

    op.drop_table("submissions")
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_movements_variant_id_stock_movements_id"))
        batch_op.drop_index(batch_op.f("ix_stock_movements_order_id"))

    op.drop_table("stock_movements")
    op.drop_table("revision_standards")
    with op.batch_alter_table("revision_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_photos_photo_id"))

    op.drop_table("revision_photos")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_lines_variant_id"))
        batch_op.drop_index(batch_op.f("ix_order_lines_product_id"))
        batch_op.drop_index(batch_op.f("ix_order_lines_order_id"))

    op.drop_table("order_lines")
    with op.batch_alter_table("basket_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_basket_items_variant_id"))

    op.drop_table("basket_items")
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variants_product_id"))

    op.drop_table("variants")
    op.drop_table("search_documents")
    with op.batch_alter_table("product_revisions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_product_revisions_in_review",
            sqlite_where=sa.text("status = 'in_review'"),
            postgresql_where=sa.text("status = 'in_review'"),
        )
        batch_op.drop_index(
            "uq_product_revisions_draft", sqlite_where=sa.text("status = 'draft'"), postgresql_where=sa.text("status = 'draft'")
        )

    op.drop_table("product_revisions")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payments_status_payments_id"))
        batch_op.drop_index(batch_op.f("ix_payments_purchase_id"))

    op.drop_table("payments")
    with op.batch_alter_table("exhibits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibits_product_id"))
        batch_op.drop_index(batch_op.f("ix_exhibits_group_id"))
        batch_op.drop_index(batch_op.f("ix_exhibits_fair_id_exhibits_status"))

    op.drop_table("exhibits")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index("ix_products_listed_price")
        batch_op.drop_index("ix_products_listed_newest")
        batch_op.drop_index("ix_products_listed_category")
        batch_op.drop_index(batch_op.f("ix_products_import_key"))
        batch_op.drop_index(batch_op.f("ix_products_group_id"))

    op.drop_table("products")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orders_status_orders_acts_at"))
        batch_op.drop_index(batch_op.f("ix_orders_purchase_id"))
        batch_op.drop_index(batch_op.f("ix_orders_group_id_orders_status_orders_id"))

    op.drop_table("orders")
    with op.batch_alter_table("group_profiles", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_profiles_in_review",
            sqlite_where=sa.text("status = 'in_review'"),
            postgresql_where=sa.text("status = 'in_review'"),
        )
        batch_op.drop_index(
            "uq_group_profiles_draft", sqlite_where=sa.text("status = 'draft'"), postgresql_where=sa.text("status = 'draft'")
        )

    op.drop_table("group_profiles")
    op.drop_table("deliveries")
    with op.batch_alter_table("staff_invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_invitations_group_id"))

    op.drop_table("staff_invitations")
    with op.batch_alter_table("shipping_options", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shipping_options_group_id_shipping_options_retired_at"))

    op.drop_table("shipping_options")
    with op.batch_alter_table("rest_periods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rest_periods_group_id"))

    op.drop_table("rest_periods")
    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_purchases_phone_purchases_code"))
        batch_op.drop_index(batch_op.f("ix_purchases_account_id_purchases_id"))

    op.drop_table("purchases")
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photos_group_id"))

    op.drop_table("photos")
    with op.batch_alter_table("one_use_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_use_keys_account_id_one_use_keys_purpose"))

    op.drop_table("one_use_keys")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_subject_kind_notices_subject_id"))
        batch_op.drop_index(batch_op.f("ix_notices_account_id_notices_id"))

    op.drop_table("notices")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_memberships_owner",
            sqlite_where=sa.text("ended_at IS NULL AND role = 'group_owner'"),
            postgresql_where=sa.text("ended_at IS NULL AND role = 'group_owner'"),
        )
        batch_op.drop_index(
            "uq_memberships_current", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_memberships_account_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entries_transaction_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entries_account_ledger_entries_group_id"))

    op.drop_table("ledger_entries")
    op.drop_table("group_protected_counts")
    with op.batch_alter_table("group_income_details", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_income_details_promptpay_fingerprint"))
        batch_op.drop_index(batch_op.f("ix_group_income_details_bank_fingerprint"))

    op.drop_table("group_income_details")
    with op.batch_alter_table("baskets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_baskets_touched_at"))

    op.drop_table("baskets")
    op.drop_table("account_roles")
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_messages_waiting",
            sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_messages_failed_at"))

    op.drop_table("outbox_messages")
    with op.batch_alter_table("ledger_transactions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_transactions_order_id"))

    op.drop_table("ledger_transactions")
    op.drop_table("jobs_heartbeats")
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_groups_status_groups_district_code"))
        batch_op.drop_index(batch_op.f("ix_groups_import_key"))

    op.drop_table("groups")
    op.drop_table("fairs")
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_tries_kind_failed_tries_name_fingerprint_failed_tries_at"))
        batch_op.drop_index(batch_op.f("ix_failed_tries_kind_failed_tries_address_failed_tries_at"))

    op.drop_table("failed_tries")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_subject_kind_audit_entries_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_group_id_audit_entries_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_actor_id_audit_entries_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_action_audit_entries_id"))

    op.drop_table("audit_entries")
    with op.batch_alter_table("advice_phrases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_phrases_field_advice_phrases_position"))

    op.drop_table("advice_phrases")
    op.drop_table("accounts")
