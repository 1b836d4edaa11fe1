"""What the demonstration's offices do beside reviewing: reports in three states, a recall that is over, trainings to come."""

from datetime import timedelta

from sqlalchemy import exists, func, select

from shop.catalogue.models import Product
from shop.demo import people, sellers
from shop.demo.buyers import MAIN
from shop.demo.history import back_then, days_ago
from shop.demo.reading import PREFIX
from shop.groups.models import Group
from shop.kernel.access import Actor
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.notices.service import Recipient
from shop.orders.models import Order, OrderLine
from shop.orders.states import OrderStatus
from shop.quality import counting, trainings
from shop.quality.models import Training
from shop.recalls import service as recalls
from shop.recalls import telling
from shop.recalls.models import Recall
from shop.reports import deciding
from shop.reports import service as reports
from shop.reports.models import ReportCase
from shop.reports.states import Outcome, SubjectKind
from shop.reports.subjects import subject_of

HOUR = timedelta(hours=1)
TRAININGS = (
    {
        "title": "อบรมทำฉลากอาหารให้ถูกต้อง",
        "title_en": "Making food labels that are right",
        "helps": ["label", "standard"],
        "starts_on": 16,
        "hours": "9.00–16.00 น.",
        "place": "ห้องประชุมสำนักงานพาณิชย์จังหวัด",
        "seats": 40,
        "enrol_words": "สมัครที่สำนักงานพาณิชย์จังหวัด ชั้น 2 หรือบอกว่าสนใจในหน้านี้ แล้วเจ้าหน้าที่จะโทรหา",
        "details": "พาฉลากที่ใช้อยู่มาด้วยคนละหนึ่งใบ กลับไปพร้อมแบบฉลากใหม่",
    },
    {
        "title": "ถ่ายรูปสินค้าด้วยมือถือ",
        "title_en": "Photographing goods with a phone",
        "helps": ["photo", "description"],
        "starts_on": 23,
        "hours": "13.00–16.00 น.",
        "place": "ศูนย์ฝึกอาชีพ อำเภอคลองหลวง",
        "enrol_words": "ไม่ต้องสมัคร มาได้เลย",
    },
)


def is_missing() -> bool:
    """What is added last is not there."""
    return not db.session.scalar(select(exists(select(Training.id))))


def add() -> None:
    """Once, noun by noun, each in its own transaction."""
    if not db.session.scalar(select(exists(select(ReportCase.id)))):
        _add_reports()
    if not db.session.scalar(select(exists(select(Recall.id)))):
        _add_recall()
    count_all()
    _add_trainings()


def count_all() -> None:
    """As the job does each night."""
    last = 0
    while ids := counting.groups_after(last):
        figures = {group_id: counting.figures_of(group_id) for group_id in ids}
        db.session.rollback()
        with transaction():
            for group_id, counted in figures.items():
                counting.write(group_id, counted)
        last = ids[-1]


def _add_reports() -> None:
    commerce = people.actor_of("commerce")
    with transaction():
        ours, theirs = _ours(), _others(2)
        settled = _report(theirs[0].id, days_ago(20, 10), "not_as_described", "สีไม่เหมือนในรูปเลย")
        with back_then(days_ago(19, 9)):
            deciding.close(settled, Outcome.SETTLED, "กลุ่มเปลี่ยนรูปให้ตรงกับของแล้ว", settled.voices, commerce)
        _report(theirs[1].id, days_ago(0, 6), "unsafe", "ฝาปิดไม่สนิท น้ำซึมออกมา")
        _report(theirs[1].id, days_ago(0, 7), "unsafe", "เปิดมาแล้วมีกลิ่น")
        asked = _report(ours.id, days_ago(2, 10), "not_as_described", "บนฉลากเขียนวันหมดอายุไม่ชัด")
        with back_then(days_ago(1, 10)):
            deciding.ask_group(asked, "ฉลากรุ่นนี้พิมพ์วันหมดอายุไว้ตรงไหน ช่วยเล่าให้ฟังหน่อย", commerce)


def _report(product_id: int, moment, reason: str, words: str) -> ReportCase:
    guest = Recipient(email=f"reporter-{moment:%d%H}@{people.DOMAIN}")
    with back_then(moment):
        return reports.report(subject_of(SubjectKind.PRODUCT, product_id), reason, words, Actor(), guest)


def _add_recall() -> None:
    """Of something that was sold a while ago; its buyers were told, and it is on sale again."""
    commerce = people.actor_of("commerce")
    with transaction():
        product = _sold_by_others()
        if product is None:
            return
        with back_then(days_ago(6, 10)):
            recall = recalls.record_recall(
                product,
                commerce,
                sold_from=today() - timedelta(days=120),
                sold_until=today() - timedelta(days=7),
                todo=["stop_using", "refund"],
                reason="ฝาปิดรุ่นนี้ไม่สนิท ของข้างในอาจเสียก่อนวันที่บนฉลาก",
                reason_en="The lids of this batch do not close well; what is inside may spoil before its date",
                hazard="กินแล้วอาจท้องเสีย",
                hazard_en="Eating it may upset the stomach",
                batch="รุ่นที่ขึ้นต้นด้วย L69",
            )
        with back_then(days_ago(6, 10) + HOUR / 6):
            telling.tell_some(recall.id, 0)
        with back_then(days_ago(5, 11)):
            recalls.answer(recall, "เปลี่ยนโรงงานฝาแล้วค่ะ รุ่นเก่าเก็บกลับมาหมดแล้ว", sellers.actor_at(product.group_id))
        with back_then(days_ago(2, 14)):
            outcome = "เก็บคืนครบแล้ว กลุ่มเปลี่ยนฝาใหม่ทุกขวด ขายต่อได้"
            outcome_en = "All came back; the group uses new lids and sells it again"
            recalls.close(recall, outcome, commerce, outcome_en, back_on_sale=True)


def _add_trainings() -> None:
    commerce = people.actor_of("commerce")
    with transaction():
        for fields in TRAININGS:
            with back_then(days_ago(1, 13)):
                days = timedelta(days=fields["starts_on"])
                training = trainings.announce(commerce, **fields | {"starts_on": today() + days})
                after: int | None = 0
                while after is not None:
                    after = trainings.tell_some(training.id, after)
        with back_then(days_ago(0, 8)):
            trainings.say_interest(training, sellers.actor_at(_ours().group_id))


def _ours() -> Product:
    """The first on sale of the group of group@demo.example."""
    group = select(Group.id).where(Group.import_key == PREFIX + MAIN).scalar_subquery()
    asked = select(Product).where(Product.group_id == group, Product.is_listed)
    return db.session.scalars(asked.order_by(Product.id).limit(1)).one()


def _others(count: int) -> list[Product]:
    """On sale, one of a group."""
    group = select(Group.id).where(Group.import_key == PREFIX + MAIN).scalar_subquery()
    first = select(func.min(Product.id)).where(Product.is_listed, Product.group_id != group).group_by(Product.group_id)
    return list(db.session.scalars(select(Product).where(Product.id.in_(first)).order_by(Product.id).limit(count)))


def _sold_by_others() -> Product | None:
    """Bought more than a week ago and received, not of the group that can be signed in to."""
    group = select(Group.id).where(Group.import_key == PREFIX + MAIN).scalar_subquery()
    sold = select(OrderLine.product_id).join(Order, Order.id == OrderLine.order_id)
    sold = sold.where(Order.status == OrderStatus.RECEIVED, Order.placed_at < days_ago(8))
    bottled = Product.subcategory.in_(("chili_paste", "curry_paste", "condiments", "herbal_drinks", "juice"))
    asked = select(Product).where(Product.is_listed, Product.group_id != group, Product.id.in_(sold))
    return db.session.scalars(asked.order_by(bottled.desc(), Product.id).limit(1)).first()
