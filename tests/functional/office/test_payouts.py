"""Two officials pay the groups at the desk: what is due, the batch, the bank's file, and what became of each row."""

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.groups.models import IncomeDetails
from shop.kernel.access import MARKET, Role
from shop.kernel.database import db, transaction
from shop.notices.models import Notice
from shop.payments import ledger, refunds
from shop.payments.models import LedgerAccount, RefundCause
from shop.payouts import queries
from shop.payouts.models import PayoutBatch
from shop.payouts.states import BatchStatus
from tests.client import PageClient
from tests.factories.payouts import given_a_batch, given_a_due_order, given_a_payable_group, given_two_officials
from tests.factories.people import given_an_official

ROOT = "/office/money/payouts"


class Desk:
    """Two officials and a labour official, each with a browser; two groups to be paid."""

    def __init__(self, app) -> None:
        self.app = app
        with app.app_context(), transaction():
            self.groups = [given_a_payable_group(name).id for name in ("กลุ่มขนมไทย", "กลุ่มจักสาน")]
            for group_id, price in zip(self.groups, (50_000, 7_025), strict=True):
                given_a_due_order(db.session.get_one(type_of_group(), group_id), price)
            self.officials = given_two_officials()
            labour = given_an_official(Role.LABOUR_OFFICIAL).id
        self.first, self.second = (self.client(official.id) for official in self.officials)
        self.labour = self.client(labour)

    def client(self, account_id: int) -> PageClient:
        return PageClient(self.app, self.app.response_class).sign_in(account_id)

    def start(self) -> str:
        answer = self.first.post(ROOT)
        assert answer.status_code == 303
        return answer.location.rsplit("/", 1)[-1]

    def form(self, *chosen: int) -> dict:
        with self.app.app_context():
            due = {each.group.id: each.satang for each in queries.groups_due()}
        return {"group": list(chosen or self.groups), **{f"satang-{group_id}": satang for group_id, satang in due.items()}}

    def batch(self, status: BatchStatus = BatchStatus.EXPORTED) -> str:
        with self.app.app_context(), transaction():
            return given_a_batch(*self.officials, status).code

    def status(self, code: str) -> str:
        with self.app.app_context():
            return db.session.scalar(select(PayoutBatch.status).where(PayoutBatch.code == code))


def type_of_group():
    from shop.groups.models import Group

    return Group


@pytest.fixture
def desk(app) -> Desk:
    return Desk(app)


def bank(app) -> int:
    with app.app_context():
        return ledger.balance(LedgerAccount.BANK)


def test_from_what_is_due_to_paid(app, desk):
    page = desk.first.get(ROOT).text
    assert "กลุ่มขนมไทย" in page
    assert "฿570.25" in page

    code = desk.start()
    assert desk.first.post(ROOT).location.endswith(code), "the draft goes on"
    assert "฿570.25" in desk.first.get(f"{ROOT}/{code}").text
    assert desk.first.post(f"{ROOT}/{code}/close", data=desk.form()).status_code == 303
    assert desk.second.get(f"{ROOT}/{code}/approve").status_code == 200
    assert desk.second.post(f"{ROOT}/{code}/approve").status_code == 303
    assert desk.first.get(f"{ROOT}/{code}/bank.csv").status_code == 404
    assert desk.first.get(f"{ROOT}/{code}/export").status_code == 200
    assert desk.first.post(f"{ROOT}/{code}/export").status_code == 303

    file = desk.first.get(f"{ROOT}/{code}/bank.csv")
    assert file.data == desk.second.get(f"{ROOT}/{code}/bank.csv").data
    assert file.data.startswith(b"\xef\xbb\xbf")
    assert f'500.00,"{code}-1"' in file.text
    assert "no-store" in file.headers["Cache-Control"]
    assert f"payout-{code}-bank.csv" in file.headers["Content-Disposition"]

    assert "฿570.25" in desk.first.get(f"{ROOT}/{code}/paid").text
    assert desk.first.post(f"{ROOT}/{code}/paid", data={"reference": "KTB 17", "paid_on": "1 ม.ค. 2568"}).status_code == 303
    assert desk.status(code) == BatchStatus.SETTLED
    assert bank(app) == -57_025
    page = desk.labour.get(f"{ROOT}/{code}").text
    assert "KTB 17" in page
    assert "1 ม.ค. 2568" in page
    with app.app_context():
        downloads = select(func.count(AuditEntry.id)).where(AuditEntry.action == "payout_batch:download")
        assert db.session.scalar(downloads) == 2
        assert set(db.session.scalars(select(Notice.kind).where(Notice.kind.like("payout%")))) == {"payout_paid"}


def test_pages_show_no_whole_account_number(app, desk):
    code = desk.batch()
    page = desk.first.get(f"{ROOT}/{code}").text
    assert "xxx-x-xx678-9" in page
    assert "0123456789" not in page
    assert "สมใจ ใจดี" in page


def test_whoever_closed_it_finds_no_button_and_is_refused(app, desk):
    code = desk.batch(BatchStatus.CLOSED)

    assert f"{ROOT}/{code}/approve" not in desk.first.get(f"{ROOT}/{code}").text
    assert "อนุมัติเองไม่ได้" in desk.first.get(f"{ROOT}/{code}/approve").text
    refused = desk.first.post(f"{ROOT}/{code}/approve")

    assert refused.status_code == 409
    assert "อนุมัติเองไม่ได้" in refused.text
    assert desk.status(code) == BatchStatus.CLOSED
    assert f"{ROOT}/{code}/approve" in desk.second.get(f"{ROOT}/{code}").text


def test_only_ticked_groups_are_paid(app, desk):
    code = desk.start()
    assert desk.first.post(f"{ROOT}/{code}/close", data=desk.form(desk.groups[1])).status_code == 303
    with app.app_context():
        assert [row.group_id for row in queries.batch_by_code(code).rows] == [desk.groups[1]]


@pytest.mark.parametrize("form", [{}, {"group": "x"}, {"group": "-5"}, {"group": str(10**30)}, {"group": "1", "satang-1": "5"}])
def test_odd_or_outdated_forms_close_nothing(app, desk, form):
    code = desk.start()
    answer = desk.first.post(f"{ROOT}/{code}/close", data=form)
    assert answer.status_code == 409
    assert desk.status(code) == BatchStatus.DRAFT


def test_a_refund_after_the_closing_is_said_to_the_second(app, desk):
    code = desk.batch(BatchStatus.CLOSED)
    with app.app_context(), transaction():
        item = queries.batch_by_code(code).rows[0].items[0]
        refunds.request_refund(item.order, 100, RefundCause.RETURNED, MARKET)

    refused = desk.second.post(f"{ROOT}/{code}/approve")

    assert refused.status_code == 409
    assert "เริ่มใหม่" in refused.text
    assert desk.first.get(f"{ROOT}/{code}/cancel").status_code == 200
    assert desk.first.post(f"{ROOT}/{code}/cancel").status_code == 303
    assert desk.status(code) == BatchStatus.CANCELLED


def test_rows_one_by_one(app, desk):
    code = desk.batch()
    assert desk.first.get(f"{ROOT}/{code}/rows/1/paid").status_code == 200
    assert desk.first.post(f"{ROOT}/{code}/rows/1/paid", data={"reference": "A"}).status_code == 303
    again = desk.first.post(f"{ROOT}/{code}/rows/1/paid", data={"reference": "A"})
    assert again.status_code == 409
    assert bank(app) == -50_000

    assert desk.first.get(f"{ROOT}/{code}/rows/2/failed").status_code == 200
    wrong = desk.first.post(f"{ROOT}/{code}/rows/2/failed", data={"reason": " "})
    assert wrong.status_code == 422
    assert 'href="#reason"' in wrong.text
    assert desk.first.post(f"{ROOT}/{code}/rows/2/failed", data={"reason": "เลขบัญชีปิดแล้ว"}).status_code == 303
    assert desk.status(code) == BatchStatus.SETTLED
    assert "เลขบัญชีปิดแล้ว" in desk.first.get(f"{ROOT}/{code}").text

    assert desk.first.post(f"{ROOT}/{code}/rows/1/returned", data={"reason": "ธนาคารส่งคืน"}).status_code == 303
    assert bank(app) == 0
    assert "฿570.25" in desk.first.get(ROOT).text


def test_evidence_is_checked_at_its_field(app, desk):
    code = desk.batch()
    for form, field in (
        ({"paid_on": "31/2/2568"}, "paid_on"),
        ({"paid_on": "1 ม.ค. 2600"}, "paid_on"),
        ({"reference": "x" * 201}, "reference"),
    ):
        wrong = desk.first.post(f"{ROOT}/{code}/paid", data=form)
        assert wrong.status_code == 422
        assert f'href="#{field}"' in wrong.text
    assert bank(app) == 0


def test_reasons_are_shown_for_those_who_are_not_paid(app, desk):
    with app.app_context(), transaction():
        db.session.get(IncomeDetails, desk.groups[0]).bank_account = None
        db.session.get(IncomeDetails, desk.groups[0]).bank_code = None
    page = desk.first.get(ROOT).text
    assert "ยังไม่ได้ใส่บัญชีรับเงิน" in page
    assert "No account given yet" in desk.first.get(f"/en{ROOT}").text


def test_a_labour_official_looks_and_moves_nothing(app, desk):
    code = desk.batch()
    page = desk.labour.get(f"{ROOT}/{code}")
    assert page.status_code == 200
    assert "<form" not in page.text.split('id="main"')[1].split("</main>")[0]
    for path in ("paid", "rows/1/paid", "rows/1/failed", "cancel", "export", "close", "approve"):
        assert desk.labour.post(f"{ROOT}/{code}/{path}").status_code == 403
    assert desk.labour.get(f"{ROOT}/{code}/bank.csv").status_code == 403
    assert bank(app) == 0


@pytest.mark.parametrize("status", [each for each in BatchStatus if each is not BatchStatus.CANCELLED])
def test_pages_are_whole_in_both_languages(app, desk, status):
    code = desk.batch(status)
    for language in ("", "/en"):
        for client in (desk.first, desk.second, desk.labour):
            assert client.get(f"{language}{ROOT}").status_code == 200
            assert client.get(f"{language}{ROOT}/{code}").status_code == 200
    assert desk.first.get(f"{ROOT}/NONE").status_code == 404
    assert desk.first.get(f"{ROOT}/{code}/rows/99/paid").status_code == 404
    assert desk.first.get(f"{ROOT}?before=x").status_code == 422
