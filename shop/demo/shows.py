"""The demonstration's fairs: the one at Ban Mai where it all began, one that is coming, and what groups showed there."""

from datetime import date, timedelta

from sqlalchemy import select

from shop.demo import people, sellers
from shop.demo.history import back_then, days_ago
from shop.demo.reading import GroupText
from shop.fairs import service as fairs
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.kernel.access import Actor
from shop.kernel.clock import today
from shop.kernel.database import db, transaction

BAN_MAI = "ban-mai-2567"
COMING = "rangsit-2570"
REFUSED_BECAUSE = "ในบัญชีผู้ร่วมงานไม่มีสินค้ารายการนี้ หากมีรูปถ่ายที่บูธ ส่งมาให้ดูอีกครั้งได้"


def add_fairs() -> None:
    """Raises what fairs.service raises."""
    kept = set(db.session.scalars(select(Fair.slug)))
    official = people.actor_of("labour")
    if BAN_MAI not in kept:
        with transaction(), back_then(days_ago(340)):
            _add_ban_mai(official)
    if COMING not in kept:
        with transaction(), back_then(days_ago(9)):
            _add_coming(official)


def _add_ban_mai(official: Actor) -> None:
    fairs.create_fair(
        official,
        slug=BAN_MAI,
        starts_on=date(2024, 1, 23),
        title="นำบริการด้านแรงงานไปสู่ประชาชน",
        title_en="Bringing labour services to the public",
        short_name="งานบ้านใหม่",
        short_name_en="Ban Mai fair",
        place="ต.บ้านใหม่ อ.เมืองปทุมธานี จ.ปทุมธานี",
        place_en="Ban Mai, Mueang Pathum Thani, Pathum Thani",
        district_code="1301",
        organiser="สำนักงานแรงงานจังหวัดปทุมธานี",
        description=(
            "งานที่กลุ่มอาชีพของแรงงานนอกระบบทั่วปทุมธานีนำของมาวางขายและสาธิต มีแรงงาน พาณิชย์ พัฒนาชุมชน "
            "และหน่วยงานผู้สูงอายุมาให้คำปรึกษาเรื่องคุณภาพ ตลาด และรายได้\n\n"
            "งานจบในวันเดียว แต่ของดีในงานยังสั่งซื้อได้ทุกวันจากหน้านี้"
        ),
        description_en=(
            "Occupational groups of informal workers from all over Pathum Thani sold and showed what they make, with advice on "
            "quality, markets and income from the labour, commerce, community development and older persons' offices.\n\n"
            "The fair lasted a day. What was good there can be ordered here all year."
        ),
    )


def _add_coming(official: Actor) -> None:
    fairs.create_fair(
        official,
        slug=COMING,
        starts_on=today() + timedelta(days=33),
        ends_on=today() + timedelta(days=34),
        title="ตลาดนัดฝีมือแรงงานรังสิต",
        title_en="Rangsit makers' market",
        short_name="งานรังสิต",
        short_name_en="Rangsit market",
        place="ลานหน้าที่ว่าการอำเภอธัญบุรี ต.รังสิต",
        place_en="Thanyaburi district office square, Rangsit",
        district_code="1303",
        organiser="สำนักงานแรงงานจังหวัดปทุมธานี",
        opening_hours="09.00–20.00 น. ทั้งสองวัน",
        opening_hours_en="9:00–20:00, both days",
        map_url="https://www.openstreetmap.org/search?query=Thanyaburi%20district%20office",
        description="สองวันที่กลุ่มอาชีพจากเจ็ดอำเภอมาพบผู้ซื้อ เชิญชิม ลองสวม และคุยกับคนทำ เข้าชมฟรี",
        description_en="Two days with groups from all seven districts: taste, try on, and talk to the people who made it. Free.",
    )


def add_exhibits(text: GroupText, group_id: int, product_ids: dict[str, int]) -> None:
    """A group says what it showed at Ban Mai; the labour office has confirmed, refused, or not looked yet."""
    by_answer = {answer: _of(text, answer, product_ids) for answer in ("confirmed", "refused", "claimed")}
    fair_id = db.session.scalar(select(Fair.id).where(Fair.slug == BAN_MAI))
    here = select(Exhibit.id).where(Exhibit.fair_id == fair_id, Exhibit.group_id == group_id)
    if not any(by_answer.values()) or db.session.scalar(here.limit(1)):
        return
    owner, official = sellers.actor_at(group_id), people.actor_of("labour")
    with transaction():
        fair = db.session.get_one(Fair, fair_id)
        decided = by_answer["confirmed"] | by_answer["refused"]
        with back_then(days_ago(max(text.approved_days_ago // 2, 4), hour=13)):
            fairs.show_products(fair, group_id, decided, owner)
            for answer in (ExhibitStatus.CONFIRMED, ExhibitStatus.REFUSED):
                if by_answer[answer]:
                    shown = select(Exhibit.id).where(Exhibit.fair_id == fair_id, Exhibit.product_id.in_(by_answer[answer]))
                    reason = REFUSED_BECAUSE if answer is ExhibitStatus.REFUSED else ""
                    fairs.decide_exhibits(fair, set(db.session.scalars(shown)), answer, official, reason)
        if by_answer["claimed"]:
            with back_then(days_ago(2, hour=10)):
                fairs.show_products(fair, group_id, decided | by_answer["claimed"], owner)


def _of(text: GroupText, answer: str, product_ids: dict[str, int]) -> set[int]:
    return {product_ids[product.key] for product in text.products if product.fair == answer}
