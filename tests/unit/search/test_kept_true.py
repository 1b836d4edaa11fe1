"""What products are found by stays true: standards with their stars, those that lapse, words of what is published meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shop.catalogue import listing
from shop.catalogue.models import Product, ProductRevision, RevisionStandard, StandardKind
from shop.jobs.handlers.searches import forget_lapsed_standards
from shop.kernel.clock import now, today
from shop.kernel.database import db, transaction
from shop.search import service
from shop.search.browse import Filters, page_of_products
from shop.search.models import SearchSpelling


def titles(typed: str) -> set[str]:
    return {card.title for card in page_of_products(Filters(q=typed)).cards}


def given_a_standard(product: Product, kind: StandardKind, number: str) -> None:
    with transaction():
        db.session.add(RevisionStandard(revision_id=product.published_revision_id, kind=kind, number=number, expires_on=today()))
        service.index_product(product.id)


@pytest.mark.parametrize("typed", ["otop 5 ดาว", "โอทอป ๕ ดาว", "5 ดาว", "กล้วยตาก otop 5 ดาว", "otop 5 star"])
def test_the_stars_of_otop_are_asked_for(goods, typed):
    given_a_standard(goods["กล้วยตาก"], StandardKind.OTOP, "5")
    given_a_standard(goods["กล้วยฉาบสามรส"], StandardKind.OTOP, "3")

    assert titles(typed) == {"กล้วยตาก"}
    assert titles("โอทอป") == {"กล้วยตาก", "กล้วยฉาบสามรส"}


def test_a_standard_that_lapsed_is_forgotten_at_night(goods, session):
    given_a_standard(goods["กล้วยตาก"], StandardKind.HALAL, "1")
    assert titles("ฮาลาล") == {"กล้วยตาก"}
    with transaction():
        session.execute(update(RevisionStandard).values(expires_on=today() - timedelta(days=1)))

    forget_lapsed_standards()

    assert titles("ฮาลาล") == set()
    assert titles("กล้วยตาก") == {"กล้วยตาก"}


def test_a_reindex_leaves_the_words_of_what_is_published_meanwhile(goods, session, runner, monkeypatch):
    def batches(real=service.batches_of_products):
        yield from real()
        db.session.rollback()
        with transaction():
            of_it = ProductRevision.id == goods["กล้วยตาก"].published_revision_id
            session.execute(update(ProductRevision).where(of_it).values(title="ทุเรียนทอด", decided_at=now()))
            listing.refresh_product(goods["กล้วยตาก"].id)
            service.index_product(goods["กล้วยตาก"].id)

    monkeypatch.setattr(service, "batches_of_products", batches)

    assert runner.invoke(args=["search", "reindex"]).exit_code == 0

    assert "ทุเรียนทอด" in set(session.scalars(select(SearchSpelling.word)))
    assert titles("thurianthot") == {"ทุเรียนทอด"}
