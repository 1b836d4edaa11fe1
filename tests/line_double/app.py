"""What the double answers, as LINE's documentation says."""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from uuid import UUID, uuid4

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey
from werkzeug.datastructures import MultiDict

from tests.line_double.server import CLIENT_ID, CLIENT_SECRET, TOKEN, LineDouble


def make_app(double: LineDouble) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.before_request(lambda: double.asked.append(f"{request.method} {request.path}"))
    app.before_request(lambda: time.sleep(double.hangs_for))
    app.before_request(_ask_for_token)
    _add_messages(app, double)
    _add_login(app, double)
    return app


def _add_messages(app: Flask, double: LineDouble) -> None:
    @app.get("/v2/bot/profile/<user_id>")
    def profile(user_id: str):
        if not double.friends.get(user_id):
            return jsonify(message="Not found"), 404
        return jsonify(userId=user_id, displayName="มาลี", language="th")

    @app.post("/v2/bot/message/push")
    def push():
        if double.refusals:
            status, body, headers = double.refusals.popleft()
            return jsonify(body), status, headers
        key, body = request.headers.get("X-Line-Retry-Key", ""), request.get_json()
        if not _is_uuid(key) or body["to"] not in double.friends or not _are_texts(body.get("messages")):
            return jsonify(message="The request body has 1 error(s)"), 400
        if key in double.keys:
            return jsonify(message="The retry key is already accepted"), 409
        double.keys.add(key)
        if double.friends[body["to"]]:
            double.told.extend((body["to"], message["text"]) for message in body["messages"])
        if double.answer_but_break:
            double.answer_but_break = False
            return jsonify(message="Internal error"), 500
        return jsonify(sentMessages=[{"id": "1"}])


def _add_login(app: Flask, double: LineDouble) -> None:
    @app.get("/oauth2/v2.1/authorize")
    def authorize() -> Response | tuple:
        asked = request.args
        needed = {
            "response_type": "code",
            "client_id": CLIENT_ID,
            "redirect_uri": double.callback,
            "code_challenge_method": "S256",
        }
        if any(asked.get(name) != value for name, value in needed.items()) or not (asked.get("state") and asked.get("nonce")):
            return jsonify(error="invalid_request"), 400
        if double.signs_in is None:
            return redirect(f"{double.callback}?error=access_denied&state={asked['state']}")
        code = uuid4().hex
        double.codes[code] = {**asked, "user": double.signs_in}
        return redirect(f"{double.callback}?code={code}&state={asked['state']}")

    @app.post("/oauth2/v2.1/token")
    def token():
        given = request.form
        asked = double.codes.pop(given.get("code", ""), None)
        if asked is None or not _proves(given, asked):
            return jsonify(error="invalid_grant", error_description="invalid authorization code"), 400
        access = uuid4().hex
        double.tokens[access] = asked["user"]
        return jsonify(access_token=access, token_type="Bearer", expires_in=2592000, id_token=_id_token(double, asked))

    @app.get("/friendship/v1/status")
    def friendship():
        user = double.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return jsonify(friendFlag=bool(double.friends.get(user))) if user else (jsonify(message="invalid token"), 401)


def _ask_for_token() -> tuple | None:
    is_bots = request.path.startswith("/v2/bot/")
    if is_bots and request.headers.get("Authorization") != f"Bearer {TOKEN}":
        return jsonify(message="Authentication failed"), 401
    return None


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _are_texts(messages: list | None) -> bool:
    return bool(messages) and all(each["type"] == "text" and 0 < len(each["text"]) <= 5000 for each in messages)


def _proves(given: MultiDict, asked: dict) -> bool:
    challenge = urlsafe_b64encode(sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
    known = (given.get("client_id"), given.get("client_secret"), given.get("redirect_uri"))
    return challenge == asked["code_challenge"] and known == (CLIENT_ID, CLIENT_SECRET, asked["redirect_uri"])


def _id_token(double: LineDouble, asked: dict) -> str:
    now = int(time.time())
    claims = {"iss": double.url, "sub": asked["user"], "aud": CLIENT_ID, "exp": now + 3600, "iat": now, "nonce": asked["nonce"]}
    claims |= {"amr": ["linesso"], "name": "มาลี", **double.claims}
    return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(double.signing_secret))
