"""A buyer gives something back: asks with photos, sends it, disputes, withdraws; somebody else finds nothing."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.jobs.handlers.orphans import forget_orphaned_files
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns.models import Return, ReturnPhoto
from shop.orders.returns.photos import return_photos
from shop.orders.returns.states import ReturnAction, ReturnReason, ReturnStatus
from shop.orders.states import OrderStatus
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account
from tests.factories.returns import a_picture, given_a_return, given_an_order_by, take

A, S = ReturnAction, ReturnStatus


def given(app: Flask, status: OrderStatus = OrderStatus.RECEIVED, method=PaymentMethod.COD, **line: object) -> dict:
    """An order of three pieces; `line` changes its columns."""
    with app.app_context(), transaction():
        order = given_an_order_by(method, given_a_product(given_a_group(), stock_pieces=9), status=status, quantity=3)
        for name, value in line.items():
            setattr(order.lines[0], name, value)
        return {"code": order.code, "key": order.purchase.link_key, "line": order.lines[0].id}


def given_asked(app: Flask, it: dict, *actions: ReturnAction, **details: object) -> None:
    with app.app_context(), transaction():
        asked = given_a_return(None, order=db.session.scalar(select(Order).where(Order.code == it["code"])), **details)
        for action in actions:
            take(asked, action)


def ask(client: PageClient, it: dict, *, pieces: object = 2, prefix: str = "", **form: object):
    typed = {f"pieces-{it['line']}": str(pieces), "reason": "damaged", "words": "แตก 2 ขวด"} | form
    return client.post(f"{prefix}/orders/{it['code']}/return?key={it['key']}", data=typed)


def the_return(app: Flask) -> tuple | None:
    with app.app_context():
        asked = db.session.scalars(select(Return)).one_or_none()
        return asked and (asked.status, asked.reason, asked.words, [line.quantity for line in asked.lines])


def test_a_buyer_asks_with_photos_and_follows_it_on_the_orders_page(app: Flask, client: PageClient):
    it = given(app)
    here = f"/orders/{it['code']}"
    assert f"{here}/return?key=" in client.get(f"{here}?key={it['key']}").text
    assert "72 ชั่วโมง" in client.get(f"{here}/return?key={it['key']}").text

    pictures = [(BytesIO(a_picture()), "one.jpg"), (BytesIO(a_picture("PNG")), "two.png")]
    answer = ask(client, it, photos=pictures)

    assert (answer.status_code, answer.location) == (303, f"{here}?key={it['key']}#returns")
    assert the_return(app) == (S.REQUESTED, ReturnReason.DAMAGED, "แตก 2 ขวด", [2])
    page = client.get(f"{here}?key={it['key']}").text
    assert "รอกลุ่มตอบ" in page
    assert "แตก 2 ขวด" in page
    shown = re.findall(rf'src="({here}/return/photos/[^"]+)"', page)
    assert len(shown) == 2
    picture = client.get(shown[0].replace("&amp;", "&"))
    assert (picture.status_code, picture.mimetype, picture.data[8:12]) == (200, "image/webp", b"WEBP")
    assert picture.headers["Cache-Control"] == "no-store"
    assert client.get(shown[0].split("?")[0]).status_code == 404
    assert f'href="{here}/return?key=' not in page


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"pieces": 0}, "เลือกอย่างน้อย 1 ชิ้น"),
        ({"pieces": 4}, "จำนวนต้องเป็นตัวเลข"),
        ({"pieces": "สอง"}, "จำนวนต้องเป็นตัวเลข"),
        ({"reason": ""}, "เลือกเหตุผล"),
        ({"words": ""}, "เขียนให้อีกฝ่ายเข้าใจ"),
        ({"photos": (BytesIO(b"GIF89a"), "moving.gif")}, "moving.gif: ไฟล์นี้ไม่ใช่รูป"),
        ({"photos": [(BytesIO(a_picture()), f"{n}.jpg") for n in range(5)]}, "ใส่รูปได้ไม่เกิน 4 รูป"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_kept(app: Flask, client: PageClient, form: dict, words: str):
    it = given(app)
    if "photos" in form:  # a stream is read once, and this runs on two databases
        sent = form["photos"] if isinstance(form["photos"], list) else [form["photos"]]
        form = {"photos": [(BytesIO(stream.getvalue()), name) for stream, name in sent]}
    answer = ask(client, it, **form)

    assert answer.status_code == 422
    assert words in answer.text
    assert the_return(app) is None


def test_photos_of_a_refused_form_are_not_asked_for_again_and_those_left_lying_are_swept(app: Flask, client: PageClient):
    it = given(app)
    answer = ask(client, it, words="", photos=[(BytesIO(a_picture()), "one.jpg")])
    kept = re.search(r'name="kept" value="([^"]+)"', answer.text)[1]

    assert ask(client, it, kept=kept).status_code == 303
    with app.app_context():
        photo = db.session.scalars(select(ReturnPhoto)).one()
        known = return_photos.file_key(photo.key, photo.widths[0])
        lost = return_photos.file_key(new_key(), 320)
        storage.put(lost, b"left lying")
        with time_machine.travel(now() + timedelta(days=2)):
            forget_orphaned_files()
        assert (storage.exists(known), storage.exists(lost), return_photos.missing_files()) == (True, False, [])


def test_what_cannot_be_returned_unless_faulty_is_said_and_held_to(app: Flask, client: PageClient):
    it = given(app, is_returnable=False)
    words = "คืนไม่ได้ เว้นแต่ชำรุด"
    assert words in client.get(f"/orders/{it['code']}?key={it['key']}").text
    assert words in client.get(f"/orders/{it['code']}/return?key={it['key']}").text

    answer = ask(client, it, reason="changed_mind")
    assert (answer.status_code, the_return(app)) == (422, None)
    assert ask(client, it).status_code == 303


@pytest.mark.parametrize("status", [OrderStatus.PLACED, OrderStatus.SHIPPED, OrderStatus.CANCELLED])
def test_too_early_or_never_is_told(app: Flask, client: PageClient, status: OrderStatus):
    it = given(app, status)
    here = f"/orders/{it['code']}"
    assert f"{here}/return?key=" not in client.get(f"{here}?key={it['key']}").text
    assert client.get(f"{here}/return?key={it['key']}").status_code == 409
    assert ask(client, it).status_code == 409
    assert the_return(app) is None


def test_somebody_elses_order_is_not_there(app: Flask, client: PageClient):
    it = given(app)
    given_asked(app, it)
    with app.app_context(), transaction():
        client.sign_in(given_an_account().id)
        before = db.session.scalar(select(func.count(AuditEntry.id)))
    for path in ("return", "return/withdraw", "return/dispute", "return/send-back"):
        assert client.post(f"/orders/{it['code']}/{path}", data={"words": "x"}).status_code == 404
        assert client.post(f"/orders/{it['code']}/{path}?key=wrong", data={"words": "x"}).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count(AuditEntry.id))) == before
    assert the_return(app)[0] is S.REQUESTED


def test_it_is_sent_back_with_its_number(app: Flask, client: PageClient):
    it = given(app)
    given_asked(app, it, A.ACCEPT)
    here = f"/orders/{it['code']}"
    assert "ส่งของกลับถึงกลุ่มก่อน" in client.get(f"{here}?key={it['key']}").text
    bad = client.post(f"{here}/return/send-back?key={it['key']}", data={"carrier": "thailand_post", "tracking_number": "12"})
    assert (bad.status_code, the_return(app)[0]) == (422, S.ACCEPTED)
    assert "เลขพัสดุไม่ตรงรูปแบบ" in bad.text

    number = {"carrier": "thailand_post", "tracking_number": "ey145587898th"}
    answer = client.post(f"{here}/return/send-back?key={it['key']}", data=number)
    assert (answer.status_code, the_return(app)[0]) == (303, S.SENT_BACK)
    assert "EY145587898TH" in client.get(answer.location).text


def test_a_refusal_is_taken_to_the_officials_once(app: Flask, client: PageClient):
    it = given(app)
    given_asked(app, it, A.REFUSE)
    here = f"/orders/{it['code']}"
    assert "ดูรูปแล้ว" in client.get(f"{here}?key={it['key']}").text
    empty = client.post(f"{here}/return/dispute?key={it['key']}", data={"words": " "})
    assert (empty.status_code, the_return(app)[0]) == (422, S.REFUSED)

    assert client.post(f"{here}/return/dispute?key={it['key']}", data={"words": "แตกจริง"}).status_code == 303
    again = client.post(f"{here}/return/dispute?key={it['key']}", data={"words": "แตกจริง"})
    assert (again.status_code, the_return(app)[0]) == (409, S.DISPUTED)


def test_it_may_be_withdrawn_and_asked_anew(app: Flask, client: PageClient):
    it = given(app)
    assert ask(client, it).status_code == 303
    assert ask(client, it).status_code == 409
    assert client.post(f"/orders/{it['code']}/return/withdraw?key={it['key']}").status_code == 303
    assert ask(client, it, pieces=1).status_code == 303


def test_the_order_shows_what_was_given_back(app: Flask, client: PageClient):
    it = given(app, method=PaymentMethod.STRIPE)
    given_asked(app, it, A.REFUND)
    page = client.get(f"/en/orders/{it['code']}?key={it['key']}").text
    for words in ("3 returned", "Given back or taken off", "Being given back", "To be paid back: settled"):
        assert words in page


def test_the_same_in_english(app: Flask, client: PageClient):
    it = given(app, is_returnable=False)
    page = client.get(f"/en/orders/{it['code']}/return?key={it['key']}").text
    for words in ("Report a problem or return", "Which pieces", "Cannot be returned unless faulty", "Send to the group"):
        assert words in page
    assert ask(client, it, prefix="/en", pieces=0).status_code == 422
    answer = ask(client, it, prefix="/en")
    assert answer.location.startswith("/en/orders/")
    assert "Waiting for the group" in client.get(answer.location).text
