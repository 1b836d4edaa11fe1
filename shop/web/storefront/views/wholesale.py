"""Ask groups for many pieces, compare what they quote, and take a quote: /wholesale."""

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.checkout.service import Address, Buyer, OfferChanged
from shop.conversations.contacts import mask
from shop.kernel.access import Actor, Role
from shop.kernel.codes import new_key
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import format_phone, normalise_phone
from shop.kernel.places import district, province
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.kernel.thai import tidy
from shop.people.throttle import TooManyTries
from shop.web import wholesale_words
from shop.web.gate import actor, public
from shop.web.language import locale
from shop.web.storefront.desk import blueprint
from shop.web.storefront.forms.wholesale import AcceptForm, WholesaleForm
from shop.web.storefront.views.checkout import known_of_buyer, to_purchase
from shop.wholesale import accepting, asking, queries
from shop.wholesale.models import WholesaleQuote, WholesaleRequest
from shop.wholesale.queries import LARGEST_ID

MOST_NAMED = 40  # groups or products in one address


@blueprint.get("/wholesale/new")
@public
def new_wholesale() -> str:
    form = WholesaleForm(formdata=None, data=known_of_buyer() | {"token": new_key(), "province": None, "district": ""})
    return _new_page(form, request.args)


@blueprint.post("/wholesale/new")
@public
def ask_wholesale() -> Response | tuple[str, int]:
    form = WholesaleForm()
    if not form.validate():
        return _new_page(form, request.form), 422
    askable = _askable(request.form)
    products = {product.id: form.quantity.value for product in askable.products}
    groups = [group.id for group in askable.groups]
    try:
        with transaction():
            wanted, asker = form.wanted(products), form.asker(actor().id)
            asked = asking.ask(asker, wanted, groups, actor(), token=form.token.data or "", address=request.remote_addr)
            where = _url_of(asked, "" if asked.account_id else asked.link_key)
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _new_page(form, request.form), 422
    except TooManyTries as refused:
        db.session.rollback()
        form.hold_up(refused)
        return _new_page(form, request.form), 429
    except Refusal as refused:
        db.session.rollback()
        busy = isinstance(refused, asking.GroupsBusy)
        form.form_errors.append(
            _("วันนี้มีคนขอราคากลุ่มนี้มากแล้ว เลือกกลุ่มอื่น หรือลองใหม่พรุ่งนี้") if busy else _("คุณมีคำขอที่เปิดอยู่หลายเรื่องแล้ว ปิดบางเรื่องก่อนขอใหม่")
        )
        return _new_page(form, request.form), 409
    flash(_("ส่งคำขอแล้ว เมื่อกลุ่มเสนอราคา เราจะแจ้งคุณ"), "success")
    return redirect(where, 303)


@blueprint.get("/wholesale/<code>")
@public
def show_wholesale(code: str) -> str:
    return _page(*_own(code))


@blueprint.post("/wholesale/<code>/end")
@public
def end_wholesale(code: str) -> Response | tuple[str, int]:
    """`what`: close (the buyer has enough), cancel, or reopen what an order that came to nothing had filled."""
    end = {"close": asking.close, "cancel": asking.cancel, "reopen": accepting.reopen}.get(request.form.get("what", ""))
    if end is None:
        abort(422)
    try:
        with transaction():
            asked, key = _own(code)
            end(asked, _buyer(asked))
    except LostRace:
        return _late(code)
    is_open = asked.ended_at is None
    flash(_("เปิดคำขออีกครั้งแล้ว แจ้งกลุ่มแล้ว") if is_open else _("ปิดคำขอแล้ว แจ้งกลุ่มที่เหลือแล้ว"), "success")
    return redirect(_url_of(asked, key), 303)


@blueprint.get("/wholesale/<code>/quotes/<int:quote_id>/accept")
@public
def ask_to_accept(code: str, quote_id: int) -> Response | tuple[str, int] | str:
    asked, key = _own(code)
    quote = _quote(asked, quote_id)
    if quote.purchase:
        return to_purchase(quote.purchase)
    if not quote.is_standing:
        return _late(code)
    known = {"name": asked.asker_name, "phone": format_phone(asked.asker_phone), "email": asked.asker_email or ""}
    form = AcceptForm(formdata=None, data=known_of_buyer() | known | {"shipping": None, "token": None})
    return _accept_page(asked, key, quote, form)


@blueprint.post("/wholesale/<code>/quotes/<int:quote_id>/accept")
@public
def accept_quote(code: str, quote_id: int) -> Response | tuple[str, int]:
    """The quote of this very number becomes an order: another than was seen, or one that stands no more, is told first."""
    asked, key = _own(code)
    quote, form = _quote(asked, quote_id), AcceptForm()
    if not form.validate():
        return _accept_page(asked, key, quote, form), 422
    try:
        with transaction():
            purchase = _accept(asked, quote, form)
    except BadValue as refused:
        db.session.rollback()
        asked, key = _own(code)
        form.refuse(refused)
        return _accept_page(asked, key, _quote(asked, quote_id), form), 422
    except (LostRace, OfferChanged) as refused:
        return _late(code, is_off_sale=isinstance(refused, OfferChanged))
    flash(_("ตกลงซื้อแล้ว นี่คือคำสั่งซื้อของคุณ"), "success")
    return to_purchase(purchase)


def _accept(asked: WholesaleRequest, quote: WholesaleQuote, form: AcceptForm):
    account_id = asked.account_id or actor().id
    buyer = Buyer(
        form.name.data, normalise_phone(form.phone.data), form.email.data or None, account_id, locale(), request.remote_addr
    )
    where = Address() if form.is_collected else form.address()
    token = form.token.data or ""
    if len(token) < 20 or len(token) > 100:
        token = new_key()  # not the page's own: nobody else's is touched
    return accepting.accept(
        quote, token, buyer, where, form.shipping.data or "", form.method(), form.note.data or "", _buyer(asked)
    )


def _own(code: str) -> tuple[WholesaleRequest, str]:
    """By the link that was sent, or signed in; and the key that links of the page carry on."""
    key = request.args.get("key", "")
    by_key = queries.request_for_key(code, key) if key else None
    asked = by_key or (queries.request_for_account(code, g.account.id) if g.account else None)
    if asked is None:
        abort(404)
    g.is_private = True
    return asked, key if by_key else ""


def _quote(asked: WholesaleRequest, quote_id: int) -> WholesaleQuote:
    return next((quote for one in asked.invitations for quote in one.quotes if quote.id == quote_id), None) or abort(404)


def _buyer(asked: WholesaleRequest) -> Actor:
    is_theirs = g.account is not None and asked.account_id == g.account.id
    return Actor(g.account.id if is_theirs else None, frozenset({Role.BUYER}))


def _url_of(asked: WholesaleRequest, key: str) -> str:
    return url_for(".show_wholesale", code=asked.code, key=key or None)


def _late(code: str, *, is_off_sale: bool = False) -> tuple[str, int]:
    """It has moved on: the page says where to."""
    db.session.rollback()
    problem = _("กลุ่มหรือสินค้านี้หยุดขายอยู่ จึงสั่งตามราคานี้ไม่ได้") if is_off_sale else _("ราคาหรือคำขอนี้เปลี่ยนไปแล้ว ยังไม่ได้สั่งซื้อเพิ่ม ดูล่าสุดด้านล่าง")
    return _page(*_own(code), problem=problem), 409


def _page(asked: WholesaleRequest, key: str, problem: str = "") -> str:
    ordered = accepting.accepted_quantity(asked.id)
    standing = [one.offered for one in asked.invitations if one.offered]
    return render_template(
        "storefront/wholesale/show.html",
        asked=asked,
        key=key or None,
        problem=problem,
        ordered=ordered,
        standing=sorted(standing, key=lambda quote: quote.total_satang / quote.quantity),
        place=_place(asked),
        is_open=asked.ended_at is None,
        can_reopen=accepting.can_reopen(asked),
        words=wholesale_words,
        mask=mask,
    )


def _place(asked: WholesaleRequest) -> str:
    parts = (district(asked.district_code) if asked.district_code else None, province(asked.province_code))
    return " ".join(part.name(locale()) for part in parts if part)


def _accept_page(asked: WholesaleRequest, key: str, quote: WholesaleQuote, form: AcceptForm) -> str:
    agreement = accepting.agreement_of(quote)
    form.fit(agreement, {"flat": _("ให้กลุ่มส่ง"), "collect": _("ไปรับเองที่กลุ่ม")})
    return render_template(
        "storefront/wholesale/accept.html", asked=asked, key=key or None, quote=quote, form=form, agreement=agreement, mask=mask
    )


def _askable(given) -> queries.Askable:
    typed = given.getlist("product")[:MOST_NAMED]
    numbers = [text for text in typed if text.isascii() and text.isdecimal() and len(text) <= 10]
    slugs = [slug for slug in given.getlist("group")[:MOST_NAMED] if "\0" not in slug]
    return queries.askable([one for one in map(int, numbers) if one <= LARGEST_ID], slugs)


def _new_page(form: WholesaleForm, given) -> str:
    form.offer_provinces(current_app.config["PROVINCE"])
    askable, find = _askable(given), tidy(given.get("find", ""))[:80]
    chosen = {group.id for group in askable.groups}
    others = [] if chosen and not find else [one for one in queries.groups_to_choose(find) if one.id not in chosen]
    return render_template(
        "storefront/wholesale/new.html", form=form, askable=askable, others=others[:12], find=find, most=asking.MOST_GROUPS
    )
