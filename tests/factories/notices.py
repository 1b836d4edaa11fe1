"""Notices to somebody, with values for whatever their kind needs."""

from shop.kernel.database import transaction
from shop.notices.kinds import KINDS
from shop.notices.models import Notice
from shop.notices.service import Recipient, tell

GUEST_BY_MAIL = Recipient(email="malee@example.com")
GUEST_BY_PHONE = Recipient(phone="+66812345678")

VALUES = {
    "group_count": 3,
    "quantity": 80,
    "case_id": 7,
    "outcome": "taken_down",
    "title": "Pork chilli",
    "words": "We looked at it",
    "volunteer_name": "อารีย์",
    "last_day": "31/12/2569",
    "scope": "both",
    "way": "paper",
    "group_id": 7,
    "group_name": "กลุ่มแม่บ้านคลองสาม",
    "product_id": 12,
    "product_title": "น้ำพริกเผา",
    "price_satang": 12550,
    "total_satang": 124000,
    "amount_satang": 124000,
    "order_count": 2,
    "code": "K7Q2",
    "pieces": "น้ำพริกเผา × 1",
    "question_id": 3,
    "reason": "รูปไม่ชัด",
    "until": "2026-11-24T03:00:00+00:00",
    "at": "2026-11-24T03:00:00+00:00",
    "site_name": "งานดี",
    "fair_title": "งานบ้านใหม่",
    "stars": 5,
    "why": "rude",
    "more": 2,
    "recall_id": 4,
    "training_id": 5,
    "starts_on": "2026-12-12",
    "key": "a-secret-key",
    "path": "/account/reset/a-secret-key",
}


def params_for(kind: str, **given: object) -> dict:
    about = KINDS[kind]
    return {**{name: VALUES[name] for name in about.params | about.sealed}, **given}


def a_notice(kind: str = "order_accepted", to: Recipient = GUEST_BY_MAIL, **given: object) -> Notice:
    """Told and saved, in a transaction of its own."""
    with transaction():
        return tell(to, kind, **params_for(kind, **given))
