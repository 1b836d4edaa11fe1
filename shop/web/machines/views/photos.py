"""Photos that buyers may see: /photos/<key>/<width>.<kind>. A key's files never change, so they are kept for a year."""

from flask import Response, abort

from shop.catalogue.photos import public_file
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
    content = public_file(key, width, kind)
    if content is None:
        abort(404)
    response = Response(content, mimetype=TYPES[kind], headers=HEADERS)
    response.set_etag(f"{key}-{width}-{kind}")
    return response
