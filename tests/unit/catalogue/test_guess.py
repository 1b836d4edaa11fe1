"""Where the names of real products of Pathum Thani belong, told by their words alone."""

import pytest

from shop.catalogue.categories import SUBCATEGORIES, Category, category_of
from shop.catalogue.guess import WORDS, guess

# Names as local authorities wrote them, misplaced vowels and several products in one included.
NAMES = {
    "fish_and_meat": [
        "ปลาดุกฟูผัดพริกขิง กาละแมเม็ดสูตรโบราณ",
        "ปลาทูสมุนไพร",
        "แจ่วบองปลาร้า",
        "ไตปลาแห้ง ปลาดุกร้า 2 รส",
        "หมูฝอย",
        "เกษรหมูทุบ",
    ],
    "fresh_produce": [
        "ผักปลอดภัย",
    ],
    "ready_to_eat": [
        "โรตีกรอบ ก๋วยเตี๋ยวยำบก",
        "ข้าวแช่",
        "ปลาต้มเค็ม สูตรโบราณ",
    ],
    "snacks": [
        "ทองม้วน",
        "เมี่ยงคำ คำหวาน",
        "กล้วยฉาบ",
        "หมี่กรอบ",
    ],
    "chili_paste": [
        "น้ำพริกสมุนไพร น้ำพริกเผาปลาย่าง",
        "น้ำพริกเผา",
        "น้ำพริกเผาปลาย่าง,น้ำพริกเผาตาแดง,น้ำพริกเผาแมงดา",
        "น้ำพริกคู่ครัวไทย",
        "นำ้พริกเผา,พริกแกง",
        "น้ำพริกเผาไข่เค็ม",
    ],
    "thai_sweets": [
        "กระยาสารทต้อยตอย บ้านกระแชง",
        "ขนมไทย",
        "ขนมโสมนัส",
        "กลุ่มอาหารสุขภาพ (Clean Food) / ขนมไทย",
        "สละลอยแก้ว",
        "กาละแมรวงข้าว",
        "ข้าวต้มมัด",
        "ขนมสุขภาพเต้าฮวยนมสดฟรุสลัด",
        "ขนมกง",
        "ขนมชะมด",
        "กาละแม และ กระยาสารท",
    ],
    "dried_fruit": [
        "กล้วยอบน้ำผึ้ง",
        "จำหน่ายสับปะรดกวน มะขามจี๊ดจ๊าด",
        "จำหน่ายทุเรียนอบกร่อบฟรีชตราย",
        "ตะลิงปลิงแช่อิ่ม",
    ],
    "rice": [
        "ข้าวไรท์เบอรรี่ศูยน์การเรียนรู้เกษตรอินทรีย์",
    ],
    "bakery": [
        "ขนมเปี๊ย",
        "ขนมเค้กคลองห้า(เค้กบาวนี่ช็อกโก็แลต)",
        "ขนมเค้กคลองห้า(เค้กส้ม)",
        "เปี๊ยะบางกอก",
        "ขนมกะหรี่พัฟ",
    ],
    "curry_paste": [
        "พริกแกงเผ็ด",
        "พริกแกงบ้านพวงแก้ว",
    ],
    "cleaning": [
        "จำหน่ายข้าวสาร น้ำยาล้างจาร ไข่เข็ม",
    ],
    "balm_and_compress": [
        "กลุ่มปลาร้าแปรรูป/ลูกประคบ/ไข่เค็ม ซอยสะอาด",
    ],
    "eggs": [
        "ไข่เค็ม",
        "ไข่เค็มพอกดินสอพอง",
    ],
    "condiments": [
        "นำ้ปลาหวานตราปิยะลักษณ์",
        "กระเทียมโทน",
    ],
}


@pytest.mark.parametrize("subcategory, name", [(subcategory, name) for subcategory, names in NAMES.items() for name in names])
def test_a_name_tells_where_it_belongs(subcategory, name):
    assert guess(name) == (category_of(subcategory), subcategory)


def test_a_name_that_says_nothing_is_something_to_nibble():
    assert guess("ร้านนกยูง") == (Category.FOOD, "snacks")


def test_every_word_leads_to_a_subcategory_that_there_is():
    assert set(WORDS) <= {subcategory for subs in SUBCATEGORIES.values() for subcategory in subs}
