"""A photo turned or cut after it was sent: /sell/products/<id>/photos/<photo id>, /sell/group/profile/cover/<photo id>.

What was sent stays as it is. A changed photo is another one in the draft: what buyers and officials look at never changes.
"""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue import photos, queries, service
from shop.catalogue.models import Photo, PhotoStatus
from shop.catalogue.pictures import Edit
from shop.groups import service as groups
from shop.groups.models import GroupProfile
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.storage import NoSuchFile
from shop.web.gate import actor, requires
from shop.web.seller import journey
from shop.web.seller.desk import blueprint
from shop.web.seller.views.group_profile import cover_of, under_review, writable_profile
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
        old_id, group_id = photo.id, photo.group_id
        try:
            upload = _copied(photo, edit)
        except NoSuchFile:
            return _page(product_id, photo, is_wrong=True), 422
        with transaction():
            fresh = photos.take_upload(group_id, upload, actor())
            service.replace_photo(own_product_or_404(product_id), old_id, fresh, actor())
        flash(_("กำลังเตรียมรูปตามที่แก้ รูปเดิมยังเก็บไว้"), "success")
    return redirect(url_for(".product_photos", product_id=product_id), 303)


@blueprint.get("/group/profile/cover/<int:photo_id>")
@requires(Permission.GROUP_EDIT)
def edit_cover(photo_id: int) -> str | Response:
    profile = writable_profile()
    if isinstance(profile, Response):
        return profile
    return _cover_page(_cover(profile, photo_id) or abort(404))


@blueprint.post("/group/profile/cover/<int:photo_id>")
@requires(Permission.GROUP_EDIT)
def save_cover_edit(photo_id: int) -> Response | tuple[str, int]:
    profile = writable_profile()
    if isinstance(profile, Response):
        return profile
    photo = _cover(profile, photo_id)
    if photo is None:  # the second click: the first has put another in its place
        return _to_cover() if queries.photo_of_group(photo_id, actor().group_id) else abort(404)
    try:
        edit = _asked(photo)
    except ValueError:
        return _cover_page(photo, is_wrong=True), 422
    if edit != photo.edit:
        group_id = photo.group_id
        try:
            upload = _copied(photo, edit)
        except NoSuchFile:
            return _cover_page(photo, is_wrong=True), 422
        try:
            with transaction():
                fresh = photos.take_upload(group_id, upload, actor())
                groups.save_profile(journey.current_group(), actor(), cover_photo_id=fresh.id)
        except groups.UnderReview:
            return under_review()
        flash(_("กำลังเตรียมรูปตามที่แก้ รูปเดิมยังเก็บไว้"), "success")
    return _to_cover()


@blueprint.get("/photos/<key>/whole.jpg")
@requires(Permission.PRODUCT_EDIT)
def whole_photo(key: str) -> Response:
    """All of a photo, before it was turned and cut: for its own group."""
    photo = queries.photo_for_group(key, actor().group_id)
    content = photos.whole_file(photo) if photo else None
    if content is None:
        abort(404)
    return Response(content, mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


def _copied(photo: Photo, edit: Edit) -> photos.StoredUpload:
    """What was sent, to be made anew by this edit. Raises NoSuchFile."""
    key, widths = photo.key, list(photo.widths)
    db.session.rollback()  # nothing is held open while files are copied
    return photos.StoredUpload(photos.copy_master(key, widths), edit)


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


def _cover(profile: GroupProfile | None, photo_id: int) -> Photo | None:
    """The latest profile's, where it is this one and has been prepared."""
    found = cover_of(profile)
    return found if found and found.id == photo_id and found.status is PhotoStatus.READY else None


def _cover_page(photo: Photo, is_wrong: bool = False) -> str:
    frame = journey.frame(journey.BY_KEY["cover"]) | {"back_url": ""}
    return render_template("seller/group/steps/cover_photo.html", photo=photo, is_wrong=is_wrong, back=_cover_step(), **frame)


def _to_cover() -> Response:
    return redirect(_cover_step(), 303)


def _cover_step() -> str:
    return journey.step_url(journey.BY_KEY["cover"], change=1 if journey.is_changing() else None)
