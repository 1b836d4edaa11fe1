"""Pages kept whole for visitors without cookies, who are all shown the same: what a view says so that its page may be kept.

    @blueprint.get("/products")
    @public
    @kept
    def catalogue(): ...

A kept page may read only tables that `shop.kernel.changes` watches (one that reads others is not kept, and the log says so), and
of the address only what `ASKED` names. It knows no cookie, no header and no host. Why so: docs/decisions/0025.
"""

from collections.abc import Callable

from flask import request

# What addresses of kept pages may ask for; anything else in them, who shared the link for example, is not looked at.
ASKED = frozenset(
    ("after", "before", "category", "code", "district", "fair", "group", "in_stock", "kind", "limit", "sort", "standard",
     "subcategory", "variant", "year")
)  # fmt: skip
ENDLESS = frozenset(("q", "min_price", "max_price"))  # asked in too many ways to keep: such a page is made each time

OF_GROUP = "market.kept.group"


def kept(view: Callable) -> Callable:
    """The page of this view may be kept, until anything that everybody may see changes."""
    view.is_kept = True
    return view


def shows_only(group_id: int) -> None:
    """All that the page being made shows is of this group or of everybody: another group's sale does not change it."""
    request.environ.setdefault(OF_GROUP, []).append(group_id)
