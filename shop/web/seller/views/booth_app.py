"""What makes the booth an app of its own: its service worker and its manifest. Both are the same for everybody."""

import hashlib
import json
from pathlib import Path

from flask import Response, current_app, url_for
from flask_babel import gettext as _

from shop.web.gate import public
from shop.web.page import asset
from shop.web.seller.desk import blueprint

SCRIPTS = ("js/market.js", "vendor/qrcode.js", "js/booth-payload.js", "js/booth-queue.js", "js/booth-app.js", "js/booth.js")
SHEETS = tuple(f"css/{name}.css" for name in ("tokens", "base", "components", "seller", "booth", "print"))
PICTURES = ("img/favicon.svg", "img/empty-products.svg", "img/booth-192.png")
FACES = tuple(f"vendor/fonts/plex-{part}-{weight}.woff2" for part in ("thai", "latin", "more") for weight in (400, 600))
WORKER = "js/booth-worker.js"


@blueprint.get("/booth/worker.js")
@public
def booth_worker() -> Response:
    """The script, and before it the addresses of this version. A browser that finds it changed takes on the new version."""
    addresses = [asset(path) for path in (*SCRIPTS, *SHEETS, *PICTURES)] + [asset(path).split("?")[0] for path in FACES]
    script = (Path(current_app.static_folder) / WORKER).read_text(encoding="utf-8")
    said = {"assets": addresses, "queue": asset("js/booth-queue.js"), "root": url_for(".booths")}
    said["version"] = hashlib.sha256((json.dumps(said) + script).encode()).hexdigest()[:12]
    answer = Response(f"const BOOTH = {json.dumps(said)};\n{script}", mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for(".booths")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/booth/manifest.webmanifest")
@public
def booth_manifest() -> Response:
    """How the booth stands on a phone's home screen."""
    icons = [{"src": asset(f"img/booth-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)]
    said = {
        "id": url_for(".booths"),
        "name": _("ขายที่บูธ · %(market)s", market=current_app.config["SITE_NAME"]),
        "short_name": _("ขายที่บูธ"),
        "start_url": url_for(".booths"),
        "scope": url_for(".booths"),
        "display": "standalone",
        "background_color": "#fbf8f2",
        "theme_color": "#0e5a4a",
        "icons": [*icons, icons[-1] | {"purpose": "maskable"}],
    }
    answer = Response(json.dumps(said, ensure_ascii=False), mimetype="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
