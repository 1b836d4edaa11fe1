"""Two who change one product at the same moment: what both counted is booked, what excludes each other happens once."""

from collections.abc import Callable

from sqlalchemy import func, select

from shop.catalogue import first_listing, service, stock
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.kernel.access import Actor, Role
from shop.kernel.database import db, transaction
from shop.kernel.review import RevisionStatus
from shop.moderation import service as moderation
from shop.moderation.models import Submission, SubmissionStatus
from tests.concurrency.together import at_once
from tests.factories.catalogue import given_a_complete_draft, given_a_product
from tests.factories.groups import given_a_group, owner_of

OFFICIAL = Actor(7, frozenset({Role.COMMERCE_OFFICIAL}))


def given(app, make: Callable = given_a_product) -> tuple[int, int, Actor]:
    """Ids of a product and its variant, and who sells it."""
    with app.app_context(), transaction():
        product = make(given_a_group())
        return product.id, product.variants[0].id, owner_of(product.group)


def test_what_two_counted_is_both_booked_and_no_sale_is_lost(app):
    _, variant_id, seller = given(app)

    def count(counted: int) -> Callable[[], object]:
        return lambda: service.count_stock(db.session.get(Variant, variant_id), counted, 10, seller)

    sales = [lambda: stock.hold(variant_id, 1, 1, seller)] * 3
    done = at_once(app, [count(12), count(7), *sales])

    with app.app_context():
        assert done == [True] * 5
        assert db.session.get(Variant, variant_id).available == 10 + 2 - 3 - 3
        assert stock.differences() == []


def test_one_draft_is_submitted_once(app):
    product_id, _, seller = given(app, given_a_complete_draft)

    done = at_once(app, [lambda: moderation.submit_product(db.session.get(Product, product_id), seller)] * 4)

    with app.app_context():
        waiting = select(func.count(Submission.id)).where(Submission.status == SubmissionStatus.WAITING)
        assert (done.count(True), db.session.scalar(waiting)) == (1, 1)


def test_two_who_begin_to_edit_write_one_draft(app):
    product_id, _, seller = given(app)

    def edit(title: str) -> Callable[[], object]:
        return lambda: service.save_draft(db.session.get(Product, product_id), seller, title=title)

    done = at_once(app, [edit("น้ำพริกเผาหวาน"), edit("น้ำพริกเผาเผ็ด"), edit("น้ำพริกเผาเค็ม")])

    with app.app_context():
        drafts = select(func.count(ProductRevision.id)).where(ProductRevision.status == RevisionStatus.DRAFT)
        assert db.session.scalar(drafts) == 1
        assert any(done)


def test_a_submission_and_an_edit_at_once_leave_what_was_sent_as_it_was(app):
    product_id, _, seller = given(app, given_a_complete_draft)
    works = [
        lambda: service.save_draft(db.session.get(Product, product_id), seller, title="ชื่อที่มาช้า"),
        lambda: service.submit_draft(db.session.get(Product, product_id), seller),
    ]

    at_once(app, works)

    with app.app_context():
        rows = dict(list(db.session.execute(select(ProductRevision.number, ProductRevision.title))))
        states = dict(list(db.session.execute(select(ProductRevision.number, ProductRevision.status))))
        assert states[1] is RevisionStatus.IN_REVIEW
        assert rows[1] in ("กล้วยตากน้ำผึ้ง", "ชื่อที่มาช้า")
        assert 2 not in rows or (rows[2], rows[1]) == ("ชื่อที่มาช้า", "กล้วยตากน้ำผึ้ง")


def test_two_officials_decide_once(app):
    product_id, _, seller = given(app, given_a_complete_draft)
    with app.app_context(), transaction():
        revision_id = service.submit_draft(db.session.get(Product, product_id), seller).id

    def returned() -> None:
        service.return_revision(db.session.get(ProductRevision, revision_id), RevisionStatus.REJECTED, OFFICIAL)

    def published() -> None:
        service.publish_revision(db.session.get(ProductRevision, revision_id), OFFICIAL)

    done = at_once(app, [returned, published])

    with app.app_context():
        product = db.session.get(Product, product_id)
        assert done.count(True) == 1
        assert product.is_listed == done[1]
        assert (product.published_revision_id is not None) == done[1]


def test_a_price_tapped_four_times_at_once_is_one_price(app):
    with app.app_context(), transaction():
        group = given_a_group()
        seller = owner_of(group)
        product_id = service.create_product(group.id, seller, title="น้ำพริกลงเรือ").id

    taps = [lambda: first_listing.answer_price(db.session.get(Product, product_id), seller, 6500, "กระปุก")] * 4
    done = at_once(app, taps)

    with app.app_context():
        variants = list(db.session.scalars(select(Variant)))
        assert (done, [(one.price_satang, one.unit) for one in variants]) == ([True] * 4, [(6500, "กระปุก")])
