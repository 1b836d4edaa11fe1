"""A group prints labels and packing slips for its parcels: /sell/orders/print."""

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.kernel.database import db, transaction
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import OrderEvent
from shop.orders.states import OrderStatus as S
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account
from tests.papers import text_of


@pytest.fixture
def shelf(app, client) -> dict:
    """An owner signed in, with two orders to pack, one to be collected, one cancelled, and one of somebody else's."""
    with app.app_context(), transaction():
        owner = given_an_account()
        group, other = given_a_group(owner=owner), given_a_group(name="กลุ่มอื่น")
        product = given_a_product(group, stock_pieces=50)
        made = {
            "one": given_an_order(group, product, status=S.ACCEPTED, recipient_name="ปิ่น แก้วใส"),
            "two": given_an_order(group, product, status=S.ACCEPTED, recipient_name="คำ สั่งดี"),
            "collected": given_an_order(group, product, status=S.ACCEPTED, payment_method=PaymentMethod.PICKUP),
            "cancelled": given_an_order(group, product, status=S.CANCELLED),
            "strangers": given_an_order(other, given_a_product(other), status=S.ACCEPTED),
        }
        client.sign_in(owner.id)
        return {name: order.code for name, order in made.items()}


def printed(app) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(Order.code).where(Order.label_printed_at.is_not(None))))


def test_ticked_orders_become_files_and_count_as_printed(app, client, shelf):
    page = client.get("/sell/orders?stage=to_pack").text
    assert "/sell/orders/print?stage=to_pack" in page
    page = client.get("/sell/orders/print?stage=to_pack").text
    assert page.count(" checked") == 3 + 2  # all of them, and the ways to print

    answer = client.post(
        "/sell/orders/print", data={"codes": [shelf["one"], shelf["two"], shelf["collected"]], "sheet": "a4", "first": "2"}
    )

    assert answer.status_code == 303
    ready = client.get(answer.location).text
    assert "ใบปะหน้า 2 ใบ" in ready
    assert "ใบจัดของ 3 ใบ" in ready
    assert printed(app) == {shelf["one"], shelf["two"]}
    with app.app_context():
        assert db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action == OrderEvent.PRINT_LABEL)) == 2
    after = client.get("/sell/orders/print?stage=to_pack").text
    assert "พิมพ์แล้ว" in after
    assert after.count(" checked") == 1 + 2
    assert client.get(f"/sell/orders/print?codes={shelf['one']}").text.count(" checked") == 1 + 2  # asked for by name: once more
    assert "พิมพ์ใบปะหน้าแล้วเมื่อ" in client.get(f"/sell/orders/{shelf['one']}").text
    assert "Label printed on" in client.get(f"/en/sell/orders/{shelf['one']}").text
    assert "Open the labels (PDF)" in client.get("/en" + answer.location).text


def test_the_files_hold_their_own_only(client, shelf):
    codes = ",".join(shelf.values())

    labels = client.get(f"/sell/orders/labels.pdf?codes={codes}")
    slips = client.get(f"/sell/orders/packing-slips.pdf?codes={codes}")

    assert labels.headers["Cache-Control"] == "private, no-store"
    said = text_of(labels.data)
    assert [code in said for code in shelf.values()] == [True, True, False, False, False]
    assert "ปิ่น แก้วใส" in said
    said = text_of(slips.data)
    assert [code in said for code in shelf.values()] == [True, True, True, False, False]
    assert client.get(f"/sell/orders/labels.pdf?codes={shelf['strangers']}").status_code == 404
    assert client.get(f"/sell/orders/labels.pdf?codes={shelf['collected']}").status_code == 404
    assert client.get("/sell/orders/packing-slips.pdf").status_code == 404


def test_what_cannot_be_printed_is_said_and_nothing_counts_as_printed(app, client, shelf):
    none = client.post("/sell/orders/print", data={})
    gone = client.post("/sell/orders/print", data={"codes": [shelf["one"], shelf["cancelled"]]})
    others = client.post("/sell/orders/print", data={"codes": [shelf["one"], shelf["strangers"]]})
    many = client.post("/sell/orders/print", data={"codes": [f"K7Q2{n:04d}" for n in range(101)]})

    assert (none.status_code, "เลือกคำสั่งซื้ออย่างน้อย 1 รายการ" in none.text) == (422, True)
    assert (gone.status_code, "บางคำสั่งซื้อพิมพ์ไม่ได้แล้ว" in gone.text) == (409, True)
    assert others.status_code == 409
    assert (many.status_code, "ครั้งละไม่เกิน 100" in many.text) == (422, True)
    assert printed(app) == set()
    for bad in ("sheet=a0", "first=5", "first=x", "marks=bomb"):
        assert client.get(f"/sell/orders/labels.pdf?codes={shelf['one']}&{bad}").status_code == 422
    assert client.get("/sell/orders/labels.pdf?codes=" + "A," * 101).status_code == 422
    assert client.get("/sell/orders/print?stage=done").status_code == 422


def test_a_corrected_address_wants_a_new_label(app, client, shelf):
    client.post("/sell/orders/print", data={"codes": shelf["one"]})
    assert printed(app) == {shelf["one"]}
    typed = {"name": "ปิ่น แก้วใส", "phone": "0891234567", "line1": "1/1", "subdistrict": "คลองสอง"}
    typed |= {"district": "คลองหลวง", "province": "ปทุมธานี", "postcode": "12120"}

    client.post(f"/sell/orders/{shelf['one']}/address", data=typed)

    assert printed(app) == set()


def test_the_old_addresses_of_slips_lead_to_the_file(client, shelf):
    one = client.get(f"/sell/orders/{shelf['one']}/packing-slip")
    both = client.get(f"/sell/orders/packing-slips?codes={shelf['one']},{shelf['two']}")

    assert (one.status_code, one.location) == (301, f"/sell/orders/packing-slips.pdf?codes={shelf['one']}")
    assert text_of(client.get(both.location).data).count("ใบจัดของ") == 2
    assert client.get(f"/sell/orders/{shelf['strangers']}/packing-slip").status_code == 404
