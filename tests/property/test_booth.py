"""Whatever is sold at the table and on the web, voided and counted, in whatever order: stock, ledger and tasks stay true."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from shop.catalogue import stock
from shop.catalogue.models import Product, Variant
from shop.fairs.models import Fair
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import PromptPayId, PromptPayKind
from shop.kernel.promptpay import bill_payload, parts_of_payload, payload_of_parts, transfer_payload
from shop.kernel.refusals import LostRace
from shop.orders import checks as order_checks
from shop.orders.models import Order, PaymentMethod
from shop.payments import checks as payment_checks
from shop.payments.booth import checks as booth_checks
from shop.payments.booth.clashes import count_again, open_clashes
from shop.payments.booth.models import BoothSale
from shop.payments.booth.service import record_sale
from shop.payments.booth.voiding import void_sale
from shop.payments.queries import income_in_all
from shop.payments.slips import checks as slip_checks
from tests.factories.booth import a_sale, given_a_booth_today, staff_at
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order

CHECKS = order_checks.CHECKS | payment_checks.CHECKS | slip_checks.CHECKS | booth_checks.CHECKS
METHODS = st.sampled_from([PaymentMethod.CASH, PaymentMethod.PROMPTPAY])
STEPS = st.one_of(
    st.tuples(st.just("sell"), st.integers(1, 4), METHODS),
    st.tuples(st.just("order"), st.integers(1, 2), METHODS),
    st.tuples(st.just("void"), st.integers(0, 9), METHODS),
    st.tuples(st.just("count"), st.integers(0, 5), METHODS),
)


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=3, max_size=10))
def test_the_books_and_the_shelf_stay_true(market, steps):
    market.clean()
    with market.app.app_context():
        with transaction():
            group = given_a_group()
            variant_id = given_a_product(group, stock_pieces=5).variants[0].id
            fair_id, group_id = given_a_booth_today(group).id, group.id
        for verb, number, method in steps:
            step(verb, number, method, fair_id, group_id, variant_id)
            assert {name: check() for name, check in CHECKS.items()} == {name: [] for name in CHECKS}
        kept = select(func.coalesce(func.sum(Order.total_satang), 0)).join(BoothSale, BoothSale.order_id == Order.id)
        assert income_in_all(group_id)[0] == db.session.scalar(kept.where(BoothSale.voided_at.is_(None)))
        db.session.remove()


def step(verb: str, number: int, method: PaymentMethod, fair_id: int, group_id: int, variant_id: int) -> None:
    actor = staff_at(group_id)
    db.session.rollback()
    try:
        with transaction():
            if verb == "sell":
                record_sale(db.session.get(Fair, fair_id), a_sale({variant_id: number}, method=method), actor)
            elif verb == "order":
                product = db.session.scalars(select(Product)).one()
                given_an_order(product.group, product, quantity=number)
            elif verb == "void":
                sales = list(db.session.scalars(select(BoothSale).order_by(BoothSale.id)))
                if sales:
                    void_sale(sales[number % len(sales)], actor)
            elif waiting := open_clashes(group_id):
                count_again(waiting[0], number, db.session.get(Variant, variant_id).available, actor)
    except (LostRace, stock.OutOfStock):
        pass


@given(amount=st.integers(1, 10**9), reference=st.from_regex(r"[A-Z0-9]{12}", fullmatch=True))
def test_a_payload_of_its_parts_is_the_payload(amount, reference):
    phone = PromptPayId(PromptPayKind.PHONE, "+66812345678")
    citizen = PromptPayId(PromptPayKind.NATIONAL_ID, "1234567890121")

    for to in (phone, citizen):
        assert payload_of_parts(parts_of_payload(to), amount, reference) == transfer_payload(to, amount)
    made = payload_of_parts(parts_of_payload("010555607770000"), amount, reference)
    assert made == bill_payload("010555607770000", reference, "", amount)
