"""The money desk: days and accounts, corrections by two, money that came to the bank, and what has gone wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from shop.kernel.access import MARKET, Role
from shop.kernel.clock import at, now, today
from shop.kernel.database import counts, db, transaction
from shop.orders.states import OrderStatus
from shop.payments import checks as payment_checks
from shop.payments import disputes, ledger, refunds, totals
from shop.payments.models import LedgerAccount, Payment, Refund, RefundCause, RefundStatus
from shop.payments.provider import DisputeReport, RefundReport, RefundState
from shop.payouts import checks, exceptions, queries
from shop.payouts.exceptions import Trouble
from shop.payouts.models import Adjustment
from shop.payouts.states import AdjustmentStatus
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order
from tests.factories.payments import given_a_paid_order, given_an_unpaid_purchase, pay
from tests.factories.payouts import given_a_batch, given_a_due_order, given_a_payable_group, given_two_officials
from tests.factories.people import given_an_official
from tests.factories.slips import given_a_promptpay_order, given_a_slip

ROOT = "/office/money"


@pytest.fixture
def officials(app) -> list[PageClient]:
    """Two who may, and a labour official who looks."""
    with app.app_context(), transaction():
        ids = [official.id for official in given_two_officials()] + [given_an_official(Role.LABOUR_OFFICIAL).id]
    return [PageClient(app, app.response_class).sign_in(account_id) for account_id in ids]


def all_is_true(app) -> None:
    with app.app_context():
        every = payment_checks.CHECKS | checks.CHECKS
        assert {name: check() for name, check in every.items()} == {name: [] for name in every}


# Days and accounts


def test_a_day_is_thai_and_holds_what_moved_on_it(app, officials):
    late = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)  # the 2nd in Thailand
    with app.app_context(), transaction():
        group = given_a_payable_group()
        with at(late):
            given_an_order(group, given_a_product(group), status=OrderStatus.RECEIVED)
            order = given_a_paid_order(group, when=late)
            refund = refunds.request_refund(order, 2500, RefundCause.RETURNED, MARKET)
            refunds.record_report(refund, RefundReport("re_1", RefundState.SUCCEEDED, key=refund.key))
        with at(late + timedelta(days=20)):
            given_a_batch(*given_two_officials(), "settled")

    with app.app_context():
        month = totals.month_of(late.date())
        days = {day.day.day: (day.received, day.fees, day.refunds, day.cash_income, day.payouts) for day in month.days}
        assert days == {2: (10500, 365, 2500, 10500, 0), 22: (0, 0, 0, 0, 8000)}
        assert (month.sums.received, month.sums.payouts) == (10500, 8000)
        assert totals.month_of(late.date() + timedelta(days=40)).days == []
        found = totals.balances()
        assert found[LedgerAccount.BANK] == -8000
        assert found[LedgerAccount.STRIPE_CLEARING] == 10500 - 365 - 2500
        assert found[LedgerAccount.GROUP_PAYABLE] == 0
    page = officials[2].get(f"{ROOT}?month=2026-03").text
    assert "2 มี.ค. 2569" in page
    assert "฿3.65" in page
    file = officials[2].get(f"{ROOT}/export.csv?month=2026-03")
    assert "2026-03-02,105.00,3.65,25.00,105.00,0.00" in file.text
    all_is_true(app)


@pytest.mark.parametrize("month", ["x", "2026-13", "0001-01", "9999-12"])
def test_a_month_that_is_none_is_refused(officials, month):
    assert officials[0].get(f"{ROOT}?month={month}").status_code == 422


def test_pages_are_whole_in_both_languages(officials):
    for client in officials:
        for path in ("", "/bank", "/adjustments", "/exceptions", "/payouts"):
            assert client.get(f"{ROOT}{path}").status_code == 200
            assert client.get(f"/en{ROOT}{path}").status_code == 200


# Money that came to the bank


def test_money_that_came_to_the_bank_is_written_once(app, officials):
    form = {"direction": "more", "amount": "1,234.50", "moved_on": today().isoformat(), "reference": "po_1"}
    assert officials[0].post(f"{ROOT}/bank", data=form).status_code == 303
    again = officials[1].post(f"{ROOT}/bank", data=form)

    assert again.status_code == 422
    assert 'href="#reference"' in again.text
    with app.app_context():
        assert ledger.balance(LedgerAccount.BANK) == 123450
        assert ledger.balance(LedgerAccount.STRIPE_CLEARING) == -123450
    assert officials[0].post(f"{ROOT}/bank", data=form | {"direction": "less", "reference": "po_2"}).status_code == 303
    with app.app_context():
        assert ledger.balance(LedgerAccount.BANK) == 0
    assert "po_1" in officials[2].get(f"{ROOT}/bank").text
    all_is_true(app)


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"amount": ""}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "1,5"}, "amount"),
        ({"moved_on": ""}, "moved_on"),
        ({"moved_on": "1 ม.ค. 2650"}, "moved_on"),
        ({"reference": " "}, "reference"),
    ],
)
def test_a_bad_movement_is_the_form_again(app, officials, wrong, field):
    form = {"direction": "more", "amount": "5", "moved_on": today().isoformat(), "reference": "po_1"} | wrong
    answer = officials[0].post(f"{ROOT}/bank", data=form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    with app.app_context():
        assert ledger.balance(LedgerAccount.BANK) == 0


# Corrections


def given_a_proposal(app, officials, **form: object) -> tuple[int, int]:
    """Ids of the group and of the first official's proposal."""
    with app.app_context(), transaction():
        group_id = given_a_payable_group().id
    sent = {"group": group_id, "direction": "more", "amount": "15.50", "reason": "คิดค่าส่งผิด"} | form
    assert officials[0].post(f"{ROOT}/adjustments", data=sent).status_code == 303
    with app.app_context():
        return group_id, db.session.scalar(select(Adjustment.id))


def test_a_correction_moves_the_books_once_a_second_person_agrees(app, officials):
    group_id, number = given_a_proposal(app, officials)
    with app.app_context():
        assert queries.owed() == []
    own = officials[0].post(f"{ROOT}/adjustments/{number}/approve")
    assert own.status_code == 409
    assert "อีกคนตัดสิน" in own.text
    assert officials[1].get(f"{ROOT}/adjustments/{number}/approve").status_code == 200
    assert officials[1].post(f"{ROOT}/adjustments/{number}/approve").status_code == 303
    assert officials[1].post(f"{ROOT}/adjustments/{number}/approve").status_code == 409
    assert officials[1].post(f"{ROOT}/adjustments/{number}/refuse").status_code == 409

    with app.app_context():
        assert ledger.balance(LedgerAccount.GROUP_PAYABLE, group_id=group_id) == -1550
        assert ledger.balance(LedgerAccount.ADJUSTMENTS) == 1550
        assert [(each.order_id, each.satang) for each in queries.owed()] == [(None, 1550)]
        told = db.session.scalars(select(db.text("kind")).select_from(db.text("notices"))).all()
        assert told == ["adjustment_added"]
    assert "คิดค่าส่งผิด" in officials[2].get(f"{ROOT}/adjustments").text
    with app.app_context(), transaction():
        given_a_batch(*given_two_officials(), "settled")
    with app.app_context():
        assert ledger.balance(LedgerAccount.GROUP_PAYABLE) == 0
    all_is_true(app)


def test_what_is_taken_is_set_off(app, officials):
    group_id, number = given_a_proposal(app, officials, direction="less")
    officials[1].post(f"{ROOT}/adjustments/{number}/approve")
    with app.app_context(), transaction():
        given_a_due_order(queries.group_by_id(group_id), 50_000)
        batch = given_a_batch(*given_two_officials(), "settled")
        assert batch.rows[0].amount_satang == 48_450
    all_is_true(app)


def test_a_refused_correction_moves_nothing(app, officials):
    _group_id, number = given_a_proposal(app, officials)
    assert officials[1].get(f"{ROOT}/adjustments/{number}/refuse").status_code == 200
    assert officials[1].post(f"{ROOT}/adjustments/{number}/refuse").status_code == 303
    assert officials[1].post(f"{ROOT}/adjustments/{number}/approve").status_code == 409
    with app.app_context():
        assert db.session.get(Adjustment, number).status is AdjustmentStatus.REFUSED
        assert ledger.balance(LedgerAccount.ADJUSTMENTS) == 0


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"group": ""}, "group"),
        ({"group": "9999"}, "group"),
        ({"group": str(10**30)}, "group"),
        ({"direction": ""}, "direction-0"),
        ({"amount": ""}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"order": "NONE"}, "order"),
    ],
)
def test_a_bad_correction_is_the_form_again(app, officials, wrong, field):
    with app.app_context(), transaction():
        group_id = given_a_payable_group().id
    sent = {"group": group_id, "direction": "more", "amount": "15", "reason": "คิดผิด"} | wrong
    answer = officials[0].post(f"{ROOT}/adjustments", data=sent)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    with app.app_context():
        assert db.session.scalar(select(Adjustment.id)) is None


def test_an_order_of_another_group_is_no_ground(app, officials):
    with app.app_context(), transaction():
        code = given_a_paid_order(given_a_group()).code
        group_id = given_a_group().id
    sent = {"group": group_id, "direction": "more", "amount": "15", "reason": "คิดผิด", "order": code}
    assert 'href="#order"' in officials[0].post(f"{ROOT}/adjustments", data=sent).text


# What has gone wrong


def fail(refund: Refund) -> Refund:
    refunds.record_report(refund, RefundReport("re_1", RefundState.FAILED, "declined", key=refund.key))
    return refund


def given_trouble(app) -> dict[Trouble, int]:
    """One of each; the id of what it is about."""
    long_ago = now() - timedelta(days=10)
    with app.app_context(), transaction():
        group = given_a_group("กลุ่มขนมไทย")
        found = {Trouble.MISMATCH: pay(given_an_unpaid_purchase(group), received_satang=5000).id}
        failed = refunds.request_refund(given_a_paid_order(group), 2500, RefundCause.RETURNED, MARKET)
        found[Trouble.FAILED_REFUND] = fail(failed).id
        for trouble, number in ((Trouble.DISPUTE, "du_1"), (Trouble.LOST_DISPUTE, "du_2")):
            order = given_a_paid_order(group)
            intent = refunds.payment_of(order).intent_id
            report = DisputeReport(number, intent, 10500, 1500, True, False, "fraudulent", now() + timedelta(days=7))
            disputes.record_report(report)
            if trouble is Trouble.LOST_DISPUTE:
                disputes.record_report(DisputeReport(number, intent, 10500, 1500, False, False, "fraudulent", None))
            found[trouble] = db.session.execute(db.text("SELECT max(id) FROM disputes")).scalar()
        outside = refunds.payment_of(given_a_paid_order(group))
        refunds.record_made_outside(outside, RefundReport("re_9", RefundState.SUCCEEDED, amount_satang=700))
        found[Trouble.OUTSIDE] = outside.refunds[0].id
        refund = refunds.request_refund(given_a_paid_order(group), 3000, RefundCause.LATE, MARKET)
        found[Trouble.LATE] = refund.id
        with at(long_ago):
            slow = refunds.request_refund(given_a_paid_order(group), 3100, RefundCause.RETURNED, MARKET)
            found[Trouble.SLOW_REFUND] = slow.id
            cash = given_an_order(group, given_a_product(group), status=OrderStatus.RECEIVED)
            found[Trouble.OWED_BY_GROUP] = refunds.request_refund(cash, 3200, RefundCause.RETURNED, MARKET).id
            unanswered = given_a_slip(given_a_promptpay_order())
            unanswered.at_office_at = now()
            found[Trouble.UNCONFIRMED_SLIP] = unanswered.id
            found[Trouble.NO_FEE] = refunds.payment_of(given_a_paid_order(group, fee_satang=None)).id
    return found


def test_each_trouble_is_found_once_and_said_in_words(app, officials):
    expected = given_trouble(app)
    with app.app_context():
        found = {trouble: [case.subject.id for case in cases] for trouble, cases in exceptions.cases().items()}
        assert found == {trouble: [subject] for trouble, subject in expected.items()}
        assert counts(cases=exceptions.cases_waiting())["cases"] == len(Trouble)
    for language in ("", "/en"):
        page = officials[0].get(f"{language}{ROOT}/exceptions").text
        assert page.count("<table") == len(Trouble)
        assert f'<b class="count">{len(Trouble)}</b>' in page
    assert "<form" not in officials[2].get(f"{ROOT}/exceptions").text.split('id="main"')[1].split("</main>")[0]
    all_is_true(app)


def test_quiet_days_are_said_to_be_quiet(officials):
    assert "ไม่มีเรื่องเงินค้างอยู่" in officials[0].get(f"{ROOT}/exceptions").text


def test_a_mismatch_is_sent_back_once(app, officials):
    number = given_trouble(app)[Trouble.MISMATCH]
    path = f"{ROOT}/exceptions/payments/{number}/send-back"
    assert "฿50" in officials[0].get(path).text
    assert officials[0].post(path).status_code == 303
    assert officials[1].post(path).status_code == 409
    with app.app_context():
        payment = db.session.get(Payment, number)
        assert payment.refunded_satang == 5000
        assert [refund.cause for refund in payment.refunds] == [RefundCause.MISMATCH]
    all_is_true(app)


def test_a_failed_refund_is_asked_again_or_sent_by_hand(app, officials):
    number = given_trouble(app)[Trouble.FAILED_REFUND]
    path = f"{ROOT}/exceptions/refunds/{number}"
    assert officials[0].get(f"{path}/again").status_code == 200
    assert officials[0].post(f"{path}/again").status_code == 303
    assert officials[1].post(f"{path}/again").status_code == 409
    assert officials[1].post(f"{path}/settle", data={"reference": "T1"}).status_code == 409
    with app.app_context(), transaction():
        fail(db.session.get(Refund, number))

    assert officials[0].get(f"{path}/settle").status_code == 200
    assert 'href="#reference"' in officials[0].post(f"{path}/settle", data={"reference": " "}).text
    assert officials[0].post(f"{path}/settle", data={"reference": "KTB 44"}).status_code == 303
    with app.app_context():
        assert db.session.get(Refund, number).status is RefundStatus.SETTLED
        assert ledger.balance(LedgerAccount.BANK) == -2500
    all_is_true(app)


def test_cash_that_a_group_gave_back_is_written_down(app, officials):
    number = given_trouble(app)[Trouble.OWED_BY_GROUP]
    assert officials[0].post(f"{ROOT}/exceptions/refunds/{number}/settle", data={"reference": "คืนแล้ว"}).status_code == 303
    with app.app_context():
        assert Trouble.OWED_BY_GROUP not in exceptions.cases()
        assert ledger.balance(LedgerAccount.BANK) == 0


@pytest.mark.parametrize("trouble, subject", [(Trouble.OUTSIDE, "refund"), (Trouble.LOST_DISPUTE, "dispute")])
def test_what_was_dealt_with_elsewhere_is_closed_with_a_reason(app, officials, trouble, subject):
    path = f"{ROOT}/exceptions/{subject}/{given_trouble(app)[trouble]}/close"
    assert officials[0].get(path).status_code == 200
    assert officials[0].post(path, data={"reason": ""}).status_code == 422
    assert officials[0].post(path, data={"reason": "ตลาดรับไว้"}).status_code == 303
    assert officials[0].post(path, data={"reason": "ตลาดรับไว้"}).status_code == 409
    with app.app_context():
        assert trouble not in exceptions.cases()
        assert counts(cases=exceptions.cases_waiting())["cases"] == len(Trouble) - 1


def test_what_is_not_there_is_not_found(officials):
    for path in ("payments/9/send-back", "refunds/9/again", "refunds/9/settle", "refund/9/close", "dispute/9/close"):
        assert officials[0].get(f"{ROOT}/exceptions/{path}").status_code == 404
        assert officials[0].post(f"{ROOT}/exceptions/{path}").status_code == 404
    assert officials[0].get(f"{ROOT}/adjustments/9/approve").status_code == 404
