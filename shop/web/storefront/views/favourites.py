"""Follow a group from its own page: /groups/<slug>/follow."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.favourites import service
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.web.gate import actor, requires
from shop.web.page import in_language
from shop.web.storefront.desk import blueprint


@blueprint.get("/groups/<slug>/follow")
@requires(Permission.ACCOUNT_USE)
def ask_to_follow(slug: str) -> str:
    """Where signing in leads back to: one button."""
    title, back = in_language(_group_or_404(slug), "name"), url_for(".group", slug=slug)
    return render_template("storefront/favourites/ask.html", title=title, back=back, words=_("ติดตามกลุ่มนี้"))


@blueprint.post("/groups/<slug>/follow")
@requires(Permission.ACCOUNT_USE)
def follow_group(slug: str) -> Response:
    """Or with `leave` no longer."""
    is_over = bool(request.form.get("leave"))
    with transaction():
        found = _group_or_404(slug)
        if is_over:
            service.unfollow(found.id, actor().id)
        else:
            service.follow(found, actor().id)
    flash(_("เลิกติดตามแล้ว") if is_over else _("ติดตามแล้ว เราจะบอกเมื่อกลุ่มมีของใหม่"), "success")
    return redirect(url_for("account.following") if request.form.get("from_list") else url_for(".group", slug=slug), 303)


def _group_or_404(slug: str) -> Group:
    return groups.published_group(slug) or abort(404)
