"""The parts of a product's content: /sell/products/<id>/edit/..., photos, standards."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.catalogue import queries, service
from shop.catalogue.models import StandardKind
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.moderation import queries as moderation_queries
from shop.moderation.advice_pictures import examples_of
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.products import (
    NUMBER_HINTS,
    SECTIONS,
    PhotosForm,
    StandardForm,
    filled_section,
    section_values,
    show_refusal,
    words_for,
)
from shop.web.seller.uploads import Received, received_photos
from shop.web.seller.views.products import own_product_or_404

NEXT = {"about": "food", "food": "making", "making": "english"}


@blueprint.get("/products/<int:product_id>/edit/<section>")
@requires(Permission.PRODUCT_EDIT)
def edit_section(product_id: int, section: str) -> str:
    own = _own_or_404(product_id)
    form = _section_or_404(section)(formdata=None)
    return _section_page(own, section, filled_section(form, own.latest))


@blueprint.post("/products/<int:product_id>/edit/<section>")
@requires(Permission.PRODUCT_EDIT)
def save_section(product_id: int, section: str) -> Response | tuple[str, int]:
    """Saved as a draft each time; what is on sale or before an official stays as it is."""
    form = _section_or_404(section)()
    own = _own_or_404(product_id)
    if form.validate():
        try:
            with transaction():
                service.save_draft(own_product_or_404(product_id), actor(), **section_values(form))
        except BadValue as refused:
            show_refusal(form, refused)
        else:
            flash(_("บันทึกแล้ว"), "success")
            return redirect(_after_section(product_id, section), 303)
    return _section_page(own, section, form), 422


def _after_section(product_id: int, section: str) -> str:
    if request.form.get("go") == "next" and section in NEXT:
        return url_for(".edit_section", product_id=product_id, section=NEXT[section])
    return url_for(".show_product", product_id=product_id)


def _section_page(own: queries.OwnProduct, section: str, form: object) -> str:
    following = NEXT.get(section)
    return render_template("seller/products/section.html", own=own, section=section, form=form, **_told(own), following=following)


# Photos


@blueprint.get("/products/<int:product_id>/photos")
@requires(Permission.PRODUCT_EDIT)
def product_photos(product_id: int) -> str:
    return _photos_page(_own_or_404(product_id), PhotosForm(formdata=None), Received())


@blueprint.post("/products/<int:product_id>/photos")
@requires(Permission.PRODUCT_EDIT)
def add_photos(product_id: int) -> Response | tuple[str, int]:
    own, form = _own_or_404(product_id), PhotosForm()
    received = received_photos()
    form.validate()
    form.photos.errors = [*form.photos.errors, *received.errors]
    if not received.uploads and not form.errors:
        form.photos.errors = [_("เลือกรูปก่อน แล้วกดส่งรูป")]
    if not form.errors:
        try:
            with transaction():
                product = own_product_or_404(product_id)
                service.attach_photos(product, received.take(product.group_id, actor()), actor())
        except BadValue as refused:
            show_refusal(form, refused)
        else:
            flash(_("ได้รับรูปแล้ว กำลังเตรียมรูป"), "success")
            return redirect(url_for(".product_photos", product_id=product_id), 303)
    return _photos_page(own, form, received), 422


@blueprint.post("/products/<int:product_id>/photos/arrange")
@requires(Permission.PRODUCT_EDIT)
def arrange_photos(product_id: int) -> Response | tuple[str, int]:
    """`do`: save, or cover-<id>, earlier-<id>, later-<id>, remove-<id> of one photo; `alt-<id>` says what each shows."""
    own = _own_or_404(product_id)
    order = _new_order([shown.photo_id for shown in own.latest.photos], request.form.get("do", "save"))
    alts = {shown.photo_id: request.form.get(f"alt-{shown.photo_id}", shown.alt) for shown in own.latest.photos}
    try:
        with transaction():
            service.arrange_photos(own_product_or_404(product_id), order, actor(), alts)
    except BadValue as refused:
        form = PhotosForm(formdata=None)
        form.form_errors.append(words_for(refused))
        return _photos_page(own, form, Received(), alts), 422
    flash(_("บันทึกแล้ว"), "success")
    return redirect(url_for(".product_photos", product_id=product_id), 303)


def _new_order(order: list[int], do: str) -> list[int]:
    verb, _dash, digits = do.partition("-")
    if verb == "save":
        return order
    photo_id = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else 0
    if photo_id not in order:
        abort(409)
    at = order.index(photo_id)
    rest = [one for one in order if one != photo_id]
    place = {"cover": 0, "earlier": max(0, at - 1), "later": at + 1}.get(verb)
    if place is None and verb != "remove":
        abort(422)
    return rest if place is None else [*rest[:place], photo_id, *rest[place:]]


def _photos_page(own: queries.OwnProduct, form: PhotosForm, received: Received, alts: dict[int, str] | None = None) -> str:
    return render_template("seller/products/photos.html", own=own, form=form, received=received, alts=alts or {}, **_told(own))


# Standards


@blueprint.get("/products/<int:product_id>/standards")
@requires(Permission.PRODUCT_EDIT)
def product_standards(product_id: int) -> str:
    own = _own_or_404(product_id)
    there = {standard.kind: standard for standard in own.latest.standards}
    return render_template("seller/products/standards.html", own=own, kinds=list(StandardKind), there=there, **_told(own))


@blueprint.get("/products/<int:product_id>/standards/<kind>")
@requires(Permission.PRODUCT_EDIT)
def edit_standard(product_id: int, kind: str) -> str:
    own, kind = _own_or_404(product_id), _kind_or_404(kind)
    form, standard = StandardForm(formdata=None), _standard_of(own, kind)
    if standard:
        form.number.data = standard.number
        form.expires_on.show(standard.expires_on)
    return _standard_page(own, kind, form, Received())


@blueprint.post("/products/<int:product_id>/standards/<kind>")
@requires(Permission.PRODUCT_EDIT)
def save_standard(product_id: int, kind: str) -> Response | tuple[str, int]:
    own, kind = _own_or_404(product_id), _kind_or_404(kind)
    form, received = StandardForm(), received_photos(most=1)
    is_valid = form.validate()
    if is_valid and not received.errors:
        try:
            with transaction():
                product = own_product_or_404(product_id)
                evidence = next(iter(received.take(product.group_id, actor())), None)
                service.set_standard(product, actor(), kind, form.number.data, form.expires_on.value, evidence)
        except BadValue as refused:
            show_refusal(form, refused)
        else:
            flash(_("บันทึกแล้ว"), "success")
            return redirect(url_for(".product_standards", product_id=product_id), 303)
    form.photos.errors = [*form.photos.errors, *received.errors]
    return _standard_page(own, kind, form, received), 422


@blueprint.post("/products/<int:product_id>/standards/<kind>/remove")
@requires(Permission.PRODUCT_EDIT)
def remove_standard(product_id: int, kind: str) -> Response:
    kind = _kind_or_404(kind)
    with transaction():
        service.remove_standard(own_product_or_404(product_id), actor(), kind)
    flash(_("เอามาตรฐานออกแล้ว"), "success")
    return redirect(url_for(".product_standards", product_id=product_id), 303)


def _standard_page(own: queries.OwnProduct, kind: StandardKind, form: StandardForm, received: Received) -> str:
    standard = _standard_of(own, kind)
    hint = NUMBER_HINTS[kind]
    return render_template(
        "seller/products/standard.html", own=own, kind=kind, form=form, received=received, standard=standard, hint=hint
    )


def _standard_of(own: queries.OwnProduct, kind: StandardKind):
    return next((standard for standard in own.latest.standards if standard.kind is kind), None)


def _kind_or_404(kind: str) -> StandardKind:
    return StandardKind(kind) if kind in set(StandardKind) else abort(404)


def _section_or_404(section: str):
    return SECTIONS.get(section) or abort(404)


def _own_or_404(product_id: int) -> queries.OwnProduct:
    return queries.own_product(product_id, actor().group_id) or abort(404)


def _told(own: queries.OwnProduct) -> dict:
    """The official's words at each field and good examples beside them, while the group still has to answer them."""
    decision = moderation_queries.advice_for_product(own.product.id)
    if decision is None:
        return {"advice": {}}
    return {"advice": decision.advice, "examples": examples_of(decision.examples)}
