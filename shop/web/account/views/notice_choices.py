"""How a person wants to be told, and when not: /account/notices/choices."""

from flask import current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.notices import addresses, choices
from shop.notices.choices import Topic, Way
from shop.notices.line import line
from shop.web.account.choice_forms import NoticeChoicesForm
from shop.web.account.desk import blueprint
from shop.web.gate import actor, requires

PAGE = "account/notices/choices.html"


@blueprint.get("/notices/choices")
@requires(Permission.ACCOUNT_USE)
def notice_choices() -> str:
    return _page(NoticeChoicesForm.of(choices.settings_of(actor().id), _topics(), _ways()))


@blueprint.post("/notices/choices")
@requires(Permission.ACCOUNT_USE)
def save_notice_choices():
    form = NoticeChoicesForm.typed(_topics(), _ways())
    try:
        ways, quiet = form.chosen_ways(), form.chosen_quiet() if _rings() else choices.quiet_of(actor().id)
        with transaction():
            choices.choose(actor().id, ways, quiet)
    except BadValue as refused:
        form.refuse(refused)
        return _page(form), 422
    flash(_("บันทึกแล้ว"), "success")
    return redirect(url_for(".notice_choices"), 303)


def _page(form: NoticeChoicesForm) -> str:
    return render_template(PAGE, form=form, is_lost=_is_lost(), rings=_rings())


def _topics() -> list[Topic]:
    """What is told of a group's shop concerns who works for one."""
    return [Topic.BUYING, Topic.FAVOURITES, *([Topic.ORDERS, Topic.MONEY, Topic.SHOP, Topic.TRAINING] if g.memberships else [])]


def _ways() -> list[Way]:
    """Those that lead anywhere for this person; the first is the usual one."""
    has_mail = g.account.email or (g.account.phone_verified_at and current_app.config["SMS_URL"])
    here = {Way.LINE: line.is_open and addresses.line_of(actor().id), Way.EMAIL: has_mail, Way.INBOX: True}
    return [way for way, leads in here.items() if leads]


def _rings() -> bool:
    """Whether the market ever makes a phone ring."""
    return bool(line.is_open or current_app.config["SMS_URL"])


def _is_lost() -> bool:
    """Whether LINE is linked and its messages do not come through."""
    address = addresses.line_of(actor().id)
    return bool(line.is_open and address and address.lost_at)
