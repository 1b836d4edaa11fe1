"""A person's words are erased, by themselves or at their request: no table holds them afterwards."""

from io import BytesIO

from flask import Flask
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product
from shop.conversations.checks import questions_are_whole
from shop.conversations.models import Question
from shop.evidence.photos import DELETE_FILES
from shop.jobs.handlers.orphans import delete_files
from shop.kernel import outbox
from shop.kernel.access import Actor, Role
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from shop.orders.returns.states import Side
from shop.privacy import erasing
from shop.reviews.models import Review
from shop.reviews.photos import review_photos
from shop.wholesale.models import WholesaleRequest
from shop.wholesale.states import RequestStatus
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.conversations import given_a_message, given_a_question, given_an_answer
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account, given_an_official
from tests.factories.reports import given_a_report
from tests.factories.returns import a_picture
from tests.factories.reviews import given_a_received_line, given_a_review, given_a_review_photo
from tests.factories.wholesale import given_a_wholesale_request

SECRET = "คำลับของมาลี"


def tables_with(words: str) -> set[str]:
    """Names of tables that hold the words in any column of any row, sealed ones opened."""
    tables = db.metadata.sorted_tables
    return {table.name for table in tables for row in db.session.execute(select(table)) if words in repr(tuple(row))}


def given_words(app: Flask) -> tuple[int, int, str]:
    """Of one account: a question, a review with a photo, a message and a report. Her id, the product's, the photo's file."""
    with app.app_context(), transaction():
        malee, group = given_an_account("มาลี"), given_a_group()
        product = given_a_product(group)
        given_an_answer(given_a_question(product, SECRET, malee, name="มาลี"))
        given_a_question(product, SECRET, malee)
        line = given_a_received_line(group, product, malee)
        photo = given_a_review_photo(given_a_review(line, words=SECRET))
        given_a_message(line.order, Side.BUYER, SECRET, malee.id)
        return malee.id, product.id, review_photos.file_key(photo.key, 320)


def test_a_person_erases_what_they_wrote_piece_by_piece(app: Flask, client: PageClient):
    malee, product, file = given_words(app)
    with app.app_context():
        assert tables_with(SECRET) == {"questions", "reviews", "order_messages"}
        numbers = list(db.session.scalars(select(Question.id)))
    page = client.sign_in(malee).get("/account/written").text
    assert page.count(SECRET) == 4
    with app.app_context(), transaction():
        other = given_an_account().id
    stranger = PageClient(app).sign_in(other)
    assert stranger.post(f"/account/written/question/{numbers[0]}").status_code == 404
    assert client.get("/account/written/nothing/1").status_code == 404

    for number in numbers:
        assert client.get(f"/account/written/question/{number}").status_code == 200
        assert client.post(f"/account/written/question/{number}").status_code == 303
    assert client.post(f"/account/written/question/{numbers[0]}").status_code == 404  # the second click
    for kind in ("review", "message"):
        assert client.post(f"/account/written/{kind}/1").status_code == 303

    with app.app_context():
        assert tables_with(SECRET) == set()
        assert questions_are_whole() == []
        entries = {entry.action: entry.actor_id for entry in db.session.scalars(select(AuditEntry))}
        assert {entries[f"{kind}:erase"] for kind in ("question", "buyer_review", "order_message")} == {malee}
        payload = db.session.scalars(select(outbox.OutboxMessage.payload).where(outbox.OutboxMessage.topic == DELETE_FILES)).one()
        assert storage.exists(file)
        delete_files(0, payload)
        assert not storage.exists(file)
    public = client.get(f"/products/{product}", follow_redirects=True).text
    assert "(ลบตามคำขอ)" in public
    assert "removed at the person" in client.get(f"/en/products/{product}", follow_redirects=True).text


def test_an_administrator_erases_all_of_a_guest_by_their_address(app: Flask):
    with app.app_context(), transaction():
        product = given_a_product(given_a_group())
        number = given_a_question(product, SECRET).id
        given_a_report(product, SECRET)
        voice = db.session.scalars(select(Question.asker_email)).one()
        admin = PageClient(app).sign_in(given_an_official(Role.ADMINISTRATOR).id)
        given_line = given_a_received_line(product.group, product)
        given_a_review(given_line, words=SECRET)
        given_a_message(given_line.order, Side.BUYER, SECRET)
        phone, product_id = given_line.order.purchase.phone, product.id
    with app.app_context():
        assert tables_with(SECRET) == {"questions", "reports", "reviews", "order_messages"}
    assert admin.get("/office/written").status_code == 200
    assert admin.post("/office/written", data={"whose": "x"}).status_code == 422
    assert SECRET in admin.post("/office/written", data={"whose": voice}).text
    for whose in (voice, phone):
        assert admin.post("/office/written/erase", data={"whose": whose}).status_code == 303
    with app.app_context():
        assert tables_with(SECRET) == {"reports"}
        assert tables_with(voice) <= {"notices"}
        assert db.session.get_one(Question, number).asker_email is None
        assert questions_are_whole() == []
    assert admin.get("/office/written/report/1").status_code == 200
    assert admin.post("/office/written/report/1").status_code == 303
    assert admin.post("/office/written/report/1").status_code == 404
    with app.app_context():
        assert tables_with(SECRET) == set()
        assert db.session.get_one(Product, product_id).review_count == 1


def test_a_group_has_its_answers_erased(app: Flask):
    with app.app_context(), transaction():
        product = given_a_product(given_a_group())
        question = given_an_answer(given_a_question(product), SECRET).id
        review = given_a_review(given_a_received_line(product.group, product), answer=SECRET)
        answer = review.answer.id
        admin = PageClient(app).sign_in(given_an_official(Role.ADMINISTRATOR).id)
    assert admin.post(f"/office/written/answer/{question}").status_code == 303
    assert admin.post(f"/office/written/review_answer/{answer}").status_code == 303
    with app.app_context():
        assert tables_with(SECRET) == set()


def test_a_review_changed_after_it_was_erased_is_erased_again(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        malee, group = given_an_account("มาลี"), given_a_group()
        line = given_a_received_line(group, given_a_product(group), malee)
        number, account_id = given_a_review(line, words=SECRET).id, malee.id
        address = f"/orders/{line.order.code}/lines/{line.id}/review"
    client.sign_in(account_id).post(f"/account/written/review/{number}")
    assert "(ลบตามคำขอ)" not in client.get(address).text
    anew = {"stars": "5", "words": "(ลบตามคำขอ)", "with_name": "y", "photos": (BytesIO(a_picture()), "one.jpg")}
    assert client.post(address, data=anew).status_code == 303

    with app.app_context(), transaction():
        review = db.session.get_one(Review, number)
        assert (review.words, bool(review.name), len(review.photos)) == ("", True, 1)
        assert erasing.erase_all(erasing.Person(account_id), Actor(account_id, frozenset({Role.BUYER}))) == 1
        db.session.expire_all()
        assert (review.name, len(review.photos)) == ("", 0)


def test_a_request_for_many_pieces_is_erased_with_its_address(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        malee, group = given_an_account("มาลี"), given_a_group()
        given_a_product(group)
        request = given_a_wholesale_request(group, account=malee, words=SECRET)
        account_id, number, phone = malee.id, request.id, request.asker_phone
    assert SECRET in client.sign_in(account_id).get("/account/written").text

    assert client.post(f"/account/written/wholesale/{number}").status_code == 303

    with app.app_context():
        request = db.session.get_one(WholesaleRequest, number)
        assert (request.status, request.asker_name, request.asker_phone) == (RequestStatus.CANCELLED, "", "")
        assert "wholesale_requests" not in tables_with(phone)
        assert "wholesale_requests" not in tables_with(SECRET)
    assert client.post(f"/account/written/wholesale/{number}").status_code == 404
