"""Photos sent with a return or a review: stored before anything else happens, and not asked for again where the form was refused.

What came well is named in a signed hidden field; files of a form that never comes back are swept at night.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Response, abort, current_app, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer

from shop.catalogue.pictures import MOST_BYTES, PhotoRefused
from shop.evidence.photos import StoredPhoto
from shop.kernel.storage import StorageFull
from shop.orders.models import Order
from shop.orders.returns import queries
from shop.orders.returns.models import Return
from shop.orders.returns.photos import return_photos
from shop.orders.returns.service import MOST_PHOTOS

NO_ROOM = _("ตอนนี้ตลาดเก็บรูปเพิ่มไม่ได้ สิ่งที่กรอกยังอยู่ ลองส่งรูปอีกครั้งในอีกสักครู่ หรือโทรหากลุ่ม")
KEPT_SECONDS = 12 * 3600  # less than the nightly sweep leaves alone
REFUSED = {
    "empty": _("ไฟล์นี้ว่างเปล่า ลองเลือกรูปใหม่"),
    "too_large": _("รูปใหญ่เกิน 15 MB"),
    "not_a_photo": _("ไฟล์นี้ไม่ใช่รูปที่เปิดได้ ใช้รูปจากกล้องหรือคลังรูปในเครื่อง (JPEG, HEIC, PNG, WebP, AVIF)"),
    "too_many_pixels": _("รูปนี้กว้างหรือสูงเกินไป ย่อรูปก่อนแล้วลองใหม่"),
    "animated": _("ใช้รูปเคลื่อนไหวไม่ได้ ใช้รูปนิ่ง"),
    "broken": _("ไฟล์รูปเสียหรือมาไม่ครบ ลองเลือกใหม่"),
    "not_only_a_photo": _("ไฟล์นี้มีอย่างอื่นปนอยู่นอกจากรูป ถ่ายใหม่หรือบันทึกเป็นรูปใหม่ก่อน"),
}


@dataclass
class Evidence:
    """The photos of one form: those stored, of an earlier try too, and what is wrong with the others.

    `about` names what the form is of, so that no other form takes them.
    """

    about: str
    stored: list[StoredPhoto] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def token(self) -> str:
        """For the hidden field `kept` of the form shown again."""
        named = [[photo.key, list(photo.widths)] for photo in self.stored]
        return _signer().dumps([self.about, named]) if named else ""


def received(order: Order) -> Evidence:
    """Check and store what was sent with the form about a return. Call it before the transaction begins."""
    return received_about(order.code, MOST_PHOTOS, return_photos.store)


def received_about(about: str, most: int, store: Callable[[bytes], StoredPhoto]) -> Evidence:
    """The same of any form, stored by its own room."""
    evidence = Evidence(about, _kept(about))
    files = [file for file in request.files.getlist("photos") if file.filename]
    if len(evidence.stored) + len(files) > most:
        evidence.errors.append(gettext("ใส่รูปได้ไม่เกิน %(most)s รูป", most=most))
        return evidence
    for file in files:
        try:
            evidence.stored.append(store(file.stream.read(MOST_BYTES + 1)))
        except StorageFull:  # what was typed, and what came well before, waits in the form
            evidence.errors.append(str(NO_ROOM))
            break
        except PhotoRefused as refused:
            message = str(REFUSED[refused.reason])
            evidence.errors.append(gettext("%(file)s: %(message)s", file=(file.filename or "")[-60:], message=message))
    return evidence


def picture_or_404(key: str, width: int, *of: object) -> Response:
    """A photo's file, for those whose query finds it; never kept by a cache that others share."""
    photo = queries.photo_of_return(key, *of)
    return private_picture(return_photos.file_of(photo, width) if photo else None)


def private_picture(content: bytes | None) -> Response:
    if content is None:
        abort(404)
    return Response(content, mimetype="image/webp", headers={"Cache-Control": "private, max-age=3600"})


def of_group(group_id: int):
    return Return.group_id == group_id


def of_order(order_id: int):
    return Return.order_id == order_id


def _kept(about: str) -> list[StoredPhoto]:
    try:
        of, named = _signer().loads(request.form.get("kept", ""), max_age=KEPT_SECONDS)
    except BadData:
        return []
    return [StoredPhoto(key, tuple(widths)) for key, widths in named] if of == about else []


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="return-photos")
