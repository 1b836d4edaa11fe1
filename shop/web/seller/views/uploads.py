"""Photos in pieces: /sell/uploads. What static/js/upload.js speaks to; without script the form brings its photos itself.

POST announces a photo of `size` bytes; PATCH brings the next piece, its `Upload-Offset` in the header; GET says how far it is,
HEAD in its headers; DELETE calls it off. A piece for another offset than the one reached is a 409 that names the right one.
"""

from flask import Response, abort, jsonify, request, url_for

from shop.catalogue import uploads
from shop.catalogue.models import PhotoUpload
from shop.catalogue.photos import StoredUpload
from shop.catalogue.pictures import PhotoRefused
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.storage import StorageFull
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.products import words_for
from shop.web.seller.uploads import token_for

NO_ROOM = BadValue("photos", "no_room")


@blueprint.post("/uploads")
@requires(Permission.PRODUCT_EDIT)
def begin_upload() -> tuple[Response, int]:
    typed = request.form.get("size", "")
    size = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 12 else 0
    try:
        with transaction():
            key = uploads.begin_upload(actor().group_id or abort(404), size, actor()).key
    except PhotoRefused as refused:
        return _refused(refused, 422)
    except BadValue as too_many:
        return _refused(too_many, 429)
    except StorageFull:
        return _refused(NO_ROOM, 507)
    return _told(_own_or_404(key)), 201


@blueprint.get("/uploads/<key>")
@requires(Permission.PRODUCT_EDIT)
def show_upload(key: str) -> Response:
    return _told(_own_or_404(key))


@blueprint.patch("/uploads/<key>")
@requires(Permission.PRODUCT_EDIT)
def add_piece(key: str) -> Response | tuple[Response, int]:
    """The next piece. After the last the whole is checked; a piece of nothing asks for that again, if it was cut short."""
    upload = _own_or_404(key)
    offset, content = request.headers.get("Upload-Offset", ""), _piece()
    if offset != str(upload.received_bytes) or upload.refusal or upload.received_bytes + len(content) > upload.size_bytes:
        return _told(upload), 409
    try:
        _keep(upload, content)
    except PhotoRefused as refused:
        with transaction():
            is_refused = uploads.record_refused(key, refused.reason)
        if not is_refused:  # asked twice, and the other has joined it
            return _told(_own_or_404(key))
        uploads.forget_pieces(key)
        return _refused(refused, 422)
    except LostRace:
        return _told(_own_or_404(key)), 409
    except StorageFull:
        return _refused(NO_ROOM, 507)
    return _told(_own_or_404(key))


@blueprint.delete("/uploads/<key>")
@requires(Permission.PRODUCT_EDIT)
def cancel_upload(key: str) -> Response:
    _own_or_404(key)
    with transaction():
        uploads.cancel_upload(key)
    uploads.forget_pieces(key)
    uploads.forget_original(key)
    return jsonify(state="gone")


def _keep(upload: PhotoUpload, content: bytes) -> None:
    key, offset, size = upload.key, upload.received_bytes, upload.size_bytes
    is_joined = upload.joined_at is not None
    db.session.rollback()  # nothing is held open while files are written
    if content:
        uploads.store_piece(key, offset, content)
        with transaction():
            uploads.record_piece(key, offset, len(content))
    if offset + len(content) == size and not is_joined:
        uploads.join_pieces(key, size)
        with transaction():
            uploads.record_joined(key)
        uploads.forget_pieces(key)


def _piece() -> bytes:
    """No more of it is read than a piece may be, whatever was said of its length."""
    content = request.stream.read(uploads.MOST_PIECE_BYTES + 1)
    return content if len(content) <= uploads.MOST_PIECE_BYTES else abort(413)


def _own_or_404(key: str) -> PhotoUpload:
    db.session.rollback()
    return uploads.upload_of(key, actor().group_id, actor()) or abort(404)


def _told(upload: PhotoUpload) -> Response:
    """How far it is; once all of it is there, also what a form's hidden field `kept` must say."""
    state = "refused" if upload.refusal else "whole" if upload.joined_at else "open"
    if state == "whole" and uploads.is_taken(upload.key):
        state = "taken"
    told = {"key": upload.key, "state": state, "offset": upload.received_bytes, "size": upload.size_bytes}
    told["address"] = url_for(".show_upload", key=upload.key)
    if state == "whole":
        told["kept"] = token_for([StoredUpload(upload.key)])
    if state == "refused":
        told["message"] = words_for(PhotoRefused(upload.refusal))
    answer = jsonify(told)
    answer.headers["Upload-Offset"], answer.headers["Upload-Length"] = str(upload.received_bytes), str(upload.size_bytes)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(refused: BadValue, status: int) -> tuple[Response, int]:
    return jsonify(state="refused", message=words_for(refused)), status
