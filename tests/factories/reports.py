"""Reports for tests: given_a_report is a guest's of a product, by another guest each time."""

from itertools import count

from shop.catalogue.models import Product
from shop.kernel.access import GUEST
from shop.notices.service import Recipient
from shop.reports import deciding, service
from shop.reports.models import ReportCase
from shop.reports.states import SubjectKind
from shop.reports.subjects import subject_of
from tests.factories.moderation import official

_numbers = count(1)
WORDS = "ฉลากไม่ตรงกับของข้างใน"


def given_a_report(
    product: Product, words: str = WORDS, kind: SubjectKind = SubjectKind.PRODUCT, subject_id: int = 0
) -> ReportCase:
    number = next(_numbers)
    guest = Recipient(email=f"reporter{number}@example.com")
    subject = subject_of(kind, subject_id or product.id)
    return service.report(subject, "unsafe", words, GUEST, guest, address=f"10.9.{number // 250}.{number % 250}")


def given_an_asked_group(product: Product) -> ReportCase:
    case = given_a_report(product)
    deciding.ask_group(case, "ฉลากรุ่นนี้พิมพ์เมื่อไร", official())
    return case
