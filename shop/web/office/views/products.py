"""All products: looked through, looked at, suspended and reinstated."""

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.audit import queries as audit
from shop.catalogue.categories import Category
from shop.catalogue.models import Product
from shop.catalogue.states import SaleState, sale_state
from shop.fairs.queries import titles_of
from shop.kernel import places
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.moderation import oversight, queries
from shop.moderation import service as moderation
from shop.moderation.oversight import ProductSearch, Sort
from shop.recalls import queries as recalls
from shop.web.gate import actor, requires
from shop.web.language import locale
from shop.web.office import asked, history, words
from shop.web.office.desk import blueprint
from shop.web.office.review import content_of
from shop.web.sheets import baht_number, csv_file
from shop.web.words import CATEGORIES

MOST_ROWS = 20_000


@blueprint.get("/products")
@requires(Permission.PRODUCT_OVERSEE)
def products() -> str:
    search, sort = _search(), asked.choice("sort", Sort) or Sort.NEWEST
    try:
        page = oversight.find_products(search, sort, request.args.get("after"))
    except BadValue:
        abort(422)
    filters = {"state": search.state, "category": search.category, "district": search.district, "group": search.group_id}
    districts = places.districts(current_app.config["PROVINCE"])
    return render_template(
        "office/products/index.html",
        page=page,
        search=search,
        sort=sort,
        kept=asked.kept(q=search.words, waiting="1" if search.is_waiting else "", **filters),
        districts=[(district.code, district.name(locale())) for district in districts],
        categories=CATEGORIES,
        sale_state=sale_state,
        words=words,
    )


@blueprint.get("/products/export.csv")
@requires(Permission.PRODUCT_OVERSEE)
def export_products() -> Response:
    """The list as it is narrowed, a line a product."""
    header = [_("เลขที่"), _("สินค้า"), _("กลุ่ม"), _("หมวดสินค้า"), _("สถานะ"), _("ราคาต่ำสุด (บาท)"), _("คงเหลือ"), _("ขายแล้ว")]
    rows = [
        [
            row.product.id,
            row.title,
            row.group_name,
            CATEGORIES.get(row.product.category, ""),
            words.SALE_STATES[sale_state(row.product)],
            baht_number(row.product.min_price_satang),
            row.product.available,
            row.product.sold_count,
        ]
        for row in oversight.find_products(_search(), limit=MOST_ROWS).rows
    ]
    return csv_file("products", header, rows)


@blueprint.get("/products/<int:product_id>")
@requires(Permission.PRODUCT_OVERSEE)
def show_product(product_id: int) -> str:
    product = _product_or_404(product_id)
    entries = audit.entries_for("product", product.id, limit=30)
    past = queries.decisions_of_product(product.id)
    revision = queries.approved_revision(product) or product.revisions[-1]
    return render_template(
        "office/products/show.html",
        product=product,
        title=titles_of([product.id])[product.id],
        revision=revision,
        content=content_of(revision),
        state=sale_state(product),
        past=past,
        entries=entries,
        names=history.names_in(entries) | queries.names_of({decision.decided_by for decision in past}),
        history=history,
        words=words,
    )


@blueprint.get("/products/<int:product_id>/suspend")
@requires(Permission.REVIEW_DECIDE)
def ask_to_suspend_product(product_id: int) -> str:
    return _ask(_product_or_404(product_id))


@blueprint.post("/products/<int:product_id>/suspend")
@requires(Permission.REVIEW_DECIDE)
def suspend_product(product_id: int) -> Response | tuple[str, int]:
    reason = request.form.get("reason", "")
    try:
        with transaction():
            moderation.suspend_product(_product_or_404(product_id), actor(), reason)
    except BadValue as wrong:
        return _ask(_product_or_404(product_id), reason, words.wrong_words(wrong.field, wrong.reason)), 422
    except LostRace:
        return _too_late(product_id)
    flash(_("ระงับแล้ว ผู้ซื้อไม่เห็นสินค้านี้ แจ้งกลุ่มแล้ว"), "success")
    return redirect(url_for("office.show_product", product_id=product_id), 303)


@blueprint.post("/products/<int:product_id>/reinstate")
@requires(Permission.REVIEW_DECIDE)
def reinstate_product(product_id: int) -> Response | tuple[str, int]:
    """Not while it is recalled: that ends on the recall's own page."""
    if (recall := recalls.standing_recall(product_id)) is not None:
        flash(_("สินค้านี้ถูกเรียกคืนอยู่ ปิดเรื่องเรียกคืนก่อน"), "warning")
        return redirect(url_for("office.show_recall", recall_id=recall.id), 303)
    try:
        with transaction():
            moderation.reinstate_product(_product_or_404(product_id), actor())
    except LostRace:
        return _too_late(product_id)
    flash(_("ยกเลิกการระงับแล้ว แจ้งกลุ่มแล้ว"), "success")
    return redirect(url_for("office.show_product", product_id=product_id), 303)


def _search() -> ProductSearch:
    return ProductSearch(
        words=asked.words(),
        state=asked.choice("state", SaleState),
        category=asked.choice("category", Category),
        district=asked.words("district") or None,
        group_id=asked.number("group"),
        is_waiting=request.args.get("waiting") == "1",
    )


def _product_or_404(product_id: int) -> Product:
    return oversight.product_by_id(product_id) or abort(404)


def _ask(product: Product, reason: str = "", problem: str = "") -> str:
    if product.suspended_at is not None:
        abort(409)
    title = titles_of([product.id])[product.id]
    return render_template("office/products/suspend.html", product=product, title=title, reason=reason, problem=problem)


def _too_late(product_id: int) -> tuple[str, int]:
    flash(_("สถานะเปลี่ยนไปแล้ว ด้านล่างคือล่าสุด"), "warning")
    return show_product(product_id), 409
