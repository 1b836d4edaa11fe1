"""One photo of a product, turned or cut after it was sent: /sell/products/<id>/photos/<photo id>.

What was sent stays as it is. A changed photo is another one in the draft: what buyers and officials look at never changes.
"""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.catalogue import photos, queries, service
from shop.catalogue.models import Photo, PhotoStatus
from shop.catalogue.pictures import Edit
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.storage import NoSuchFile
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.views.products import own_product_or_404


@blueprint.get("/products/<int:product_id>/photos/<int:photo_id>")
@requires(Permission.PRODUCT_EDIT)
def edit_photo(product_id: int, photo_id: int) -> str:
    return _page(product_id, _photo(product_id, photo_id) or abort(404))


@blueprint.post("/products/<int:product_id>/photos/<int:photo_id>")
@requires(Permission.PRODUCT_EDIT)
def save_photo_edit(product_id: int, photo_id: int) -> Response | tuple[str, int]:
    photo = _photo(product_id, photo_id)
    if photo is None:  # the second click: the first has put another in its place
        return redirect(url_for(".product_photos", product_id=product_id), 303)
    try:
        edit = _asked(photo)
    except ValueError:
        return _page(product_id, photo, is_wrong=True), 422
    if edit != photo.edit:
        try:
            _change(product_id, photo, edit)
        except NoSuchFile:
            return _page(product_id, photo, is_wrong=True), 422
        flash(_("กำลังเตรียมรูปตามที่แก้ รูปเดิมยังเก็บไว้"), "success")
    return redirect(url_for(".product_photos", product_id=product_id), 303)


@blueprint.get("/photos/<key>/whole.jpg")
@requires(Permission.PRODUCT_EDIT)
def whole_photo(key: str) -> Response:
    """All of a photo, before it was turned and cut: for its own group."""
    photo = queries.photo_for_group(key, actor().group_id)
    content = photos.whole_file(photo) if photo else None
    if content is None:
        abort(404)
    return Response(content, mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


def _change(product_id: int, photo: Photo, edit: Edit) -> None:
    old_id, group_id = photo.id, photo.group_id
    key, widths = photo.key, list(photo.widths)
    db.session.rollback()  # nothing is held open while files are copied
    upload = photos.StoredUpload(photos.copy_master(key, widths), edit)
    with transaction():
        fresh = photos.take_upload(group_id, upload, actor())
        service.replace_photo(own_product_or_404(product_id), old_id, fresh, actor())


def _asked(photo: Photo) -> Edit:
    """Fields `turns` and `cut` (nothing, wide, box); `box` says the last in thousandths. Raises ValueError."""
    turns, cut = request.form.get("turns", "0"), request.form.get("cut", "")
    if cut not in ("", "wide", "box"):
        raise ValueError(cut)
    if cut != "wide":
        return Edit.read(turns, request.form.get("box", "") if cut == "box" else "")
    width, height = photos.whole_size(photo)
    return Edit.middle(int(turns), width, height)


def _page(product_id: int, photo: Photo, is_wrong: bool = False) -> str:
    own = queries.own_product(product_id, actor().group_id) or abort(404)
    return render_template("seller/products/photo.html", own=own, photo=photo, is_wrong=is_wrong)


def _photo(product_id: int, photo_id: int) -> Photo | None:
    """One of the latest revision's that has been prepared."""
    own = queries.own_product(product_id, actor().group_id) or abort(404)
    found = next((shown.photo for shown in own.latest.photos if shown.photo_id == photo_id), None)
    return found if found and found.status is PhotoStatus.READY else None
