"""The whole story through the pages, from application to receipt.

A group applies, an official approves, it lists what it showed at a fair, an official approves that, a buyer buys from two
groups in one checkout without an account, the groups ship, the buyer receives.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.search import service
from tests.browser.conftest import DESK, PHONE
from tests.browser.people import Buyer, Official, Seller, a_photo
from tests.databases import Market
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import PASSWORD, given_an_account, given_an_official
from tests.servers import LiveServer

GROUP, PRODUCT, FAIR = "กลุ่มน้ำพริกคลองสาม", "น้ำพริกเผาปลาย่าง", "นำบริการด้านแรงงานไปสู่ประชาชน"
OTHER = "ตะกร้าสานหูหวาย"


def given_another_group_and_officials(market: Market) -> None:
    with market.app.app_context():
        with transaction():
            weaver = given_an_account("ป้าแดง", "weaver@people.example")
            group = given_a_group("กลุ่มจักสานคลองสี่", owner=weaver)
            basket = given_a_product(group, OTHER, price_satang=35000, subcategory="basketry")
            service.index_product(basket.id)
            given_an_official(Role.COMMERCE_OFFICIAL, email="commerce@office.example")
            given_an_official(Role.LABOUR_OFFICIAL, email="labour@office.example")
        db.session.remove()


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@pytest.mark.parametrize("window", [pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk", marks=pytest.mark.long)])
def test_from_application_to_receipt(
    market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page], window: dict
):
    given_another_group_and_officials(market)
    url = serve(workers=1, jobs=True).url
    seller, buyer = Seller(open_page(**window), url), Buyer(open_page(**window), url)
    weaver, commerce, labour = (kind(open_page(**window), url) for kind in (WeaverAtHerDesk, Official, Official))
    commerce.signs_in("commerce@office.example", PASSWORD)
    labour.signs_in("labour@office.example", PASSWORD)

    seller.signs_up_by_phone("สมใจ ใจดี", "0812345678")
    seller.applies_for_a_group(GROUP, a_photo("#8fc9ae"))
    commerce.approves_what_waits(GROUP)
    labour.creates_a_fair(FAIR)

    seller.lists_a_product(PRODUCT, price="65", stock="10", photo=a_photo("#a63a24"))
    seller.says_it_was_shown_at(FAIR, PRODUCT)
    commerce.approves_what_waits(PRODUCT)
    labour.confirms_the_exhibit(FAIR, PRODUCT)

    buyer.finds("นำ้พริก", PRODUCT)
    buyer.sees("งานบ้านใหม่")
    buyer.takes(2)
    buyer.finds("ตะกร้า", OTHER)
    buyer.takes(1)
    purchase = buyer.orders("คุณนก", "089-876-5432")
    buyer.sees("฿560")  # 2 x 65 + 350 and 40 a group

    code = seller.sends_the_order_of("คุณนก", "thailand_post", "EE473124829TH")
    weaver.signs_in("weaver@people.example", PASSWORD)
    weaver.sends_the_order_of("คุณนก", "own", "")
    buyer.received(purchase, code)
    seller.goes_to("/sell/income")
    seller.sees("฿170")

    for visitor in (seller, buyer, commerce, labour):
        visitor.looks_in_english()


class WeaverAtHerDesk(Seller, Official):
    """The second group's owner, who signs in as officials do."""
