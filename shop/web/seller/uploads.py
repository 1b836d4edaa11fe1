"""Photos sent with a form: stored before anything else happens, and not asked for again where the rest of the form was refused.

What came well is named in a signed hidden field, so that a form that is shown again keeps it; files of a form that never comes
back are swept at night.
"""

from dataclasses import dataclass, field

from flask import current_app, request
from flask_babel import gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from shop.catalogue import photos
from shop.catalogue.models import Photo
from shop.catalogue.pictures import MOST_BYTES
from shop.kernel.access import Actor
from shop.kernel.refusals import BadValue
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
        return _signer().dumps([actor().group_id, [upload.key for upload in self.uploads]]) if self.uploads else ""

    def take(self, group_id: int, who: Actor) -> list[Photo]:
        """Their rows, in the current transaction."""
        return [photos.take_upload(group_id, upload, who) for upload in self.uploads]


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
    return received


def _named(file: FileStorage, message: str) -> str:
    return gettext("%(file)s: %(message)s", file=(file.filename or "")[-60:], message=message)


def _kept() -> list[photos.StoredUpload]:
    try:
        group_id, keys = _signer().loads(request.form.get("kept", ""), max_age=KEPT_SECONDS)
    except BadData:
        return []
    return [photos.StoredUpload(key) for key in keys] if group_id == actor().group_id else []


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="kept-uploads")
