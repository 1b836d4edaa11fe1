"""A buyer reviews what came; an official lets it through; its group answers; everybody reads it."""

import json
import re
from io import BytesIO

from flask import Flask
from sqlalchemy import select

from shop.catalogue.models import Product
from shop.kernel.database import db, transaction
from shop.orders.states import OrderStatus
from shop.reviews.models import Review, ReviewAnswer, ReviewPhoto, Standing
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.moderation import official
from tests.factories.returns import a_picture
from tests.factories.reviews import given_a_received_line, given_a_review, given_a_review_photo
from tests.queries import queries_of


def given(app: Flask, status: OrderStatus = OrderStatus.RECEIVED) -> dict:
    with app.app_context(), transaction():
        group = given_a_group()
        line = given_a_received_line(group, given_a_product(group, "ไข่เค็ม"), status=status)
        order = line.order
        return {
            "order": f"/orders/{order.code}?key={order.purchase.link_key}",
            "form": f"/orders/{order.code}/lines/{line.id}/review?key={order.purchase.link_key}",
            "product": f"/products/{line.product_id}-ไข่เค็ม",
            "product_id": line.product_id,
            "group": f"/groups/{group.slug}",
            "owner": owner_of(group).id,
            "official": official().id,
        }


def person(app: Flask, account_id: int) -> PageClient:
    return PageClient(app, app.response_class).sign_in(account_id)


def kept(app: Flask) -> list[tuple]:
    with app.app_context():
        return [(one.stars, one.words, one.name, one.status, len(one.photos)) for one in db.session.scalars(select(Review))]


def test_a_review_with_a_photo_goes_its_way(app: Flask, client: PageClient):
    it = given(app)
    assert "/review?key=" in client.get(it["order"]).text
    photo = [(BytesIO(a_picture()), "one.jpg")]

    answer = client.post(it["form"], data={"stars": "4", "words": "เค็มกำลังดี โทร 0812345678", "with_name": "y", "photos": photo})

    assert (answer.status_code, answer.location.endswith("#reviews")) == (303, True)
    assert kept(app) == [(4, "เค็มกำลังดี โทร 0812345678", "วิภา", Standing.WAITING, 1)]
    with app.app_context():
        key = db.session.scalar(select(ReviewPhoto.key))
    assert "เค็มกำลังดี" not in client.get(it["product"]).text + client.get(f"/products/{it['product_id']}/reviews").text
    assert client.get(f"/photos/reviews/{key}/320.webp").status_code == 404
    assert "รอเจ้าหน้าที่อ่าน" in client.get(it["order"]).text

    desk = person(app, it["official"])
    page = desk.get("/office/reviews").text
    assert "<mark>0812345678</mark>" in page
    assert desk.get(f"/office/reviews/photos/{key}/320.webp").mimetype == "image/webp"
    name = re.search(r'value="(review-\d+-1)"', page)[1]
    assert desk.post("/office/reviews", data={"approve": name}).status_code == 303
    assert desk.post("/office/reviews", data={"approve": name}).status_code == 409  # the second click

    seller = person(app, it["owner"])
    assert "เค็มกำลังดี" in seller.get("/sell/reviews").text
    review_id = name.split("-")[1]
    assert seller.post(f"/sell/reviews/{review_id}/answer", data={"words": " "}).status_code == 422
    assert seller.post(f"/sell/reviews/{review_id}/answer", data={"words": "ขอบคุณค่ะ"}).status_code == 303
    assert "ขอบคุณค่ะ" not in client.get(it["product"]).text
    with app.app_context():
        answer_id = db.session.scalar(select(ReviewAnswer.id))
    assert desk.post("/office/reviews", data={"chosen": f"answer-{answer_id}-1", "outcome": "approve"}).status_code == 303

    page = client.get(it["product"]).text
    assert all(words in page for words in ("เค็มกำลังดี", "วิภา", "ขอบคุณค่ะ", f"/photos/reviews/{key}/"))
    about = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    assert about["aggregateRating"] == {"@type": "AggregateRating", "ratingValue": 4.0, "reviewCount": 1, "bestRating": 5}
    assert client.get(f"/photos/reviews/{key}/320.webp").status_code == 200
    for address in ("/products", it["group"], f"/en/products/{it['product_id']}/reviews"):
        assert "4.0" in client.get(address).text, address
    assert client.get(f"/api/v1/products/{it['product_id']}").json["rating"] == {"average": 4.0, "count": 1}


def test_what_is_wrong_is_said_at_its_field_and_a_photo_is_not_asked_for_twice(app: Flask, client: PageClient):
    it = given(app)
    answer = client.post(it["form"], data={"words": "ก" * 1001, "photos": [(BytesIO(a_picture()), "one.jpg")]})
    assert answer.status_code == 422
    assert all(words in answer.text for words in ("เลือกจำนวนดาวก่อน", "1,000", "เก็บรูปไว้แล้ว 1 รูป"))
    token = re.search(r'name="kept" value="([^"]+)"', answer.text)[1]
    four = [(BytesIO(a_picture()), f"{n}.jpg") for n in range(4)]
    assert client.post(it["form"], data={"stars": "5", "photos": four}).status_code == 422
    assert client.post(it["form"], data={"stars": "9", "photos": [(BytesIO(b"MZ"), "x.jpg")]}).status_code == 422
    assert kept(app) == []

    assert client.post(it["form"], data={"stars": "5", "kept": token}).status_code == 303
    assert kept(app) == [(5, "", "", Standing.WAITING, 1)]

    with app.app_context():
        key = db.session.scalar(select(ReviewPhoto.key))
    assert f"/reviews/photos/{key}/" in client.get(it["form"]).text
    assert client.post(it["form"], data={"stars": "3", "without": key}).status_code == 303
    assert kept(app) == [(3, "", "", Standing.APPROVED, 0)]


def test_who_may_not_review_is_told_so(app: Flask, client: PageClient):
    early = given(app, OrderStatus.SHIPPED)
    assert client.get(early["form"]).status_code == client.post(early["form"], data={"stars": "5"}).status_code == 409
    assert "/review?key=" not in client.get(early["order"]).text
    it = given(app)
    assert client.get(it["form"].split("?")[0]).status_code == 404
    assert client.post(it["form"].replace("lines/", "lines/9")).status_code == 404
    assert kept(app) == []


def test_officials_refuse_several_at_once_for_a_reason(app: Flask):
    with app.app_context(), transaction():
        group = given_a_group()
        lines = [given_a_received_line(group, given_a_product(group)) for _ in range(2)]
        names = [f"review-{given_a_review(line, approved=False).id}-1" for line in lines]
        commerce = official().id
    desk = person(app, commerce)
    assert desk.post("/office/reviews", data={"outcome": "refuse", "reason": "rude"}).status_code == 422
    assert desk.post("/office/reviews", data={"chosen": names, "outcome": "refuse"}).status_code == 422
    assert desk.post("/office/reviews", data={"chosen": "review-1", "outcome": "approve"}).status_code == 422
    assert {status for *_rest, status, _photos in kept(app)} == {Standing.WAITING}

    assert desk.post("/office/reviews", data={"chosen": names, "outcome": "refuse", "reason": "rude"}).status_code == 303
    assert {status for *_rest, status, _photos in kept(app)} == {Standing.REFUSED}
    assert "ไม่มีรีวิวรออ่าน" in desk.get("/office/reviews").text


def test_reviews_are_paged_and_cost_the_same_however_many(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        product_id = given_a_product(given_a_group(), "ไข่เค็ม", stock_pieces=60).id

    def add(times: int) -> None:
        with app.app_context(), transaction():
            product = db.session.get_one(Product, product_id)
            for number in range(times):
                line = given_a_received_line(product.group, product)
                given_a_review_photo(given_a_review(line, words=f"คนที่ {number}", answer="ขอบคุณ"))

    def cost() -> int:
        with queries_of(app) as asked:
            assert client.get(f"/products/{product_id}-ไข่เค็ม").status_code == 200
        return len(asked)

    add(1)
    few = cost()
    add(21)
    assert cost() == few <= 20
    page = client.get(f"/products/{product_id}/reviews").text
    older = re.search(rf'href="(/products/{product_id}/reviews\?before=\d+)"', page)[1]
    assert client.get(older).text.count("review-said") == 2
