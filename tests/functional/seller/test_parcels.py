"""A day's parcels: their numbers many at once, whole or not at all, and the list that is signed: /sell/orders/parcels."""

import pytest
import time_machine
from sqlalchemy import select

from shop.kernel.database import db, transaction
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import OrderStatus as S
from shop.web.seller.forms.parcels import BadLines, typed_numbers
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account
from tests.papers import text_of

ONE, TWO, THREE = "EY145587898TH", "EY145587907TH", "RR123456785TH"
POST = {"carrier": "thailand_post"}


@pytest.fixture
def desk(app, client) -> dict:
    """An owner signed in; two packed parcels, one accepted, one new, one that is collected, one of another group."""
    with app.app_context(), transaction():
        owner = given_an_account()
        group, other = given_a_group(owner=owner), given_a_group()
        product = given_a_product(group, stock_pieces=50)
        made = {
            "one": given_an_order(group, product, status=S.PACKED, recipient_name="ปิ่น แก้วใส"),
            "two": given_an_order(group, product, status=S.PACKED, recipient_phone="+66811111111"),
            "accepted": given_an_order(group, product, status=S.ACCEPTED, recipient_phone="+66822222222"),
            "new": given_an_order(group, product),
            "cancelled": given_an_order(group, product, status=S.CANCELLED),
            "collected": given_an_order(group, product, status=S.PACKED, payment_method=PaymentMethod.PICKUP),
            "strangers": given_an_order(other, given_a_product(other), status=S.PACKED),
        }
        client.sign_in(owner.id)
        return {name: order.code for name, order in made.items()} | {"owner": owner.id}


def sent(app) -> dict[str, str]:
    with app.app_context():
        return dict(db.session.execute(select(Order.code, Order.tracking_number).where(Order.status == S.SHIPPED)).all())


def test_numbers_beside_orders_and_pasted_are_sent_together(app, client, desk):
    page = client.get("/sell/orders/parcels").text
    assert f'name="number-{desk["one"]}"' in page
    assert f"number-{desk['collected']}" not in page
    pasted = f"{desk['accepted'].lower()}\n{THREE}\n\n{desk['two']}\tey 1455 8790 7 th"

    answer = client.post("/sell/orders/parcels", data=POST | {f"number-{desk['one']}": "ey145587898th", "pasted": pasted})

    assert (answer.status_code, answer.location) == (303, "/sell/orders/parcels")
    assert sent(app) == {desk["one"]: ONE, desk["two"]: TWO, desk["accepted"]: THREE}
    page = client.get("/sell/orders/parcels").text
    assert "บันทึกการส่งแล้ว 3 กล่อง" in page
    assert "ส่งแล้ว 3 กล่อง" in page
    assert "No packed parcel is waiting" in client.get("/en/sell/orders/parcels").text
    said = text_of(client.get("/sell/orders/hand-over.pdf").data)
    assert all(words in said for words in (ONE, TWO, THREE, "ปิ่น แก้วใส", "รวม 3 ชิ้น"))
    again = client.post("/sell/orders/parcels", data=POST | {"pasted": f"{desk['one']} {ONE}"})
    assert (again.status_code, "อาจส่งแล้ว" in again.text) == (422, True)


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)  # what is asked here is asked before any SQL that could differ
@pytest.mark.parametrize(
    ("beside", "pasted", "words"),
    [
        ("EY145587897TH", "", "เลขพัสดุมีตัวเลขผิดอย่างน้อย 1 ตัว"),
        ("12345", "", "ไม่ตรงรูปแบบ"),
        (ONE, "{new} " + TWO, "ยังไม่ได้กดรับ"),
        (ONE, "{collected} " + TWO, "ผู้ซื้อมารับเอง"),
        (ONE, "{cancelled} " + TWO, "ยกเลิกแล้ว"),
        (ONE, "{strangers} " + TWO, "ไม่พบคำสั่งซื้อนี้ของกลุ่ม"),
        (ONE, "{two} " + ONE, "ผู้รับคนละคน"),
        (ONE, "{one} " + TWO, "มีเลขพัสดุสองเลข"),
        (ONE, "{two}", "ต้องมีทั้งรหัสคำสั่งซื้อ"),
        ("", "", "อย่างน้อย 1 กล่อง"),
    ],
)
def test_one_that_does_not_fit_holds_all_back_and_is_said_at_its_row(app, client, desk, beside, pasted, words):
    typed = POST | {f"number-{desk['one']}": beside, "pasted": pasted.format(**desk)}

    answer = client.post("/sell/orders/parcels", data=typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{beside}"' in answer.text
    assert pasted.format(**desk) in answer.text
    assert sent(app) == {}
    is_at_its_row = f'id="number-{desk["one"]}-error"' in answer.text
    assert is_at_its_row == ((bool(beside) and beside != ONE) or pasted.startswith("{one}"))


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_carrier_nobody_knows_and_too_many_are_refused(app, client, desk):
    assert client.post("/sell/orders/parcels", data={"carrier": "ufo", "pasted": f"{desk['one']} {ONE}"}).status_code == 422
    many = "\n".join(f"K7Q2K{n:03d} {ONE}".replace("0", "Z").replace("1", "Y") for n in range(400))
    answer = client.post("/sell/orders/parcels", data=POST | {"pasted": many})
    assert (answer.status_code, "ไม่เกิน 200 กล่อง" in answer.text) == (422, True)
    assert client.post("/sell/orders/parcels", data=POST | {"pasted": "ก" * 1_000_000}).status_code == 422
    assert sent(app) == {}


def test_the_list_of_another_day_holds_what_went_out_then(app, client, desk):
    with time_machine.travel("2026-04-20T16:30:00Z"):  # before midnight in Thailand
        client.sign_in(desk["owner"]).post("/sell/orders/parcels", data=POST | {"pasted": f"{desk['one']} {ONE}"})
    with time_machine.travel("2026-04-22T03:00:00Z"):
        client.sign_in(desk["owner"])
        assert ONE in client.get("/sell/orders/parcels?day=2026-04-20").text
        then = text_of(client.get("/sell/orders/hand-over.pdf?day=2026-04-20").data)
        today = text_of(client.get("/sell/orders/hand-over.pdf").data)
        assert (desk["one"] in then, desk["two"] in then) == (True, False)
        assert [desk[name] in today for name in ("one", "two", "collected", "strangers")] == [False, True, False, False]
        assert client.get("/sell/orders/hand-over.pdf?day=2026-04-21").status_code == 404
        for day in ("0001-01-01", "9999-12-31", "x", "2026-13-01"):
            assert client.get(f"/sell/orders/hand-over.pdf?day={day}").status_code == 422


def test_scans_come_in_either_order_and_a_lost_one_shifts_no_other():
    assert typed_numbers({"pasted": f"K7Q2K7Q2\n{ONE}\n{TWO}\nK7Q2K7Q3"}) == {"K7Q2K7Q2": ONE, "K7Q2K7Q3": TWO}
    with pytest.raises(BadLines) as refused:
        typed_numbers({"pasted": f"K7Q2K7Q2\nK7Q2K7Q3\n{TWO}"})
    assert refused.value.problems == {"K7Q2K7Q2": "incomplete"}
