"""An administrator erases what a person wrote, at the person's request: /office/written."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.people.identifier import BadIdentifier, Identifier, read_identifier
from shop.privacy import erasing
from shop.privacy.erasing import Piece
from shop.web.erasing import PIECES
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint


@blueprint.get("/written")
@requires(Permission.WORDS_ERASE)
def written() -> str:
    return render_template("office/written/list.html", pieces=None, whose="", kinds=PIECES)


@blueprint.post("/written")
@requires(Permission.WORDS_ERASE)
def find_written() -> str | tuple[str, int]:
    """By post, so that nobody's number stands in an address or a log."""
    whose = request.form.get("whose", "")
    given = _identifier(whose)
    if given is None:
        return _wrong(whose)
    pieces = erasing.pieces_of(erasing.person_of_identifier(given))
    return render_template("office/written/list.html", pieces=pieces, whose=str(given), kinds=PIECES)


@blueprint.post("/written/erase")
@requires(Permission.WORDS_ERASE)
def erase_all_written() -> Response | tuple[str, int]:
    whose = request.form.get("whose", "")
    given = _identifier(whose)
    if given is None:
        return _wrong(whose)
    with transaction():
        count = erasing.erase_all(erasing.person_of_identifier(given), actor())
    flash(_("ลบแล้ว %(count)s รายการ", count=count), "success")
    return redirect(url_for(".written"), 303)


@blueprint.get("/written/<kind>/<int:piece_id>")
@requires(Permission.WORDS_ERASE)
def ask_to_erase(kind: str, piece_id: int) -> str:
    return render_template("office/written/erase.html", piece=_piece_or_404(kind, piece_id), kinds=PIECES)


@blueprint.post("/written/<kind>/<int:piece_id>")
@requires(Permission.WORDS_ERASE)
def erase_piece(kind: str, piece_id: int) -> Response:
    with transaction():
        _piece_or_404(kind, piece_id)
        erasing.erase_piece(kind, piece_id, actor())
    flash(_("ลบแล้ว"), "success")
    return redirect(url_for(".written"), 303)


def _identifier(typed: str) -> Identifier | None:
    try:
        return read_identifier(typed)
    except BadIdentifier:
        return None


def _wrong(whose: str) -> tuple[str, int]:
    problem = _("ใส่อีเมล หรือเบอร์มือถือไทย 10 หลัก เช่น 081-234-5678")
    return render_template("office/written/list.html", pieces=None, whose=whose, kinds=PIECES, problem=problem), 422


def _piece_or_404(kind: str, piece_id: int) -> Piece:
    return erasing.piece_by_id(kind, piece_id) or abort(404)
