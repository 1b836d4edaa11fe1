"""Recalls: their buyers are told, some orders at a time, and told again where it was a mistake."""

from shop.jobs.registry import handles
from shop.kernel.database import transaction
from shop.recalls import telling


@handles(telling.TELL)
def tell_buyers(_message_id: int, payload: dict) -> None:
    with transaction():
        telling.tell_some(payload["recall_id"], payload["after"])


@handles(telling.CORRECT)
def tell_of_mistake(_message_id: int, payload: dict) -> None:
    with transaction():
        telling.correct_some(payload["recall_id"])
