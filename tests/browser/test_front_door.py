"""A stranger opens the front door, on a phone and at a desk, in either language."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.servers import LiveServer


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@pytest.mark.parametrize("window", ["page_phone", "page_desk"])
def test_the_front_door_is_whole_in_both_languages(request: pytest.FixtureRequest, live_server: LiveServer, window: str):
    page: Page = request.getfixturevalue(window)

    for path, language in (("/", "th"), ("/en/", "en")):
        page.goto(live_server.url + path)

        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)
