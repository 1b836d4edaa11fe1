"""The account's pages and the people's desk say everything in English at /en."""

import re

import pytest

from shop.kernel.access import Role
from shop.kernel.database import transaction
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell
from shop.people.queries import recipient_of
from tests.factories.people import given_an_official

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)

PAGES = [
    *("/account", "/account/notices", "/account/profile", "/account/profile/name", "/account/profile/email", "/account/security"),
    *("/account/profile/phone", "/office/people", "/office/people/invite", "/office/people/1", "/office/people/1/reset-code"),
    *("/office/people/1/disable", "/office/people/1/roles/administrator/end", "/office/people?q=nobody"),
    *("/account/sign-up/sent", "/account/forgot", "/account/forgot/sent", "/account/reset-code", "/account/reset/spent"),
]
FORMS = [
    "/account/sign-in",
    "/account/sign-up",
    "/account/forgot",
    "/account/reset-code",
    "/account/profile/email",
    "/office/people/invite",
]


@pytest.fixture
def reader(client, session):
    with transaction():
        person = given_an_official(Role.ADMINISTRATOR, phone="+66812345678")
        person.name = "Malee"
        tell(recipient_of(person), NoticeKind.PASSWORD_CHANGED)
        person_id = person.id
    return client.sign_in(person_id)


def thai_in(page: str) -> list[str]:
    """Thai words of a page, but for the market's name and the link to the Thai page."""
    return [words for words in re.findall(r"[\u0e00-\u0e7f]+", page) if words not in ("งานดี", "ไทย")]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_thai_left(reader, path):
    assert thai_in(reader.get(f"/en{path}").text) == []


@pytest.mark.parametrize("path", FORMS)
def test_an_answer_to_an_empty_form_has_no_thai_left(reader, path):
    answer = reader.post(f"/en{path}", data={})

    assert answer.status_code == 422
    assert thai_in(answer.text) == []
