"""What search engines may read: /robots.txt and /sitemap.xml."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Response, current_app

from shop.fairs.queries import public_fairs
from shop.groups.queries import slugs_of_published
from shop.kernel import thai
from shop.search.browse import listed_titles
from shop.web.gate import public
from shop.web.kept import kept
from shop.web.machines.desk import blueprint

PRODUCTS_A_FILE = 20_000  # a file may hold 50,000 addresses; each product has two
PAGES = ("/", "/products", "/groups", "/fairs", "/impact", "/impact/how", "/help", "/contact", "/terms", "/shipping", "/privacy")
KEEP_OUT = ("/basket", "/checkout", "/purchases/", "/orders/", "/account/", "/sell", "/office", "/search/", "/api/", "/webhooks/")


@blueprint.get("/robots.txt")
@public
@kept
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}\nDisallow: /en{path}" for path in KEEP_OUT)]
    lines += ["Disallow: /p/", "Disallow: /g/", "Disallow: /*?*after=", "Disallow: /*?*code="]
    lines += [f"Sitemap: {current_app.config['PUBLIC_URL']}/sitemap.xml", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@public
@kept
def sitemap() -> Response:
    """Every public page in both languages; where there are too many products for one file, the list of files."""
    products = listed_titles(PRODUCTS_A_FILE + 1)
    if len(products) <= PRODUCTS_A_FILE:
        return _urlset([*_pages(), *map(_product_path, products)])
    base = current_app.config["PUBLIC_URL"]
    files = ["pages", *(f"products-{first}" for first in _first_ids())]
    body = "".join(f"<sitemap><loc>{base}/sitemap-{name}.xml</loc></sitemap>" for name in files)
    return _xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</sitemapindex>')


@blueprint.get("/sitemap-pages.xml")
@public
@kept
def sitemap_of_pages() -> Response:
    return _urlset(_pages())


@blueprint.get("/sitemap-products-<int:first>.xml")
@public
@kept
def sitemap_of_products(first: int) -> Response:
    """One file of products, from the id `first` on."""
    return _urlset(map(_product_path, listed_titles(PRODUCTS_A_FILE, first)))


def _first_ids() -> Iterator[int]:
    first = 0
    while found := listed_titles(PRODUCTS_A_FILE, first):
        yield found[0][0]
        first = found[-1][0] + 1


def _pages() -> list[str]:
    groups = [f"/groups/{slug}" for slug in slugs_of_published()]
    return [*PAGES, *groups, *(f"/fairs/{row.fair.slug}" for row in public_fairs(1000))]


def _product_path(product: tuple[int, str]) -> str:
    return f"/products/{product[0]}-{thai.slugify(product[1])}"


def _urlset(paths: Iterable[str]) -> Response:
    base = current_app.config["PUBLIC_URL"]
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return _xml(f"<urlset {spaces}>{''.join(_url(base, path) for path in paths)}</urlset>")


def _url(base: str, path: str) -> str:
    """Both languages of a page, each naming the other."""
    path = quote(path)
    addresses = {"th": escape(base + path), "en": escape(f"{base}/en{path}")}
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{at}"/>' for lang, at in addresses.items())
    return "".join(f"<url><loc>{at}</loc>{links}</url>" for at in addresses.values())


def _xml(body: str) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', mimetype="application/xml")
