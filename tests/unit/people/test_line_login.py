"""The conversation with a provider that is not ours: oidc-provider-mock, a program of its own with keys of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from shop.people.line_login import LineLogin, LineLoginTrouble, LinePerson, Provider

BACK = "http://127.0.0.1:8000/account/line/back"
PERSON = "U4af4980629aaaabbbbccccddddeeeeff"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["-p", str(port), "--require-nonce", "true", "--user", PERSON]
    program = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", *options]
    running = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                known = requests.get(f"{url}/.well-known/openid-configuration", timeout=2).json()
                break
            except requests.ConnectionError:
                time.sleep(0.05)
        yield Provider(
            known["issuer"], known["authorization_endpoint"], known["token_endpoint"], known["jwks_uri"], f"{url}/no-friendship"
        )
    finally:
        running.terminate()
        running.wait()


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_another_provider_is_understood_and_its_code_works_once(app, provider):
    login = LineLogin()
    login.open("2000000001", "a-secret", provider=provider)
    with app.app_context():
        url, kept = login.begin(BACK, "th")
        answer = requests.post(url, data={"sub": PERSON}, allow_redirects=False, timeout=10)
        told = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}

        with pytest.raises(LineLoginTrouble, match="state"):
            login.finish(kept, "another state", told["code"], BACK)
        assert login.finish(kept, told["state"], told["code"], BACK) == LinePerson(PERSON, None)
        with pytest.raises(LineLoginTrouble):
            login.finish(kept, told["state"], told["code"], BACK)
        with pytest.raises(LineLoginTrouble):
            login.finish({**kept, "nonce": "another"}, told["state"], told["code"], BACK)
