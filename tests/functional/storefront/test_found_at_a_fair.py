"""What a buyer found on a fair's page is known as such from the link to the group's income; what is not so is not said."""

import re

import pytest

from shop.basket.models import BasketItem
from shop.fairs.models import ExhibitStatus
from shop.kernel.database import db, transaction
from shop.orders.models import Order
from shop.payments.channels import income_by_channel
from tests.factories.catalogue import given_a_product
from tests.factories.checkout import add, place, variant_of
from tests.factories.fairs import given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group
from tests.factories.orders import A, take
from tests.factories.people import PASSWORD, given_an_account


@pytest.fixture
def shown(app) -> dict:
    """A product that one fair showed, and that another only is said to have shown."""
    with app.app_context(), transaction():
        product = given_a_product(given_a_group(), price_satang=6500)
        fair, claimed = given_a_fair(slug="ban-mai"), given_a_fair(slug="other")
        given_an_exhibit(fair, product)
        given_an_exhibit(claimed, product, ExhibitStatus.CLAIMED)
        return {"product": product.id, "variant": variant_of(product).id, "fair": fair.id, "group": product.group_id}


def fairs_in_baskets(app) -> list[int | None]:
    with app.app_context():
        return list(db.session.scalars(db.select(BasketItem.fair_id)))


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("start", ["/fairs/ban-mai", "/products?fair=ban-mai"])
def test_from_the_link_to_the_groups_income(app, client, shown, language, start):
    link = re.search(r'href="([^"]*/products/\d+[^"]*\?fair=ban-mai)"', client.get(language + start).text).group(1)
    page = client.get(link).text
    assert '<input type="hidden" name="fair" value="ban-mai">' in page
    assert add(client, shown["variant"], fair="ban-mai", prefix=language).status_code == 303
    assert fairs_in_baskets(app) == [shown["fair"]]
    assert place(client, prefix=language).status_code == 303

    with app.app_context(), transaction():
        order = db.session.scalar(db.select(Order))
        assert [line.fair_id for line in order.lines] == [shown["fair"]]
        for action in (A.ACCEPT, A.PACK, A.SHIP, A.DELIVER):
            take(order, action)
        online, of_fair = income_by_channel(shown["group"])
        assert (online.satang, online.order_count) == (0, 0)
        assert (of_fair.fair.slug, of_fair.satang, of_fair.order_count) == ("ban-mai", order.total_satang, 1)


def test_the_address_that_is_put_right_keeps_the_fair(client, shown):
    assert client.get(f"/products/{shown['product']}?fair=ban-mai").location.endswith("?fair=ban-mai")


@pytest.mark.parametrize("said", ["other", "no-such-fair", "", "' OR 1=1", "ก" * 5000, "no-such-fair\x00"])
def test_a_fair_that_did_not_show_it_counts_for_nothing(app, client, shown, said):
    assert (
        'name="fair"' not in client.get(f"/products/{shown['product']}", query_string={"fair": said}, follow_redirects=True).text
    )
    assert add(client, shown["variant"], fair=said).status_code == 303
    assert fairs_in_baskets(app) == [None]


def test_links_of_the_catalogue_itself_name_no_fair(client, shown):
    assert "?fair=" not in "".join(re.findall(r'href="([^"]*/products/\d[^"]*)"', client.get("/products").text))


def test_what_was_found_there_first_stays_so(app, client, shown):
    add(client, shown["variant"], fair="ban-mai")
    add(client, shown["variant"])
    client.post(f"/basket/items/{shown['variant']}", data={"quantity": "5"})
    assert fairs_in_baskets(app) == [shown["fair"]]

    client.post(f"/basket/items/{shown['variant']}", data={"quantity": "0"})
    assert '<input type="hidden" name="fair" value="ban-mai">' in client.get("/basket").text


def test_it_goes_along_at_sign_in(app, client, shown):
    with app.app_context(), transaction():
        account = given_an_account()
        identifier, account_id = account.email, account.id
    add(client, shown["variant"], fair="ban-mai")
    client.post("/account/sign-in", data={"identifier": identifier, "password": PASSWORD})
    with app.app_context():
        item = db.session.scalar(db.select(BasketItem))
        assert (item.basket.account_id, item.fair_id) == (account_id, shown["fair"])
