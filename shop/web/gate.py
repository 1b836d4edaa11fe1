"""The gate: every view says who may come in, or nobody does."""

from collections.abc import Callable

from flask import Flask, abort, current_app, g, redirect, request, url_for

from shop.kernel.access import GUEST, Actor, Permission


def public(view: Callable) -> Callable:
    """Anyone may call this view."""
    view.access = None
    return view


def requires(permission: Permission) -> Callable[[Callable], Callable]:
    """Only an actor with this permission may call this view; a guest is asked to sign in, others get 403."""

    def mark(view: Callable) -> Callable:
        view.access = permission
        return view

    return mark


def actor() -> Actor:
    """Who is asking, as services want to know it."""
    return g.get("actor", GUEST)


def guard(app: Flask) -> None:
    """Refuse every request that its view does not admit: an unmarked view admits nobody."""

    @app.before_request
    def admit():
        if request.endpoint is None or request.endpoint == "static":
            return None
        if "\0" in request.path:
            abort(404)  # no name has one, and PostgreSQL does not even look for it
        view = current_app.view_functions[request.endpoint]
        if not hasattr(view, "access"):
            abort(403)
        if view.access is None or actor().can(view.access):
            return None
        if actor().is_signed_in:
            abort(403)
        if request.method in ("GET", "HEAD") and request.blueprint != "machines":
            return redirect(url_for("account.sign_in", next=request.script_root + request.full_path.rstrip("?")), 303)
        abort(401)
