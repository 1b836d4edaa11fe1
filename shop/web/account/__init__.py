"""Everyone: sign in, profile, language, notices."""

from shop.web.account.desk import blueprint
from shop.web.account.views import home, line, notice_choices, notices, orders, profile, questions, recovery, sign_in

__all__ = ["blueprint", "home", "line", "notice_choices", "notices", "orders", "profile", "questions", "recovery", "sign_in"]
