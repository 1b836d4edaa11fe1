"""Share buttons and what a message shows of a page."""

import re
from urllib.parse import parse_qs, urlsplit

from shop.kernel.database import transaction
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group


def meta_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([a-z_:]+)" content="([^"]*)">', page))


def test_product_group_and_fair_say_what_they_are_and_are_shared_by_plain_links(app, client):
    with app.app_context(), transaction():
        group = given_a_group(name_en="Bang Khayaeng Housewives")
        product = given_a_product(group, "น้ำพริกเผา “โบราณ”", title_en="Roasted chilli paste", price_satang=6550)
        fair = given_a_fair()
        paths = [f"/products/{product.id}-x?fair=a", f"/groups/{group.slug}", f"/fairs/{fair.slug}"]

    for path in paths:
        page = client.get(path, follow_redirects=True).text
        meta = meta_of(page)
        here = meta["og:url"]
        assert "?" not in here
        line, facebook = (
            re.search(rf'href="(https://{host}[^"]+)"', page)[1] for host in (r"social-plugins\.line\.me", r"www\.facebook\.com")
        )
        assert parse_qs(urlsplit(line).query) == {"url": [here]}
        assert parse_qs(urlsplit(facebook).query) == {"u": [here]}
        assert f'data-copy="{here}"' in page
        assert f'data-share="{here}"' in page
        assert meta["og:title"] == meta["twitter:title"] != ""
        assert meta["og:description"] == meta["twitter:description"] != ""
        assert meta["og:image"].startswith("http")
        assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")
        assert meta["og:locale"] == "th_TH"

    english = meta_of(client.get(f"/en{paths[0]}", follow_redirects=True).text)
    assert english["og:title"] == "Roasted chilli paste"
    assert (english["product:price:amount"], english["product:price:currency"]) == ("65.50", "THB")
    assert "/en/products/" in english["og:url"]
    assert meta_of(client.get(f"/en{paths[1]}").text)["og:title"] == "Bang Khayaeng Housewives"
