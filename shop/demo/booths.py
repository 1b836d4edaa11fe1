"""The demonstration's booths: who stood where at Ban Mai and who will at the next fair, the pictures, and how the codes fared."""

from collections.abc import Sequence
from random import Random

from sqlalchemy import exists, select

from shop.demo import people, shows
from shop.demo.history import back_then, days_ago
from shop.demo.painting import COVER, paint
from shop.fairs import booths, codes, pictures
from shop.fairs.models import Booth, Exhibit, ExhibitStatus, Fair, FairPicture, ShortCode
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor
from shop.kernel.database import db, transaction

ZONES = ("ของกิน", "งานฝีมือ", "ริมน้ำ")
NOTE = "ต้องใช้ไฟ 1 จุด"
SINCE = 300  # days ago, when the first cards of Ban Mai were printed
WORDS = {
    shows.BAN_MAI: ("ซุ้มของกลุ่มอาชีพที่ลานบ้านใหม่", "Stalls of the makers at Ban Mai"),
    shows.COMING: ("ลานหน้าที่ว่าการอำเภอธัญบุรี", "The square in front of Thanyaburi district office"),
}


def is_missing() -> bool:
    there = [db.session.scalar(select(exists(select(table.id)))) for table in (Booth, FairPicture)]
    return not all(there)


def add(picture_width: int) -> None:
    """After the groups are there. Raises what the services raise."""
    official = people.actor_of("labour")
    fair_ids = dict(db.session.execute(select(Fair.slug, Fair.id)).all())
    shown = select(Exhibit.group_id).where(Exhibit.fair_id == fair_ids[shows.BAN_MAI], Exhibit.status == ExhibitStatus.CONFIRMED)
    selling = list(db.session.scalars(select(Group.id).where(Group.status == GroupStatus.APPROVED).order_by(Group.id)))
    were_there = [group_id for group_id in selling if group_id in set(db.session.scalars(shown))]
    db.session.rollback()
    with transaction():
        with back_then(days_ago(SINCE + 1)):
            _place(fair_ids[shows.BAN_MAI], were_there, "A", official)
        with back_then(days_ago(6)):
            _place(fair_ids[shows.COMING], selling[::2], "B", official)
    with transaction():
        _scan(fair_ids[shows.BAN_MAI], were_there, official)
    for number, (slug, words) in enumerate(WORDS.items()):
        _hang(fair_ids[slug], words, 900 + number, picture_width, official)


def codes_by_group() -> dict[int, str]:
    """What buyers who were at Ban Mai still have in their pockets."""
    asked = select(ShortCode.group_id, ShortCode.code).join(Fair, Fair.id == ShortCode.fair_id)
    return dict(db.session.execute(asked.where(Fair.slug == shows.BAN_MAI, ShortCode.product_id.is_(None))).all())


def _place(fair_id: int, group_ids: Sequence[int], letter: str, official: Actor) -> None:
    fair = db.session.get_one(Fair, fair_id)
    kept = set(db.session.scalars(select(Booth.group_id).where(Booth.fair_id == fair_id)))
    for number, group_id in enumerate(group_ids, 1):
        if group_id not in kept:
            where = {"zone": ZONES[number % len(ZONES)], "note": NOTE if number % 5 == 0 else ""}
            booths.set_booth(fair, official, group_id=group_id, number=f"{letter}{number}", **where)


def _scan(fair_id: int, group_ids: Sequence[int], official: Actor) -> None:
    """More on the first days, a few ever since; some groups keep their card by the door and are scanned more."""
    if codes_by_group():
        return
    with back_then(days_ago(SINCE)):
        known = codes.codes_of_groups(group_ids, fair_id, official)
    for group_id, code in known.items():
        chance, target = Random(f"scans {group_id}"), codes.target_of(code)
        for day in sorted({min(SINCE, int(chance.expovariate(1 / 90))) for _ in range(chance.randint(6, 30))}, reverse=True):
            with back_then(days_ago(day, hour=14)):
                for _ in range(chance.randint(1, 4)):
                    codes.count_scan(target.code_id)


def _hang(fair_id: int, words: tuple[str, str], seed: int, width: int, official: Actor) -> None:
    if pictures.pictures_of(fair_id):
        return
    db.session.rollback()
    stored = [pictures.files.keep(paint(COVER, seed + place, width)) for place in (0, 50)]
    with transaction():
        pictures.add_pictures(db.session.get_one(Fair, fair_id), stored, official)
        db.session.flush()
        for picture in pictures.pictures_of(fair_id):
            pictures.describe(picture, *words, official)
