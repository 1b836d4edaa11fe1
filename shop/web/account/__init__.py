"""Everyone: sign in, profile, language, notices."""

from shop.web.account.desk import blueprint
from shop.web.account.views import home, notices, orders, profile, recovery, sign_in

__all__ = ["blueprint", "home", "notices", "orders", "profile", "recovery", "sign_in"]
