"""Groups are paid what they earned, once: by two officials, row by row, whatever comes back or changes meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.groups.models import Group, IncomeDetails
from shop.groups.states import GroupStatus
from shop.kernel.access import MARKET, Actor, Permission, Role
from shop.kernel.clock import at, now
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.notices.models import Notice
from shop.orders.models import Order
from shop.orders.states import OrderStatus
from shop.payments import checks as payment_checks
from shop.payments import ledger, refunds
from shop.payments.models import LedgerAccount, LedgerTransaction, RefundCause
from shop.payouts import checks, files, queries, service
from shop.payouts.actors import SamePerson
from shop.payouts.models import Payout, PayoutBatch, PayoutItem, Way
from shop.payouts.queries import Hold, Stage
from shop.payouts.states import BatchStatus, PayoutStatus
from tests.factories.payments import given_a_paid_order
from tests.factories.payouts import (
    given_a_batch,
    given_a_due_order,
    given_a_payable_group,
    given_two_officials,
)
from tests.factories.returns import given_a_return

B, P = BatchStatus, PayoutStatus


def all_is_true() -> None:
    all_checks = payment_checks.CHECKS | checks.CHECKS
    assert {name: check() for name, check in all_checks.items()} == {name: [] for name in all_checks}


def owed_to(group) -> int:
    return -ledger.balance(LedgerAccount.GROUP_PAYABLE, group_id=group.id)


def holds() -> dict[int, Hold | None]:
    return {due.group.id: due.hold for due in queries.groups_due()}


def told() -> list[str]:
    kinds = db.session.scalars(select(Notice.kind).where(Notice.kind.like("payout%")).order_by(Notice.id))
    return list(kinds)


# What is due


@pytest.mark.parametrize(
    "status, days, stage",
    [
        (OrderStatus.SHIPPED, 60, None),
        (OrderStatus.DELIVERED, 13.9, Stage.LATER),
        (OrderStatus.DELIVERED, 14.1, Stage.DUE),
        (OrderStatus.RECEIVED, 6.9, Stage.LATER),
        (OrderStatus.RECEIVED, 7.1, Stage.DUE),
        (OrderStatus.RETURNED_TO_SENDER, 6.9, Stage.LATER),
        (OrderStatus.RETURNED_TO_SENDER, 7.1, Stage.DUE),
    ],
)
def test_money_is_due_when_the_buyer_has_had_her_time(session, status, days, stage):
    with transaction():
        order = given_a_paid_order(given_a_payable_group(), status=status, when=now() - timedelta(days=days))
        order_id, shipping = order.id, order.shipping_satang

    found = queries.owed()

    assert [each.stage for each in found] == ([stage] if stage else [])
    if stage:
        assert found[0].order_id == order_id
        assert found[0].satang == (shipping if status is OrderStatus.RETURNED_TO_SENDER else 10500)
        assert (queries.due_at(db.session.get(type(order), order_id)) <= now()) == (stage is Stage.DUE)


def given_somebody_asks_for_her_money(order: Order) -> None:
    """Begun within the week after receipt, and still open when the money would be due."""
    with at(order.received_at + timedelta(days=6)):
        given_a_return(db.session.get(Group, order.group_id), order=order)


def test_what_a_buyer_is_giving_back_waits(session):
    with transaction():
        group = given_a_payable_group()
        returning, kept = given_a_due_order(group, 30_000), given_a_due_order(group, 20_000)
        kept_id = kept.id
        given_somebody_asks_for_her_money(returning)

    (due,) = queries.groups_due()

    assert [item.order_id for item in due.items] == [kept_id]
    assert due.satang == 20_000


def test_a_group_is_held_back_with_its_reason(session):
    with transaction():
        groups = {name: given_a_payable_group(name) for name in ("ok", "bare", "locked", "fresh", "suspended", "debtor")}
        for group in groups.values():
            given_a_due_order(group)
        ids = {name: group.id for name, group in groups.items()}
        details = {name: db.session.get(IncomeDetails, group_id) for name, group_id in ids.items()}
        details["bare"].bank_account = None
        details["locked"].locked_until = now() + timedelta(hours=1)
        details["fresh"].changed_at = now() - timedelta(hours=47)
        groups["suspended"].status = GroupStatus.SUSPENDED
        order = given_a_due_order(groups["debtor"], 1000)
        given_a_batch_of(groups["debtor"])
        refunds.request_refund(order, 1000, RefundCause.RETURNED, MARKET)

    found = holds()

    assert found == {
        ids["ok"]: None,
        ids["bare"]: Hold.NO_DETAILS,
        ids["locked"]: Hold.LOCKED,
        ids["fresh"]: Hold.CHANGED_RECENTLY,
        ids["suspended"]: Hold.SUSPENDED,
        ids["debtor"]: Hold.NOTHING_LEFT,
    }
    with at(now() + timedelta(hours=2)):
        assert holds()[ids["fresh"]] is None
        assert holds()[ids["locked"]] is None
    all_is_true()


def given_a_batch_of(group) -> PayoutBatch:
    """One that pays this group alone."""
    first, second = given_two_officials()
    batch = service.start_batch(first)
    (due,) = [due for due in queries.groups_due() if due.group.id == group.id]
    service.close_batch(batch, [group.id], due.satang, first)
    service.approve_batch(batch, second)
    service.export_batch(batch, first)
    service.mark_all_paid(batch, first, "T1")
    return batch


# A batch


def test_a_batch_pays_each_group_the_sum_of_its_orders_and_tells_them(session):
    with transaction():
        group, other = given_a_payable_group("ก"), given_a_payable_group("ข")
        orders = [given_a_due_order(group, price) for price in (30_000, 20_050)] + [given_a_due_order(other, 7_000)]
        first, second = given_two_officials()
        batch = given_a_batch(first, second)
        assert [(row.number, row.amount_satang) for row in batch.rows] == [(1, 50_050), (2, 7_000)]
        assert {owed.stage for owed in queries.owed()} == {Stage.IN_BATCH}
        assert queries.groups_due() == []

    with transaction():
        assert service.mark_all_paid(batch, first, "KTB 2026-11-25 0017") == 2

    assert batch.status is B.SETTLED
    assert (owed_to(group), owed_to(other)) == (0, 0)
    assert ledger.balance(LedgerAccount.BANK) == -57_050
    keys = set(db.session.scalars(select(LedgerTransaction.key).where(LedgerTransaction.kind == ledger.PAYOUT)))
    assert keys == {f"payout:{batch.code}:order:{order.id}" for order in orders}
    assert told() == ["payout_paid", "payout_paid"]
    assert {row.reference for row in batch.rows} == {"KTB 2026-11-25 0017"}
    all_is_true()


def test_whoever_closed_a_batch_does_not_approve_it(session):
    with transaction():
        given_a_due_order(given_a_payable_group())
        first, second = given_two_officials()
        batch = given_a_batch(first, second, B.CLOSED)

    with pytest.raises(SamePerson), transaction():
        service.approve_batch(batch, first)
    with pytest.raises(NotAllowed), transaction():
        service.approve_batch(batch, MARKET)
    with pytest.raises(LostRace), transaction():
        service.export_batch(batch, first)

    assert batch.status is B.CLOSED
    with transaction():
        service.approve_batch(batch, second)
    assert (batch.status, batch.approved_by) == (B.APPROVED, second.id)
    with transaction():
        service.cancel_batch(batch, second)  # nothing has left for the bank yet
    assert batch.status is B.CANCELLED


def test_what_was_refunded_since_the_approval_stops_the_export(session):
    with transaction():
        order = given_a_due_order(given_a_payable_group())
        first, second = given_two_officials()
        batch = given_a_batch(first, second, B.APPROVED)
        refunds.request_refund(order, 100, RefundCause.RETURNED, MARKET)

    with pytest.raises(service.BatchOutdated), transaction():
        service.export_batch(batch, first)
    assert batch.status is B.APPROVED


@pytest.mark.parametrize("role", [Role.LABOUR_OFFICIAL, Role.GROUP_OWNER, Role.BUYER])
def test_others_move_no_money(session, role):
    stranger = Actor(999, frozenset({role}))
    assert not stranger.can(Permission.MONEY_MANAGE)
    with pytest.raises(NotAllowed), transaction():
        service.start_batch(stranger)
    assert db.session.scalar(select(func.count(PayoutBatch.id))) == 0
    assert db.session.scalar(select(func.count(AuditEntry.id))) == 0


def test_what_changed_since_the_official_looked_is_not_closed(session):
    with transaction():
        group = given_a_payable_group()
        order = given_a_due_order(group)
        first, _ = given_two_officials()
        batch = service.start_batch(first)
    with transaction():
        refunds.request_refund(order, 100, RefundCause.RETURNED, MARKET)

    with pytest.raises(service.DueChanged), transaction():
        service.close_batch(batch, [group.id], 50_000, first)
    with pytest.raises(service.NothingDue), transaction():
        service.close_batch(batch, [], 0, first)
    assert (batch.status, batch.rows) == (B.DRAFT, [])
    with transaction():
        service.close_batch(batch, [group.id], 49_900, first)
    assert batch.rows[0].amount_satang == 49_900


def test_what_was_refunded_before_the_approval_stops_it(session):
    with transaction():
        order = given_a_due_order(given_a_payable_group())
        first, second = given_two_officials()
        batch = given_a_batch(first, second, B.CLOSED)
    with transaction():
        refunds.request_refund(order, 100, RefundCause.RETURNED, MARKET)

    with pytest.raises(service.BatchOutdated), transaction():
        service.approve_batch(batch, second)

    with transaction():
        service.cancel_batch(batch, second)
        again = given_a_batch(first, second)
        assert again.rows[0].amount_satang == 49_900
    assert {row.status for row in batch.rows} == {P.CANCELLED}
    all_is_true()


def test_a_return_begun_before_the_approval_stops_it(session):
    with transaction():
        order = given_a_due_order(given_a_payable_group())
        first, second = given_two_officials()
        batch = given_a_batch(first, second, B.CLOSED)
        given_somebody_asks_for_her_money(order)

    with pytest.raises(service.BatchOutdated), transaction():
        service.approve_batch(batch, second)


def test_a_double_click_pays_once(session):
    with transaction():
        given_a_due_order(given_a_payable_group())
        first, second = given_two_officials()
        batch = given_a_batch(first, second)
        row = batch.rows[0]
    with transaction():
        service.mark_paid(row, first, "T1")

    for again in (
        lambda: service.mark_paid(row, first, "T1"),
        lambda: service.mark_all_paid(batch, second),
        lambda: service.mark_failed(row, "ไม่ผ่าน", first),
    ):
        with pytest.raises(LostRace), transaction():
            again()

    assert ledger.balance(LedgerAccount.BANK) == -50_000
    assert told() == ["payout_paid"]


def test_nothing_is_marked_before_the_file_went_out(session):
    with transaction():
        given_a_due_order(given_a_payable_group())
        first, second = given_two_officials()
        batch = given_a_batch(first, second, B.APPROVED)
    with pytest.raises(LostRace), transaction():
        service.mark_paid(batch.rows[0], first)
    with pytest.raises(LostRace), transaction():
        service.mark_all_paid(batch, first)
    assert ledger.balance(LedgerAccount.BANK) == 0


def test_a_failed_row_comes_back_in_the_next_batch(session):
    with transaction():
        group = given_a_payable_group("ก")
        given_a_due_order(group)
        given_a_due_order(given_a_payable_group("ข"))
        first, second = given_two_officials()
        batch = given_a_batch(first, second)
    with transaction():
        service.mark_paid(batch.rows[1], first)
        with pytest.raises(BadValue):
            service.mark_failed(batch.rows[0], "  ", first)
        service.mark_failed(batch.rows[0], "เลขบัญชีปิดแล้ว", first)

    assert batch.status is B.SETTLED
    assert owed_to(group) == 50_000
    assert told() == ["payout_paid", "payout_failed"]
    with transaction():
        again = given_a_batch(first, second)
        assert [(row.group_id, row.amount_satang) for row in again.rows] == [(group.id, 50_000)]
        service.mark_all_paid(again, first)
    assert owed_to(group) == 0
    all_is_true()


def test_what_the_bank_sends_back_is_owed_again(session):
    with transaction():
        group = given_a_payable_group()
        given_a_due_order(group)
        first, second = given_two_officials()
        batch = given_a_batch(first, second, B.SETTLED)
    with transaction():
        service.mark_returned(batch.rows[0], "ธนาคารส่งคืน", second)
    with pytest.raises(LostRace), transaction():
        service.mark_returned(batch.rows[0], "ธนาคารส่งคืน", second)

    assert owed_to(group) == 50_000
    assert ledger.balance(LedgerAccount.BANK) == 0
    all_is_true()
    with transaction():
        given_a_batch(first, second, B.SETTLED)
    assert owed_to(group) == 0
    all_is_true()


def test_a_refund_after_the_payout_is_set_off_against_the_next(session):
    with transaction():
        group = given_a_payable_group()
        order = given_a_due_order(group)
        first, second = given_two_officials()
        given_a_batch(first, second, B.SETTLED)
        refunds.request_refund(order, 20_000, RefundCause.RETURNED, MARKET)
        assert holds() == {group.id: Hold.NOTHING_LEFT}
        given_a_due_order(group, 50_000)

        batch = given_a_batch(first, second, B.SETTLED)

        assert [item.amount_satang for item in batch.rows[0].items] == [-20_000, 50_000]
        assert batch.rows[0].amount_satang == 30_000
    assert owed_to(group) == 0
    assert ledger.balance(LedgerAccount.BANK) == -80_000
    all_is_true()


def test_a_refund_while_the_money_is_under_way_is_set_off_too(session):
    with transaction():
        group = given_a_payable_group()
        order = given_a_due_order(group)
        first, second = given_two_officials()
        batch = given_a_batch(first, second)
        refunds.request_refund(order, 20_000, RefundCause.RETURNED, MARKET)
        service.mark_all_paid(batch, first)

    assert owed_to(group) == -20_000
    assert holds() == {group.id: Hold.NOTHING_LEFT}
    all_is_true()


def test_a_change_of_the_account_does_not_redirect_what_was_fixed(session):
    with transaction():
        group = given_a_payable_group()
        given_a_due_order(group)
        first, second = given_two_officials()
        batch = given_a_batch(first, second)
        before = files.file_of(batch, Way.BANK)
    with transaction():
        db.session.get(IncomeDetails, group.id).bank_account = "9999999999"

    assert files.file_of(db.session.get(PayoutBatch, batch.id), Way.BANK) == before
    assert b"0123456789" in before


def test_evidence_is_looked_at(session):
    with transaction():
        given_a_due_order(given_a_payable_group())
        first, second = given_two_officials()
        batch = given_a_batch(first, second)
    for wrong in ({"reference": "x" * 201}, {"paid_on": (now() + timedelta(days=2)).date()}):
        with pytest.raises(BadValue), transaction():
            service.mark_paid(batch.rows[0], first, **wrong)
    assert batch.rows[0].status is P.WAITING


def test_one_draft_at_a_time(session):
    with transaction():
        first, second = given_two_officials()
        assert service.start_batch(first) is service.start_batch(second)
        service.cancel_batch(queries.draft(), second)
        service.start_batch(first)
    assert db.session.scalar(select(func.count(PayoutBatch.id))) == 2


def test_every_step_is_in_the_record(session):
    with transaction():
        given_a_due_order(given_a_payable_group())
        first, second = given_two_officials()
        batch = given_a_batch(first, second, B.SETTLED)
        service.record_download(batch, Way.BANK, first)
    asked = select(AuditEntry.action).where(AuditEntry.subject_kind == "payout_batch", AuditEntry.subject_id == batch.code)
    assert list(db.session.scalars(asked.order_by(AuditEntry.id))) == [
        *("payout_batch:open", "payout_batch:close", "payout_batch:approve", "payout_batch:export"),
        *("payout:pay", "payout_batch:settle", "payout_batch:download"),
    ]


# The bank's files


def test_the_files_are_as_banks_and_spreadsheets_want_them(session):
    with transaction():
        given_a_due_order(given_a_payable_group("ก"), 50_050)
        sly, by_phone = given_a_payable_group("ข"), given_a_payable_group("ค")
        for group in (sly, by_phone):
            given_a_due_order(group, 7_000)
        db.session.get(IncomeDetails, sly.id).bank_account_name = '=HYPERLINK("x"), ใจดี'
        theirs = db.session.get(IncomeDetails, by_phone.id)
        theirs.bank_account, theirs.promptpay_kind, theirs.promptpay_id = None, "phone", "+66812345678"
        batch = given_a_batch(*given_two_officials())
        code = batch.code

        assert files.file_of(batch, Way.BANK).decode() == (
            '\ufeff"bank_code","account","name","amount","reference"\r\n'
            f'"004","0123456789","สมใจ ใจดี",500.50,"{code}-1"\r\n'
            f'"004","0123456789","\'=HYPERLINK(""x""), ใจดี",70.00,"{code}-2"\r\n'
        )
        assert files.file_of(batch, Way.PROMPTPAY).decode() == (
            f'\ufeff"promptpay_kind","promptpay_id","name","amount","reference"\r\n"phone","0812345678","ค",70.00,"{code}-3"\r\n'
        )


def test_details_are_encrypted_on_the_row(session):
    with transaction():
        given_a_due_order(given_a_payable_group())
        given_a_batch(*given_two_officials())
    raw = db.session.execute(db.text("SELECT details FROM payouts")).scalar()
    assert b"0123456789" not in bytes(raw)


# What doctor finds


def pay_behind_the_books():
    db.session.execute(db.update(Payout).values(status=P.PAID))
    db.session.execute(db.update(PayoutItem).values(is_open=False))


def pay_behind_the_rows():
    row = db.session.scalars(select(Payout)).first()
    service._post(row, ledger.PAYOUT, "", 1)


def pay_more_than_was_earned():
    db.session.execute(db.update(PayoutItem).values(amount_satang=50_001))
    db.session.execute(db.update(Payout).values(amount_satang=50_001))


def forget_that_it_waits():
    db.session.execute(db.update(PayoutItem).values(is_open=False))


def pay_without_a_batch():
    group_id = db.session.scalar(select(Payout.group_id))
    entries = [ledger.Entry(LedgerAccount.GROUP_PAYABLE, 5, group_id), ledger.Entry(LedgerAccount.BANK, -5)]
    ledger.post("payout:NONE:order:1", ledger.PAYOUT, entries)


@pytest.mark.parametrize(
    "damage, found",
    [
        (pay_behind_the_books, {"payouts", "payable"}),
        (pay_behind_the_rows, {"payouts", "payable"}),
        (pay_more_than_was_earned, {"payout amounts"}),
        (forget_that_it_waits, {"payout rows"}),
        (pay_without_a_batch, {"payouts", "payable"}),
    ],
)
def test_what_was_damaged_is_named(session, damage, found):
    with transaction():
        group = given_a_payable_group()
        given_a_due_order(group)
        given_a_batch(*given_two_officials())
        all_is_true()
    with transaction():
        damage()

    assert {name for name, check in checks.CHECKS.items() if check()} == found


def test_details_of_another_kind_are_kept_apart(session):
    """A group with both stands in one file: it is not paid twice."""
    with transaction():
        group = given_a_payable_group()
        given_a_due_order(group)
        details = db.session.get(IncomeDetails, group.id)
        details.promptpay_kind, details.promptpay_id = "phone", "+66812345678"
        batch = given_a_batch(*given_two_officials())
        assert files.file_of(batch, Way.PROMPTPAY).count(b"\r\n") == 1
        assert files.file_of(batch, Way.BANK).count(b"\r\n") == 2
