"""The group's products: /sell/products."""

from dataclasses import dataclass, field

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.exc import IntegrityError

from shop.catalogue import first_listing, queries, service
from shop.catalogue.models import Product, Variant
from shop.catalogue.photos import private_file
from shop.catalogue.stock import OutOfStock
from shop.kernel.access import Permission
from shop.kernel.codes import new_key
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.kernel.thai import slugify, tidy
from shop.moderation import checklist
from shop.moderation import queries as moderation_queries
from shop.moderation import service as moderation
from shop.moderation.advice_pictures import examples_of
from shop.quality.facts import scores_of_own
from shop.web import words
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.products import NewProductForm, RowForm, section_values, show_refusal
from shop.web.seller.uploads import Received, received_photos
from shop.web.seller.views.quality import quality_of

FILTER_WORDS = {
    "": lazy_gettext("ทั้งหมด"),
    "on_sale": lazy_gettext("ขายอยู่"),
    "in_review": lazy_gettext("รอตรวจ"),
    "changes": lazy_gettext("ต้องแก้"),
    "draft": lazy_gettext("ร่าง"),
    "paused": lazy_gettext("พักขาย"),
}


@dataclass
class Row:
    """What was typed into a row of the list and could not be taken."""

    variant_id: int
    price: str
    stock: str
    errors: list[str] = field(default_factory=list)


@blueprint.get("/products")
@requires(Permission.PRODUCT_EDIT)
def products() -> str:
    return _list()


@blueprint.post("/products/variants/<int:variant_id>")
@requires(Permission.PRODUCT_EDIT)
def save_row(variant_id: int) -> Response | tuple[str, int]:
    """Price and stock of one variant, from its row in the list."""
    form = RowForm()
    row = Row(variant_id, form.price.data or "", form.stock.data or "")
    if not form.validate():
        row.errors = [str(message) for one in form for message in one.errors]
        return _list(row), 422
    try:
        with transaction():
            variant = queries.variant_for_group(variant_id, actor().group_id) or abort(404)
            title = variant.product.title
            change = set_typed_price(variant, form.price.value)
            service.count_stock(variant, form.stock.value, int(form.seen.data), actor())
    except BadValue as refused:
        show_refusal(form, refused)
        row.errors = [str(message) for one in form for message in one.errors] + [str(message) for message in form.form_errors]
        return _list(row), 422
    except OutOfStock as sold:
        row.errors = [_("ระหว่างนี้มีคนซื้อไป เหลืออยู่ %(left)s ชิ้น ใส่จำนวนใหม่อีกครั้ง", left=sold.available)]
        return _list(row), 409
    tell_price_change(change, title)
    return redirect(_back_to_list(), 303)


def set_typed_price(variant: Variant, satang: int) -> service.PriceChange:
    """What stands in the field is the price asked for, if one waits: only another one is a change."""
    if satang == (variant.requested_price_satang or variant.price_satang):
        return service.PriceChange.SAME
    return moderation.request_price(variant, satang, actor())


def tell_price_change(change: service.PriceChange, title: str) -> None:
    if change is service.PriceChange.WAITS:
        flash(_("ราคาใหม่ต่างจากเดิมเกิน 20% เจ้าหน้าที่จะตรวจก่อน ระหว่างนี้ขายราคาเดิม"), "warning")
    else:
        flash(_("บันทึก %(title)s แล้ว", title=title or _("สินค้า")), "success")


@blueprint.get("/products/new")
@requires(Permission.PRODUCT_EDIT)
def new_product() -> str:
    form = NewProductForm(formdata=None)
    form.once.data = new_key()
    return render_template("seller/products/new.html", form=form, received=Received())


@blueprint.post("/products/new")
@requires(Permission.PRODUCT_EDIT)
def create_product() -> Response | tuple[str, int]:
    form, received = NewProductForm(), received_photos()
    is_valid = form.validate()
    if is_valid and not received.errors:
        try:
            product_id = _create(form, received)
        except BadValue as refused:
            show_refusal(form, refused)
        except IntegrityError:  # the same form twice at the same moment: the other one has made it
            return redirect(url_for(".products"), 303)
        else:
            flash(_("บันทึกเป็นร่างแล้ว เติมส่วนที่เหลือ แล้วกดส่งตรวจได้เลย"), "success")
            return redirect(url_for(".show_product", product_id=product_id), 303)
    form.photos.errors = [*form.photos.errors, *received.errors]
    return render_template("seller/products/new.html", form=form, received=received), 422


def _create(form: NewProductForm, received: Received) -> int:
    """The product of the form, made once however often it is sent."""
    content = section_values(form)
    content = {name: content[name] for name in ("title", "category", "subcategory")}
    with transaction():
        product = service.create_product(actor().group_id, actor(), once=form.once.data or None, **content)
        if not product.variants:
            unit = form.unit.data or ""
            fields = {"name": unit, "unit": unit[:40], "weight_grams": form.weight.value}
            service.add_variant(product, actor(), price_satang=form.price.value, stock_pieces=form.stock.value, **fields)
            if received.uploads:
                service.attach_photos(product, received.take(product.group_id, actor()), actor())
        return product.id


@blueprint.get("/products/<int:product_id>")
@requires(Permission.PRODUCT_EDIT)
def show_product(product_id: int) -> str:
    return product_page(product_id)


def product_page(product_id: int, missing: list[tuple[str, str]] | None = None) -> str:
    """All the group needs to know of one product. `missing`: what stopped it from being sent."""
    own = queries.own_product(product_id, actor().group_id) or abort(404)
    decision = moderation_queries.advice_for_product(product_id)
    on_sale = [variant for variant in own.variants if variant.retired_at is None]
    return render_template(
        "seller/products/show.html",
        own=own,
        decision=decision,
        advice=decision.advice if decision else {},
        examples=examples_of(decision.examples) if decision else {},
        missing=dict(missing or service.missing_parts(own.latest, on_sale)),
        is_refused=missing is not None,
        advisable=service.advisable_parts(own.latest),
        revisions=queries.revisions_of(product_id),
        wants_serial=checklist.lacks_serial(own.latest),
        **quality_of(own),
        is_first_listing=first_listing.is_first_listing(own),
        public_address=_public_address(own.product),
        categories=words.CATEGORIES,
        subcategories=words.SUBCATEGORIES,
        allergens=words.ALLERGENS,
    )


def _public_address(product: Product) -> str | None:
    if not product.is_listed:
        return None
    return url_for("storefront.product", product_id=product.id, slug=slugify(product.title))


@blueprint.post("/products/<int:product_id>/submit")
@requires(Permission.PRODUCT_EDIT)
def submit_product(product_id: int) -> Response | tuple[str, int]:
    try:
        with transaction():
            moderation.submit_product(own_product_or_404(product_id), actor())
    except service.Incomplete as refused:
        return product_page(product_id, refused.missing), 422
    except service.GroupNotApproved:
        flash(_("ส่งตรวจได้เมื่อกลุ่มได้รับอนุมัติแล้ว สินค้านี้บันทึกเป็นร่างไว้ให้"), "warning")
        return product_page(product_id), 409
    except service.NothingToSubmit:
        flash(_("ไม่มีอะไรใหม่ให้ส่งตรวจ"), "warning")
        return product_page(product_id), 409
    flash(_("ส่งตรวจแล้ว เจ้าหน้าที่จะแจ้งผลให้ทราบ"), "success")
    return redirect(url_for(".show_product", product_id=product_id), 303)


@blueprint.post("/products/<int:product_id>/withdraw")
@requires(Permission.PRODUCT_EDIT)
def withdraw_product(product_id: int) -> Response:
    with transaction():
        moderation.withdraw_product(own_product_or_404(product_id), actor())
    flash(_("ถอนกลับมาเป็นร่างแล้ว แก้เสร็จแล้วส่งตรวจได้อีก"), "success")
    return redirect(url_for(".show_product", product_id=product_id), 303)


@blueprint.post("/products/<int:product_id>/archive")
@requires(Permission.PRODUCT_EDIT)
def archive_product(product_id: int) -> Response:
    with transaction():
        service.archive_product(own_product_or_404(product_id), actor())
    flash(_("พักขายแล้ว ผู้ซื้อจะไม่เห็นสินค้านี้จนกว่าจะเปิดขายอีกครั้ง"), "success")
    return redirect(url_for(".show_product", product_id=product_id), 303)


@blueprint.post("/products/<int:product_id>/unarchive")
@requires(Permission.PRODUCT_EDIT)
def unarchive_product(product_id: int) -> Response:
    with transaction():
        service.unarchive_product(own_product_or_404(product_id), actor())
    flash(_("เปิดขายอีกครั้งแล้ว"), "success")
    return redirect(url_for(".show_product", product_id=product_id), 303)


@blueprint.get("/products/<int:product_id>/delete")
@requires(Permission.PRODUCT_EDIT)
def ask_to_delete_product(product_id: int) -> str:
    own = queries.own_product(product_id, actor().group_id)
    if own is None or own.product.published_revision_id:
        abort(404)
    return render_template("seller/products/delete.html", own=own)


@blueprint.post("/products/<int:product_id>/delete")
@requires(Permission.PRODUCT_EDIT)
def delete_product(product_id: int) -> Response | tuple[str, int]:
    try:
        with transaction():
            service.delete_product(own_product_or_404(product_id), actor())
    except service.StillInReview:
        flash(_("สินค้านี้กำลังรอตรวจ ถอนกลับมาก่อนแล้วจึงลบได้"), "warning")
        return product_page(product_id), 409
    flash(_("ลบร่างแล้ว"), "success")
    return redirect(url_for(".products"), 303)


@blueprint.get("/photos/<key>/<int:width>.webp")
@requires(Permission.PRODUCT_EDIT)
def preview_photo(key: str, width: int) -> Response:
    """One of the group's own photos, whether buyers may see it or not."""
    photo = queries.photo_for_group(key, actor().group_id)
    content = private_file(photo, width) if photo else None
    if content is None:
        abort(404)
    return Response(content, mimetype="image/webp", headers={"Cache-Control": "private, max-age=86400"})


def own_product_or_404(product_id: int) -> Product:
    return queries.product_for_group(product_id, actor().group_id) or abort(404)


def _list(row: Row | None = None) -> str:
    source = request.args if request.method == "GET" else request.form
    state, search = source.get("state", ""), tidy(source.get("q", ""))[:100]
    typed_page = source.get("page", "1")
    page = int(typed_page) if typed_page.isascii() and typed_page.isdecimal() and 0 < len(typed_page) < 5 else 1
    if state not in FILTER_WORDS:
        abort(422)
    counts = queries.count_products_of_group(actor().group_id, search)
    rows = queries.products_of_group(actor().group_id, state, search, max(1, page))
    return render_template(
        "seller/products/list.html",
        rows=rows,
        scores=scores_of_own(rows),
        counts=counts,
        filters=FILTER_WORDS,
        state=state,
        search=search,
        page=max(1, page),
        pages=-(-counts[state] // queries.PAGE),
        wrong=row,
        is_first_listing=first_listing.is_first_listing,
    )


def _back_to_list() -> str:
    kept = {name: request.form[name] for name in ("state", "q", "page") if request.form.get(name)}
    return url_for(".products", **kept)
