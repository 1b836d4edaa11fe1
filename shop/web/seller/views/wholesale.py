"""Who asks the group for many pieces, and what it answers: /sell/wholesale."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.conversations.contacts import mask
from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.kernel.places import district, province
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.web import wholesale_words
from shop.web.gate import actor, requires
from shop.web.language import locale
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.wholesale import DeclineForm, QuoteForm
from shop.web.seller.views.orders import as_group
from shop.wholesale import queries, quoting
from shop.wholesale.models import WholesaleInvitation
from shop.wholesale.queries import LARGEST_ID, PAGE
from shop.wholesale.states import InvitationStatus, WholesaleAction

VALID_FOR = timedelta(days=7)


@blueprint.get("/wholesale")
@requires(Permission.ORDER_FULFIL)
def wholesale() -> str:
    group_id = actor().group_id or abort(404)
    counts, chosen = queries.count_by_status(group_id), request.args.get("status", "")
    status = InvitationStatus(chosen) if chosen in set(InvitationStatus) else InvitationStatus.NEW
    after = request.args.get("after", type=int)
    found = queries.invitations_of_group(group_id, status, PAGE + 1, after if after and 0 < after <= LARGEST_ID else None)
    shown = found[:PAGE]
    return render_template(
        "seller/wholesale/list.html",
        invitations=shown,
        status=status,
        counts=counts,
        next=shown[-1].id if len(found) > PAGE else None,
        words=wholesale_words,
        mask=mask,
    )


@blueprint.get("/wholesale/<code>")
@requires(Permission.ORDER_FULFIL)
def show_wholesale(code: str) -> str:
    return _page(_own(code))


@blueprint.post("/wholesale/<code>/quote")
@requires(Permission.ORDER_FULFIL)
def quote_wholesale(code: str) -> Response | tuple[str, int]:
    form = QuoteForm()
    if not form.validate():
        return _page(_own(code), form), 422
    try:
        with transaction():
            quoting.quote(_own(code), form.offered(), as_group())
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _page(_own(code), form), 422
    except Refusal as refused:
        return _late(code, refused)
    flash(_("ส่งราคาให้ผู้ซื้อแล้ว เมื่อเขาตกลง เราจะแจ้งคุณ"), "success")
    return redirect(url_for(".show_wholesale", code=code), 303)


@blueprint.post("/wholesale/<code>/withdraw")
@requires(Permission.ORDER_FULFIL)
def withdraw_quote(code: str) -> Response | tuple[str, int]:
    quote_id = request.form.get("quote", type=int) or 0
    try:
        with transaction():
            quoting.withdraw(_own(code), quote_id if 0 < quote_id <= LARGEST_ID else 0, as_group())
    except LostRace as refused:
        return _late(code, refused)
    flash(_("ถอนราคาแล้ว เสนอใหม่ได้"), "success")
    return redirect(url_for(".show_wholesale", code=code), 303)


@blueprint.post("/wholesale/<code>/decline")
@requires(Permission.ORDER_FULFIL)
def decline_wholesale(code: str) -> Response | tuple[str, int]:
    form = DeclineForm()
    try:
        with transaction():
            quoting.decline(_own(code), form.reason.data or "", as_group())
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _page(_own(code), declining=form), 422
    except LostRace as refused:
        return _late(code, refused)
    flash(_("บอกผู้ซื้อแล้วว่าครั้งนี้ทำไม่ได้"), "success")
    return redirect(url_for(".wholesale"), 303)


def _own(code: str) -> WholesaleInvitation:
    return queries.invitation_for_group(code, actor().group_id or abort(404)) or abort(404)


def _late(code: str, refused: Refusal) -> tuple[str, int]:
    db.session.rollback()
    words = {
        quoting.GroupClosed: _("ร้านของกลุ่มยังไม่เปิดขาย จึงเสนอราคาไม่ได้"),
        quoting.TooManyQuotes: _("เสนอราคาคำขอนี้หลายครั้งแล้ว รอผู้ซื้อดูก่อน"),
    }
    flash(words.get(type(refused), _("คำขอนี้เปลี่ยนไปแล้ว ดูล่าสุดด้านล่าง")), "error")
    return _page(_own(code)), 409


def _page(invitation: WholesaleInvitation, form: QuoteForm | None = None, declining: DeclineForm | None = None) -> str:
    asked, goods = invitation.request, quoting.variants_to_offer(invitation.group_id)
    last = invitation.quotes[-1] if invitation.quotes else None
    if form is None:
        form = QuoteForm(formdata=None)
        wanted = {want.product_id for want in asked.wants}
        form.show_quote(asked, last, [variant.id for variant in goods if variant.product_id in wanted][:1])
        form.valid_until.show(min(today() + VALID_FOR, asked.needed_by))
    form.show_goods([(variant.id, " ".join(filter(None, (variant.product.title, variant.name)))) for variant in goods])
    is_open = asked.ended_at is None
    places = (district(asked.district_code) if asked.district_code else None, province(asked.province_code))
    return render_template(
        "seller/wholesale/show.html",
        invitation=invitation,
        asked=asked,
        form=form,
        declining=declining or DeclineForm(formdata=None),
        has_goods=bool(goods),
        may_quote=is_open and quoting.may(invitation, WholesaleAction.QUOTE),
        may_decline=is_open and quoting.may(invitation, WholesaleAction.DECLINE),
        own=[want for want in asked.wants if want.product.group_id == invitation.group_id],
        place=" ".join(part.name(locale()) for part in places if part),
        words=wholesale_words,
        mask=mask,
    )
