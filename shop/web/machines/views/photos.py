"""Photos that buyers may see: /photos/<key>/<width>.<kind>, of fairs /photos/fairs/...; kept a year, for no file ever changes."""

from flask import Response, abort

from shop.catalogue.photos import public_file
from shop.fairs import pictures
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
    return _photo(pictures.public_file(key, width), f"fairs-{key}-{width}", TYPES["webp"])


def _photo(content: bytes | None, etag: str, mimetype: str) -> Response:
    if content is None:
        abort(404)
    response = Response(content, mimetype=mimetype, headers=HEADERS)
    response.set_etag(etag)
    return response
