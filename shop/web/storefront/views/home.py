"""The home page: /."""

from flask import render_template

from shop.web.gate import public
from shop.web.storefront.desk import blueprint


@blueprint.get("/")
@public
def home() -> str:
    return render_template("storefront/home.html")
