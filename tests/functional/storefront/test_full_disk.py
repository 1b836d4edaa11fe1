"""Where the disk is full a photo is refused in words at its field: nothing typed is lost, and no order is touched."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from shop.kernel import storage as room
from shop.kernel.database import db, transaction
from shop.kernel.storage import Storage, StorageFull
from shop.orders.models import Order
from shop.orders.returns.models import Return
from shop.orders.states import OrderStatus as S
from shop.payments.slips.models import Slip
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order
from tests.factories.returns import a_picture
from tests.factories.slips import a_slip_picture, given_a_promptpay_order


@pytest.fixture(params=["soon", "now"])
def full(request, monkeypatch):
    """Almost, so that what is kept free would be touched; or no byte is left."""
    if request.param == "soon":
        monkeypatch.setattr(room, "KEPT_FREE", 10**18)
    else:

        def put(_self, key, _content):
            raise StorageFull(key)

        monkeypatch.setattr(Storage, "put", put)


def test_a_slip_is_asked_for_again_and_the_order_waits_on(app, client, full):
    with app.app_context(), transaction():
        order = given_a_promptpay_order()
        address, until = f"/orders/{order.code}/slip?key={order.purchase.link_key}", order.acts_at

    answer = client.post(address, data={"slip": (BytesIO(a_slip_picture()), "slip.jpg")})

    assert (answer.status_code, "ตอนนี้ตลาดเก็บรูปเพิ่มไม่ได้" in answer.text) == (507, True)
    assert "โอนแล้ว ส่งสลิป" in answer.text
    with app.app_context():
        order = db.session.scalars(select(Order)).one()
        assert (order.status, order.acts_at) == (S.AWAITING_PAYMENT, until)
        assert db.session.scalar(select(func.count(Slip.id))) == 0


def test_what_was_written_about_a_return_is_kept(app, client, full):
    with app.app_context(), transaction():
        group = given_a_group()
        order = given_an_order(group, given_a_product(group), status=S.RECEIVED)
        address, line = f"/orders/{order.code}/return?key={order.purchase.link_key}", order.lines[0].id
    form = {"reason": "damaged", f"pieces-{line}": "1", "words": "ขวดแตกมาหนึ่งขวด", "photos": (BytesIO(a_picture()), "a.jpg")}

    answer = client.post(address, data=form)

    assert (answer.status_code, "ตอนนี้ตลาดเก็บรูปเพิ่มไม่ได้" in answer.text) == (422, True)
    assert "ขวดแตกมาหนึ่งขวด" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(Return.id))) == 0


def test_anywhere_else_it_is_a_page_that_says_so(app, client, monkeypatch):
    def home():
        raise StorageFull("x")

    home.__dict__.update(app.view_functions["storefront.home"].__dict__)
    monkeypatch.setitem(app.view_functions, "storefront.home", home)

    answer = client.get("/")

    assert (answer.status_code, "ที่เก็บของตลาดเต็ม" in answer.text) == (507, True)
