"""Who may review what and until when, what is public of it, what is counted, and that each thing happens once."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from shop.catalogue import listing
from shop.catalogue.models import Product
from shop.jobs.handlers.reviews import ask_for_reviews
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.notices.models import Notice
from shop.orders.returns.states import ReturnStatus
from shop.orders.states import OrderStatus
from shop.reviews import checks, counts, deciding, queries, service
from shop.reviews.models import Review, Standing
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, given_a_member, owner_of
from tests.factories.moderation import official
from tests.factories.orders import group_actor
from tests.factories.people import given_an_account
from tests.factories.returns import buyer_of, given_a_return
from tests.factories.reviews import given_a_received_line, given_a_review


def a_line(status: OrderStatus = OrderStatus.RECEIVED, account=None):
    group = given_a_group()
    return given_a_received_line(group, given_a_product(group), account, status=status)


def figures(session, product_id: int) -> tuple[int, int]:
    return tuple(session.execute(select(Product.review_count, Product.star_sum).where(Product.id == product_id)).one())


def no_fault() -> bool:
    return [problem for check in checks.CHECKS.values() for problem in check()] == []


def notices(session) -> list[str]:
    return [kind for kind in session.scalars(select(Notice.kind).order_by(Notice.id)) if "review" in kind or "answer" in kind]


def test_only_what_was_received_and_kept_is_reviewed_by_its_buyer_once(session):
    with transaction():
        early, cancelled, here = a_line(OrderStatus.SHIPPED), a_line(OrderStatus.CANCELLED), a_line(OrderStatus.DELIVERED)
        group = given_a_group()
        returned = given_a_return(group, given_a_product(group), status=ReturnStatus.REFUNDED).order.lines[0]
        strangers = [Actor(given_an_account().id, frozenset({Role.BUYER})), group_actor(here.order.group_id), official()]
        member = given_an_account()
        given_a_member(group, member)
        own = given_a_received_line(group, given_a_product(group), member)
    refused = [(line, buyer_of(line.order)) for line in (early, cancelled, returned, own)] + [(here, who) for who in strangers]
    for line, actor in refused:
        with pytest.raises(service.CannotReview), transaction():
            service.write(line, 5, "", False, [], actor)

    with transaction():
        given_a_review(here)
    with pytest.raises(service.CannotReview), transaction():
        service.write(here, 1, "", False, [], buyer_of(here.order))
    assert session.scalars(select(Review.stars)).all() == [5]

    with transaction():
        late = a_line()
    with time_machine.travel(now() + timedelta(days=91)), pytest.raises(service.CannotReview), transaction():
        service.write(late, 5, "", False, [], buyer_of(late.order))


def test_words_wait_for_an_official_and_stars_alone_do_not(session):
    with transaction():
        line = a_line()
        review = given_a_review(line, 4, approved=False)
        product_id, alone = line.product_id, given_a_received_line(line.order.lines[0].variant.product.group, review.product)
    assert (queries.reviews_of_product(product_id), figures(session, product_id)) == ([], (0, 0))

    with transaction():
        given_a_review(alone, 2, words="", with_name=False)
    assert figures(session, product_id) == (1, 2)
    with transaction():
        deciding.decide_review(review.id, 1, None, official())
    assert figures(session, product_id) == (2, 6)
    assert [(one.stars, one.name) for one in queries.reviews_of_product(product_id)] == [(2, ""), (4, "วิภา")]
    assert queries.spread_of_product(product_id) == {5: 0, 4: 1, 3: 0, 2: 1, 1: 0}
    assert no_fault()

    session.execute(update(Product).values(suspended_at=now()))
    listing.refresh_product(product_id)
    session.commit()
    assert queries.reviews_of_product(product_id) == []
    assert queries.rating_of_group(review.group_id) == (0, 0)


def test_a_changed_review_is_looked_at_anew_and_what_was_not_seen_is_not_decided(session):
    with transaction():
        line = a_line()
        review = given_a_review(line, 5)
    with transaction():
        service.change(review, 1, "เปลี่ยนใจ", True, [], buyer_of(line.order))
    assert (review.status, review.number, figures(session, line.product_id)) == (Standing.WAITING, 2, (0, 0))
    with pytest.raises(LostRace), transaction():
        deciding.decide_review(review.id, 1, None, official())

    with transaction():
        deciding.decide_review(review.id, 2, "rude", official())
    with pytest.raises(LostRace), transaction():
        deciding.decide_review(review.id, 2, None, official())
    assert (review.status, figures(session, line.product_id), no_fault()) == (Standing.REFUSED, (0, 0), True)
    with time_machine.travel(now() + timedelta(days=15)), pytest.raises(service.CannotReview), transaction():
        service.change(review, 3, "", True, [], buyer_of(line.order))
    assert notices(session) == ["review_approved", "review_refused"]


def test_officials_decide_and_never_what_they_have_a_part_in(session):
    with transaction():
        buyer = given_an_account()
        review = given_a_review(a_line(account=buyer), approved=False)
        owner = owner_of(review.product.group)
    commerce = frozenset({Role.COMMERCE_OFFICIAL})
    for actor in (owner, Actor(buyer.id, commerce), Actor(owner.id, commerce), Actor(None, frozenset({Role.LABOUR_OFFICIAL}))):
        with pytest.raises(NotAllowed), transaction():
            deciding.decide_review(review.id, 1, None, actor)
    with pytest.raises(BadValue), transaction():
        deciding.decide_review(review.id, 1, "no such reason", official())
    assert session.get(Review, review.id).status is Standing.WAITING


def test_a_group_answers_once_corrects_it_and_takes_nothing_away(session):
    with transaction():
        review = given_a_review(a_line(), 2, answer="ขอโทษค่ะ")
        service.answer(review, "ขอโทษค่ะ", group_actor(review.group_id))  # the second click
    assert (review.answer.number, review.public_answer) == (1, None)
    with transaction():
        deciding.decide_answer(review.answer.id, 1, None, official())
    session.refresh(review)
    assert review.public_answer.words == "ขอโทษค่ะ"
    with transaction():
        service.answer(review, "ขอโทษด้วยค่ะ", group_actor(review.group_id))
    assert (review.answer.number, review.public_answer, review.status) == (2, None, Standing.APPROVED)
    with pytest.raises(service.CannotReview), transaction():
        service.answer(review, "ไม่ใช่กลุ่มนี้", group_actor(review.group_id + 1))
    assert notices(session) == ["review_approved", "review_answered"]


def test_a_buyer_is_asked_once_and_not_of_what_went_back(session):
    with transaction():
        a_line(), a_line(OrderStatus.DELIVERED), given_a_review(a_line())
        group = given_a_group()
        given_a_return(group, given_a_product(group))
    ask_for_reviews()
    assert notices(session) == ["review_approved"]  # too early
    with time_machine.travel(now() + timedelta(days=4)):
        ask_for_reviews()
        ask_for_reviews()
    assert notices(session) == ["review_approved", "review_asked"]


def test_doctor_sees_figures_that_are_wrong_and_mends_them(session):
    with transaction():
        review = given_a_review(a_line())
        session.execute(update(Product).values(review_count=7))
    assert counts.differences() == [review.product_id]
    with transaction():
        counts.count_anew([review.product_id])
    assert no_fault()


def test_a_first_name_is_shown_without_its_title():
    assert [service.first_name(name) for name in ("นาง วิภา ใจดี", "Mr. Somchai", "นาย", "")] == ["วิภา", "Somchai", "", ""]
