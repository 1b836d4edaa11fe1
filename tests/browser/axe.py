"""Ask axe about a page: nothing serious may be wrong for a person who hears, zooms or uses only keys."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}


def assert_accessible(page: Page) -> None:
    """Fail with every serious or critical finding, and when the page is wider than its window."""
    findings = [finding for finding in Axe().run(page).response["violations"] if finding["impact"] in GRAVE]
    told = [f"{finding['id']}: {finding['help']}\n    " + "\n    ".join(_places(finding)) for finding in findings]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        told.append(f"the page is {overflow} px wider than its window")
    assert not told, f"{page.url} at {page.viewport_size['width']} px:\n  " + "\n  ".join(told)


def _places(finding: dict) -> list[str]:
    return [f"{node['html'][:160]} ({'; '.join(check['message'] for check in node['any'][:1])})" for node in finding["nodes"][:5]]
