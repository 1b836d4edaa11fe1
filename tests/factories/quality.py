"""Trainings and recalls for tests: given_a_training is next week and helps with labels; given_a_recall is of all sold so far."""

from datetime import timedelta

from shop.catalogue.models import Product
from shop.kernel.access import Actor
from shop.kernel.clock import today
from shop.kernel.database import db
from shop.quality import trainings
from shop.quality.models import Training
from shop.recalls import service as recalls
from shop.recalls.models import Recall
from tests.factories.moderation import official


def given_a_training(actor: Actor | None = None, **fields: object) -> Training:
    fields = {
        "title": "อบรมทำฉลากอาหาร",
        "helps": ["label"],
        "starts_on": today() + timedelta(days=7),
        "place": "สำนักงานพาณิชย์จังหวัด",
        "enrol_phone": "02-567-0000",
        **fields,
    }
    training = trainings.announce(actor or official(), **fields)
    db.session.flush()
    return training


def given_a_recall(product: Product, actor: Actor | None = None, **fields: object) -> Recall:
    fields = {
        "reason": "พบเชื้อราในรุ่นนี้",
        "hazard": "กินแล้วอาจท้องเสีย",
        "sold_from": today() - timedelta(days=30),
        "sold_until": None,
        "todo": ["stop_using", "refund"],
        **fields,
    }
    recall = recalls.record_recall(product, actor or official(), **fields)
    db.session.flush()
    return recall
