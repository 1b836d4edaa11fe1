"""Thai banks that keep accounts for people and groups, and the shape of an account number at each."""

import re
from dataclasses import dataclass

from shop.kernel.refusals import BadValue
from shop.kernel.thai import normalise


@dataclass(frozen=True, slots=True)
class Bank:
    """`code`: the Bank of Thailand's three digits. `lengths`: how many digits an account number may have."""

    code: str
    short: str
    name_th: str
    name_en: str
    lengths: tuple[int, ...]

    def name(self, locale: str = "th") -> str:
        return self.name_th if locale == "th" else self.name_en


# Codes and names: the Bank of Thailand's list of financial institutions. No list of lengths is published by it: these are the
# lengths on the banks' own passbooks and transfer forms, old and new, so that no account in use is refused.
BANKS = {
    bank.code: bank
    for bank in (
        Bank("002", "BBL", "ธนาคารกรุงเทพ", "Bangkok Bank", (10,)),
        Bank("004", "KBANK", "ธนาคารกสิกรไทย", "Kasikornbank", (10,)),
        Bank("006", "KTB", "ธนาคารกรุงไทย", "Krungthai Bank", (10,)),
        Bank("011", "TTB", "ธนาคารทหารไทยธนชาต", "TMBThanachart Bank", (10,)),
        Bank("014", "SCB", "ธนาคารไทยพาณิชย์", "Siam Commercial Bank", (10,)),
        Bank("022", "CIMBT", "ธนาคารซีไอเอ็มบี ไทย", "CIMB Thai Bank", (10, 14)),
        Bank("024", "UOBT", "ธนาคารยูโอบี", "United Overseas Bank (Thai)", (10,)),
        Bank("025", "BAY", "ธนาคารกรุงศรีอยุธยา", "Bank of Ayudhya (Krungsri)", (10,)),
        Bank("030", "GSB", "ธนาคารออมสิน", "Government Savings Bank", (12, 15)),
        Bank("033", "GHB", "ธนาคารอาคารสงเคราะห์", "Government Housing Bank", (12,)),
        Bank("034", "BAAC", "ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร", "Bank for Agriculture and Agricultural Cooperatives", (12,)),
        Bank("066", "IBANK", "ธนาคารอิสลามแห่งประเทศไทย", "Islamic Bank of Thailand", (10, 12)),
        Bank("067", "TISCO", "ธนาคารทิสโก้", "TISCO Bank", (10, 14)),
        Bank("069", "KKP", "ธนาคารเกียรตินาคินภัทร", "Kiatnakin Phatra Bank", (10, 14)),
        Bank("070", "ICBCT", "ธนาคารไอซีบีซี (ไทย)", "ICBC (Thai)", (10, 14)),
        Bank("071", "TCRB", "ธนาคารไทยเครดิต", "Thai Credit Bank", (10, 14, 15)),
        Bank("073", "LHBANK", "ธนาคารแลนด์ แอนด์ เฮ้าส์", "Land and Houses Bank", (10,)),
    )
}


class BadBankAccount(BadValue):
    """Not an account there. `field`: bank_code or bank_account; `reason`: unknown_bank, not_a_number, length, zeros."""


def bank_account(bank_code: str, number: str) -> str:
    """The account number as digits only, of a length that bank uses. Raises BadBankAccount.

    Thai account numbers have no check digit, so the account's name is compared by a person before money is sent.
    """
    bank = BANKS.get(bank_code)
    if not bank:
        raise BadBankAccount("bank_code", "unknown_bank")
    digits = re.sub(r"[\s-]", "", normalise(number))
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        raise BadBankAccount("bank_account", "not_a_number")
    if len(digits) not in bank.lengths:
        raise BadBankAccount("bank_account", "length")
    if not digits.strip("0"):
        raise BadBankAccount("bank_account", "zeros")
    return digits
