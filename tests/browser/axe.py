"""Ask axe about a page: nothing serious may be wrong for a person who hears, zooms or uses only keys."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

GRAVE = {"serious", "critical"}
ONLY_FAULTS = {"resultTypes": ["violations"]}  # else axe writes down all that is well, too


def assert_accessible(page: Page) -> None:
    """Fail with every serious or critical finding, and when the page is wider than its window."""
    findings = [finding for finding in violations(page) if finding["impact"] in GRAVE]
    told = [f"{finding['id']}: {finding['help']}\n    " + "\n    ".join(_places(finding)) for finding in findings]
    assert not told, f"{page.url} at {page.viewport_size['width']} px:\n  " + "\n  ".join(told)
    assert_fits(page)


def assert_fits(page: Page, *widths: int) -> None:
    """Fail when the page is wider than its window: as it is, and made so wide for the look."""
    own = page.viewport_size
    for width in (own["width"], *widths):
        if width != page.viewport_size["width"]:
            page.set_viewport_size({"width": width, "height": own["height"]})
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url} is {overflow} px wider than its window of {width} px"
    if page.viewport_size != own:
        page.set_viewport_size(own)


def violations(page: Page) -> list[dict]:
    """All that axe finds; a page that goes away while axe reads it is followed to the next one."""
    for _ in range(3):
        try:
            return Axe().run(page, options=ONLY_FAULTS).response["violations"]
        except Error as error:
            if "Execution context was destroyed" not in str(error):
                raise
            page.wait_for_load_state()
    raise AssertionError(f"{page.url} does not come to rest")


def _places(finding: dict) -> list[str]:
    return [f"{node['html'][:160]} ({'; '.join(check['message'] for check in node['any'][:1])})" for node in finding["nodes"][:5]]
