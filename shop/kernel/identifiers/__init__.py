"""Numbers and names that others issue, each in one normal form and checked as far as its issuer publishes how."""

from shop.kernel.identifiers.banks import BANKS, BadBankAccount, Bank, bank_account
from shop.kernel.identifiers.contacts import BadEmail, BadPhone, format_phone, is_mobile, normalise_email, normalise_phone
from shop.kernel.identifiers.parcels import (
    CARRIERS,
    BadTracking,
    BadTrackingCheckDigit,
    BadTrackingForm,
    Carrier,
    s10,
    tracking_number,
    tracking_url,
)
from shop.kernel.identifiers.promptpay import BadPromptPay, PromptPayId, PromptPayKind, biller_id, promptpay_id
from shop.kernel.identifiers.registers import BadEnterpriseNumber, BadFdaSerial, BadTcps, enterprise_number, fda_serial, tcps

__all__ = [
    "BANKS",
    "CARRIERS",
    "BadBankAccount",
    "BadEmail",
    "BadEnterpriseNumber",
    "BadFdaSerial",
    "BadPhone",
    "BadPromptPay",
    "BadTcps",
    "BadTracking",
    "BadTrackingCheckDigit",
    "BadTrackingForm",
    "Bank",
    "Carrier",
    "PromptPayId",
    "PromptPayKind",
    "bank_account",
    "biller_id",
    "enterprise_number",
    "fda_serial",
    "format_phone",
    "is_mobile",
    "normalise_email",
    "normalise_phone",
    "promptpay_id",
    "s10",
    "tcps",
    "tracking_number",
    "tracking_url",
]
