"""Cookies that open what a guest keeps here: a basket, a wishlist. Each holds a key and nothing else."""

from datetime import timedelta

from flask import Response, current_app, request

LONGEST_KEY = 64


def read_key(setting: str) -> str:
    """`setting`: that which names the cookie. Empty where there is none."""
    return request.cookies.get(current_app.config[setting], "")[:LONGEST_KEY]


def write_key(response: Response, setting: str, key: str | None, kept_for: timedelta) -> None:
    """From now on for so long; None takes the cookie away."""
    options = {"httponly": True, "samesite": "Lax", "secure": current_app.config["SESSION_COOKIE_SECURE"], "path": "/"}
    if key is None:
        response.delete_cookie(current_app.config[setting], **options)
    else:
        response.set_cookie(current_app.config[setting], key, max_age=kept_for, **options)
