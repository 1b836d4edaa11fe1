"""Pages in a real browser, as a phone and as a desk see them; a page that complains or leaves the market fails its test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
THAI = {"locale": "th-TH", "timezone_id": "Asia/Bangkok", "reduced_motion": "reduce"}  # colours are judged at rest


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of a new visitor: `open_page(**PHONE)`; at the end nothing may have been complained of."""
    contexts, complaints = [], []

    def stay_here(route: Route, request: Request) -> None:
        complaints.append(f"asked for {request.url}")
        route.abort()

    def listen(said: ConsoleMessage) -> None:
        if is_complaint(said):
            complaints.append(f"{said.location['url']}: {said.text}")

    def new(**options: object) -> Page:
        context = browser.new_context(**THAI, **options)
        context.set_default_timeout(10_000)
        context.route(lambda url: not url.startswith(("http://127.0.0.1:", "data:", "blob:")), stay_here)
        context.on("weberror", lambda error: complaints.append(f"{error.page.url if error.page else ''}: {error.error}"))
        context.on("console", listen)
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


def is_complaint(said: ConsoleMessage) -> bool:
    """Chromium also logs as an error every answer of 4xx, which is what a form with a mistake gets, and every drop of a line."""
    foreseen = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED")
    return said.type in ("error", "warning") and not any(words in said.text for words in foreseen)


@pytest.fixture
def page_phone(open_page: Callable[..., Page]) -> Page:
    return open_page(**PHONE)


@pytest.fixture
def page_desk(open_page: Callable[..., Page]) -> Page:
    return open_page(**DESK)
