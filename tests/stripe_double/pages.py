"""The page where a person pays, or plays that they do: Thai and English, no script, no card number ever asked."""

from functools import partial
from typing import TYPE_CHECKING

import segno
from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from tests.stripe_double.asked import looks_like_email
from tests.stripe_double.errors import StripeError

if TYPE_CHECKING:
    from tests.stripe_double.app import Double

CHOICES = {
    "promptpay:paid": ("promptpay", "paid"),
    "promptpay:delayed": ("promptpay", "delayed"),
    "promptpay:failed": ("promptpay", "failed"),
    "card:paid": ("card", "paid"),
    "card:failed": ("card", "failed"),
}


def blueprint(double: "Double") -> Blueprint:
    people = Blueprint("people", __name__, template_folder="templates")
    people.add_url_rule("/pay/<session_id>", "ask", partial(ask, double), methods=["GET"])
    people.add_url_rule("/pay/<session_id>", "answer", partial(answer, double), methods=["POST"])
    people.add_app_template_filter(lambda satang: f"{satang / 100:,.2f}", "baht")
    return people


def ask(double: "Double", session_id: str) -> Response:
    double.world.tick()
    session = double.store.find("checkout.session", session_id)
    if session is None:
        return shown("ended.html", 404, state="missing", back=None)
    if session["status"] != "open":
        return shown("ended.html", state=session["status"], back=way_back(session))
    return asking(double, session)


def answer(double: "Double", session_id: str) -> Response:
    double.world.tick()
    session = double.store.find("checkout.session", session_id)
    if session is None or session["status"] != "open":
        return ask(double, session_id)
    email, choice = request.form.get("email", "").strip(), CHOICES.get(request.form.get("choice", ""))
    if not looks_like_email(email):
        return asking(double, session, email, "email")
    if choice is None or choice[0] not in session["payment_method_types"]:
        return asking(double, session, email, "choice")
    try:
        with double.store.step():
            double.world.pay(session_id, *choice, email)
    except StripeError:  # paid or expired a moment ago, in another window
        return ask(double, session_id)
    if choice[1] == "failed":
        return asking(double, session, email, "payment")
    return redirect(way_back(session), 303)


def way_back(session: dict) -> str | None:
    if session["status"] == "complete":
        return session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return session["cancel_url"]


def asking(double: "Double", session: dict, email: str | None = None, wrong: str | None = None) -> Response:
    """`wrong`: what to say of the attempt before: email, choice, payment."""
    code = segno.make(f"DEMO {session['id']} - no money moves", error="m")
    return shown(
        "pay.html",
        422 if wrong else 200,
        session=session,
        items=double.store.get("session_parts", session["id"])["items"],
        email=session["customer_email"] or "" if email is None else email,
        wrong=wrong,
        code=code.svg_inline(border=2, dark="#0E5A4A", omitsize=True, svgclass=None, lineclass=None),
    )


def shown(template: str, status: int = 200, **words: object) -> Response:
    return make_response(render_template(template, **words), status, {"Cache-Control": "no-store"})
