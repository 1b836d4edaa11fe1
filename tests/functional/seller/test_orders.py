"""A group works on its orders: /sell/orders."""

import csv
import io

import pytest
from sqlalchemy import event, func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Variant
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.orders import messages
from shop.orders.models import Order, PaymentMethod, Purchase
from shop.orders.states import OrderStatus
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, given_a_member
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account

S = OrderStatus


@pytest.fixture
def desk(app, client):
    """A signed-in owner, and her group with one product of 50 pieces."""
    with app.app_context(), transaction():
        owner = given_an_account()
        group = given_a_group(owner=owner)
        given_a_product(group, stock_pieces=50)
        client.sign_in(owner.id)
    return client


def given(app, status=S.PLACED, **columns) -> str:
    """The code of an order of the desk's group."""
    with app.app_context(), transaction():
        from shop.catalogue.models import Product
        from shop.groups.models import Group

        group, product = (
            db.session.scalar(select(Group).order_by(Group.id)),
            db.session.scalar(select(Product).order_by(Product.id)),
        )
        return given_an_order(group, product, status=status, **columns).code


def state(app, code: str) -> tuple[OrderStatus, int, int]:
    """Status, pieces left, audit entries."""
    with app.app_context():
        status = db.session.scalar(select(Order.status).where(Order.code == code))
        return status, db.session.scalar(select(Variant.available)), db.session.scalar(select(func.count(AuditEntry.id)))


def test_an_order_goes_from_new_to_delivered_by_buttons(app, desk):
    code = given(app)
    for step, data, after in [
        ("accept", {}, S.ACCEPTED),
        ("pack", {}, S.PACKED),
        ("ship", {"carrier": "thailand_post", "tracking_number": "ey145587898th"}, S.SHIPPED),
        ("deliver", {}, S.DELIVERED),
    ]:
        assert f"/sell/orders/{code}/{step}" in desk.get(f"/sell/orders/{code}").text
        answer = desk.post(f"/sell/orders/{code}/{step}", data=data)
        assert (answer.status_code, answer.location) == (303, f"/sell/orders/{code}")
        assert state(app, code)[0] is after
    page = desk.get(f"/sell/orders/{code}").text
    assert "EY145587898TH" in page
    assert "฿105" in desk.get("/sell/income").text


def test_a_collected_order_is_handed_over(app, desk):
    code = given(app, S.PACKED, payment_method=PaymentMethod.PICKUP)
    page = desk.get(f"/sell/orders/{code}").text
    assert "tracking_number" not in page

    assert desk.post(f"/sell/orders/{code}/deliver").status_code == 303
    assert state(app, code)[0] is S.DELIVERED


@pytest.mark.parametrize(
    ("step", "status"), [("accept", S.PLACED), ("pack", S.ACCEPTED), ("ship", S.PACKED), ("cancel", S.PLACED)]
)
def test_who_cannot_be_written_to_is_to_be_telephoned(app, desk, step, status):
    code = given(app, status)
    details = {"carrier": "own"} if step == "ship" else {"reason": "out_of_stock"}
    with app.app_context(), transaction():
        db.session.scalar(select(Purchase)).email = None

    page = desk.get(desk.post(f"/sell/orders/{code}/{step}", data=details).location).text

    assert "ผู้ซื้อไม่มีอีเมล โทรบอกที่ 089-123-4567" in page
    assert "เราแจ้งผู้ซื้อให้แล้ว" not in page
    assert "The buyer has no email. Please call 089-123-4567" in desk.get(f"/en/sell/orders/{code}").text


def test_who_has_mail_or_a_phone_where_sms_is_on_is_told(app, desk):
    first, second = given(app), given(app)
    assert "เราแจ้งผู้ซื้อให้แล้ว" in desk.get(desk.post(f"/sell/orders/{first}/accept").location).text
    with app.app_context(), transaction():
        for purchase in db.session.scalars(select(Purchase)):
            purchase.email = None
    app.config["SMS_URL"] = "http://127.0.0.1:9/sms"

    assert "เราแจ้งผู้ซื้อให้แล้ว" in desk.get(desk.post(f"/sell/orders/{second}/accept").location).text


def test_a_message_to_the_group_is_not_called_one_to_the_buyer(app, desk):
    code = given(app)
    with app.app_context(), transaction():
        order = db.session.scalar(select(Order))
        messages.tell_group_of_order(order)
        messages.remind_group(order)
    page = desk.get(f"/sell/orders/{code}").text
    assert page.count("ถึงกลุ่ม ·") == 2
    assert "ถึงผู้ซื้อ ·" not in page

    desk.post(f"/sell/orders/{code}/accept")
    assert "ถึงผู้ซื้อ ·" in desk.get(f"/sell/orders/{code}").text


def test_an_order_that_ended_has_nothing_to_print(app, desk):
    assert "/orders/print" in desk.get(f"/sell/orders/{given(app)}").text
    assert "/orders/print" not in desk.get(f"/sell/orders/{given(app, S.CANCELLED)}").text


def test_the_second_click_says_so_and_changes_nothing(app, desk):
    code = given(app)
    desk.post(f"/sell/orders/{code}/accept")
    before = state(app, code)

    answer = desk.post(f"/sell/orders/{code}/accept")

    assert answer.status_code == 409
    assert "เปลี่ยนไปแล้ว" in answer.text
    assert state(app, code) == before


@pytest.mark.parametrize(
    "path", ["", "/accept", "/ship", "/cancel", "/return", "/address", "/packing-slip"], ids=lambda path: path or "show"
)
def test_another_groups_order_is_not_there(app, desk, client, path):
    with app.app_context(), transaction():
        group = given_a_group()
        code = given_an_order(group, given_a_product(group)).code
    before = state(app, code)

    form = {"carrier": "own", "reason": "out_of_stock"}
    answers = {desk.get(f"/sell/orders/{code}{path}").status_code, desk.post(f"/sell/orders/{code}{path}", data=form).status_code}

    assert answers <= {404, 405}
    assert 404 in answers
    assert state(app, code) == before


def test_no_code_but_a_real_one_is_found(app, desk):
    for code in ("NOSUCHCODE", "'; DROP TABLE orders", "ก" * 300, "%25", "0"):
        assert desk.get(f"/sell/orders/{code}").status_code == 404


@pytest.mark.parametrize(
    "carrier, number, words",
    [
        ("thailand_post", "EY145587896TH", "ตัวเลขผิด"),
        ("thailand_post", "", "ไม่ตรงรูปแบบ"),
        ("flash", "ก" * 5000, "ไม่ตรงรูปแบบ"),
        ("", "123456", "เลือกว่าส่งกับใคร"),
        ("<script>", "TH0123456789", "เลือกว่าส่งกับใคร"),
    ],
)
def test_a_bad_tracking_number_is_said_at_its_field_and_kept(app, desk, carrier, number, words):
    code = given(app, S.PACKED)

    answer = desk.post(f"/sell/orders/{code}/ship", data={"carrier": carrier, "tracking_number": number})

    assert answer.status_code == 422
    assert words in answer.text
    assert number in answer.text
    assert state(app, code)[0] is S.PACKED


def test_calling_off_asks_for_a_reason_and_gives_the_pieces_back(app, desk):
    code = given(app, quantity=3)
    assert "reason" in desk.get(f"/sell/orders/{code}/cancel").text
    refused = desk.post(f"/sell/orders/{code}/cancel", data={"words": "  "})
    assert (refused.status_code, state(app, code)[:2]) == (422, (S.PLACED, 47))
    assert desk.post(f"/sell/orders/{code}/cancel", data={"words": "ก" * 301}).status_code == 422

    assert desk.post(f"/sell/orders/{code}/cancel", data={"reason": "out_of_stock"}).status_code == 303

    assert state(app, code)[:2] == (S.CANCELLED, 50)
    assert "ของหมด" in desk.get(f"/sell/orders/{code}").text
    assert "Out of stock" in desk.get(f"/en/sell/orders/{code}").text
    assert desk.get(f"/sell/orders/{code}/cancel").status_code == 303


def test_refused_at_the_door_asks_first(app, desk):
    code = given(app, S.SHIPPED)
    assert f"/sell/orders/{code}/return" in desk.get(f"/sell/orders/{code}/return").text
    assert desk.post(f"/sell/orders/{code}/return").status_code == 303
    assert state(app, code)[:2] == (S.RETURNED_TO_SENDER, 50)


ADDRESS = {
    "name": "สมชาย",
    "phone": "0812345678",
    "line1": "1 หมู่ 2",
    "subdistrict": "บ้านใหม่",
    "district": "เมืองปทุมธานี",
    "province": "ปทุมธานี",
    "postcode": "12000",
}


def test_the_address_is_put_right(app, desk):
    code = given(app)
    form = desk.get(f"/sell/orders/{code}/address").text
    assert 'value="99/9 หมู่ 3"' in form
    assert 'value="วิภา ใจดี"' in form

    wrong = desk.post(f"/sell/orders/{code}/address", data=ADDRESS | {"postcode": "10110"})
    assert wrong.status_code == 422
    assert "รหัสไปรษณีย์ไม่ตรง" in wrong.text
    assert 'value="1 หมู่ 2"' in wrong.text

    assert desk.post(f"/sell/orders/{code}/address", data=ADDRESS).status_code == 303
    assert "1 หมู่ 2" in desk.get(f"/sell/orders/{code}").text


def test_a_packed_orders_address_stays(app, desk):
    code = given(app, S.PACKED)
    assert desk.get(f"/sell/orders/{code}/address").status_code == 303
    assert desk.post(f"/sell/orders/{code}/address", data=ADDRESS).status_code == 409


def test_the_list_is_by_stage_with_counts(app, desk):
    new, packed = given(app), given(app, S.PACKED)

    assert new in desk.get("/sell/orders").text
    assert packed not in desk.get("/sell/orders?stage=new").text
    assert packed in desk.get("/sell/orders?stage=to_send").text
    assert desk.get("/sell/orders?stage=called_off").status_code == 200
    assert desk.get("/sell/orders?stage=nonsense").status_code == 422
    assert desk.get("/sell/orders?after=x").status_code == 422


@pytest.mark.parametrize("words", ["{code}", "{lower}", "วิภา", "089-123-4567", "0891234567", "  วิภา   ใจดี "])
def test_an_order_is_found_by_code_name_or_phone(app, desk, words):
    code = given(app, S.CANCELLED)
    given(app, recipient_name="อื่น", recipient_phone="+66800000000")
    asked = words.format(code=code, lower=code.lower())
    assert code in desk.get("/sell/orders", query_string={"q": asked}).text


def test_what_is_not_there_is_not_found(app, desk):
    code = given(app)
    for words in ("%", "_", "สมศักดิ์", "0800000001", "x" * 5000, "' OR 1=1 --"):
        answer = desk.get("/sell/orders", query_string={"q": words})
        assert answer.status_code == 200
        assert f"/sell/orders/{code}" not in answer.text


def test_pages_go_on_where_the_last_ended(app, desk):
    with app.app_context(), transaction():
        from shop.catalogue.models import Product
        from shop.groups.models import Group

        group, product = db.session.scalar(select(Group)), db.session.scalar(select(Product))
        codes = [given_an_order(group, product).code for _ in range(33)]

    first = desk.get("/sell/orders?stage=new").text
    assert [code in first for code in codes] == [True] * 30 + [False] * 3
    with app.app_context():
        last_shown = db.session.scalar(select(Order.id).where(Order.code == codes[29]))
    second = desk.get(f"/sell/orders?stage=new&after={last_shown}").text
    assert [code in second for code in codes] == [False] * 30 + [True] * 3


def queries_of(app, client, path: str) -> int:
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([statement for statement in asked if statement.lstrip().upper().startswith(("SELECT", "WITH"))])


@pytest.mark.parametrize(
    "path, most", [("/sell/orders?stage=new", 7), ("/sell", 13), ("/sell/income", 17), ("/sell/orders/export.csv", 6)]
)
def test_a_list_asks_as_much_for_many_as_for_few(app, desk, path, most):
    given(app)
    given(app, S.DELIVERED)
    few = queries_of(app, desk, path)
    for _ in range(6):
        given(app)
        given(app, S.DELIVERED)

    assert queries_of(app, desk, path) == few <= most


def test_the_sheet_opens_in_excel_and_runs_nothing(app, desk):
    code = given(app, recipient_name="=HYPERLINK(1)", note="+66")

    answer = desk.get("/sell/orders/export.csv")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="orders.csv"'
    header, row = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(header) == len(row)
    assert row[0] == code
    assert "'=HYPERLINK(1)" in row
    assert row[-1] == "'+66"
    assert "105.00" in row
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_a_volunteer_fulfils_but_sees_no_income(app, client):
    with app.app_context(), transaction():
        group = given_a_group()
        volunteer = given_an_account()
        given_a_member(group, volunteer, Role.LABOUR_VOLUNTEER)
        code = given_an_order(group, given_a_product(group)).code
        client.sign_in(volunteer.id)

    assert "รายได้เดือนนี้" not in client.get("/sell").text
    assert client.get("/sell/income").status_code == 403
    assert client.post(f"/sell/orders/{code}/accept").status_code == 303


def test_a_seller_may_not_confirm_what_a_buyer_confirms(app, desk):
    code = given(app, S.DELIVERED)
    assert desk.post(f"/sell/orders/{code}/confirm").status_code == 404
    assert "confirm_receipt" not in desk.get(f"/sell/orders/{code}").text
