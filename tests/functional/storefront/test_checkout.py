"""A buyer goes from basket to purchase: once, at the prices shown, and losing nothing typed."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from shop.audit.models import AuditEntry
from shop.basket.models import BasketItem
from shop.catalogue import stock
from shop.catalogue.models import Variant
from shop.groups.models import Group, ShippingKind, ShippingOption
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.notices.models import Notice
from shop.orders.models import Order, OrderLine, PaymentMethod, Purchase
from shop.orders.states import OrderStatus
from shop.payments.models import Payment, PaymentStatus
from tests.client import PageClient
from tests.factories.checkout import ADDRESS, BUYER, add, fields, filled, given_goods, group_of, place, purchases
from tests.factories.people import given_an_account
from tests.functional.storefront.test_basket import change_variant, in_baskets, sell_out, suspend
from tests.queries import queries_of


def orders(app: Flask) -> list[Order]:
    return list(db.session.scalars(db.select(Order).order_by(Order.id)))


def nothing_was_placed(app: Flask) -> bool:
    with app.app_context():
        counts = [
            db.session.scalar(db.select(db.func.count(table.id))) for table in (Purchase, Order, OrderLine, Payment, Notice)
        ]
        placed = db.session.scalar(db.select(db.func.count(AuditEntry.id)).where(AuditEntry.action.like("%:place")))
        return not any(counts) and not placed and stock.differences() == []


def available(app: Flask, variant_id: int) -> int:
    with app.app_context():
        return db.session.get_one(Variant, variant_id).available


def group_id_of(app: Flask, variant_id: int) -> int:
    with app.app_context():
        return group_of(variant_id).id


def set_group(app: Flask, variant_id: int, **values: object) -> None:
    with app.app_context(), transaction():
        for name, value in values.items():
            setattr(group_of(variant_id), name, value)


def test_a_guest_buys_from_two_groups_at_once(app: Flask, client: PageClient):
    first, second = given_goods(app, groups=2)
    add(client, first, 2)
    add(client, second, 3)

    answer = place(client)

    assert answer.status_code == 303
    with app.app_context():
        (purchase,) = purchases()
        assert answer.location == f"/purchases/{purchase.code}?key={purchase.link_key}"
        assert purchase.total_satang == 5 * 6500 + 2 * 4000
        assert (purchase.name, purchase.phone, purchase.email) == ("วิภา ใจดี", "+66891234567", "wipha@buyers.example")
        assert [order.total_satang for order in purchase.orders] == [2 * 6500 + 4000, 3 * 6500 + 4000]
        order = purchase.orders[0]
        assert (order.status, order.payment_method) == (OrderStatus.PLACED, PaymentMethod.COD)
        assert (order.line1, order.subdistrict, order.district, order.province, order.postcode) == tuple(ADDRESS.values())
        assert (order.note, order.shipping_kind, order.shipping_name) == ("ฝากไว้ที่ป้อมยาม", "flat", "ไปรษณีย์")
        assert order.acts_at > now()
        (line,) = order.lines
        assert (line.title, line.variant_name, line.quantity) == ("น้ำพริกเผาปลาย่าง", "200 กรัม", 2)
        assert (line.unit_price_satang, line.weight_grams) == (6500, 250)
        assert line.revision_id
        payments = db.session.scalars(db.select(Payment).order_by(Payment.id)).all()
        assert [(payment.order_id, payment.amount_satang, payment.status) for payment in payments] == [
            (order.id, order.total_satang, PaymentStatus.PENDING) for order in purchase.orders
        ]
        assert stock.differences() == []
        kinds = sorted(notice.kind for notice in db.session.scalars(db.select(Notice)))
        assert kinds == ["order_received_by_group", "order_received_by_group", "purchase_placed"]
        actions = sorted(entry.action for entry in db.session.scalars(db.select(AuditEntry)) if entry.action.endswith(":place"))
        assert actions == ["order:place", "order:place", "purchase:place"]
    assert (available(app, first), available(app, second)) == (8, 7)
    assert in_baskets(app) == []
    assert client.get(answer.location).status_code == 200
    assert "ยังไม่มีอะไรในตะกร้า" in client.get("/checkout", follow_redirects=True).text


def test_the_english_page_buys_the_same_and_writes_english(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant, prefix="/en")
    form = filled(client, "/en") | {"subdistrict": "Khlong Nueng", "district": "Khlong Luang", "province": "Pathum Thani"}

    answer = place(client, form, "/en")

    assert answer.location.startswith("/en/purchases/")
    with app.app_context():
        (purchase,) = purchases()
        assert purchase.locale == "en"
        assert purchase.orders[0].subdistrict == "คลองหนึ่ง"


def test_email_and_note_may_be_empty(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant)

    assert place(client, email="", note="").status_code == 303
    with app.app_context():
        assert purchases()[0].email is None


def test_the_same_token_again_gives_the_same_purchase(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant)
    form = filled(client)

    first, second = place(client, form), place(client, form | {"name": "อีกคน"})

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    with app.app_context():
        assert [purchase.name for purchase in purchases()] == ["วิภา ใจดี"]
    assert available(app, variant) == 9


def test_two_at_the_very_same_moment_make_one_purchase(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant, 2)
    form = filled(client)
    cookies = {name: client.get_cookie(name).value for name in ("basket", "session")}

    def send(_number: int) -> tuple[int, str | None]:
        twin = app.test_client()
        for name, value in cookies.items():
            twin.set_cookie(name, value)
        answer = twin.post("/checkout", data=form)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))

    assert {status for status, _location in answers} == {303}
    assert len({location for _status, location in answers}) == 1
    with app.app_context():
        assert len(purchases()) == 1
        assert stock.differences() == []
    assert available(app, variant) == 8


def test_baskets_in_opposite_order_never_wait_for_one_another(app: Flask):
    variants = given_goods(app, groups=3, stock_pieces=200)
    visitors = []
    for number in range(12):
        visitor = PageClient(app, app.response_class)
        for variant in variants if number % 2 else reversed(variants):
            add(visitor, variant)
        visitors.append((visitor, filled(visitor)))

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda pair: place(*pair).status_code, visitors))

    assert answers == [303] * 12
    assert [available(app, variant) for variant in variants] == [188] * 3


def test_a_price_that_changed_is_shown_before_anything_is_placed(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant, 2)
    form = filled(client)
    change_variant(app, variant, price_satang=7000)

    answer = place(client, form)

    assert answer.status_code == 409
    assert "ราคาเปลี่ยนจาก ฿65 เป็น ฿70" in answer.text
    assert "฿180" in answer.text
    for typed in (*BUYER.values(), *ADDRESS.values()):
        assert typed in answer.text
    assert nothing_was_placed(app)
    assert available(app, variant) == 10

    assert place(client, fields(answer.text)).status_code == 303
    with app.app_context():
        assert purchases()[0].total_satang == 2 * 7000 + 4000


def test_a_delivery_cost_that_changed_is_shown_first(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant)
    form = filled(client)
    with app.app_context(), transaction():
        db.session.execute(db.update(ShippingOption).where(ShippingOption.kind == ShippingKind.FLAT).values(price_satang=5500))

    answer = place(client, form)

    assert answer.status_code == 409
    assert "เปลี่ยนจาก ฿40 เป็น ฿55" in answer.text
    assert nothing_was_placed(app)


def test_what_sold_out_meanwhile_is_told_and_the_rest_kept(app: Flask, client: PageClient):
    kept, gone = given_goods(app, groups=2)
    add(client, kept)
    add(client, gone)
    form = filled(client)
    sell_out(app, gone)

    answer = place(client, form)

    assert answer.status_code == 409
    assert "ของหมดหรือหยุดขายแล้ว" in answer.text
    assert BUYER["name"] in answer.text
    assert nothing_was_placed(app)


def test_fewer_left_than_wanted_is_told_before_placing(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant, 5)
    form = filled(client)
    sell_out(app, variant, left=3)

    answer = place(client, form)

    assert answer.status_code == 409
    assert "เหลือ 3 ชิ้น จาก 5 ชิ้น" in answer.text
    assert nothing_was_placed(app)


def test_a_product_suspended_meanwhile_is_not_sold(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant)
    form = filled(client)
    suspend(app, variant)

    answer = place(client, form)

    assert answer.status_code == 409
    assert "หยุดขายแล้ว" in answer.text
    assert nothing_was_placed(app)


def test_what_could_not_be_ordered_stays_in_the_basket(app: Flask, client: PageClient):
    good, gone = given_goods(app, groups=2)
    add(client, good)
    add(client, gone)
    suspend(app, gone)

    assert place(client).status_code == 303
    assert in_baskets(app) == [(gone, 1)]
    with app.app_context():
        assert len(orders(app)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "ก" * 121),
        ("phone", ""),
        ("phone", "12345"),
        ("phone", "๐๘๙-๑๒๓"),
        ("email", "not an address"),
        ("line1", ""),
        ("line1", "x" * 201),
        ("postcode", "99999"),
        ("postcode", ""),
        ("subdistrict", "ลาดพร้าว"),
        ("district", "ไม่มีอำเภอนี้"),
        ("province", "Atlantis"),
        ("note", "น" * 501),
        ("payment_method", "stripe"),
        ("payment_method", "pickup"),
        ("payment_method", ""),
        ("payment_method", "ทอง"),
    ],
)
def test_a_bad_field_is_marked_and_everything_typed_is_kept(app: Flask, client: PageClient, field: str, value: str):
    (variant,) = given_goods(app)
    add(client, variant)
    form = filled(client) | {field: value}

    answer = place(client, form)

    assert answer.status_code == 422
    assert "มีจุดที่ต้องแก้" in answer.text
    assert 'aria-invalid="true"' in answer.text
    told = re.findall(r'<p class="field-error".*?</p>', answer.text)
    assert told
    assert all(re.search(r"</span>\S.*</span></p>", words) for words in told)
    for name, typed in (BUYER | ADDRESS).items():
        assert name == field or typed in answer.text
    assert nothing_was_placed(app)
    assert in_baskets(app) == [(variant, 1)]


@pytest.mark.parametrize("value", ["", "0", "99999", "ไปรษณีย์", "-1"])
def test_a_shipping_that_is_not_offered_is_refused(app: Flask, client: PageClient, value: str):
    (variant,) = given_goods(app)
    add(client, variant)

    answer = place(client, **{f"shipping-{group_id_of(app, variant)}": value})

    assert answer.status_code == 422
    assert "เลือกวิธีรับของ" in answer.text
    assert nothing_was_placed(app)


@pytest.mark.parametrize("token", ["", "made-up", "WyJhIix7fV0.AAAA"])
def test_a_token_of_somebodys_own_making_places_nothing(app: Flask, client: PageClient, token: str):
    (variant,) = given_goods(app)
    add(client, variant)

    answer = place(client, checkout_token=token)

    assert answer.status_code == 422
    assert BUYER["name"] in answer.text
    assert nothing_was_placed(app)


def test_without_csrf_token_nothing_is_placed(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant)
    form = filled(client)
    del form["csrf_token"]

    assert client.post("/checkout", data=form, token=False).status_code == 400
    assert nothing_was_placed(app)


def test_goods_that_are_collected_need_no_address(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant)
    nowhere = dict.fromkeys(ADDRESS, "")

    answer = place(client, **{f"shipping-{group_id_of(app, variant)}": "collect", "payment_method": "pickup"}, **nowhere)

    assert answer.status_code == 303
    with app.app_context():
        (order,) = orders(app)
        assert (order.payment_method, order.shipping_kind, order.shipping_satang) == (PaymentMethod.PICKUP, "collect", 0)
        assert (order.line1, order.postcode) == ("", "")


def test_cash_for_all_is_cash_at_collection_where_the_buyer_collects(app: Flask, client: PageClient):
    first, second = given_goods(app, groups=2)
    add(client, first)
    add(client, second)

    place(client, **{f"shipping-{group_id_of(app, second)}": "collect"})

    with app.app_context():
        assert [order.payment_method for order in orders(app)] == [PaymentMethod.COD, PaymentMethod.PICKUP]
        assert [order.line1 for order in orders(app)] == [ADDRESS["line1"], ""]


def test_one_groups_payment_may_differ(app: Flask, client: PageClient):
    first, second = given_goods(app, groups=2)
    add(client, first)
    add(client, second)
    one, two = group_id_of(app, first), group_id_of(app, second)
    mixed = {f"shipping-{two}": "collect", f"payment-{two}": "pickup"}

    assert place(client, filled(client) | mixed | {f"payment-{one}": "pickup"}).status_code == 422
    assert nothing_was_placed(app)
    assert place(client, filled(client) | {f"payment-{two}": "pickup"}).status_code == 422
    assert place(client, filled(client) | mixed).status_code == 303
    with app.app_context():
        assert [order.payment_method for order in orders(app)] == [PaymentMethod.COD, PaymentMethod.PICKUP]


def test_a_group_offers_only_what_it_accepts(app: Flask, client: PageClient):
    cash, collected, closed = given_goods(app, groups=3)
    set_group(app, cash, accepts_pickup=False)
    set_group(app, collected, accepts_cod=False)
    set_group(app, closed, accepts_cod=False, accepts_pickup=False)
    for variant in (cash, collected, closed):
        add(client, variant)

    page = client.get("/checkout").text
    assert "ยังไม่มีวิธีส่งที่ใช้ได้" in page
    form = filled(client)
    assert form[f"shipping-{group_id_of(app, collected)}"] == "collect"
    assert f"shipping-{group_id_of(app, closed)}" not in form
    assert place(client, form).status_code == 303
    with app.app_context():
        assert [order.payment_method for order in orders(app)] == [PaymentMethod.COD, PaymentMethod.PICKUP]
    assert in_baskets(app) == [(closed, 1)]


def test_delivery_by_weight_costs_by_weight_and_refuses_the_too_heavy(app: Flask, client: PageClient):
    (variant,) = given_goods(app, stock_pieces=100)
    with app.app_context(), transaction():
        option = db.session.scalars(db.select(ShippingOption).where(ShippingOption.kind == ShippingKind.FLAT)).one()
        option.kind, option.weight_steps = ShippingKind.BY_WEIGHT, [[1000, 3500], [5000, 7000]]
    add(client, variant, 8)

    assert place(client).status_code == 303  # 8 times 250 g
    with app.app_context():
        assert orders(app)[0].shipping_satang == 7000
    add(client, variant, 21)
    assert filled(client)[f"shipping-{group_id_of(app, variant)}"] == "collect"


def test_a_postcode_brings_its_subdistricts_without_script(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant)
    form = filled(client, subdistrict="", district="", province="")

    looked_up = client.post("/checkout", data=form | {"look_up": "1"})
    assert looked_up.status_code == 200
    assert 'name="use_place" value="130201"' in looked_up.text
    assert BUYER["note"] in looked_up.text

    chosen = client.post("/checkout", data=form | {"use_place": "130201"})
    after = fields(chosen.text)
    assert (after["subdistrict"], after["district"], after["province"]) == ("คลองหนึ่ง", "คลองหลวง", "ปทุมธานี")
    assert nothing_was_placed(app)
    assert place(client, after).status_code == 303


def test_an_unknown_postcode_says_so_and_loses_nothing(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant)
    answer = client.post("/checkout", data=filled(client, postcode="99999") | {"look_up": "1"})
    assert answer.status_code == 200
    assert "ไม่พบรหัสไปรษณีย์นี้" in answer.text
    assert BUYER["name"] in answer.text


@pytest.mark.parametrize("postcode", ["12120", "๑๒๑๒๐", "99999", "", "x" * 500])
def test_places_are_offered_while_typing(app: Flask, client: PageClient, postcode: str):
    answer = client.get("/checkout/places", query_string={"postcode": postcode})
    assert answer.status_code == 200
    assert ("คลองหนึ่ง" in [place["subdistrict"] for place in answer.json]) == (postcode in ("12120", "๑๒๑๒๐"))


def test_a_signed_in_buyer_finds_the_last_address_again(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    with app.app_context(), transaction():
        account_id = given_an_account(name="มาลี", phone="+66811112222").id
    client.sign_in(account_id)
    add(client, variant)
    page = filled(client)
    assert client.get("/checkout").text.count("มาลี") == 1
    place(client, page)
    add(client, variant)

    again = fields(client.get("/checkout").text)
    assert {name: again[name] for name in ADDRESS} == ADDRESS
    assert (again["name"], again["phone"]) == (BUYER["name"], BUYER["phone"])
    with app.app_context():
        assert purchases()[0].account_id == account_id


def test_a_whole_purchase_asks_a_bounded_number_of_questions(app: Flask, client: PageClient):
    for groups in (1, 5):
        for variant in given_goods(app, groups=groups):
            add(client, variant)
        with queries_of(app) as to_show:
            form = filled(client)
        with queries_of(app) as to_place:
            assert place(client, form).status_code == 303
        assert len(to_show) <= 4, to_show
        assert len(to_place) <= 20 + 17 * groups, "\n".join(to_place)


def test_nobody_reaches_the_checkout_with_nothing(app: Flask, client: PageClient):
    assert client.get("/checkout").location == "/basket"
    assert client.post("/checkout", data=BUYER | ADDRESS).status_code == 409
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(BasketItem.id))) == 0
        assert db.session.scalar(db.select(db.func.count(Group.id))) == 0
