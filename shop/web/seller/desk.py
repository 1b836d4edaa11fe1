"""The desk's blueprint: the views register with it."""

from flask import Blueprint, url_for

blueprint = Blueprint("seller", __name__, url_prefix="/sell")


@blueprint.context_processor
def _photos_in_pieces() -> dict[str, str]:
    """What the `photos` macro tells upload.js: where photos go in pieces. Other desks' forms bring theirs whole."""
    return {"uploads_at": url_for("seller.begin_upload")}
