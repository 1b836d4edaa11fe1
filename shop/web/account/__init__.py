"""Everyone: sign in, profile, language, notices."""

from shop.web.account.desk import blueprint

__all__ = ["blueprint"]
