"""What groups are paid: batches of payouts, corrections by two officials, money moved to the bank, exceptions dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def refuse_to_forget_money() -> None:
    """The market before this cannot say what its books' payouts were: they are not thrown away by a downgrade."""
    written = "kind IN ('payout', 'payout_returned', 'adjustment', 'bank_movement')"
    if op.get_bind().scalar(sa.text(f"SELECT count(*) FROM ledger_transactions WHERE {written}")):  # noqa: S608 (our own words)
        raise RuntimeError("groups have been paid: restore a backup of the older market instead")


def upgrade() -> None:
    op.create_table('bank_movements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('amount_satang', sa.Integer(), nullable=False),
    sa.Column('moved_on', sa.Date(), nullable=False),
    sa.Column('reference', sa.String(length=80), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount_satang <> 0', name=op.f('ck_bank_movements_moves')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_movements')),
    sa.UniqueConstraint('reference', name=op.f('uq_bank_movements_reference'))
    )
    op.create_table('closed_exceptions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closed_exceptions')),
    sa.UniqueConstraint('subject', 'subject_id', name=op.f('uq_closed_exceptions_subject_subject_id'))
    )
    op.create_table('payout_batches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('status', sa.Enum('draft', 'closed', 'approved', 'exported', 'settled', 'cancelled', name='batchstatus_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('ledger_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('exported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('exported_by', sa.Integer(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('approved_by IS NULL OR approved_by <> closed_by', name=op.f('ck_payout_batches_two_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payout_batches')),
    sa.UniqueConstraint('code', name=op.f('uq_payout_batches_code'))
    )
    with op.batch_alter_table('payout_batches', schema=None) as batch_op:
        batch_op.create_index('uq_payout_batches_draft', ['status'], unique=True, sqlite_where=sa.text("status = 'draft'"), postgresql_where=sa.text("status = 'draft'"))

    op.create_table('payouts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.Enum('bank', 'promptpay', name='way_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('details', sa.LargeBinary(), nullable=False),
    sa.Column('amount_satang', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('waiting', 'paid', 'failed', 'returned', 'cancelled', name='payoutstatus_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reference', sa.String(length=200), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', sa.Integer(), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount_satang > 0', name=op.f('ck_payouts_some')),
    sa.ForeignKeyConstraint(['batch_id'], ['payout_batches.id'], name=op.f('fk_payouts_batch_id')),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_payouts_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payouts')),
    sa.UniqueConstraint('batch_id', 'group_id', name=op.f('uq_payouts_batch_id_group_id')),
    sa.UniqueConstraint('batch_id', 'number', name=op.f('uq_payouts_batch_id_number'))
    )
    with op.batch_alter_table('payouts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payouts_group_id_payouts_id'), ['group_id', 'id'], unique=False)

    op.create_table('adjustments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('amount_satang', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('status', sa.Enum('proposed', 'approved', 'refused', name='adjustmentstatus_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount_satang <> 0', name=op.f('ck_adjustments_moves')),
    sa.CheckConstraint('decided_by IS NULL OR decided_by <> proposed_by', name=op.f('ck_adjustments_two_people')),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_adjustments_group_id')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_adjustments_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adjustments'))
    )
    with op.batch_alter_table('adjustments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_adjustments_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_adjustments_status_adjustments_id'), ['status', 'id'], unique=False)

    op.create_table('payout_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payout_id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('amount_satang', sa.Integer(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.CheckConstraint('amount_satang <> 0', name=op.f('ck_payout_items_moves')),
    sa.ForeignKeyConstraint(['batch_id'], ['payout_batches.id'], name=op.f('fk_payout_items_batch_id')),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_payout_items_group_id')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_payout_items_order_id')),
    sa.ForeignKeyConstraint(['payout_id'], ['payouts.id'], name=op.f('fk_payout_items_payout_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payout_items')),
    sa.UniqueConstraint('batch_id', 'order_id', name=op.f('uq_payout_items_batch_id_order_id'))
    )
    with op.batch_alter_table('payout_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payout_items_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payout_items_payout_id'), ['payout_id'], unique=False)
        batch_op.create_index('uq_payout_items_open_group', ['group_id'], unique=True, sqlite_where=sa.text('is_open AND order_id IS NULL'), postgresql_where=sa.text('is_open AND order_id IS NULL'))
        batch_op.create_index('uq_payout_items_open_order', ['order_id'], unique=True, sqlite_where=sa.text('is_open'), postgresql_where=sa.text('is_open'))

    op.create_index(op.f("ix_ledger_transactions_at"), "ledger_transactions", ["at"])


def downgrade() -> None:
    refuse_to_forget_money()
    op.drop_index(op.f("ix_ledger_transactions_at"), "ledger_transactions")
    with op.batch_alter_table('payout_items', schema=None) as batch_op:
        batch_op.drop_index('uq_payout_items_open_order', sqlite_where=sa.text('is_open'), postgresql_where=sa.text('is_open'))
        batch_op.drop_index('uq_payout_items_open_group', sqlite_where=sa.text('is_open AND order_id IS NULL'), postgresql_where=sa.text('is_open AND order_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_payout_items_payout_id'))
        batch_op.drop_index(batch_op.f('ix_payout_items_order_id'))

    op.drop_table('payout_items')
    with op.batch_alter_table('adjustments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_adjustments_status_adjustments_id'))
        batch_op.drop_index(batch_op.f('ix_adjustments_group_id'))

    op.drop_table('adjustments')
    with op.batch_alter_table('payouts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payouts_group_id_payouts_id'))

    op.drop_table('payouts')
    with op.batch_alter_table('payout_batches', schema=None) as batch_op:
        batch_op.drop_index('uq_payout_batches_draft', sqlite_where=sa.text("status = 'draft'"), postgresql_where=sa.text("status = 'draft'"))

    op.drop_table('payout_batches')
    op.drop_table('closed_exceptions')
    op.drop_table('bank_movements')
