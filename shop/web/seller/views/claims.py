"""A group that an office wrote down is taken over by its people: /sell/claim/<key>, the link of an SMS, a mail or a slip."""

from flask import abort, flash, g, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue.queries import count_products_of_group
from shop.groups import claims, queries
from shop.groups.members import AlreadyMember, InvitationGone
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.web.gate import actor, public, requires
from shop.web.seller.desk import blueprint


@blueprint.get("/claim/<key>")
@public
def claim(key: str) -> str | tuple[str, int]:
    """Who holds the link reads which group it is before signing in."""
    g.is_private = True
    found = claims.open_claim(key)
    if found is None:
        return _spent(key)
    made, group, profile = found
    return render_template(
        "seller/group/claim.html", claim=made, profile=profile, drafts=count_products_of_group(group.id)["draft"], key=key
    )


@blueprint.post("/claim/<key>")
@requires(Permission.ACCOUNT_USE)
def take_up_claim(key: str) -> Response | tuple[str, int]:
    found = claims.open_claim(key)
    if found is None:
        return _spent(key)
    group_id = found[1].id
    try:
        with transaction():
            claims.take_up(key, actor())
    except InvitationGone:
        return _spent(key)
    except AlreadyMember:
        flash(_("ร้านนี้มีหัวหน้ากลุ่มแล้ว หรือคุณอยู่ในร้านนี้อยู่แล้ว"), "warning")
    else:
        flash(_("รับร้านแล้ว คุณเป็นหัวหน้ากลุ่มนี้ เติมข้อมูลให้ครบแล้วส่งตรวจได้เลย"), "success")
        session["group_id"] = group_id
    return redirect(url_for(".today"), 303)


def _spent(key: str) -> tuple[str, int]:
    end, group = claims.spent_claim(key) or abort(404)
    return render_template("seller/group/claim_spent.html", end=end, name=queries.name_of(group)), 404
