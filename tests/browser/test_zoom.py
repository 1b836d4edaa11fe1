"""A desk's window at 200 % and the smallest phone: nothing runs over the edge, in Thai and English (WCAG 1.4.4 and 1.4.10)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from shop.kernel.access import Role
from shop.kernel.database import transaction
from tests.browser.test_fairs import signed_in
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group, owner_of
from tests.factories.moderation import given_a_submitted_product
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_official

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)

WINDOWS = {"zoomed": {"viewport": {"width": 640, "height": 450}}, "smallest": {"viewport": {"width": 320, "height": 640}}}
OVER = "document.documentElement.scrollWidth - window.innerWidth"
# Where two lines are clamped, the last word is cut by the ellipsis.
BROKEN = """[...document.querySelectorAll(":not(.two-lines) > .whole")]
    .filter((word) => word.getClientRects().length > 1).map((word) => word.textContent)"""


def runs_over(page: Page, url: str, paths: list[str]) -> list[str]:
    wrong = []
    for path in [language + path for path in paths for language in ("", "/en")]:
        page.goto(url + path)
        wrong += [f"{path}: {word}" for word in page.evaluate(BROKEN)]
        if page.evaluate(OVER) > 0:
            wrong.append(path)
    return wrong


@pytest.mark.parametrize("window", list(WINDOWS))
def test_nothing_runs_over_the_edge(app, serve, open_page: Callable[..., Page], window: str):
    with app.app_context(), transaction():
        fair = given_a_fair(slug="ban-mai")
        group = given_a_group("กลุ่มแม่บ้านน้ำพริกและของที่ระลึกคลองสามร่วมใจพัฒนา")
        product = given_a_product(group, "น้ำพริกเผาปลาย่างสูตรแม่บ้านเกษตรกรบึงคำพร้อย 200 กรัม")
        order = given_an_order(group, product)
        waiting = given_a_submitted_product(group=group)
        official, administrator = given_an_official().id, given_an_official(Role.ADMINISTRATOR).id
        owner, number, review, code, slug = owner_of(group).id, product.id, waiting.id, order.code, fair.slug
    url = serve(jobs=False).url
    buyers = ["", "/products", f"/products/{number}", "/groups", f"/fairs/{slug}", "/orders/find", f"/orders/{code}", "/help"]
    sellers = ["/sell", "/sell/orders", f"/sell/orders/{code}", f"/sell/products/{number}", "/sell/group", "/sell/group/shipping"]
    officials = [
        "/office",
        f"/office/submissions/{review}",
        "/office/groups",
        f"/office/products/{number}",
        f"/office/orders/{code}",
    ]

    size = WINDOWS[window]
    wrong = runs_over(open_page(**size), url, buyers)
    wrong += runs_over(signed_in(open_page(**size), app, url, owner), url, sellers)
    wrong += runs_over(signed_in(open_page(**size), app, url, official), url, officials)
    wrong += runs_over(signed_in(open_page(**size), app, url, administrator), url, ["/office/audit", "/office/people"])

    assert wrong == []
