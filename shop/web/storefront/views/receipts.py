"""The buyer's receipt on paper: /purchases/<code>/receipt.pdf."""

from flask import Response, abort, current_app, url_for
from flask_babel import gettext

from shop.orders.models import Order, Purchase
from shop.papers import receipts
from shop.papers.voice import Voice
from shop.web.gate import public
from shop.web.language import locale
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import purchase_or_404


@blueprint.get("/purchases/<code>/receipt.pdf")
@public
def receipt(code: str) -> Response:
    """Of all that is paid, for whoever may follow the purchase; 404 while nothing is."""
    purchase, _follower = purchase_or_404(code)
    found = receipts.receipts_of(purchase) or abort(404)
    drawn = receipts.draw_receipts(purchase, found, Voice(locale(), gettext, current_app.config["SITE_NAME"]))
    answer = Response(drawn, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="receipt-{purchase.code}.pdf"'
    return answer


@blueprint.context_processor
def receipt_links() -> dict:
    return {"receipt_address": receipt_address}


def receipt_address(purchase: Purchase, key: str | None, order: Order | None = None) -> str:
    """Empty where nothing is paid yet: of the purchase, or of that one order."""
    found = receipts.receipts_of(purchase)
    if not any(order is None or order in each.orders for each in found):
        return ""
    return url_for("storefront.receipt", code=purchase.code, key=key)
