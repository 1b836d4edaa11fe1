"""What pages load: by names that tell what is in it, sent as small as the browser takes it, kept for ever."""

import gzip
import hashlib
import json
import os
import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from shop.web.assets import Assets

one_database = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def named_by(page: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', page)


@one_database
def test_everything_that_pages_load_is_there_under_the_name_of_what_is_in_it(app: Flask, client):
    """`make setup` has collected it."""
    found = {name for page in ("/", "/en/products", "/account/sign-in") for name in named_by(client.get(page).text)}
    assert len(found) > 8
    for name in found:
        answer = client.get(name)
        (told,) = re.findall(r"^/static/dist/.+\.([0-9a-f]{12})\.\w+$", name)

        assert answer.status_code == 200
        assert hashlib.sha256(answer.data).hexdigest().startswith(told)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in answer.headers


@one_database
def test_sheets_name_what_is_there(app: Flask, client):
    sheets = [name for name in named_by(client.get("/").text) if ".css" in name]
    named = {(sheet, file) for sheet in sheets for file in re.findall(r'url\("([^"]+)"\)', client.get(sheet).text)}
    assert len(named) > 5
    for sheet, file in named:
        address = os.path.normpath(f"{os.path.dirname(sheet)}/{file}")
        assert client.get(address).status_code == 200, address


@one_database
def test_a_browser_is_sent_the_smallest_that_it_takes(app: Flask, client):
    sheet = next(name for name in named_by(client.get("/").text) if "components" in name)
    plain = client.get(sheet)
    sizes = {}
    for accepted, encoding in (
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("", None),
        ("identity", None),
    ):
        answer = client.get(sheet, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding, accepted
        assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
        assert answer.headers["Content-Length"] == str(len(answer.data))
        sizes[encoding] = len(answer.data)
        if encoding == "gzip":
            assert gzip.decompress(answer.data) == plain.data
    assert sizes["br"] < sizes["gzip"] < sizes[None] / 2
    assert client.head(sheet).headers["Content-Length"] == str(len(plain.data))


@one_database
@pytest.mark.parametrize("odd", ["../../config.py", "%2e%2e/%2e%2e/config.py", "css/base.000000000000.css", "", "css/base.css\0"])
def test_nothing_else_is_served_from_there(app: Flask, odd):
    answer = Client(app, app.response_class).get(f"/static/dist/{odd}")

    assert answer.status_code == 404


def test_a_file_changed_since_it_was_collected_is_named_by_itself(tmp_path: Path):
    """Who works on a sheet sees it without collecting."""
    (tmp_path / "base.1.css").write_text("p{}")
    (tmp_path / "manifest.json").write_text(json.dumps({"base.css": "base.1.css"}))
    assets = Assets(tmp_path, lambda *_given: [])
    collected = (tmp_path / "manifest.json").stat().st_mtime_ns

    assert assets.name_of("base.css", collected - 1) == "base.1.css"
    assert assets.name_of("base.css", collected + 1) is None
    assert assets.name_of("other.css", 0) is None
    assert Assets(tmp_path / "nothing", lambda *_given: []).name_of("base.css", 0) is None
