"""Sizes and flavours of a product: /sell/products/<id>/variants."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.catalogue import queries, service
from shop.catalogue.models import Variant
from shop.catalogue.variants import LastVariant, VariantReviewed, is_known
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.moderation import service as moderation
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.products import VariantForm, filled_variant, show_refusal
from shop.web.seller.views.products import own_product_or_404, product_page, set_typed_price, tell_price_change


@blueprint.get("/products/<int:product_id>/variants/new")
@requires(Permission.PRODUCT_EDIT)
def new_variant(product_id: int) -> str:
    return _page(product_id, VariantForm(formdata=None))


@blueprint.post("/products/<int:product_id>/variants/new")
@requires(Permission.PRODUCT_EDIT)
def add_variant(product_id: int) -> Response | tuple[str, int]:
    form = VariantForm()
    own_product_or_404(product_id)
    if form.validate():
        try:
            with transaction():
                product = own_product_or_404(product_id)
                variant = service.add_variant(
                    product, actor(), price_satang=form.price.value, stock_pieces=form.stock.value or 0, **_fields(form)
                )
                moderation.queue_new_variant(variant, actor())
                is_waiting = variant.is_waiting
        except BadValue as refused:
            show_refusal(form, refused)
        else:
            if is_waiting:
                flash(_("เพิ่มตัวเลือกแล้ว จะขายได้เมื่อเจ้าหน้าที่ตรวจชื่อและราคา"), "success")
            else:
                flash(_("เพิ่มตัวเลือกแล้ว"), "success")
            return redirect(url_for(".show_product", product_id=product_id, _anchor="variants"), 303)
    return _page(product_id, form), 422


@blueprint.get("/products/<int:product_id>/variants/<int:variant_id>")
@requires(Permission.PRODUCT_EDIT)
def edit_variant(product_id: int, variant_id: int) -> str:
    variant = _own_variant_or_404(product_id, variant_id)
    return _page(product_id, filled_variant(VariantForm(formdata=None), variant), variant)


@blueprint.post("/products/<int:product_id>/variants/<int:variant_id>")
@requires(Permission.PRODUCT_EDIT)
def save_variant(product_id: int, variant_id: int) -> Response | tuple[str, int]:
    form = VariantForm()
    variant = _own_variant_or_404(product_id, variant_id)
    if form.validate():
        try:
            with transaction():
                variant = _own_variant_or_404(product_id, variant_id)
                service.edit_variant(variant, actor(), **_fields(form))
                change = set_typed_price(variant, form.price.value)
                name = variant.name
        except BadValue as refused:
            show_refusal(form, refused)
        except VariantReviewed:
            form.name.errors = [_("ตัวเลือกนี้เจ้าหน้าที่ตรวจแล้ว จึงเปลี่ยนชื่อไม่ได้ ให้เพิ่มตัวเลือกใหม่แทน")]
        else:
            tell_price_change(change, name)
            return redirect(url_for(".show_product", product_id=product_id, _anchor="variants"), 303)
    variant = _own_variant_or_404(product_id, variant_id)
    return _page(product_id, form, variant), 422


@blueprint.post("/products/<int:product_id>/variants/<int:variant_id>/retire")
@requires(Permission.PRODUCT_EDIT)
def retire_variant(product_id: int, variant_id: int) -> Response | tuple[str, int]:
    try:
        with transaction():
            variant = _own_variant_or_404(product_id, variant_id)
            service.retire_variant(variant, actor())
            moderation.withdraw_price(variant, actor())
    except LastVariant:
        flash(_("ต้องมีอย่างน้อยหนึ่งตัวเลือก ถ้าจะหยุดขายให้กดพักขายสินค้า"), "warning")
        return product_page(product_id), 409
    flash(_("เลิกขายตัวเลือกนี้แล้ว"), "success")
    return redirect(url_for(".show_product", product_id=product_id, _anchor="variants"), 303)


@blueprint.post("/products/<int:product_id>/variants/arrange")
@requires(Permission.PRODUCT_EDIT)
def arrange_variants(product_id: int) -> Response | tuple[str, int]:
    """`up`: the variant that moves one place up."""
    own = queries.own_product(product_id, actor().group_id) or abort(404)
    order = [variant.id for variant in own.variants]
    typed = request.form.get("up", "")
    wanted = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
    if wanted not in order:
        abort(409)
    at = order.index(wanted)
    order.remove(wanted)
    order.insert(max(0, at - 1), wanted)
    with transaction():
        service.arrange_variants(own_product_or_404(product_id), order, actor())
    return redirect(url_for(".show_product", product_id=product_id, _anchor="variants"), 303)


def _fields(form: VariantForm) -> dict:
    return {
        "name": form.name.data,
        "name_en": form.name_en.data,
        "unit": form.unit.data or (form.name.data or "")[:40],
        "sku": form.sku.data,
        "weight_grams": form.weight.value,
    }


def _own_variant_or_404(product_id: int, variant_id: int) -> Variant:
    variant = queries.variant_for_group(variant_id, actor().group_id)
    return variant if variant and variant.product_id == product_id else abort(404)


def _page(product_id: int, form: VariantForm, variant: Variant | None = None) -> str:
    own = queries.own_product(product_id, actor().group_id) or abort(404)
    has_fixed_words = variant is not None and is_known(variant, own.product)
    return render_template("seller/products/variant.html", own=own, form=form, variant=variant, has_fixed_words=has_fixed_words)
