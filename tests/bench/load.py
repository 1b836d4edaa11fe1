"""Buyers who ask without pause for a bounded time, in processes of their own, over connections that stay open."""

import http.client
import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from html import unescape
from math import inf
from threading import Barrier, Thread
from urllib.parse import urlencode

PROCESSES = 2
PATIENCE_SECONDS = 15  # after which nobody waits for a page
FORM = "application/x-www-form-urlencoded"
BUYER = {"name": "วิภา ใจดี", "phone": "0891234567", "email": ""}
HOME = {"line1": "99/9 หมู่ 3", "subdistrict": "คลองหนึ่ง", "district": "คลองหลวง", "province": "ปทุมธานี", "postcode": "12120"}


@dataclass
class Figures:
    """Seconds each took, all of them, and how long the whole run lasted."""

    seconds: list[float]
    lasted: float
    failed: int

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.lasted if self.lasted else 0.0

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share of them was answered; without end where nobody was."""
        if len(self.seconds) < 2:
            return 1000 * sum(self.seconds) or inf
        return 1000 * statistics.quantiles(self.seconds, n=1000, method="inclusive")[round(share * 1000) - 1]


class Browser:
    """One buyer's connection and cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self.origin = f"http://127.0.0.1:{port}"
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, keep: bool = True, cookie: str = ""
    ) -> tuple[int, str, str]:
        """Status, text, and where it sends one on to."""
        headers = {"Origin": self.origin}
        if cookie:
            headers["Cookie"] = cookie
        if self.cookies and keep:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body, headers["Content-Type"] = urlencode(form), FORM
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text.decode(), answer.headers.get("Location") or ""


def look(browser: Browser, paths: list[str], turn: int) -> bool:
    return browser.ask("GET", paths[turn % len(paths)], keep=False)[0] == 200


def look_made(browser: Browser, paths: list[str], turn: int) -> bool:
    """As somebody with a cookie, whose page is made and not kept."""
    return browser.ask("GET", paths[turn % len(paths)], keep=False, cookie="seen=1")[0] == 200


def fill(browser: Browser, variants: list[str], turn: int) -> bool:
    form = {"variant_id": variants[turn % len(variants)], "quantity": "1"}
    return browser.ask("POST", "/basket/items", form, keep=False)[0] == 303


def buy(browser: Browser, variants: list[str], turn: int) -> bool:
    """A whole purchase of one who was never here: product to basket, checkout, placed, and the page that says so."""
    browser.cookies.clear()
    if not fill(browser, variants, turn):
        return False
    _, page, _ = browser.ask("GET", "/checkout")
    form = _fields(page) | BUYER | HOME | {"payment_method": "cod"}
    status, _, where = browser.ask("POST", "/checkout", form)
    return status == 303 and browser.ask("GET", where.removeprefix(browser.origin))[0] == 200


def go_to_pay(browser: Browser, variants: list[str], turn: int) -> bool:
    """The same, paid beforehand: as far as the payment page's address, which the payment provider has made by then."""
    browser.cookies.clear()
    if not fill(browser, variants, turn):
        return False
    _, page, _ = browser.ask("GET", "/checkout")
    form = _fields(page) | BUYER | HOME | {"payment_method": "stripe"}
    status, _, where = browser.ask("POST", "/checkout", form)
    path, _, key = where.removeprefix(browser.origin).partition("?")
    status, _, where = browser.ask("POST", f"{path}/pay?{key}", {"csrf_token": form["csrf_token"]})
    return status == 303 and "/pay/" in where


def hear(browser: Browser, events: list[tuple[str, str]], turn: int) -> bool:
    """An event that the payment provider has signed."""
    body, signature = events[turn]
    headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
    browser.connection.request("POST", "/webhooks/stripe", body.encode(), headers)
    answer = browser.connection.getresponse()
    answer.read()
    return answer.status == 200


def answered(act: Callable, browser: Browser, what: list, turn: int) -> bool:
    """Whether it went well. A client that waits in vain has failed, and comes again over another connection."""
    try:
        return act(browser, what, turn)
    except (OSError, http.client.HTTPException):
        browser.connection.close()
        return False


class Crowd:
    """So many clients, in processes that stay from one page to the next. Each begins elsewhere in what it is given."""

    def __init__(self, clients: int) -> None:
        self.clients = clients
        self._pool = ProcessPoolExecutor(PROCESSES)

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_fault: object) -> None:
        self._pool.shutdown()

    def run(self, act: Callable, what: list[str], port: int, seconds: float) -> Figures:
        """They do `act` over and over for so many seconds."""
        each = self.clients // PROCESSES
        parts = [self._pool.submit(_work, act, what, port, each, seconds, number) for number in range(PROCESSES)]
        results = [part.result() for part in parts]
        return Figures(
            seconds=[one for result in results for one in result.seconds],
            lasted=max(result.lasted for result in results),
            failed=sum(result.failed for result in results),
        )

    def once(self, act: Callable, what: list, port: int) -> Figures:
        """Each of these once."""
        took: list[float] = []
        failures: list[int] = []

        def client(number: int) -> None:
            browser = Browser(port)
            for turn in range(number, len(what), self.clients):
                begun = time.perf_counter()
                (took if answered(act, browser, what, turn) else failures).append(time.perf_counter() - begun)

        threads = [Thread(target=client, args=(number,)) for number in range(self.clients)]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return Figures(took, time.perf_counter() - begun, len(failures))


def _work(act: Callable, what: list[str], port: int, clients: int, seconds: float, process: int) -> Figures:
    took: list[float] = []
    failures: list[int] = []
    ready = Barrier(clients + 1)

    def client(number: int) -> None:
        browser = Browser(port)
        turn = (process * clients + number) * 101
        answered(act, browser, what, turn)
        ready.wait()
        until = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < until:
            turn += 1
            if answered(act, browser, what, turn):
                took.append(time.perf_counter() - begun)
            else:
                failures.append(turn)

    threads = [Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return Figures(took, time.perf_counter() - begun, len(failures))


def _fields(page: str) -> dict[str, str]:
    """What the checkout's form sends as it comes up: its hidden fields, and the first way to get each group's goods."""
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        values = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        name, kind = values.get("name", ""), values.get("type")
        if (kind == "hidden" or (kind == "radio" and name.startswith("shipping-"))) and name not in sent:
            sent[name] = values.get("value", "")
    return sent
