"""The words of the trade, and what was looked for and not found: /office/search."""

import re

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel import keyset
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.thai import tidy
from shop.search import misses, trade_changes, trade_list
from shop.search.trade_list import Entry
from shop.web.gate import actor, requires
from shop.web.office import asked
from shop.web.office.desk import blueprint
from shop.web.office.forms.search_words import SearchWordForm

A_PAGE = 50
_ORDER = "times"


@blueprint.get("/search")
@requires(Permission.SEARCH_WORDS)
def search_words() -> str:
    words, only_own, start = tidy(asked.words()), request.args.get("own") == "1", asked.number("start") or 0
    found = trade_list.entries(words, only_own=only_own)
    kept = asked.kept(q=words, own="1" if only_own else "")
    return render_template(
        "office/search/index.html",
        entries=found[start : start + A_PAGE],
        total=len(found),
        query=words,
        only_own=only_own,
        waiting=misses.count_waiting(),
        next_url=url_for(".search_words", **kept, start=start + A_PAGE) if len(found) > start + A_PAGE else "",
        first_url=url_for(".search_words", **kept) if start else "",
    )


@blueprint.get("/search/word")
@requires(Permission.SEARCH_WORDS)
def edit_word() -> str:
    """The one that `main` names; else a new one, filled in with the words of a search that found nothing."""
    main = request.args.get("main", "")
    if not main:
        typed = tidy(request.args.get("typed", ""))[: trade_changes.LONGEST]
        is_thai = bool(re.search("[\u0e01-\u0e5b]", typed))
        form = SearchWordForm(None, thai=typed if is_thai else "", english="" if is_thai else typed)
        return _page(form, None, asked.number("miss"))
    entry = trade_list.entry_of(main) or abort(404)
    concept = entry.concept
    own = {"thai": concept.thai[1:], "english": concept.english, "kinds": concept.kinds}
    return _page(SearchWordForm(None, **{name: "\n".join(forms) for name, forms in own.items()}), entry, None)


@blueprint.post("/search/word")
@requires(Permission.SEARCH_WORDS)
def save_word() -> Response | tuple[str, int]:
    """A word of a search that found nothing is settled with it."""
    form, main, miss_id = SearchWordForm(), request.form.get("main", ""), _id(request.form.get("miss", ""))
    try:
        with transaction():
            main = trade_changes.save_word(actor(), main, *(form[name].data or "" for name in ("thai", "english", "kinds")))
            if miss_id:
                misses.settle(miss_id)
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _page(form, trade_list.entry_of(main) if main else None, miss_id), 422
    flash(_("บันทึก “%(word)s” แล้ว การค้นหาใช้คำนี้ตั้งแต่ตอนนี้", word=main), "success")
    return redirect(url_for(".search_misses") if miss_id else url_for(".edit_word", main=main), 303)


@blueprint.post("/search/word/remove")
@requires(Permission.SEARCH_WORDS)
def remove_word() -> Response:
    main = request.form.get("main", "")
    with transaction():
        trade_changes.remove_word(actor(), main)
    flash(_("เอา “%(word)s” ออกแล้ว", word=main), "success")
    return redirect(url_for(".search_words", own=1), 303)


@blueprint.post("/search/word/restore")
@requires(Permission.SEARCH_WORDS)
def restore_word() -> Response:
    main = request.form.get("main", "")
    with transaction():
        trade_changes.restore_word(actor(), main)
    flash(_("“%(word)s” กลับเป็นอย่างที่มาพร้อมตลาดแล้ว", word=main), "success")
    return redirect(url_for(".edit_word", main=main), 303)


@blueprint.get("/search/missing")
@requires(Permission.SEARCH_WORDS)
def search_misses() -> str:
    after = request.args.get("after", "")
    rows, more = misses.waiting(keyset.read_cursor(after, _ORDER, int) if after else None, A_PAGE)
    last = keyset.write_cursor(_ORDER, rows[-1].times, rows[-1].id) if more else ""
    return render_template(
        "office/search/missing.html",
        misses=rows,
        total=misses.count_waiting(),
        next_url=url_for(".search_misses", after=last) if more else "",
        first_url=url_for(".search_misses") if after else "",
    )


@blueprint.post("/search/missing/<int:miss_id>/dismiss")
@requires(Permission.SEARCH_WORDS)
def dismiss_miss(miss_id: int) -> Response:
    try:
        with transaction():
            misses.dismiss(actor(), miss_id)
        flash(_("พักคำนี้ไว้แล้ว จะไม่ขึ้นอีก"), "success")
    except LostRace:
        flash(_("มีคนจัดการคำนี้ไปแล้ว"), "warning")
    return redirect(url_for(".search_misses"), 303)


def _page(form: SearchWordForm, entry: Entry | None, miss_id: int | None) -> str:
    return render_template("office/search/word.html", form=form, entry=entry, miss_id=miss_id)


def _id(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
