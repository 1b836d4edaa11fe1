"""Everyone: sign in, profile, language, notices."""

from shop.web.account.desk import blueprint
from shop.web.account.views import (
    favourites,
    home,
    line,
    notice_choices,
    notices,
    orders,
    profile,
    questions,
    recovery,
    sign_in,
    wholesale,
    written,
)

__all__ = [
    "blueprint", "favourites", "home", "line", "notice_choices", "notices", "orders", "profile", "questions", "recovery",
    "sign_in", "wholesale", "written",
]  # fmt: skip
