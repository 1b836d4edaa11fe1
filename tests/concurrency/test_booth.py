"""A booth and the web, two tabs of one phone, two who press at once: each sale once, no piece twice, nothing lost."""

from sqlalchemy import func, select

from shop.catalogue.models import Product, Variant
from shop.fairs.models import Fair
from shop.kernel.database import db, transaction
from shop.orders import checks as order_checks
from shop.orders.models import Order
from shop.payments import checks as payment_checks
from shop.payments.booth import checks as booth_checks
from shop.payments.booth.clashes import count_again, open_clashes
from shop.payments.booth.models import BoothClash, BoothSale
from shop.payments.booth.service import record_sale
from shop.payments.booth.voiding import void_sale
from tests.concurrency.together import all_at_once, at_once
from tests.factories.booth import a_sale, given_a_booth_sale, given_a_booth_today, staff_at
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order

CHECKS = order_checks.CHECKS | payment_checks.CHECKS | booth_checks.CHECKS


def given(app, pieces: int, kinds: int = 1) -> tuple[int, int, list[int]]:
    """Ids of a fair, a group with a booth there, and its variants."""
    with app.app_context(), transaction():
        group = given_a_group()
        products = [given_a_product(group, stock_pieces=pieces) for _ in range(kinds)]
        return given_a_booth_today(group).id, group.id, [product.variants[0].id for product in products]


def assert_all_is_true() -> None:
    assert {name: check() for name, check in CHECKS.items()} == {name: [] for name in CHECKS}


def test_the_last_piece_goes_to_the_web_and_the_table_and_one_is_told(app):
    fair_id, group_id, (variant_id,) = given(app, pieces=1)

    def order() -> None:
        product = db.session.scalars(select(Product)).one()
        given_an_order(product.group, product)

    def sell() -> None:
        given_a_booth_sale(db.session.get(Fair, fair_id), group_id, {variant_id: 1})

    done = at_once(app, [order, sell])

    with app.app_context():
        clashes = db.session.scalar(select(func.count(BoothClash.id)))
        assert done[1], "a sale at the table is never refused"
        assert clashes == int(done[0])
        assert db.session.get(Variant, variant_id).available == 0
        assert_all_is_true()


def test_two_tabs_send_the_same_batch_at_once(app):
    fair_id, group_id, (one, two) = given(app, pieces=20, kinds=2)
    sales = [a_sale({one: 1, two: 2} if number % 2 else {two: 1, one: 1}) for number in range(4)]

    def send() -> list[int]:
        ids = []
        for sale in sales:
            with transaction():
                ids.append(record_sale(db.session.get(Fair, fair_id), sale, staff_at(group_id)).id)
        return ids

    first, *others = all_at_once(app, [send] * 4)

    with app.app_context():
        assert all(ids == first for ids in others)
        assert db.session.scalar(select(func.count(BoothSale.id))) == db.session.scalar(select(func.count(Order.id))) == 4
        assert [db.session.get(Variant, each).available for each in (one, two)] == [16, 14]
        assert_all_is_true()


def test_a_sale_is_voided_once_while_somebody_counts(app):
    fair_id, group_id, (variant_id,) = given(app, pieces=1)
    with app.app_context(), transaction():
        sale_id = given_a_booth_sale(db.session.get(Fair, fair_id), group_id, {variant_id: 3}).id

    def void() -> None:
        void_sale(db.session.get(BoothSale, sale_id), staff_at(group_id))

    def count() -> None:
        count_again(db.session.scalars(select(BoothClash)).one(), 5, 0, staff_at(group_id))

    done = at_once(app, [void, void, void, count])

    with app.app_context():
        assert done[:3].count(True) == 1
        assert db.session.get(Variant, variant_id).available == (8 if done[3] else 1)
        assert open_clashes(group_id) == []
        assert_all_is_true()
