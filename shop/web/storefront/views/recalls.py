"""The public record of recalls: /recalls and each one's own page, which stays for good."""

from flask import abort, render_template, request, url_for

from shop.recalls import queries
from shop.web import recall_words
from shop.web.gate import public
from shop.web.kept import kept
from shop.web.storefront.desk import blueprint


@blueprint.get("/recalls")
@public
@kept
def recalls() -> str:
    """The newest first; `before` is the id of the last one shown."""
    found = queries.recalls(_before(), queries.PAGE + 1)
    shown = found[: queries.PAGE]
    return render_template(
        "storefront/recalls/list.html",
        items=shown,
        next_url=url_for(".recalls", before=shown[-1].id) if len(found) > len(shown) else "",
        first_url=url_for(".recalls") if request.args.get("before") else "",
        total=queries.count_recalls(),
        words_of=recall_words,
    )


@blueprint.get("/recalls/<int:recall_id>")
@public
@kept
def recall(recall_id: int) -> str:
    found = queries.recall_by_id(recall_id)
    return render_template("storefront/recalls/show.html", recall=found or abort(404), words_of=recall_words)


def _before() -> int | None:
    typed = request.args.get("before", "")
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else abort(422)
