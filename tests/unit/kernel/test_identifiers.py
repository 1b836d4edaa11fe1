"""Numbers and names that others issue, in one normal form each. All people's numbers here are made up."""

import pytest

from shop.kernel.identifiers import (
    BANKS,
    CARRIERS,
    BadBankAccount,
    BadEmail,
    BadEnterpriseNumber,
    BadFdaSerial,
    BadPhone,
    BadPromptPay,
    BadTcps,
    BadTracking,
    BadTrackingCheckDigit,
    BadTrackingForm,
    bank_account,
    enterprise_number,
    fda_serial,
    format_phone,
    is_mobile,
    normalise_email,
    normalise_phone,
    promptpay_id,
    s10,
    tcps,
    tracking_number,
    tracking_url,
)


@pytest.mark.parametrize(
    "typed",
    [
        *("0800009246", "080-0009246", "080-000-9246", "080 000 9246", "08-0000-9246", "(080) 000.9246"),
        *("+66 80 000 9246", "+66(0)80-000-9246", "66800009246", "0066800009246", "800009246", "๐๘๐๐๐๐๙๒๔๖", "โทร. 080-000-9246"),
    ],
)
def test_every_spelling_of_a_mobile_is_one_number(typed):
    assert normalise_phone(typed) == "+66800009246"


@pytest.mark.parametrize(
    "typed, phone, shown",
    [
        ("02-123-4567", "+6621234567", "02-123-4567"),
        ("021234567", "+6621234567", "02-123-4567"),
        ("21234567", "+6621234567", "02-123-4567"),
        ("038 123 456", "+6638123456", "038-123-456"),
        ("+66 53 123 456", "+6653123456", "053-123-456"),
    ],
)
def test_lines_at_home(typed, phone, shown):
    assert normalise_phone(typed) == phone
    assert format_phone(phone) == shown
    assert not is_mobile(phone)


def test_a_mobile_is_shown_as_people_write_it():
    assert format_phone("+66812345678") == "081-234-5678"
    assert is_mobile("+66812345678")
    assert is_mobile("+66612345678")
    assert not is_mobile("081-234-5678")


@pytest.mark.parametrize(
    "typed",
    [
        *("081-234-567", "081-234-56789", "191", "1669", "0000000000", "000-000-0000", "0112345678", "+1 202 555 0100"),
        *("abc", "081-234-5678 หรือ 082-345-6789", "081-234-5678 ต่อ 1", "+", "66"),
    ],
)
def test_what_is_no_thai_phone_is_refused(typed):
    with pytest.raises(BadPhone) as refused:
        normalise_phone(typed)
    assert refused.value.reason == "not_a_phone"


def test_an_empty_phone_says_so():
    with pytest.raises(BadPhone) as refused:
        normalise_phone("โทร. ")
    assert refused.value.reason == "empty"


def test_mail_addresses():
    assert normalise_email("  Buyer@Demo.EXAMPLE ") == "buyer@demo.example"


@pytest.mark.parametrize(
    "typed", ["", "a", "a@", "@b.com", "a b@c.com", "a@b", "a@b..com", "a@b.com\n\nc", "\ud800@b.com", "a" * 400 + "@b.com"]
)
def test_what_is_no_mail_address_is_refused(typed):
    with pytest.raises(BadEmail):
        normalise_email(typed)


@pytest.mark.parametrize(
    "typed", ["13-2-01234-1-0001", "1320123410001", "๑๓-๒-๐๑๒๓๔-๑-๐๐๐๑", "อย. 13 2 01234 1 0001", "เลขที่ อย. 13-2-01234-1-0001"]
)
def test_food_serials(typed):
    assert fda_serial(typed) == "13-2-01234-1-0001"


@pytest.mark.parametrize(
    "typed, reason",
    [
        *[("", "length"), ("13-2-01234-1-000", "length"), ("13-2-01234-1-00011", "length"), ("13-2-0123A-1-0001", "length")],
        *[("99-2-01234-1-0001", "province"), ("13-9-01234-1-0001", "place_status")],
    ],
)
def test_what_is_no_food_serial_is_refused(typed, reason):
    with pytest.raises(BadFdaSerial) as refused:
        fda_serial(typed)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "typed, number",
    [
        *[
            ("321/2556", "321/2556"),
            ("มผช. ๓๒๑/๒๕๕๖", "321/2556"),
            ("มผช.321/2556", "321/2556"),
            ("มผช. เลขที่ 0321 / 2556", "321/2556"),
        ],
        *[("321-2556", "321/2556"), ("40(1)/2562", "40(1)/2562")],
    ],
)
def test_community_standards(typed, number):
    assert tcps(typed) == number


@pytest.mark.parametrize("typed", ["", "321", "321/56", "321/2013", "0/2556", "00000/2556", "12345/2556", "abc/2556"])
def test_what_is_no_community_standard_is_refused(typed):
    with pytest.raises(BadTcps):
        tcps(typed)


@pytest.mark.parametrize("typed", ["1-13-02-01/1-0001", "113020110001", "๑-๑๓-๐๒-๐๑/๑-๐๐๐๑", "รหัสทะเบียน 1-13-02-01/1-0001"])
def test_enterprise_numbers(typed):
    assert enterprise_number(typed) == "1-13-02-01/1-0001"


@pytest.mark.parametrize(
    "typed, reason",
    [("", "form"), ("1-13-02-01/3-0001", "form"), ("1-13-02-01/1-001", "form"), ("1-99-02-01/1-0001", "province")],
)
def test_what_is_no_enterprise_number_is_refused(typed, reason):
    with pytest.raises(BadEnterpriseNumber) as refused:
        enterprise_number(typed)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "typed, kind, value",
    [
        ("081-234-5678", "phone", "+66812345678"),
        ("+66-81-234-5678", "phone", "+66812345678"),
        ("0066812345678", "phone", "+66812345678"),
        ("1-2345-45678-78-1", "national_id", "1234545678781"),
        ("๑๒๓๔๕๔๕๖๗๘๗๘๑", "national_id", "1234545678781"),
        ("0 10 5 536 11201 4", "tax_id", "0105536112014"),
        ("123456789012345", "ewallet", "123456789012345"),
    ],
)
def test_promptpay_ids_are_told_apart(typed, kind, value):
    assert promptpay_id(typed) == (kind, value)


@pytest.mark.parametrize(
    "typed, reason",
    [
        *[("", "empty"), ("1234545678782", "check_digit"), ("0105536112015", "check_digit"), ("02-123-4567", "form")],
        *[("12345", "form"), ("abc", "form"), ("12345678901234", "form")],
    ],
)
def test_what_is_no_promptpay_id_is_refused(typed, reason):
    with pytest.raises(BadPromptPay) as refused:
        promptpay_id(typed)
    assert refused.value.reason == reason


def test_bank_accounts():
    assert bank_account("004", "012-3-45678-9") == "0123456789"
    assert bank_account("034", "๐๑๒๓๔๕๖๗๘๙๐๑") == "012345678901"
    assert {bank.code for bank in BANKS.values()} == set(BANKS)
    assert BANKS["034"].name() == "ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร"


@pytest.mark.parametrize(
    "bank, number, field, reason",
    [
        ("999", "0123456789", "bank_code", "unknown_bank"),
        ("004", "012345678", "bank_account", "length"),
        ("034", "0123456789", "bank_account", "length"),
        ("004", "01234X6789", "bank_account", "not_a_number"),
        ("004", "", "bank_account", "not_a_number"),
        ("004", "0000000000", "bank_account", "zeros"),
    ],
)
def test_what_is_no_account_is_refused(bank, number, field, reason):
    with pytest.raises(BadBankAccount) as refused:
        bank_account(bank, number)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_a_parcels_number_is_checked_by_its_own_digit():
    # 4 7 3 1 2 4 8 2: sum 200, 200 % 11 = 2, 11 - 2 = 9 (the example of UPU's standard S10)
    assert s10(" ee 473124829 th ") == "EE473124829TH"
    with pytest.raises(BadTrackingCheckDigit):
        s10("EE473124828TH")
    with pytest.raises(BadTrackingCheckDigit):
        s10("EE437124829TH")


@pytest.mark.parametrize("typed", ["", "EE473124829US", "EE47312482TH", "E4473124829TH", "EE4731248299TH", "ไปรษณีย์"])
def test_what_is_no_parcels_number_is_refused(typed):
    with pytest.raises(BadTrackingForm):
        s10(typed)


def test_each_carrier_has_its_own_form_of_number():
    assert tracking_number("thailand_post", "ee473124829th") == "EE473124829TH"
    assert tracking_number("flash", " th0123 4567 8a ") == "TH012345678A"
    assert tracking_number("own", "") == ""
    for carrier, typed, reason in (
        ("thailand_post", "TH012345678A", "form"),
        ("flash", "", "form"),
        ("flash", "<script>", "form"),
        ("pigeon", "123456", "unknown_carrier"),
    ):
        with pytest.raises(BadTracking) as refused:
            tracking_number(carrier, typed)
        assert refused.value.reason == reason


def test_a_parcel_is_followed_on_the_carriers_page():
    assert tracking_url("thailand_post", "EE473124829TH") == "https://track.thailandpost.co.th/?trackNumber=EE473124829TH"
    assert tracking_url("own", "1") is tracking_url("jt", "820000000000") is tracking_url("flash", "") is None
    assert "a%26b" in tracking_url("flash", "a&b")
    assert all(carrier.key == key and carrier.name() and carrier.name("en") for key, carrier in CARRIERS.items())
