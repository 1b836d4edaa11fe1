"""The demonstration's table: a market that is on, where some groups have a booth, and what they sold there without signal."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from sqlalchemy import exists, select

from shop.catalogue.models import Product, Variant
from shop.demo import people, sellers
from shop.demo.buyers import MAIN
from shop.demo.history import back_then, days_ago
from shop.demo.reading import PREFIX
from shop.fairs import booths
from shop.fairs import service as fairs
from shop.fairs.models import Fair
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor
from shop.kernel.clock import now, today
from shop.kernel.database import db, transaction
from shop.orders.booth import Piece
from shop.orders.models import PaymentMethod
from shop.payments.booth.queries import goods_of, on_table
from shop.payments.booth.service import Sale, record_sale
from shop.payments.booth.voiding import void_sale

MARKET = "khlong-rangsit-riverside"
LASTS = timedelta(days=13)  # from the day of loading, so that there is a table to stand at for a while
GROUPS = 4  # that have a booth, the main one among them
SALES = 9  # of each, yesterday and today
IDS = UUID("5d1a2c52-6d1e-4a53-9a41-0d7f0a6f2b57")  # devices of the demonstration number their sales from here


def is_missing() -> bool:
    return not db.session.scalar(select(exists(select(Fair.id).where(Fair.slug == MARKET))))


def add() -> None:
    """After the groups and their stock are there."""
    official = people.actor_of("labour")
    with transaction(), back_then(days_ago(12)):
        fair = _add_market(official)
        main = db.session.scalars(select(Group.id).where(Group.import_key == PREFIX + MAIN)).one()
        selling = db.session.scalars(select(Group.id).where(Group.status == GroupStatus.APPROVED).order_by(Group.id))
        group_ids = [main, *[group_id for group_id in selling if group_id != main]][:GROUPS]
        for number, group_id in enumerate(group_ids, 1):
            booths.set_booth(fair, official, group_id=group_id, number=f"C{number}", zone="ริมน้ำ")
    for group_id in group_ids:
        for number in range(SALES):
            _sell(group_id, number)
    _sell_the_last(main)


def _add_market(official: Actor) -> Fair:
    return fairs.create_fair(
        official,
        slug=MARKET,
        starts_on=today() + timedelta(days=11),
        ends_on=today() + timedelta(days=12) + LASTS,
        title="ตลาดนัดริมคลองรังสิต",
        title_en="Khlong Rangsit riverside market",
        short_name="ตลาดริมคลอง",
        short_name_en="Riverside market",
        place="ลานริมคลองรังสิต ต.ประชาธิปัตย์",
        place_en="Riverside square, Prachathipat",
        district_code="1303",
        organiser="สำนักงานแรงงานจังหวัดปทุมธานี",
        opening_hours="16.00–21.00 น. ทุกวัน",
        opening_hours_en="16:00–21:00, daily",
        description="กลุ่มอาชีพผลัดกันมาตั้งโต๊ะริมคลอง สัญญาณโทรศัพท์มาบ้างไม่มาบ้าง แต่ของอร่อยมีทุกวัน",
        description_en="Groups take turns at tables by the canal. The signal comes and goes; the food is always good.",
    )


def _sell(group_id: int, number: int) -> None:
    """One or two things for cash or by PromptPay; the phone sent it when it was home again. One was pressed by mistake."""
    chance = Random(f"table {group_id} {number}")
    at = days_ago(1 if number < SALES - 3 else 0, 16 + number % 3, 7 * number) if number < SALES - 3 else _lately(number)
    with transaction():
        goods = [one for one in on_table(goods_of(group_id)) if one[1].available > 6]
        chosen = chance.sample(goods, min(len(goods), chance.randint(1, 2)))
        pieces = tuple(Piece(variant.id, chance.randint(1, 2), variant.price_satang) for _product, variant in chosen)
        if not pieces:
            return
        method = chance.choice((PaymentMethod.CASH, PaymentMethod.CASH, PaymentMethod.PROMPTPAY))
        fair = db.session.scalars(select(Fair).where(Fair.slug == MARKET)).one()
        with back_then(at + timedelta(minutes=40) if at + timedelta(minutes=40) < now() else at):
            said = Sale(str(uuid5(IDS, f"{group_id} {number}")), method, at, pieces)
            row = record_sale(fair, said, sellers.actor_at(group_id))
            if number == 2:
                void_sale(row, sellers.actor_at(group_id))


def _lately(number: int) -> datetime:
    return now() - timedelta(minutes=9 * (SALES - number))


def _sell_the_last(group_id: int) -> None:
    """One more than the market knew of: the group has to count again."""
    with transaction():
        few = select(Variant).join(Variant.product).where(Product.group_id == group_id, Product.is_listed)
        few = few.where(Variant.retired_at.is_(None), Variant.available.between(1, 8)).order_by(Variant.available, Variant.id)
        variant = db.session.scalars(few.limit(1)).first()
        if variant is None:
            return
        fair = db.session.scalars(select(Fair).where(Fair.slug == MARKET)).one()
        pieces = (Piece(variant.id, variant.available + 1, variant.price_satang),)
        record_sale(fair, Sale(str(uuid5(IDS, "last")), PaymentMethod.CASH, now(), pieces), sellers.actor_at(group_id))
