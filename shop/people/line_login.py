"""The conversation with LINE Login: OpenID Connect by code, with state, nonce and PKCE. Remote, and never inside a transaction.

Facts of LINE's documentation (LINE Login v2.1 API reference, "Get profile information from ID tokens"): the issuer is
https://access.line.me; the ID token of a web login is signed with HS256 by the channel's secret (elsewhere with ES256, by the
keys at its `certs` address); `bot_prompt` offers to take the linked official account as a friend; the friendship address says
whether they did.
"""

import hmac
from dataclasses import dataclass
from http import HTTPStatus

from shop.kernel.database import is_writing

PATIENCE_SECONDS = 10
LEEWAY_SECONDS = 60  # that two clocks may differ
SCOPE = "openid profile"  # no mail address: nobody is known here by one that LINE tells
SECRET_SIGNS, KEYS_SIGN = "HS256", ("ES256", "RS256")


class LineLoginTrouble(Exception):
    """LINE could not be asked, or what it said proves nothing. `reason` holds no code, token or id."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Provider:
    """Where an OpenID provider is asked."""

    issuer: str
    authorize_url: str
    token_url: str
    keys_url: str
    friendship_url: str


@dataclass(frozen=True)
class LinePerson:
    """Who LINE says it is. `is_friend`: of the market's LINE account, None where LINE does not say."""

    user_id: str
    is_friend: bool | None


def provider_at(api_base: str = "") -> Provider:
    """LINE itself, or another server that speaks its API."""
    site, api = api_base or "https://access.line.me", api_base or "https://api.line.me"
    oauth = f"{api}/oauth2/v2.1"
    return Provider(site, f"{site}/oauth2/v2.1/authorize", f"{oauth}/token", f"{oauth}/certs", f"{api}/friendship/v1/status")


class LineLogin:
    """The market's LINE Login channel. Opened once, by the application factory; without an id it stays closed."""

    def __init__(self) -> None:
        self.open("", "")

    def open(self, client_id: str, client_secret: str, api_base: str = "", provider: Provider | None = None) -> None:
        self._id, self._secret = client_id, client_secret
        self._provider = provider or provider_at(api_base)

    @property
    def is_open(self) -> bool:
        return bool(self._id)

    def begin(self, back_to: str, locale: str) -> tuple[str, dict[str, str]]:
        """Where to send the person, and what to keep of it until they are back."""
        from authlib.common.security import generate_token

        kept = {name: generate_token(48) for name in ("state", "nonce", "verifier")}
        more = {"nonce": kept["nonce"], "ui_locales": locale, "bot_prompt": "aggressive"}
        client = self._client(back_to)
        url, _ = client.create_authorization_url(
            self._provider.authorize_url, state=kept["state"], code_verifier=kept["verifier"], **more
        )
        return url, kept

    def finish(self, kept: dict[str, str], state: str, code: str, back_to: str) -> LinePerson:
        """Who came back. Raises LineLoginTrouble."""
        if is_writing():
            raise RuntimeError("LINE is slow: not inside a transaction")
        if not hmac.compare_digest(kept["state"].encode(), state.encode()):
            raise LineLoginTrouble("state")
        import requests
        from authlib.common.errors import AuthlibBaseError
        from joserfc.errors import JoseError

        try:
            client = self._client(back_to)
            token = client.fetch_token(
                self._provider.token_url, code=code, code_verifier=kept["verifier"], timeout=PATIENCE_SECONDS
            )
            user_id = self._read_id_token(token, kept["nonce"])
            return LinePerson(user_id, self._ask_friendship(token["access_token"]))
        except (AuthlibBaseError, JoseError, requests.RequestException, KeyError, ValueError, TypeError) as trouble:
            raise LineLoginTrouble(type(trouble).__name__) from None

    def _read_id_token(self, token: dict, nonce: str) -> str:
        """The subject of an ID token made for us, now, for this very sign-in."""
        import requests
        from authlib.oidc.core import CodeIDToken
        from joserfc import jws, jwt
        from joserfc.jwk import KeySet, OctKey

        encoded = token["id_token"]
        alg = jws.extract_compact(encoded.encode()).headers().get("alg")
        if alg == SECRET_SIGNS:
            key = OctKey.import_key(self._secret)
        elif alg in KEYS_SIGN:
            key = KeySet.import_key_set(requests.get(self._provider.keys_url, timeout=PATIENCE_SECONDS).json())
        else:
            raise ValueError("signed in a way that is not LINE's")
        decoded = jwt.decode(encoded, key, algorithms=[alg])
        ours = {"iss": {"value": self._provider.issuer}, "aud": {"value": self._id}}
        claims = CodeIDToken(decoded.claims, decoded.header, ours, {"nonce": nonce, "client_id": self._id})
        claims.validate(leeway=LEEWAY_SECONDS)
        if not claims["sub"] or not isinstance(claims["sub"], str):
            raise ValueError("nobody")
        return claims["sub"]

    def _ask_friendship(self, access_token: str) -> bool | None:
        """A courtesy: the next message would tell it, too."""
        import requests

        try:
            bearer = {"Authorization": f"Bearer {access_token}"}
            answer = requests.get(self._provider.friendship_url, headers=bearer, timeout=PATIENCE_SECONDS)
            return bool(answer.json()["friendFlag"]) if answer.status_code == HTTPStatus.OK else None
        except (requests.RequestException, KeyError, ValueError, TypeError):
            return None

    def _client(self, back_to: str):
        from authlib.integrations.requests_client import OAuth2Session

        return OAuth2Session(
            self._id,
            self._secret,
            scope=SCOPE,
            redirect_uri=back_to,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_post",  # noqa: S106 (the name of a method)
        )


line_login = LineLogin()
