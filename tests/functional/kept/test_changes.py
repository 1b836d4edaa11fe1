"""Whatever changes is seen on kept pages at once, in a process that had no part in the change."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text

from shop.catalogue import stock, variants
from shop.catalogue.models import Product, RevisionPhoto, Variant
from shop.conversations import questions
from shop.conversations.models import Question
from shop.fairs import service as fairs
from shop.fairs.models import Fair
from shop.groups.models import Group, ShippingOption
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.clock import BANGKOK, now
from shop.kernel.database import db, transaction
from shop.kernel.outbox import enqueue
from shop.moderation import suspensions
from shop.papers import share_pictures
from shop.papers.models import ShareKind, SharePicture
from shop.reviews.models import Review, Standing
from tests.client import PageClient
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group, owner_of
from tests.factories.moderation import official
from tests.functional.kept.conftest import addresses

LABOUR = Actor(4711, frozenset({Role.LABOUR_OFFICIAL}))


def sell(it):
    stock.hold(it.variant_id, 9, it.order_id, MARKET)


def give_a_new_price(it):
    variants.set_price(db.session.get(Variant, it.variant_id), 6600, owner_of(db.session.get(Group, it.group_id)))


def suspend_the_product(it):
    suspensions.suspend_product(db.session.get(Product, it.product_id), official(), "ขอดูฉลากก่อน")


def suspend_the_group(it):
    suspensions.suspend_group(db.session.get(Group, it.group_id), official(), "ขอดูเอกสารก่อน")


def take_a_review_back(it):
    db.session.execute(db.update(Review).where(Review.id == it.review_id).values(status=Standing.WAITING))


def take_a_question_down(it):
    questions.take_down(db.session.get(Question, it.question_id), official(), "มีเบอร์โทร")


def change_the_fair(it):
    fair = db.session.get(Fair, it.fair_id)
    fairs.change_fair(fair, LABOUR, title="งานตะกร้าและเสื่อ", place=fair.place, starts_on=fair.starts_on, ends_on=fair.ends_on)


def announce_a_fair(_it):
    given_a_fair("งานใหม่", slug="new-fair")


def send_dearer(it):
    db.session.execute(db.update(ShippingOption).where(ShippingOption.group_id == it.group_id).values(price_satang=9900))


def bring_a_product(_it):
    given_a_product(given_a_group("กลุ่มใหม่"), "ของใหม่")


def publish_a_photo(it):
    photo = given_a_photo(db.session.get(Group, it.group_id), published_at=now())
    db.session.add(RevisionPhoto(revision_id=it.revision_id, photo_id=photo.id, alt="ตะกร้าสองใบ"))
    db.session.get(Product, it.product_id).cover_photo_id = photo.id


def draw_a_share_picture(it):
    facts = next(
        facts for kind, number, facts in share_pictures.stale(100) if (kind, number) == (ShareKind.PRODUCT, it.product_id)
    )
    db.session.add(SharePicture(kind=ShareKind.PRODUCT, subject_id=it.product_id, facts=facts, key="drawn"))


def write_by_hand(it):
    db.session.execute(text("UPDATE groups SET name = 'กลุ่มชื่อใหม่' WHERE id = :id"), {"id": it.group_id})


CHANGES = [
    sell, give_a_new_price, suspend_the_product, suspend_the_group, take_a_review_back, take_a_question_down, change_the_fair,
    announce_a_fair, send_dearer, bring_a_product, publish_a_photo, draw_a_share_picture, write_by_hand,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_seen_on_every_page(app, window, shown, change):
    pages = addresses(shown)
    before = {page: window.get(page).text for page in pages}
    with app.app_context(), transaction():
        change(shown)

    after = {page: window.get(page) for page in pages}

    live = PageClient(app, app.response_class)
    live.reads_pages = False
    for page in pages:
        asked = live.get(page)
        assert (after[page].status_code, after[page].text) == (asked.status_code, asked.text), page
    assert any(after[page].text != before[page] for page in pages)


def test_what_nobody_sees_changes_no_page(app, window, shown):
    """A draft, a notice, somebody's session: pages stay kept."""
    window.get(shown.product)
    with app.app_context(), transaction():
        given_a_product(db.session.get(Group, shown.group_id), "ร่าง", published=False)
    window.get(shown.product)
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE product_revisions SET title = 'ร่างใหม่' WHERE status = 'draft'"))
        enqueue("no.such", {})

    assert window.is_kept(shown.product)


def test_anothers_sale_leaves_a_products_page_kept_and_makes_the_catalogue_anew(app, window, shown):
    for page in (shown.product, shown.elsewhere, "/products"):
        window.get(page)
    with app.app_context(), transaction():
        stock.receive(shown.variant_id, 5, MARKET)

    assert window.is_kept(shown.elsewhere)
    assert not window.is_kept(shown.product)
    assert not window.is_kept("/products")


def test_what_was_rolled_back_was_never_so(app, window, shown):
    window.get(shown.product)
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        stock.receive(shown.variant_id, 5, MARKET)
        raise ZeroDivisionError

    assert window.is_kept(shown.product)


@pytest.mark.parametrize("market", ["postgresql"], indirect=True)
def test_who_began_early_and_ended_late_is_not_overlooked(app, window, shown):
    """A transaction's number says when it began; what counts is when others see it."""
    with app.app_context():
        early = db.engine.connect()
    begun = early.begin()
    early.execute(text("UPDATE groups SET name = 'กลุ่มที่มาช้า' WHERE id = :id"), {"id": shown.group_id})
    with app.app_context(), transaction():
        given_a_fair("งานที่มาก่อน", slug="sooner")
    assert "งานที่มาก่อน" in window.get("/fairs").text
    assert "กลุ่มที่มาช้า" not in window.get(shown.group).text

    begun.commit()
    early.close()

    assert "กลุ่มที่มาช้า" in window.get(shown.group).text
    assert window.is_kept(shown.group)


def test_at_midnight_a_standard_ends_and_a_fair_begins(app, window, shown):
    midnight = (now().astimezone(BANGKOK) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    with time_machine.travel(midnight - timedelta(seconds=2), tick=False):
        before = {page: window.get(page).text for page in (shown.product, "/fairs/basket-fair", "/products")}
        assert window.is_kept(shown.product)
    with time_machine.travel(midnight + timedelta(seconds=1), tick=False):
        after = {page: window.get(page).text for page in before}

    assert "321/2556" in before[shown.product]
    assert "321/2556" not in after[shown.product]
    assert before["/fairs/basket-fair"] != after["/fairs/basket-fair"]
    assert before["/products"] != after["/products"]


def test_what_is_sold_out_is_sold_again_when_pieces_come(app, window, shown):
    with app.app_context(), transaction():
        sell(shown)
    out = window.get(shown.product).text
    with app.app_context(), transaction():
        stock.receive(shown.variant_id, 3, MARKET)

    assert window.get(shown.product).text != out
