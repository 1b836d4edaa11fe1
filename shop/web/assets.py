"""What pages load, by names that tell what is in it: static/dist/, which `make setup` collects, sent packed, kept for ever."""

import json
import mimetypes
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from werkzeug.http import parse_accept_header

PREFIX = "/static/dist/"
FOR_EVER = "public, max-age=31536000, immutable"
WAYS = (("br", ".br"), ("gzip", ".gz"))  # the smaller one first


class Packed(NamedTuple):
    """One file: its bytes by encoding, as it is under the empty name."""

    content_type: str
    by_encoding: dict[str, bytes]


class Assets:
    """All of static/dist/, held in memory: it is read before the workers part, and shared by them."""

    def __init__(self, folder: Path, next_app: Callable) -> None:
        self._next = next_app
        manifest = folder / "manifest.json"
        self._names: dict[str, str] = json.loads(manifest.read_text()) if manifest.exists() else {}
        self._collected_at = manifest.stat().st_mtime_ns if self._names else 0
        self._files = {name: _read(folder / name) for name in self._names.values()}

    def name_of(self, path: str, changed_at: int) -> str | None:
        """The name of a file of static/ that has not changed since (nanoseconds) what is here was collected."""
        return self._names.get(path) if changed_at <= self._collected_at else None

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        file = self._files.get(path.removeprefix(PREFIX)) if path.startswith(PREFIX) else None
        if file is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._next(environ, start_response)
        encoding = _best(file, environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = file.by_encoding[encoding]
        headers = [("Content-Type", file.content_type), ("Content-Length", str(len(body))), ("Cache-Control", FOR_EVER)]
        headers += [("Vary", "Accept-Encoding"), ("X-Content-Type-Options", "nosniff")]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def serve_assets(app: Flask) -> None:
    app.extensions["assets"] = app.wsgi_app = Assets(Path(app.static_folder) / "dist", app.wsgi_app)


def _read(file: Path) -> Packed:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    found = {"": file} | {name: file.with_name(file.name + ending) for name, ending in WAYS}
    return Packed(kind + charset, {name: one.read_bytes() for name, one in found.items() if one.exists()})


def _best(file: Packed, accepted: str) -> str:
    wanted = parse_accept_header(accepted)
    return next((name for name, _ending in WAYS if name in file.by_encoding and wanted.quality(name) > 0), "")


mimetypes.add_type("font/woff2", ".woff2")
