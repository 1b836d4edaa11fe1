"""What a person wrote in the market, and how it is erased: /account/written."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.privacy import erasing
from shop.privacy.erasing import Piece
from shop.web.account.desk import blueprint
from shop.web.erasing import PIECES
from shop.web.gate import actor, requires


@blueprint.get("/written")
@requires(Permission.ACCOUNT_USE)
def written() -> str:
    pieces = erasing.pieces_of(erasing.Person(g.account.id))
    return render_template("account/written/list.html", pieces=pieces, kinds=PIECES)


@blueprint.get("/written/<kind>/<int:piece_id>")
@requires(Permission.ACCOUNT_USE)
def ask_to_erase(kind: str, piece_id: int) -> str:
    return render_template("account/written/erase.html", piece=_own_piece(kind, piece_id), kinds=PIECES)


@blueprint.post("/written/<kind>/<int:piece_id>")
@requires(Permission.ACCOUNT_USE)
def erase_piece(kind: str, piece_id: int) -> Response:
    with transaction():
        _own_piece(kind, piece_id)
        erasing.erase_piece(kind, piece_id, actor())
    flash(_("ลบแล้ว"), "success")
    return redirect(url_for(".written"), 303)


def _own_piece(kind: str, piece_id: int) -> Piece:
    """Of those written while signed in: what a guest wrote is erased by the office, who sees whose it is."""
    own = erasing.Person(g.account.id)
    return erasing.own_piece(kind, piece_id, own) or abort(404)
