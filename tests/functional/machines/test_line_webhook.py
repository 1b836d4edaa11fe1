"""What LINE tells the market: believed only when signed, and only of who is linked here is anything kept."""

import hmac
import json
from base64 import b64encode
from hashlib import sha256

import pytest

from shop.kernel.database import db, transaction
from shop.notices import addresses
from shop.notices.models import LineAddress
from tests.factories.people import given_an_account
from tests.line_double.server import CHANNEL_SECRET


@pytest.fixture
def malee(session, line_on) -> tuple[int, str]:
    user_id = line_on.add_person()
    with transaction():
        account = given_an_account("มาลี")
        addresses.keep_line(account.id, user_id, True)
        return account.id, user_id


def post(client, body: bytes, secret: str = CHANNEL_SECRET) -> int:
    signature = b64encode(hmac.new(secret.encode(), body, sha256).digest()).decode()
    headers = {"x-line-signature": signature, "Content-Type": "application/json"}
    return client.post("/webhooks/line", data=body, headers=headers, token=False).status_code


def events(*events: dict) -> bytes:
    return json.dumps({"destination": "U0", "events": events}).encode()


def event(kind: str, user_id: str) -> dict:
    return {"type": kind, "source": {"type": "user", "userId": user_id}}


def test_who_blocks_and_unblocks_is_noted(client, malee):
    account_id, user_id = malee
    for _ in range(2):  # LINE may say it twice
        assert post(client, events(event("unfollow", user_id))) == 200
    assert addresses.line_of(account_id).lost_at
    db.session.rollback()
    assert post(client, events(event("message", user_id), event("follow", user_id))) == 200
    assert addresses.line_of(account_id).lost_at is None


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_stranger_is_not_believed_and_not_kept(client, malee):
    account_id, user_id = malee
    assert post(client, events(event("unfollow", user_id)), secret="another") == 400
    assert client.post("/webhooks/line", data=events(), token=False).status_code == 400
    assert addresses.line_of(account_id).lost_at is None
    assert post(client, events(event("follow", "U" + "0" * 32))) == 200
    assert db.session.query(LineAddress).count() == 1


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "body",
    [b"{}", b"[]", b"null", b"\xff", b'{"events": 3}', b'{"events": [1, null, {"source": 7}, {"source": {"userId": 9}}]}'],
)
def test_whatever_is_signed_and_strange_passes_by(client, malee, body):
    assert post(client, body) == 200


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_without_its_secret_there_is_no_such_address(app, client):
    assert post(client, events()) == 404
