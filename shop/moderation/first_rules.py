"""The checklist that came with the market: what it asks until the office makes it its own."""

from typing import NamedTuple

from shop.catalogue.categories import Category
from shop.moderation.models import SubmissionKind

EATEN = (Category.FOOD, Category.DRINKS)
G, P, V = SubmissionKind.GROUP, SubmissionKind.PRODUCT, SubmissionKind.PRICE


class FirstRule(NamedTuple):
    """`categories` and `subcategories`: of these alone, of all where empty; `needs_serial`: only where a food serial is due."""

    key: str
    kind: SubmissionKind
    field: str
    text: str
    text_en: str
    categories: tuple[Category, ...] = ()
    subcategories: tuple[str, ...] = ()
    needs_serial: bool = False


FIRST_RULES = (
    FirstRule("group_exists", G, "name", "กลุ่มมีอยู่จริงในพื้นที่", "The group really exists in the area"),
    FirstRule("group_place_right", G, "subdistrict_code", "ที่ตั้งถูกต้อง", "The place is right"),
    FirstRule("group_reached", G, "contact_phone", "โทรตามเบอร์ที่ให้ไว้แล้วพบตัว", "Somebody answers at the number given"),
    FirstRule(
        "group_story_its_own",
        G,
        "story",
        "เรื่องของกลุ่มเป็นของกลุ่มเอง ไม่มีข้อมูลส่วนตัวของผู้อื่น",
        "The story is its own, without other people's details",
    ),
    FirstRule("group_not_double", G, "name", "ไม่ซ้ำกับกลุ่มที่มีอยู่แล้ว", "It is not a group we have already"),
    FirstRule("price_reason", V, "variants", "ราคาใหม่มีเหตุผล", "The new price has a reason"),
    FirstRule("price_not_misleading", V, "variants", "ราคาไม่ชวนให้เข้าใจผิด", "The price does not mislead"),
    FirstRule("photos_are_of_it", P, "photos", "รูปตรงกับสินค้าจริง", "The photos show the product itself"),
    FirstRule("title_says_what", P, "title", "ชื่อบอกได้ว่าเป็นสินค้าอะไร", "The name says what it is"),
    FirstRule(
        "description_true", P, "description", "คำอธิบายตรงกับรูป ไม่เกินจริง", "The description fits the photos and does not exaggerate"
    ),
    FirstRule("size_and_price_agree", P, "variants", "หน่วยขาย น้ำหนัก และราคาสอดคล้องกัน", "Unit, weight and price agree"),
    FirstRule(
        "fda_as_label",
        P,
        "standards",
        "เลข อย. ตรงกับฉลากในรูป",
        "The FDA number is the one on the label",
        EATEN,
        needs_serial=True,
    ),
    FirstRule("label_readable", P, "photos", "มีรูปฉลาก อ่านออก", "There is a photo of the label that can be read", EATEN),
    FirstRule("ingredients_as_label", P, "ingredients", "ส่วนประกอบตรงกับฉลาก", "Ingredients are those on the label", EATEN),
    FirstRule("shelf_life_as_label", P, "shelf_life_days", "อายุการเก็บตรงกับฉลาก", "Shelf life is that of the label", EATEN),
    FirstRule("allergens_told", P, "allergens", "บอกสารก่อภูมิแพ้ครบ", "All allergens are stated", EATEN),
    FirstRule(
        "cosmetic_notified",
        P,
        "standards",
        "มีเลขที่ใบรับจดแจ้ง ถ้าใช้กับร่างกาย",
        "Has its notification number, if used on the body",
        (Category.HERBAL,),
    ),
    FirstRule("herbal_no_cure", P, "description", "ไม่อ้างว่ารักษาโรค", "Does not claim to cure", (Category.HERBAL,)),
    FirstRule(
        "herbal_how_to_use",
        P,
        "description",
        "บอกวิธีใช้และข้อควรระวัง",
        "Says how to use it, and what to beware of",
        (Category.HERBAL,),
    ),
    FirstRule("fibre_told", P, "description", "บอกชนิดเส้นใยหรือวัสดุ", "States the fibre or material", (Category.TEXTILES,)),
    FirstRule(
        "textile_size_told",
        P,
        "size_text",
        "บอกขนาด เช่น รอบอก ความยาว",
        "States its size, such as chest and length",
        (Category.TEXTILES,),
    ),
    FirstRule("care_told", P, "description", "บอกวิธีซักและดูแล", "Says how to wash and care for it", (Category.TEXTILES,)),
    FirstRule("material_told", P, "description", "บอกว่าทำจากอะไร", "Says what it is made of", (Category.HOUSEHOLD,)),
    FirstRule(
        "household_size_told", P, "size_text", "บอกขนาดเป็นเซนติเมตร", "States its size in centimetres", (Category.HOUSEHOLD,)
    ),
    FirstRule("food_safe", P, "description", "ใช้กับอาหารได้อย่างปลอดภัย", "Safe to use with food", subcategories=("kitchenware",)),
    FirstRule(
        "hazard_notified",
        P,
        "standards",
        "มีเลขวัตถุอันตราย ถ้าเป็นน้ำยาที่ต้องแจ้ง",
        "Has its hazardous-substance number, if it needs one",
        subcategories=("cleaning",),
    ),
)
