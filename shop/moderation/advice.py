"""The phrases officials choose advice from: a list given here until an official edits it, theirs from then on."""

from sqlalchemy import delete, func, select, update

from shop.audit import service as audit
from shop.kernel.access import Actor, Permission
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.moderation.actions import ReviewAction
from shop.moderation.models import Phrase

LONGEST = 300
MOST = 200
FIELDS = (
    *("title", "photos", "description", "subcategory", "variants", "ingredients", "allergens", "shelf_life_days", "size_text"),
    *("standards", "name", "kind", "subdistrict_code", "contact_phone", "story", "cover_photo_id", "member_count"),
    *("enterprise_number", "general"),
)

# field: (Thai, English), ...
FIRST_PHRASES: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (
        ("ตั้งชื่อให้บอกว่าเป็นสินค้าอะไร เช่น “น้ำพริกเผาปลาย่าง”", "Give it a name that says what it is: “roasted chilli paste with fish”"),
        ("ตัดคำโฆษณาเกินจริงออกจากชื่อสินค้า", "Take exaggerated claims out of the name"),
    ),
    "photos": (
        ("ถ่ายรูปฉลากให้อ่านออก เห็นวันผลิตและวันหมดอายุ", "Photograph the label so that it can be read, with its dates"),
        ("ถ่ายรูปสินค้าจริงในที่สว่าง เห็นทั้งชิ้น", "Photograph the product itself in good light, all of it in view"),
        ("เพิ่มรูปให้เห็นขนาด เช่น วางคู่กับมือหรือเหรียญ", "Add a photo that shows its size, beside a hand or a coin"),
    ),
    "description": (
        ("บอกวิธีใช้หรือวิธีกิน และวิธีเก็บรักษา", "Say how to use or eat it, and how to keep it"),
        ("ตัดคำที่อ้างว่ารักษาหรือป้องกันโรคออก", "Take out the words that claim to cure or prevent illness"),
        ("บอกว่าทำจากอะไร ทำอย่างไร ให้ผู้ซื้อรู้จักสินค้า", "Say what it is made of and how, so that buyers get to know it"),
    ),
    "subcategory": (("เลือกหมวดให้ตรงกับสินค้า", "Choose the category that fits the product"),),
    "variants": (
        ("ใส่น้ำหนักพร้อมบรรจุภัณฑ์ให้ครบทุกตัวเลือก", "Give the packed weight of every option"),
        ("บอกหน่วยขายให้ชัด เช่น 200 กรัม หรือ 1 ใบ", "Say what one unit is, such as 200 g or one piece"),
        ("แจ้งเหตุผลที่ราคาเปลี่ยน หรือปรับให้ใกล้ราคาเดิม", "Tell us why the price changed, or keep it near the old one"),
    ),
    "ingredients": (("เขียนส่วนประกอบให้ครบและตรงกับฉลาก เรียงจากมากไปน้อย", "List all ingredients as on the label, most first"),),
    "allergens": (("ระบุสารก่อภูมิแพ้ที่มี เช่น กุ้ง ถั่วลิสง นม", "State the allergens in it, such as shrimp, peanut or milk"),),
    "shelf_life_days": (("บอกว่าเก็บได้กี่วันนับจากวันผลิต", "Say how many days it keeps from the day it is made"),),
    "size_text": (("บอกขนาด กว้าง ยาว สูง เป็นเซนติเมตร", "Give the size in centimetres: width, length, height"),),
    "standards": (
        ("ใส่เลข อย. 13 หลักให้ตรงกับฉลาก", "Give the 13-digit FDA number as it stands on the label"),
        ("แนบรูปใบรับรองมาตรฐานที่ยังไม่หมดอายุ", "Attach a photo of the certificate that is still valid"),
        ("ขอเลข อย. หรือคำปรึกษาได้ที่สำนักงานสาธารณสุขจังหวัด", "The provincial public health office helps with FDA numbers"),
    ),
    "name": (("ใช้ชื่อกลุ่มที่คนในพื้นที่รู้จัก และไม่ซ้ำกับกลุ่มอื่น", "Use the name people know the group by, not one another group has"),),
    "kind": (("เลือกประเภทกลุ่มให้ตรงกับสมาชิกส่วนใหญ่", "Choose the kind that fits most of the members"),),
    "subdistrict_code": (("ตรวจตำบลและอำเภอที่กลุ่มทำงานอยู่อีกครั้ง", "Check the subdistrict and district where the group works"),),
    "contact_phone": (("โทรตามเบอร์นี้ไม่ติด ขอเบอร์ที่ติดต่อได้", "This number does not answer; please give one that does"),),
    "story": (
        ("เล่าว่ากลุ่มเริ่มมาอย่างไร ใครทำ ทำอะไรเด่น", "Tell how the group began, who makes things, and what it does best"),
        ("ตัดชื่อหรือข้อมูลส่วนตัวของบุคคลอื่นออก", "Take out the names and details of other people"),
    ),
    "cover_photo_id": (("เพิ่มรูปกลุ่มหรือสถานที่ทำงานจริง", "Add a photo of the group or the place where it works"),),
    "member_count": (("ตรวจจำนวนสมาชิกอีกครั้ง", "Check the number of members"),),
    "enterprise_number": (("ตรวจเลขทะเบียนวิสาหกิจชุมชนกับใบ ท.ว.ช. 2", "Check the enterprise number against its certificate"),),
    "general": (("ดูดีแล้ว แก้ตามคำแนะนำในแต่ละช่องแล้วส่งมาใหม่ได้เลย", "Nearly there: make these changes and send it again"),),
}  # fmt: skip


def phrases() -> list[Phrase]:
    """All of them, field by field; those given here while nobody has edited the list (their ids are then None)."""
    kept = list(db.session.scalars(select(Phrase).order_by(Phrase.position, Phrase.id)))
    kept = kept or _first_phrases()
    return sorted(kept, key=lambda phrase: FIELDS.index(phrase.field) if phrase.field in FIELDS else len(FIELDS))


def phrases_by_field() -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases():
        found.setdefault(phrase.field, []).append(phrase)
    return found


def begin_editing(actor: Actor) -> None:
    """Make the list the office's own, so that each phrase has an id."""
    _check(actor)
    if not db.session.scalar(select(func.count(Phrase.id))):
        db.session.add_all(_first_phrases())
        db.session.flush()


def add_phrase(actor: Actor, field: str, text: str, text_en: str = "") -> Phrase:
    """Raises NotAllowed, BadValue (field, text, text_en)."""
    begin_editing(actor)
    if field not in FIELDS:
        raise BadValue("field", "unknown")
    if db.session.scalar(select(func.count(Phrase.id))) >= MOST:
        raise BadValue("text", "too_many")
    last = db.session.scalar(select(func.max(Phrase.position)).where(Phrase.field == field))
    phrase = Phrase(field=field, position=(last or 0) + 1, **_words(text, text_en))
    db.session.add(phrase)
    db.session.flush()
    audit.record(actor, ReviewAction.ADD_PHRASE, "phrase", phrase.id, field=field)
    return phrase


def change_phrase(phrase_id: int, actor: Actor, text: str, text_en: str = "") -> None:
    """Raises NotAllowed, BadValue, LostRace where it was removed."""
    _check(actor)
    changed = update(Phrase).where(Phrase.id == phrase_id).values(**_words(text, text_en))
    if db.session.execute(changed).rowcount != 1:
        raise LostRace
    audit.record(actor, ReviewAction.CHANGE_PHRASE, "phrase", phrase_id)


def remove_phrase(phrase_id: int, actor: Actor) -> None:
    """Without any left, the list given here stands again. Raises NotAllowed, LostRace."""
    _check(actor)
    if db.session.execute(delete(Phrase).where(Phrase.id == phrase_id)).rowcount != 1:
        raise LostRace
    audit.record(actor, ReviewAction.REMOVE_PHRASE, "phrase", phrase_id)


def _first_phrases() -> list[Phrase]:
    return [
        Phrase(field=field, text=text, text_en=text_en, position=position)
        for field, given in FIRST_PHRASES.items()
        for position, (text, text_en) in enumerate(given)
    ]


def _words(text: str, text_en: str) -> dict[str, str]:
    kept = {"text": tidy(text), "text_en": tidy(text_en)}
    if not has_letter_or_digit(kept["text"]):
        raise BadValue("text", "empty")
    for name, words in kept.items():
        if len(words) > LONGEST:
            raise BadValue(name, "too_long")
    return kept


def _check(actor: Actor) -> None:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
