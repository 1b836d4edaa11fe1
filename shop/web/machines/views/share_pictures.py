"""Pictures for previews: /share/<key>.jpg. A key is of the file's bytes, so it is kept for a year."""

from flask import Response, abort

from shop.papers.share_pictures import public_file
from shop.web.gate import public
from shop.web.machines.desk import blueprint
from shop.web.machines.views.photos import HEADERS


@blueprint.get("/share/<key>.jpg")
@public
def show_share_picture(key: str) -> Response:
    """404 once what it shows has left the market."""
    content = public_file(key)
    if content is None:
        abort(404)
    response = Response(content, mimetype="image/jpeg", headers=HEADERS)
    response.set_etag(key)
    return response
