"""The double's payment page, without a browser: what each button does, and that the page is sound."""

import http.client
from collections.abc import Callable
from urllib.parse import urlencode

import html5lib
import pytest
import stripe

from tests.stripe_double.client import StripeDouble

Open = Callable[..., stripe.checkout.Session]


class Visitor:
    """Asks for a page or sends its form; every page must be valid HTML."""

    def __init__(self, double: StripeDouble) -> None:
        self.port = double.port

    def ask(self, path: str, **form: str) -> tuple[int, str, str]:
        """The status, where it leads, the text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = urlencode(form)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST" if form else "GET", path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status != 303:
            html5lib.HTMLParser(strict=True).parse(text)
        return answer.status, answer.getheader("Location", ""), text


@pytest.fixture
def visitor(double: StripeDouble) -> Visitor:
    return Visitor(double)


def test_the_page_says_what_it_is_and_what_is_paid(visitor: Visitor, open_session: Open):
    session = open_session(customer_email="malee@demo.example")
    status, _, text = visitor.ask(f"/pay/{session.id}")

    assert status == 200
    for words in ("ไม่มีเงินเคลื่อนไหวจริง", "No money moves", "น้ำพริกเผา ปทุมธานี × 2", "241.00", 'value="malee@demo.example"'):
        assert words in text
    assert '<html lang="th">' in text
    assert "<script" not in text


@pytest.mark.parametrize(
    ("choice", "payment_status", "kind"),
    [("promptpay:paid", "paid", "promptpay"), ("promptpay:delayed", "unpaid", "promptpay"), ("card:paid", "paid", "card")],
)
def test_a_button_pays_and_leads_back(
    visitor: Visitor, open_session: Open, api: stripe.StripeClient, choice: str, payment_status: str, kind: str
):
    session = open_session()
    status, location, _ = visitor.ask(f"/pay/{session.id}", email="malee@demo.example", choice=choice)

    paid = api.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    assert (status, location) == (303, f"http://127.0.0.1:8000/purchases/P-0001?session={session.id}")
    assert (paid.status, paid.payment_status, paid.customer_details.email) == ("complete", payment_status, "malee@demo.example")
    assert paid.payment_intent.latest_charge.payment_method_details.type == kind


@pytest.mark.parametrize("choice", ["promptpay:failed", "card:failed"])
def test_a_failure_is_told_and_may_be_tried_again(visitor: Visitor, open_session: Open, choice: str):
    path = f"/pay/{open_session().id}"
    status, _, text = visitor.ask(path, email="malee@demo.example", choice=choice)

    assert (status, "จ่ายไม่สำเร็จ" in text, 'value="malee@demo.example"' in text) == (422, True, True)
    assert visitor.ask(path, email="malee@demo.example", choice="card:paid")[0] == 303


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": "malee", "choice": "card:paid"}, "กรอกอีเมลให้ถูกต้อง"),
        ({"email": "malee@demo.example", "choice": "gold"}, "เลือกวิธีจ่าย"),
    ],
)
def test_a_mistake_pays_nothing(visitor: Visitor, open_session: Open, api: stripe.StripeClient, form: dict, words: str):
    session = open_session()
    status, _, text = visitor.ask(f"/pay/{session.id}", **form)

    assert (status, words in text) == (422, True)
    assert api.v1.checkout.sessions.retrieve(session.id).payment_intent is None


def test_only_the_ways_asked_for_are_offered(visitor: Visitor, open_session: Open):
    path = f"/pay/{open_session(payment_method_types=['promptpay']).id}"

    assert "card:paid" not in visitor.ask(path)[2]
    assert visitor.ask(path, email="malee@demo.example", choice="card:paid")[0] == 422


def test_what_has_ended_leads_back_kindly(visitor: Visitor, open_session: Open, double: StripeDouble):
    paid, expired = open_session(), open_session()
    double.pay(paid.id)
    double.expire(expired.id)

    _, _, text = visitor.ask(f"/pay/{paid.id}", email="malee@demo.example", choice="card:paid")
    assert ("จ่ายเรียบร้อยแล้ว" in text, f"purchases/P-0001?session={paid.id}" in text) == (True, True)
    _, _, text = visitor.ask(f"/pay/{expired.id}")
    assert ("หมดเวลาจ่ายแล้ว" in text, 'href="http://127.0.0.1:8000/checkout"' in text) == (True, True)
    assert visitor.ask("/pay/cs_test_none")[0] == 404
