"""Whatever is done in whatever order: buyers read only approved words, prices never creep, stock adds up."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.catalogue import service, stock
from shop.catalogue.models import Product, ProductRevision
from shop.catalogue.prices import is_small_step
from shop.kernel.access import Actor, Role
from shop.kernel.database import db, transaction
from shop.kernel.refusals import Refusal
from shop.kernel.review import RevisionStatus
from tests.factories.catalogue import given_a_complete_draft, given_a_product
from tests.factories.groups import given_a_group, owner_of

OFFICIAL = Actor(7, frozenset({Role.COMMERCE_OFFICIAL}))
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

STEPS = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(["ขนมถั่วแปบ", "ขนมต้มแดง", "ขนมเปียกปูน"])),
    st.tuples(st.just("submit"), st.none()),
    st.tuples(st.just("decide"), st.sampled_from(list(RevisionStatus)[2:5])),
    st.tuples(st.just("decide_an_old_one"), st.none()),
    st.tuples(st.just("price"), st.integers(3_000, 20_000)),
    st.tuples(st.just("decide_price"), st.booleans()),
    st.tuples(st.just("suspend"), st.booleans()),
)


def take(step: str, value: object, product: Product, seller: Actor) -> None:
    revisions = list(
        db.session.scalars(
            select(ProductRevision).where(ProductRevision.product_id == product.id).order_by(ProductRevision.number)
        )
    )
    variant = product.variants[0]
    if step == "edit":
        service.save_draft(product, seller, title=value)
    elif step == "submit":
        service.submit_draft(product, seller)
    elif step == "price":
        service.set_price(variant, value, seller)
    elif step == "suspend":
        (service.suspend_product if value else lambda *given: service.reinstate_product(*given[:2]))(product, OFFICIAL, "ตรวจ")
    elif step == "decide_price" and variant.requested_price_satang:
        (service.approve_price if value else service.refuse_price)(variant, variant.requested_price_satang, OFFICIAL)
    elif step.startswith("decide") and step != "decide_price":
        revision = revisions[-1] if step == "decide" else revisions[0]
        if value in (None, RevisionStatus.APPROVED):
            service.publish_revision(revision, OFFICIAL)
        else:
            service.return_revision(revision, value, OFFICIAL)


@FEW
@given(steps=st.lists(STEPS, max_size=25))
def test_buyers_read_only_what_was_approved_and_prices_do_not_creep(session, steps):
    with transaction():
        group = given_a_group()
        product, seller = given_a_complete_draft(group), owner_of(group)
    sent: dict[int, str] = {}
    for step, value in steps:
        try:
            with transaction():
                take(step, value, db.session.get(Product, product.id), seller)
        except Refusal:
            db.session.rollback()
        for revision in db.session.scalars(select(ProductRevision).where(ProductRevision.product_id == product.id)):
            if revision.status is not RevisionStatus.DRAFT:
                assert sent.setdefault(revision.id, revision.title) == revision.title
        db.session.refresh(product)
        if product.published_revision_id:
            assert product.published.status is RevisionStatus.APPROVED
            assert product.title == sent[product.published_revision_id]
            variant = product.variants[0]
            assert is_small_step(variant.price_satang, variant.reviewed_price_satang)
        assert product.is_listed == bool(product.published_revision_id and not product.suspended_at)


MOVES = st.tuples(st.sampled_from(["receive", "hold", "release", "count_again", "take_back"]), st.integers(1, 12))


@FEW
@given(moves=st.lists(MOVES, max_size=30))
def test_stock_is_the_sum_of_its_movements_and_never_less_than_nothing(session, moves):
    with transaction():
        product = given_a_product(given_a_group(), stock_pieces=5)
        seller = owner_of(product.group)
    variant = product.variants[0]
    held = 0
    for verb, quantity in moves:
        try:
            with transaction():
                if verb == "receive":
                    service.receive_stock(variant, quantity, seller)
                elif verb == "count_again":
                    service.count_stock(variant, quantity, variant.available, seller)
                elif verb == "hold":
                    stock.hold(variant.id, quantity, 1, seller)
                elif quantity <= held:
                    (stock.release if verb == "release" else stock.take_back)(variant.id, quantity, 1, seller)
            held += (
                {"hold": quantity, "release": -quantity, "take_back": -quantity}.get(verb, 0)
                if verb == "hold" or quantity <= held
                else 0
            )
        except stock.OutOfStock:
            db.session.rollback()
        db.session.refresh(variant)
        db.session.refresh(product)
        assert variant.available >= 0
        assert product.available == variant.available
        assert stock.differences() == []
