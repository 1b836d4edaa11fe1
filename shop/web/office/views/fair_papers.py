"""What is printed for a fair: one booth's card, or the pack of all of them, drawn by a job while its page says how far it is."""

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.fairs import booths, packs, queries
from shop.fairs.models import Fair, FairPack, PackLayout
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.papers.booth_cards import Press, cards_of_booths, draw_cards
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint
from shop.web.sheets import pdf_file


@blueprint.get("/fairs/<slug>/pack")
@requires(Permission.EXHIBIT_CONFIRM)
def fair_pack(slug: str) -> str:
    return _page(_fair_or_404(slug))


@blueprint.post("/fairs/<slug>/pack")
@requires(Permission.FAIR_MANAGE)
def make_pack(slug: str) -> Response | tuple[str, int]:
    """`layout`: a5 or a4. Asked for twice, it is drawn once."""
    _fair_or_404(slug)
    try:
        layout = PackLayout(request.form.get("layout", PackLayout.A4))
    except ValueError:
        return _page(_fair_or_404(slug), _("เลือกแบบกระดาษจากรายการ")), 422
    try:
        with transaction():
            fair = _fair_or_404(slug)
            packs.ask_for_pack(fair, layout, len(booths.public_booths_at(fair.id)), actor())
    except BadValue:
        return _page(_fair_or_404(slug), _("ยังไม่มีบูธให้พิมพ์ เพิ่มบูธก่อน")), 422
    flash(_("กำลังทำไฟล์ หน้านี้จะบอกว่าถึงไหนแล้ว"), "success")
    return redirect(url_for(".fair_pack", slug=slug), 303)


@blueprint.get("/fairs/<slug>/pack-<any(a5, a4):layout>.pdf")
@requires(Permission.EXHIBIT_CONFIRM)
def pack_pdf(slug: str, layout: str) -> Response:
    """The newest that is drawn."""
    fair = _fair_or_404(slug)
    pack = packs.pack_of(fair.id, PackLayout(layout)) or abort(404)
    return pdf_file(f"booth-cards-{fair.id}-{layout}", packs.file_of(pack) or abort(404))


@blueprint.get("/fairs/<slug>/booths/<int:booth_id>/card.pdf")
@requires(Permission.EXHIBIT_CONFIRM)
def booth_card(slug: str, booth_id: int) -> Response:
    """One card, on an A5 page. Its code is made now if it was never printed."""
    with transaction():
        fair = _fair_or_404(slug)
        row = next((row for row in booths.public_booths_at(fair.id) if row.booth.id == booth_id), None) or abort(404)
        cards = cards_of_booths(fair, [row], actor())
    return pdf_file(f"booth-card-{booth_id}", draw_cards(cards, PackLayout.A5, press()))


def press() -> Press:
    return Press(current_app.config["SITE_NAME"], current_app.config["PUBLIC_URL"])


def _page(fair: Fair, problem: str = "") -> str:
    made: dict[str, FairPack] = {pack.layout: pack for pack in packs.packs_of(fair.id)}
    return render_template(
        "office/fairs/pack.html",
        fair=fair,
        packs=made,
        booth_count=len(booths.public_booths_at(fair.id)),
        is_working=any(pack.made < pack.wanted and not pack.failed_at for pack in made.values()),
        problem=problem,
    )


def _fair_or_404(slug: str) -> Fair:
    return queries.fair_by_slug(slug) or abort(404)
