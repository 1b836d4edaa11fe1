"""Words of ingredients that name an allergen, so that what stands on a label and what buyers are warned of do not part."""

from collections.abc import Collection

# Long enough not to stand in other words: นม alone would be found in ขนม.
WORDS: dict[str, tuple[str, ...]] = {
    "gluten": ("แป้งสาลี", "ข้าวสาลี", "ขนมปัง"),
    "crustaceans": ("กุ้ง", "กะปิ", "ปูม้า", "ปูนา"),
    "molluscs": ("หอย", "หมึก"),
    "fish": ("ปลา",),
    "eggs": ("ไข่",),
    "peanuts": ("ถั่วลิสง",),
    "soybeans": ("ถั่วเหลือง", "ซีอิ๊ว", "เต้าเจี้ยว", "เต้าหู้"),
    "milk": ("นมสด", "นมผง", "นมข้น", "เนย", "ชีส", "โยเกิร์ต"),
    "tree_nuts": ("มะม่วงหิมพานต์", "อัลมอนด์", "แมคคาเดเมีย"),
    "sesame": ("งาขาว", "งาดำ", "เมล็ดงา", "น้ำมันงา"),
}


def untold_allergens(ingredients: str, told: Collection[str]) -> list[str]:
    """Keys of shop.catalogue.allergens that the ingredients name and nobody is warned of."""
    return [key for key, words in WORDS.items() if key not in told and any(word in ingredients for word in words)]
