"""Pages that say how the market works: /help, /contact, /terms, /shipping, /privacy."""

from flask import render_template

from shop.web.gate import public
from shop.web.kept import kept
from shop.web.storefront.desk import blueprint

NAMES = ("help", "contact", "terms", "shipping", "privacy")


@blueprint.get(f"/<any({', '.join(NAMES)}):name>")
@public
@kept
def page(name: str) -> str:
    return render_template(f"storefront/pages/{name}.html")
