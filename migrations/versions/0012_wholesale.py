"""Many pieces at once: requests, quotes, and lines of orders that take no stock."""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wholesale_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("form_digest", sa.String(length=64), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("link_key", sa.LargeBinary(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "filled",
                "cancelled",
                "expired",
                name="requeststatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("asker_name", sa.LargeBinary(), nullable=False),
        sa.Column("asker_phone", sa.LargeBinary(), nullable=False),
        sa.Column("asker_email", sa.LargeBinary(), nullable=True),
        sa.Column("asker_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("district_code", sa.String(length=4), nullable=False),
        sa.Column("budget_satang", sa.Integer(), nullable=True),
        sa.Column("wants_tax_invoice", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'open') = (ended_at IS NULL)", name=op.f("ck_wholesale_requests_ended_has_a_time")),
        sa.CheckConstraint("budget_satang IS NULL OR budget_satang > 0", name=op.f("ck_wholesale_requests_budget_positive")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_wholesale_requests_some")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_wholesale_requests_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wholesale_requests")),
        sa.UniqueConstraint("code", name=op.f("uq_wholesale_requests_code")),
        sa.UniqueConstraint("form_digest", name=op.f("uq_wholesale_requests_form_digest")),
    )
    op.create_index("ix_wholesale_requests_account", "wholesale_requests", ["account_id", "id"])
    op.create_index("ix_wholesale_requests_asker", "wholesale_requests", ["asker_fingerprint", "status"])
    op.create_index("ix_wholesale_requests_closing", "wholesale_requests", ["status", "closes_at"])

    op.create_table(
        "wholesale_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "quoted",
                "accepted",
                "declined",
                "lost",
                name="invitationstatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_wholesale_invitations_group_id")),
        sa.ForeignKeyConstraint(["request_id"], ["wholesale_requests.id"], name=op.f("fk_wholesale_invitations_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wholesale_invitations")),
        sa.UniqueConstraint("request_id", "group_id", name=op.f("uq_wholesale_invitations_request_id_group_id")),
    )
    op.create_index("ix_wholesale_invitations_group", "wholesale_invitations", ["group_id", "status", "id"])

    op.create_table(
        "wholesale_quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "offered",
                "replaced",
                "withdrawn",
                "expired",
                "accepted",
                "lost",
                name="quotestatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("ready_by", sa.Date(), nullable=False),
        sa.Column("shipping_satang", sa.Integer(), nullable=False),
        sa.Column("includes", sa.Text(), nullable=False),
        sa.Column("gives_tax_invoice", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purchase_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'accepted') = (purchase_id IS NOT NULL)", name=op.f("ck_wholesale_quotes_accepted_has_its_order")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_wholesale_quotes_some")),
        sa.CheckConstraint("shipping_satang >= 0", name=op.f("ck_wholesale_quotes_shipping_not_negative")),
        sa.ForeignKeyConstraint(["invitation_id"], ["wholesale_invitations.id"], name=op.f("fk_wholesale_quotes_invitation_id")),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchases.id"], name=op.f("fk_wholesale_quotes_purchase_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wholesale_quotes")),
        sa.UniqueConstraint("invitation_id", "number", name=op.f("uq_wholesale_quotes_invitation_id_number")),
        sa.UniqueConstraint("purchase_id", name=op.f("uq_wholesale_quotes_purchase_id")),
    )
    op.create_index("ix_wholesale_quotes_ending", "wholesale_quotes", ["status", "valid_until"])
    op.create_index(
        "uq_wholesale_quotes_offered",
        "wholesale_quotes",
        ["invitation_id"],
        unique=True,
        sqlite_where=sa.text("status = 'offered'"),
        postgresql_where=sa.text("status = 'offered'"),
    )

    op.create_table(
        "wholesale_wants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_wholesale_wants_some")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_wholesale_wants_product_id")),
        sa.ForeignKeyConstraint(["request_id"], ["wholesale_requests.id"], name=op.f("fk_wholesale_wants_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wholesale_wants")),
        sa.UniqueConstraint("request_id", "product_id", name=op.f("uq_wholesale_wants_request_id_product_id")),
    )
    op.create_index(op.f("ix_wholesale_wants_product_id"), "wholesale_wants", ["product_id"])

    op.create_table(
        "wholesale_quote_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_satang", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_wholesale_quote_lines_some")),
        sa.CheckConstraint("unit_price_satang > 0", name=op.f("ck_wholesale_quote_lines_price_positive")),
        sa.ForeignKeyConstraint(["quote_id"], ["wholesale_quotes.id"], name=op.f("fk_wholesale_quote_lines_quote_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_wholesale_quote_lines_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wholesale_quote_lines")),
        sa.UniqueConstraint("quote_id", "variant_id", name=op.f("uq_wholesale_quote_lines_quote_id_variant_id")),
    )
    op.create_index(op.f("ix_wholesale_quote_lines_variant_id"), "wholesale_quote_lines", ["variant_id"])

    op.add_column("order_lines", sa.Column("takes_stock", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_column("takes_stock")
    for table in ("quote_lines", "wants", "quotes", "invitations", "requests"):
        op.drop_table(f"wholesale_{table}")
