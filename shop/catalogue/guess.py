"""Where a product most likely belongs, by the words of its name: for lists that do not say.

A table of words and nothing cleverer: the longest word found decides, of two equally long the one that stands first. Whoever
reviews or edits the product sees the category and can change it.
"""

from functools import cache

from shop.catalogue.categories import Category, category_of
from shop.kernel.thai import normalise

NOTHING_FITS = "snacks"  # such lists are mostly of things to eat

WORDS: dict[str, str] = {
    "chili_paste": "น้ำพริก แจ่ว ปลาร้าบอง บอง ไตปลา ตาแดง น้ำจิ้ม น้ำชุบ ปลาป่น",
    "curry_paste": "พริกแกง เครื่องแกง แกงส้ม แกงคั่ว แกงเผ็ด แกงไตปลา ผงกะหรี่",
    "thai_sweets": "ขนม กาละแม กะละแม กระยาสารท ข้าวต้มมัด ทองหยิบ ทองหยอด ฝอยทอง ลอดช่อง หม้อแกง บ้าบิ่น เปียกปูน วุ้น ข้าวหลาม ลูกชุบ"
    " เม็ดขนุน ข้าวหมาก ลอยแก้ว คำหวาน ขนมไทย ขนมกง ขนมชะมด สังขยา ถั่วกวน ตะโก้ ไอศกรีม เต้าฮวย ครองแครง ข้าวเหนียวแก้ว",
    "bakery": "เค้ก เบเกอรี่ คุกกี้ คุ๊กกี้ ขนมปัง ขนมเปี๊ยะ เปี๊ยะ เปี๊ย เปี้ยะ กะหรี่พัฟ กะหรี่ปั๊บ พัฟ บราวนี่ บาวนี่ โดนัท พิซซ่า พาย โรล"
    " ซาลาเปา พุดดิ้ง",
    "snacks": "กรอบ ทองม้วน ทองพับ ข้าวเกรียบ ข้าวแต๋น ข้าวแตน ข้าวตัง โรตี ดอกจอก นางเล็ด เมี่ยงคำ ถั่วทอด ถั่วตัด ครองแครงกรอบ หมี่กรอบ กล้วยฉาบ"
    " เผือกฉาบ มันฉาบ แคบหมู ข้าวพอง มะม่วงหิมพานต์ ถั่วคั่ว ธัญพืช",
    "dried_fruit": "กล้วยตาก กล้วยอบ กล้วยกวน อบแห้ง แช่อิ่ม มะม่วงกวน ทุเรียนกวน สับปะรดกวน กวน ทุเรียนอบ ทุเรียนทอด มะขาม แยม ผลไม้แปรรูป"
    " กล้วยเล็บมือนาง มะพร้าวแก้ว หยี ส้มลิ้ม",
    "eggs": "ไข่เค็ม ไข่เข็ม ไข่ไก่ ไข่เป็ด เป็ดพันธ์ไข่ เป็ดไข่ ไข่นกกระทา",
    "fish_and_meat": "ปลาร้า ปลาส้ม ปลาทู ปลาดุก ปลาสลิด ปลานิล ปลาช่อน ปลาเค็ม ปลาแดดเดียว แดดเดียว หมูฝอย หมูหยอง หมูทุบ หมูแผ่น หมูสวรรค์ หมูยอ"
    " แหนม ไส้กรอก ไส้อั่ว กุนเชียง กุ้งแห้ง กุ้งเสียบ กุ้ง หอย ปู ปลาหมึก หมึก หม่ำ ลูกชิ้น เนื้อ หมู ไก่ เป็ด ปลา จิ้งหรีด อาหารทะเล",
    "rice": "ข้าวสาร ข้าวกล้อง ข้าวหอมมะลิ ข้าวไรซ์เบอร์รี่ ข้าวไรท์เบอรรี่ ไรซ์เบอร์รี่ ไรซ์เบอรี่ ข้าวซ้อมมือ ข้าวฮาง ข้าวสังข์หยด สังข์หยด"
    " โรงสีข้าว ข้าวอินทรีย์ ข้าว",
    "fresh_produce": "ผัก ผักปลอดภัย ปลอดสารพิษ เห็ด ส้มโอ แตงโม ลำไย มะละกอ ขนุน ฝรั่ง ทุเรียน มะพร้าวน้ำหอม กล้วยหอม สับปะรด"
    " มะม่วง กล้วย มะพร้าว",
    "condiments": "กะปิ น้ำปลา น้ำปลาหวาน น้ำตาล น้ำผึ้ง กระเทียม กระเทียมโทน ผักดอง หน่อไม้ดอง ดอง ซอส เกลือ น้ำส้มสายชู ผงปรุงรส น้ำสลัด เลี้ยงผึ้ง",
    "ready_to_eat": "ข้าวแช่ ก๋วยเตี๋ยว ผัดไทย ขนมจีน ข้าวยำ ยำ ลาบ ข้าวแกง ปลาต้มเค็ม อาหาร สลัด กับข้าว ซูชิ ขนมจีบ ต้มยำ",
    "herbal_drinks": "น้ำสมุนไพร น้ำกระเจี๊ยบ น้ำอัญชัน น้ำตะไคร้ น้ำขิง ขิงผง เครื่องดื่มสมุนไพร ชาสมุนไพร",
    "tea_and_coffee": "กาแฟ ใบชา ชาใบ ชาเขียว ชาไทย ชามะ โกโก้",
    "juice": "น้ำผลไม้ น้ำมะพร้าว น้ำส้มคั้น น้ำอ้อย น้ำมะนาว น้ำตาลสด น้ำลูกหม่อน",
    "other_drinks": "เครื่องดื่ม น้ำดื่ม นมสด น้ำเต้าหู้ นมถั่วเหลือง",
    "woven_cloth": "ผ้าทอ ผ้าไหม ผ้าฝ้าย ผ้าขาวม้า ผ้าบาติก ผ้าปัก ผ้ามัดย้อม ผ้าย้อม ผ้าถุง ผ้าซิ่น ทอผ้า ผ้า",
    "clothing": "เสื้อ เสื้อผ้า กางเกง กระโปรง ตัดเย็บ หมวก รองเท้า",
    "bags": "กระเป๋า ถุงผ้า ย่าม",
    "accessories": "เครื่องประดับ สร้อยข้อมือ สร้อยคอ ต่างหู กำไล ลูกปัด แหวน เครื่องเงิน",
    "basketry": "จักสาน ตะกร้า สานพลาสติก สานไม้ไผ่ เสื่อ กระบุง เครื่องสาน หวาย",
    "home_decoration": "โคมไฟ ตกแต่ง แจกัน กรอบรูป เซรามิก เฟอร์นิเจอร์",
    "souvenirs": "ของที่ระลึก ของชำร่วย พวงกุญแจ ตุ๊กตา ของฝาก",
    "kitchenware": "ครก มีด หม้อดิน เครื่องครัว เครื่องปั้นดินเผา จานใบไม้ ทัพพี",
    "flowers_and_plants": "ดอกไม้ประดิษฐ์ พวงมาลัย ดอกไม้จันทน์ กล้วยไม้ ต้นไม้ ไม้ประดับ ปุ๋ย บายศรี",
    "cleaning": "น้ำยาล้าง น้ำยาซักผ้า น้ำยา ผงซักฟอก ไม้กวาด พรมเช็ดเท้า",
    "soap_and_bath": "สบู่ แชมพู ครีมอาบน้ำ ขัดผิว",
    "skin_care": "โลชั่น ครีมบำรุง ลิปบาล์ม เซรั่ม ครีมทา",
    "balm_and_compress": "ลูกประคบ ยาหม่อง น้ำมันเหลือง น้ำมันไพล พิมเสน ยาดม",
    "aroma": "เทียนหอม ธูป น้ำมันหอม ถุงหอม",
}  # fmt: skip


def guess(title: str) -> tuple[Category, str]:
    """The category and sub-category that a product's name speaks of; snacks where it speaks of none."""
    subcategory = spoken_of(title) or NOTHING_FITS
    return category_of(subcategory), subcategory


def spoken_of(title: str) -> str | None:
    """The sub-category that a name speaks of, if it speaks of any."""
    name = normalise(title)
    found = [(-len(word), name.index(word), subcategory) for word, subcategory in _table().items() if word in name]
    return min(found)[2] if found else None


@cache
def _table() -> dict[str, str]:
    return {normalise(word): subcategory for subcategory, words in WORDS.items() for word in words.split()}
