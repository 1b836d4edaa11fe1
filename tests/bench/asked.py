"""The pages that are measured, and the addresses that stand for each: spread over the market, the same in every run."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.database import db
from shop.kernel.thai import slugify
from tests.bench import load
from tests.bench.make_catalogue import title

DEEP = 40  # the page that somebody reaches who never tires
MOST = 2_000  # addresses of one kind
KEPT = 20  # of which everybody looks at so many
SHELVES = ("?category=food", "?category=food&district=1301", "?category=drinks&district=1302", "?category=herbal&district=1303")
COMMON = ("น้ำพริก", "กล้วย", "ข้าว", "ปลา", "ขนม", "เค้ก", "สมุนไพร", "ไข่เค็ม")
PAIRS = ("น้ำพริก ปลา", "กล้วย อบ", "ข้าว หอมมะลิ", "ขนม ปทุม", "ปลา สมุนไพร", "เค้ก กล้วย")
TYPED_WRONG = ("นำ้พริก", "น้ำพิก", "กลวยตาก", "ขนมเค็ก", "ปลาราบอง", "oheribd", "ไข่เคม", "สมุนไพ")


@dataclass(frozen=True)
class Asked:
    """A page by its name in the table. `kept`: asked as a visitor without cookies does, and kept whole."""

    name: str
    addresses: list[str]
    kept: bool = False

    @property
    def act(self) -> Callable:
        return load.look if self.kept else load.look_made


def pages(app: Flask, products: int) -> list[Asked]:
    with app.app_context():
        goods, groups = _product_addresses(), _group_addresses()
        db.session.remove()
    client = app.test_client()
    newest = _search(*(("sort", "newest"),))
    made = [
        Asked("home", ["/"]),
        Asked("catalogue, newest", ["/products"]),
        Asked("catalogue, by price", ["/products?sort=price_asc", "/products?sort=price_desc"]),
        Asked("category and district", [f"/products{shelf}" for shelf in SHELVES[1:]]),
        Asked(f"catalogue, page {DEEP}", [newest + "&after=" + _cursor(client, DEEP)]),
        Asked("search, common word", [_search(("q", word)) for word in COMMON]),
        Asked("search, rare words", [_search(("q", _rare(number, products))) for number in range(40)]),
        Asked("search, two words", [_search(("q", words)) for words in PAIRS]),
        Asked("search, typed wrong", [_search(("q", words)) for words in TYPED_WRONG]),
        Asked("product", goods),
        Asked("group", groups),
        Asked("API, a list", ["/api/v1/products", "/api/v1/products?category=food", "/api/v1/products?sort=price_asc"]),
    ]
    kept = [
        Asked("home, kept", ["/"], kept=True),
        Asked("catalogue, kept", ["/products", "/products?sort=price_asc", f"/products{SHELVES[0]}"], kept=True),
        Asked("product, kept", goods[:KEPT], kept=True),
        Asked("group, kept", groups[:KEPT], kept=True),
    ]
    return made + kept


def _product_addresses() -> list[str]:
    last = db.session.scalar(select(Product.id).order_by(Product.id.desc()).limit(1))
    wanted = range(1, last + 1, max(1, last // MOST))
    asked = select(Product.id, Product.title).where(Product.is_listed, Product.id.in_(wanted)).order_by(Product.id)
    return [f"/products/{row.id}-{quote(slugify(row.title))}" for row in db.session.execute(asked)]


def _group_addresses() -> list[str]:
    asked = select(Group.slug).where(Group.approved_at.is_not(None)).order_by(Group.id).limit(MOST)
    return [f"/groups/{quote(slug)}" for slug in db.session.scalars(asked)]


def _search(*pairs: tuple[str, str]) -> str:
    return f"/products?{urlencode(pairs)}"


def _rare(number: int, products: int) -> str:
    """What one product alone is called, or a handful."""
    return " ".join(title((number * 7919 + 3) % products).split()[:2])


def _cursor(client: FlaskClient, page: int) -> str:
    """What leads to that page of the newest, found as a program does: page after page."""
    after = ""
    for _turn in range(page - 1):
        query = {"sort": "newest", "limit": "24"} | ({"after": after} if after else {})
        after = client.get("/api/v1/products", query_string=query).json["next"]
    return after
