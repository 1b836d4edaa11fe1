"""PromptPay payloads: the published vectors to the letter, and any id and amount read back by a decoder that shares no code."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.kernel.identifiers import PromptPayId, PromptPayKind
from shop.kernel.promptpay import BadPayload, Slip, bill_payload, read_slip, transfer_payload

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "promptpay-vectors.json").read_text())
K = PromptPayKind


def in_satang(baht: str | None) -> int | None:
    return None if baht is None else int(Decimal(baht) * 100)


def id_of(typed: str) -> PromptPayId:
    """The vectors' ids are made up: some fail the check digit that a group's own has to pass."""
    digits = re.sub(r"\D", "", typed)
    if len(digits) == 13:
        return PromptPayId(K.NATIONAL_ID, digits)
    return PromptPayId(K.PHONE, f"+66{digits[-9:]}")


@pytest.mark.parametrize(("typed", "amount", "payload"), VECTORS["anyid"])
def test_transfers_are_the_published_ones(typed, amount, payload):
    assert transfer_payload(id_of(typed), in_satang(amount)) == payload


@pytest.mark.parametrize(("asked", "payload"), VECTORS["billpayment"])
def test_bills_are_the_published_ones(asked, payload):
    made = bill_payload(asked["billerId"], asked["ref1"], asked["ref2"], in_satang(asked.get("amount")), asked.get("ref3", ""))

    assert made == payload


@pytest.mark.parametrize(("told", "code"), VECTORS["slip"])
def test_slips_are_read(told, code):
    assert read_slip(code) == Slip(told["sendingBank"], told["transRef"])


@pytest.mark.parametrize(
    "code",
    [
        "",
        "https://example.com/slip",
        VECTORS["slip"][0][1][:-1] + "1",  # a wrong CRC
        VECTORS["slip"][0][1][:-9],
        VECTORS["anyid"][0][2],  # a code to pay by is no slip
        "00" * 400,
        "๐๐๔๐",
    ],
)
def test_other_codes_are_no_slips(code):
    assert read_slip(code) is None


@pytest.mark.parametrize("satang", [0, -1, 10**12])
def test_an_amount_that_no_bank_takes_is_refused(satang):
    with pytest.raises(BadPayload):
        transfer_payload(PromptPayId(K.PHONE, "+66812345678"), satang)


@pytest.mark.parametrize(
    ("biller", "reference"), [("123", "A1"), ("0112233445566", ""), ("0112233445566", "ก1"), ("0" * 13, "a")]
)
def test_a_bill_without_a_biller_or_a_reference_is_refused(biller, reference):
    with pytest.raises(BadPayload):
        bill_payload(biller, reference)


# An independent decoder: the tables and the CRC are written out again, bit by bit, from EMVCo's text.


def decoded(payload: str) -> dict[str, object]:
    rest, found = payload, {}
    while rest:
        matched = re.match(r"(\d\d)(\d\d)", rest)
        size = int(matched[2])
        value, rest = rest[4 : 4 + size], rest[4 + size :]
        assert len(value) == size
        found[matched[1]] = decoded(value) if matched[1] in ("29", "30", "62") else value
    return found


def crc_bit_by_bit(text: str) -> str:
    register = 0xFFFF
    for byte in text.encode():
        for place in range(7, -1, -1):
            top = (register >> 15) ^ ((byte >> place) & 1)
            register = (register << 1) & 0xFFFF
            if top:
                register ^= 0x1021
    return f"{register:04X}"


PHONES = st.integers(600_000_000, 999_999_999).map(lambda number: (K.PHONE, f"+66{number}", "01", f"0066{number}"))
NUMBERS = st.tuples(st.sampled_from([K.NATIONAL_ID, K.TAX_ID]), st.integers(0, 10**13 - 1)).map(
    lambda it: (it[0], f"{it[1]:013}", "02", f"{it[1]:013}")
)
WALLETS = st.integers(0, 10**15 - 1).map(lambda number: (K.EWALLET, f"{number:015}", "03", f"{number:015}"))
REFERENCES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=20)
SATANG = st.integers(1, 10**9)


def check_transfer(to, satang):
    kind, value, tag, stands = to
    payload = transfer_payload(PromptPayId(kind, value), satang)
    read = decoded(payload)

    assert read["29"] == {"00": "A000000677010111", tag: stands}
    assert (read["00"], read["01"], read["53"], read["58"]) == ("01", "12", "764", "TH")
    assert Decimal(read["54"]) * 100 == satang
    assert re.fullmatch(r"\d+\.\d\d", read["54"])
    assert read["63"] == crc_bit_by_bit(payload[:-4])
    assert list(read)[-1] == "63"


def check_bill(biller, reference1, reference2, satang):
    payload = bill_payload(biller, reference1, reference2, satang)
    read = decoded(payload)

    assert read["30"] == {"00": "A000000677010112", "01": biller, "02": reference1} | ({"03": reference2} if reference2 else {})
    assert Decimal(read["54"]) * 100 == satang
    assert read["63"] == crc_bit_by_bit(payload[:-4])


TRANSFER = given(PHONES | NUMBERS | WALLETS, SATANG)
BILL = given(st.integers(0, 10**15 - 1).map(lambda number: f"{number:015}"), REFERENCES, REFERENCES | st.just(""), SATANG)


def test_what_is_written_is_read_by_somebody_else():
    TRANSFER(settings(max_examples=200, deadline=None)(check_transfer))()
    BILL(settings(max_examples=100, deadline=None)(check_bill))()


@pytest.mark.long
def test_ten_thousand_payloads_are_read_by_somebody_else():
    TRANSFER(settings(max_examples=8000, deadline=None)(check_transfer))()
    BILL(settings(max_examples=2000, deadline=None)(check_bill))()
