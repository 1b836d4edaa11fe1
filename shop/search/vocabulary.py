"""The trade's own words: what people call a class of goods when they look for it."""

from shop.catalogue.categories import Category

_CATEGORY_WORDS: dict[Category, list[str]] = {
    Category.FOOD: ["อาหาร ของกิน", "food"],
    Category.DRINKS: ["เครื่องดื่ม", "drinks"],
    Category.TEXTILES: ["ผ้า เครื่องแต่งกาย", "textiles cloth"],
    Category.HOUSEHOLD: ["ของใช้ ของตกแต่ง ของที่ระลึก ของฝาก", "household souvenirs"],
    Category.HERBAL: ["สมุนไพร", "herbal"],
}

_SUBCATEGORY_WORDS: dict[str, list[str]] = {
    "chili_paste": ["น้ำพริก", "chili paste nam phrik"],
    "curry_paste": ["พริกแกง เครื่องแกง", "curry paste"],
    "thai_sweets": ["ขนมไทย ของหวาน", "thai sweets dessert"],
    "bakery": ["เบเกอรี่ เค้ก ขนมอบ", "bakery cake"],
    "snacks": ["ของว่าง ขนมกรอบ", "snacks"],
    "dried_fruit": ["ผลไม้แปรรูป ผลไม้อบแห้ง กล้วย", "dried fruit"],
    "eggs": ["ไข่ ไข่เค็ม", "eggs salted eggs"],
    "fish_and_meat": ["ปลา เนื้อ แปรรูป", "fish meat"],
    "rice": ["ข้าว ข้าวสาร", "rice"],
    "fresh_produce": ["ผัก ผลไม้สด", "fresh vegetables fruit"],
    "condiments": ["เครื่องปรุง น้ำปลา ซอส", "condiments sauce"],
    "ready_to_eat": ["อาหารพร้อมกิน กับข้าว", "ready to eat"],
    "herbal_drinks": ["น้ำสมุนไพร", "herbal drinks"],
    "tea_and_coffee": ["ชา กาแฟ", "tea coffee"],
    "juice": ["น้ำผลไม้", "juice"],
    "other_drinks": ["เครื่องดื่ม", "drinks"],
    "woven_cloth": ["ผ้าทอ ผ้าไหม", "woven cloth silk"],
    "clothing": ["เสื้อผ้า", "clothing"],
    "bags": ["กระเป๋า", "bags"],
    "accessories": ["เครื่องประดับ", "accessories"],
    "basketry": ["จักสาน ตะกร้า", "basketry basket"],
    "home_decoration": ["ตกแต่งบ้าน", "home decoration"],
    "souvenirs": ["ของที่ระลึก ของฝาก", "souvenirs"],
    "kitchenware": ["เครื่องครัว", "kitchenware"],
    "flowers_and_plants": ["ดอกไม้ ต้นไม้", "flowers plants"],
    "cleaning": ["น้ำยาทำความสะอาด", "cleaning"],
    "soap_and_bath": ["สบู่ อาบน้ำ", "soap bath"],
    "skin_care": ["บำรุงผิว", "skin care"],
    "balm_and_compress": ["ยาหม่อง ลูกประคบ", "balm compress"],
    "aroma": ["เครื่องหอม เทียนหอม", "aroma candle"],
}


def words_for(category: Category | None, subcategory: str | None) -> list[str]:
    return _CATEGORY_WORDS.get(category, []) + _SUBCATEGORY_WORDS.get(subcategory or "", [])
