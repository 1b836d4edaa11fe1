"""What a phone is sent and shows first: bytes, requests, layout shift, and what Lighthouse says of each page.

`python -m tests.bench.pages_on_phone [--url http://127.0.0.1:8000] [--rounds 3] [--only checkout]`: on the demonstration market,
which is made anew in a folder of its own (some minutes) unless `--url` names one that runs.

The columns: kilobytes over the wire of the first view without photos, by kind, and requests for them; cumulative layout shift as
the browser adds it up while the page is loaded and scrolled to its end; Lighthouse's four marks on its own phone and slow line,
the median of the rounds. Aims: under 100 KB, a shift under 0.01, each mark 95 or more. The first mark is
lower on a busy machine.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench.market import flask
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE
from tests.databases import SECRETS
from tests.servers import LiveServer

LIGHTHOUSE = Path(__file__).parent / "lighthouse/node_modules/lighthouse/cli/index.js"
MARKS = ("performance", "accessibility", "best-practices", "seo")
KINDS = {"Document": "html", "Stylesheet": "css", "Script": "js", "Font": "fonts"}
COLUMNS = ("html", "css", "js", "fonts", "drawings", "all")
MOST_KB, MOST_SHIFT, LEAST_MARK = 100, 0.01, 95
SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
ROW = "{:<12}" + "{:>9}" * len(COLUMNS) + "{:>9}{:>8}" + "{:>7}" * len(MARKS)


@contextmanager
def demonstration_market() -> Iterator[str]:
    """Its address, while it is served as `make demo` serves it, its photos made."""
    with tempfile.TemporaryDirectory(prefix="market-pages-") as folder:
        database = f"sqlite:///{folder}/market.sqlite"
        settings = {"DATABASE_URL": database, "INSTANCE_PATH": f"{folder}/instance", **SECRETS}
        market = SimpleNamespace(folder=Path(folder), settings=settings)
        flask(market, "db", "upgrade")
        flask(market, "demo", "load")
        flask(market, "jobs", "run", "--once")  # makes its photos
        server = LiveServer(market).start()
        try:
            yield server.url
        finally:
            server.stop()


def addresses(context: BrowserContext, url: str) -> dict[str, str]:
    """The pages that are measured, in order; the basket is filled on the way, which is where checkout begins."""
    page = context.new_page()
    page.goto(f"{url}/products?in_stock=1&sort=price_asc")
    first = page.locator(".card h2 a").first.get_attribute("href")
    page.goto(url + first)
    page.locator("form button.wide").first.click()
    page.wait_for_url("**/basket**")
    page.close()
    return {"home": "/", "catalogue": "/products", "search": "/products?q=กล้วย", "product": first, "checkout": "/checkout"}


def sent(page: Page, address: str) -> tuple[Counter[str], int, float]:
    """Bytes by kind, requests, and the layout shift of one visit with nothing kept from before."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    asked: dict[str, tuple[str, str]] = {}
    sizes: Counter[str] = Counter()
    requests: set[str] = set()

    def note(event: dict) -> None:
        asked[event["requestId"]] = (event["type"], event["response"]["url"])

    def add(event: dict) -> None:
        kind, url = asked.get(event["requestId"], ("", ""))
        if url.startswith("http") and "/photos/" not in url:
            requests.add(event["requestId"])
            sizes[KINDS.get(kind, "drawings")] += int(event["encodedDataLength"])

    devtools.on("Network.responseReceived", note)
    devtools.on("Network.loadingFinished", add)
    page.add_init_script(SHIFTS)
    page.goto(address, wait_until="networkidle")
    first_view, first_requests = sizes.copy(), len(requests)
    for _ in range(40):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(40)
    return first_view, first_requests, page.evaluate("window.shifted")


def marks_of(address: str, cookies: str, rounds: int, may_hide: bool) -> dict[str, int]:
    """Lighthouse's marks of 100. `may_hide`: a page that search engines are kept from is not blamed for that."""
    headers = json.dumps({"Cookie": cookies}) if cookies else "{}"
    command = ["node", str(LIGHTHOUSE), address, "--output=json", "--quiet", "--no-enable-error-reporting"]
    command += [f"--only-categories={','.join(MARKS)}", f"--extra-headers={headers}"]
    command += ["--chrome-flags=" + " ".join(("--headless=new", *FLAGS)), *(["--skip-audits=is-crawlable"] if may_hide else [])]
    found: dict[str, list[float]] = {mark: [] for mark in MARKS}
    for _ in range(rounds):
        said = json.loads(subprocess.run(command, env=os.environ | {"CHROME_PATH": str(CHROMIUM)}, check=True, stdout=-1).stdout)
        for mark in MARKS:
            found[mark].append(100 * said["categories"][mark]["score"])
            _tell_faults(said, mark)
    return {mark: round(statistics.median(scores)) for mark, scores in found.items()}


def _tell_faults(said: dict, mark: str) -> None:
    """What to mend, on stderr: each audit that took something off a mark that is not reached."""
    if 100 * said["categories"][mark]["score"] >= LEAST_MARK:
        return
    for part in said["categories"][mark]["auditRefs"]:
        audit = said["audits"][part["id"]]
        if part["weight"] and (audit["score"] or 0) < 0.9:
            print(f"    {mark}: {audit['title']} {audit.get('displayValue', '')}", file=sys.stderr)


def measure(browser: Browser, url: str, rounds: int, only: list[str]) -> list[str]:
    """Print a line a page; the aims that were missed."""
    buyer = browser.new_context(**PHONE, locale="th-TH")
    pages = addresses(buyer, url)
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in buyer.cookies())
    missed = []
    print(ROW.format("page", *COLUMNS, "requests", "shift", *(mark[:6] for mark in MARKS)))
    for name, path in pages.items():
        if only and name not in only:
            continue
        is_bought = name == "checkout"
        visitor = browser.new_context(**PHONE, locale="th-TH", storage_state=buyer.storage_state() if is_bought else None)
        sizes, requests, shift = sent(visitor.new_page(), url + path)
        visitor.close()
        marks = marks_of(url + path, cookies if is_bought else "", rounds, may_hide=is_bought)
        sizes["all"] = sizes.total()
        shown = (f"{sizes[column] / 1000:.1f}" for column in COLUMNS)
        print(ROW.format(name, *shown, requests, f"{shift:.4f}", *marks.values()), flush=True)
        missed += [f"{name}: {sizes['all'] / 1000:.1f} KB"] if sizes["all"] >= MOST_KB * 1000 else []
        missed += [f"{name}: layout shift {shift:.4f}"] if shift >= MOST_SHIFT else []
        missed += [f"{name}: {mark} {score}" for mark, score in marks.items() if score < LEAST_MARK]
    return missed


def main() -> None:
    options = argparse.ArgumentParser(
        prog="tests.bench.pages_on_phone", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("--url", help="a demonstration market that runs already")
    options.add_argument("--rounds", type=int, default=3, help="how often Lighthouse looks at each page")
    options.add_argument("--only", action="append", default=[], help="measure this page alone; may be given again")
    asked = options.parse_args()
    with ExitStack() as stack:
        url = re.sub("/$", "", asked.url) if asked.url else stack.enter_context(demonstration_market())
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        print("KB over the wire of the first view without photos; requests; layout shift; Lighthouse on a phone")
        missed = measure(browser, url, asked.rounds, asked.only)
        browser.close()
    print("all aims are met" if not missed else "not met: " + "; ".join(missed))


if __name__ == "__main__":
    main()
