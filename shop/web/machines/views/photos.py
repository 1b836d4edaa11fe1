"""Photos that buyers may see: /photos/<key>/<width>.<kind>, of fairs and reviews under their own names; no file ever changes."""

from flask import Response, abort

from shop.catalogue.photos import public_file
from shop.fairs import pictures
from shop.moderation import advice_pictures
from shop.reviews import queries as reviews
from shop.reviews.photos import review_photos
from shop.web.gate import public
from shop.web.machines.desk import blueprint

HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",  # shown in messages and on other sites: that is how a product is found
}


TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@blueprint.get("/photos/<key>/<int:width>.<any(avif, webp, jpg):kind>")
@public
def show_photo(key: str, width: int, kind: str) -> Response:
    return _photo(public_file(key, width, kind), f"{key}-{width}-{kind}", TYPES[kind])


@blueprint.get("/photos/fairs/<key>/<int:width>.webp")
@public
def show_fair_picture(key: str, width: int) -> Response:
    return _photo(pictures.files.public_file(key, width), f"fairs-{key}-{width}", TYPES["webp"])


@blueprint.get("/photos/advice/<key>/<int:width>.webp")
@public
def show_advice_picture(key: str, width: int) -> Response:
    """A good example beside an official's advice: of nobody's goods, so anybody may see it."""
    return _photo(advice_pictures.files.public_file(key, width), f"advice-{key}-{width}", TYPES["webp"])


@blueprint.get("/photos/reviews/<photo_key>/<int:width>.webp")
@public
def show_review_photo(photo_key: str, width: int) -> Response:
    """Asked of the database each time, and kept for an hour only: a review may be taken back, and its product suspended."""
    photo = reviews.public_photo(photo_key)
    response = _photo(review_photos.file_of(photo, width) if photo else None, f"reviews-{photo_key}-{width}", TYPES["webp"])
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _photo(content: bytes | None, etag: str, mimetype: str) -> Response:
    if content is None:
        abort(404)
    response = Response(content, mimetype=mimetype, headers=HEADERS)
    response.set_etag(etag)
    return response
