"""How I am told, chosen at /account/notices/choices: only what leads somewhere, and kept as chosen."""

import pytest

from shop.kernel.database import db, transaction
from shop.notices import addresses, choices
from shop.notices.choices import Topic, Way
from shop.people.models import Account
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account

PATH = "/account/notices/choices"
ONE_DATABASE = pytest.mark.parametrize("market", ["sqlite"], indirect=True)
CHOSEN = {"buying": "email", "orders": "line", "money": "inbox", "favourites": "email", "training": "email", "shop": "line"}


@pytest.fixture
def malee(session, client, line_on) -> int:
    """An owner with LINE and mail."""
    with transaction():
        account = given_an_account("มาลี", "malee@people.example")
        given_a_group(owner=account)
        addresses.keep_line(account.id, line_on.add_person(), True)
    client.sign_in(account.id)
    return account.id


def test_what_is_chosen_is_kept_and_shown(client, malee):
    page = client.get(PATH).text
    assert page.count('value="line" checked') == len(Topic)  # the usual way
    form = {**CHOSEN, "is_quiet": "y", "quiet_from": "20", "quiet_until": "8"}

    assert client.post(PATH, data=form).status_code == 303
    db.session.rollback()
    assert choices.settings_of(malee).ways == CHOSEN
    assert choices.quiet_of(malee) == (20, 8)
    page = client.get("/en" + PATH).text
    assert page.count('value="line" checked') == 2
    assert 'value="20" selected' in page or 'selected value="20"' in page

    client.post(PATH, data={**CHOSEN, "quiet_from": "20", "quiet_until": "8"})
    db.session.rollback()
    assert choices.quiet_of(malee) is None


@ONE_DATABASE
@pytest.mark.parametrize(
    "wrong",
    [
        {"money": ""},
        {"money": "pigeon"},
        {"is_quiet": "y", "quiet_from": "25"},
        {"is_quiet": "y", "quiet_until": "x" * 9999},
    ],
)
def test_what_is_no_choice_is_a_form_again(client, malee, wrong):
    answer = client.post(PATH, data={**CHOSEN, "quiet_from": "20", "quiet_until": "8", **wrong})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert choices.settings_of(malee).ways == {}


@ONE_DATABASE
def test_only_ways_that_lead_somewhere_are_offered(client, malee):
    with transaction():
        addresses.forget_line(malee)
    page = client.get(PATH).text
    assert 'value="line"' not in page
    assert "เชื่อม LINE ก่อน" in page
    assert client.post(PATH, data=CHOSEN).status_code == 422


@ONE_DATABASE
def test_a_buyer_without_mail_has_the_page_alone(app, client, session):
    with transaction():
        account = given_an_account("สมชาย")
        account.email, account.phone = None, "+66812345678"
    client.sign_in(account.id)
    page = client.get(PATH).text
    assert 'value="inbox" checked' in page
    assert 'name="orders"' not in page
    assert 'name="is_quiet"' not in page  # nothing of this market ever rings
    assert client.post(PATH, data={"buying": "inbox", "favourites": "inbox"}).status_code == 303
    db.session.rollback()
    assert choices.quiet_of(account.id) == choices.USUAL_QUIET
    assert choices.way_of(account.id, Topic.BUYING) is Way.INBOX
    assert db.session.get(Account, account.id).name == "สมชาย"
