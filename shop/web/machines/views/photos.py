"""Photos that buyers may see: /photos/<key>/<width>.webp, of fairs /photos/fairs/...; a key's files never change: kept a year."""

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


@blueprint.get("/photos/<key>/<int:width>.webp")
@public
def show_photo(key: str, width: int) -> Response:
    return _photo(public_file(key, width), f"{key}-{width}")


@blueprint.get("/photos/fairs/<key>/<int:width>.webp")
@public
def show_fair_picture(key: str, width: int) -> Response:
    return _photo(pictures.public_file(key, width), f"fairs-{key}-{width}")


def _photo(content: bytes | None, etag: str) -> Response:
    if content is None:
        abort(404)
    response = Response(content, mimetype="image/webp", headers=HEADERS)
    response.set_etag(etag)
    return response
