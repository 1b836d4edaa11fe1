"""What sales at the booth left to be reconciled: count again, call an order off by its own page, or say that it is seen."""

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.catalogue.stock import OutOfStock
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.thai import thai_digits_to_arabic
from shop.payments.booth import clashes
from shop.payments.booth.models import ClashKind
from shop.web.gate import requires
from shop.web.seller.desk import blueprint
from shop.web.seller.views.orders import as_group


@blueprint.get("/booth/clashes")
@requires(Permission.ORDER_FULFIL)
def booth_clashes() -> str:
    return _page()


@blueprint.post("/booth/clashes/<int:clash_id>")
@requires(Permission.ORDER_FULFIL)
def settle_clash(clash_id: int) -> Response | tuple[str, int]:
    """Of pieces that were missing: `counted`, and the figure `seen` beside it; of anything else nothing but the press."""
    try:
        with transaction():
            clash = clashes.clash_of_group(clash_id, g.membership.group_id) or abort(404)
            if clash.kind is ClashKind.SHORT:
                clashes.count_again(clash, _count("counted"), _count("seen"), as_group())
            else:
                clashes.acknowledge(clash, as_group())
    except BadValue:
        return _page({clash_id: _("ใส่จำนวนที่นับได้เป็นตัวเลข ถ้าหมดแล้วใส่ 0")}), 422
    except OutOfStock:
        return _page({clash_id: _("มีคนซื้อไปอีกระหว่างที่นับ นับอีกครั้ง")}), 409
    except LostRace:
        flash(_("เรื่องนี้มีคนจัดการแล้ว"), "warning")
    else:
        flash(_("บันทึกแล้ว"), "success")
    return redirect(url_for(".booth_clashes"), 303)


def _count(name: str) -> int:
    typed = thai_digits_to_arabic(request.form.get(name, "")).strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 8):
        raise BadValue(name, "not_a_count")
    return int(typed)


def _page(problems: dict[int, str] | None = None) -> str:
    group_id = g.membership.group_id
    waiting = clashes.open_clashes(group_id)
    short = [clash.variant_id for clash in waiting if clash.kind is ClashKind.SHORT]
    holding = clashes.orders_holding(group_id, short) if short else {}
    return render_template(
        "seller/booth/clashes.html", tasks=clashes.by_variant(waiting), holding=holding, problems=problems or {}
    )
