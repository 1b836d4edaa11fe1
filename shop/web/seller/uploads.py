"""Photos sent with a form: stored before anything else happens, and not asked for again where the rest of the form was refused.

What came well is named in a signed hidden field, so that a form that is shown again keeps it; files of a form that never comes
back are swept at night. What came in pieces before (views/uploads.py) is named in more of those fields, `kept`, and how it is to
be turned and cut in fields `edit`: "<key>:<quarter turns>:<left,top,width,height in thousandths>".
"""

from contextlib import suppress
from dataclasses import dataclass, field

from flask import current_app, request
from flask_babel import gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from shop.catalogue import photos
from shop.catalogue.models import Photo
from shop.catalogue.pictures import MOST_BYTES, Edit
from shop.kernel.access import Actor
from shop.kernel.refusals import BadValue
from shop.kernel.storage import StorageFull
from shop.web.gate import actor
from shop.web.seller.forms.products import words_for

KEPT_SECONDS = 12 * 3600  # less than the nightly sweep leaves alone


@dataclass
class Received:
    """The photos of one form: stored ones, those of an earlier try among them, and what is wrong with the others."""

    uploads: list[photos.StoredUpload] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def token(self) -> str:
        """For the hidden field `kept` of the form shown again."""
        return token_for(self.uploads)

    def take(self, group_id: int, who: Actor) -> list[Photo]:
        """Their rows, in the current transaction."""
        return [photos.take_upload(group_id, upload, who) for upload in self.uploads]


def token_for(uploads: list[photos.StoredUpload]) -> str:
    named = [[upload.key, upload.edit.turns, list(upload.edit.crop or ())] for upload in uploads]
    return _signer().dumps([actor().group_id, named]) if named else ""


def received_photos(name: str = "photos", most: int = 8) -> Received:
    """Store what was sent under this name. Call it before the transaction begins."""
    received = Received(_kept())
    files = [file for file in request.files.getlist(name) if file.filename]
    if len(received.uploads) + len(files) > most:
        received.errors.append(words_for(BadValue("photos", "too_many")))
        return received
    for file in files:
        try:
            received.uploads.append(photos.store_upload(file.stream.read(MOST_BYTES + 1)))
        except photos.PhotoRefused as refused:
            received.errors.append(_named(file, words_for(refused)))
        except StorageFull:
            received.errors.append(words_for(BadValue("photos", "no_room")))
    return received


def _named(file: FileStorage, message: str) -> str:
    return gettext("%(file)s: %(message)s", file=(file.filename or "")[-60:], message=message)


def _kept() -> list[photos.StoredUpload]:
    """Those of every field `kept`, once each, as the fields `edit` want them."""
    edits = _edits()
    found: dict[str, photos.StoredUpload] = {}
    for token in request.form.getlist("kept"):
        try:
            group_id, named = _signer().loads(token, max_age=KEPT_SECONDS)
        except BadData:
            continue
        if group_id == actor().group_id:
            for key, turns, crop in named:
                found[key] = photos.StoredUpload(key, edits.get(key, Edit(turns, tuple(crop) or None)))
    return list(found.values())


def _edits() -> dict[str, Edit]:
    """By key. One that says nothing sensible is left aside: the photo comes as it was taken."""
    edits = {}
    for said in request.form.getlist("edit"):
        with suppress(ValueError):
            key, turns, crop = said.split(":")
            edits[key] = Edit.read(turns, crop)
    return edits


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="kept-photos")
