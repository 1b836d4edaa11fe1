"""Prohibited goods are found by whole words, and real products are left in peace."""

import pytest

from shop.catalogue.prohibited import Kind, flags


@pytest.mark.parametrize(
    "text, kind, word",
    [
        ("เหล้าขาว 40 ดีกรี", Kind.ALCOHOL, "เหล้าขาว"),
        ("เหลา้ขาว", Kind.ALCOHOL, "เหล้าขาว"),
        ("ขายเหล้าองุ่น", Kind.ALCOHOL, "เหล้าองุ่น"),
        ("น้ำสับปะรดไวน์", Kind.ALCOHOL, "ไวน์"),
        ("สุราพื้นบ้าน", Kind.ALCOHOL, "สุราพื้นบ้าน"),
        ("คราฟต์เบียร์", Kind.ALCOHOL, "คราฟต์เบียร์"),
        ("ขายWHISKYแท้", Kind.ALCOHOL, "whisky"),
        ("บุหรี่ไฟฟ้า", Kind.TOBACCO, "บุหรี่ไฟฟ้า"),
        ("ยาเส้นมวนเอง", Kind.TOBACCO, "ยาเส้น"),
        ("e-cigarettes", Kind.TOBACCO, "e-cigarettes"),
        ("ยาแก้ปวด", Kind.MEDICINE, "ยาแก้ปวด"),
        ("ยาพาราเซตามอล", Kind.MEDICINE, "พาราเซตามอล"),
        ("ใบกระท่อมสด", Kind.NARCOTIC, "ใบกระท่อม"),
        ("น้ำมันกัญชา", Kind.NARCOTIC, "กัญชา"),
        ("งาช้างแกะสลัก", Kind.WILDLIFE, "งาช้าง"),
        ("Rhino horn", Kind.WILDLIFE, "rhino horn"),
        ("ปืนลูกซอง", Kind.WEAPON, "ปืนลูกซอง"),
        ("หวยใต้ดิน", Kind.GAMBLING, "หวยใต้ดิน"),
        ("ยาฆ่าแมลง", Kind.HAZARDOUS, "ยาฆ่าแมลง"),
        ("กระเป๋าก๊อปเกรดเอ", Kind.COUNTERFEIT, "ก๊อปเกรด"),
        ("สมุนไพรรักษามะเร็ง", Kind.HEALTH_CLAIM, "รักษามะเร็ง"),
        ("ชาช่วยรักษาโรคเบาหวาน", Kind.HEALTH_CLAIM, "รักษาโรคเบาหวาน"),
        ("ชาลดน้ำหนัก", Kind.HEALTH_CLAIM, "ลดน้ำหนัก"),
        ("Weight loss tea", Kind.HEALTH_CLAIM, "weight loss"),
    ],
)
def test_prohibited_goods_are_found(text, kind, word):
    assert flags(text) == [(kind, word)]


@pytest.mark.parametrize(
    "text",
    [
        # The same letters inside other words.
        *("กระยาสารท", "กระยาสารทแม่ทองพิน", "ขนมจีบไส้สังขยา", "ฟัฟ สังขยาใบเตย", "กล้วยปิ้งสังขยา", "น้ำยาล้างจาน", "ขนมจีนน้ำยา"),
        *("พริกแกงน้ำยา", "นิตยาฟาร์มปูนา", "ทองม้วน ทองพับ กัลยา", "กระเทียมโทนดำทิพยา", "ขนมจีนโพธิ์พระยา", "น้ำพริกกุ้งยายเอ"),
        *("ไข่เค็ม สุราษฎร์ธานี", "เหล่าแม่บ้าน", "ขนมทองพลุ", "ชุดกล่องผัดไทย (มีดีฟู้ด)", "ขนมบุหงาบูดะ", "เงาะโรงเรียนบ้านนาสาร"),
        # Sesame is no ivory, a hut no kratom, hemp cloth no cannabis.
        *("ขนมงาตัด", "น้ำมันงาสกัดเย็น", "ข้าวตังหน้างากะทิสด", "ผสมงาดำ", "กระท่อมไม้ไผ่จำลอง", "ผ้าใยกัญชง", "ว่านงาช้าง"),
        # Herbal goods that may be sold, and food with a herbal broth.
        *("ยาหม่องสมุนไพร", "ยาดมสมุนไพร", "ยาหอม", "ยาสีฟันสมุนไพร", "ก๋วยจั๊บไก่เห็ดหอมตุ๋นยาจีน", "ลูกประคบแก้ปวด"),
        # Names of places and things that only sound so.
        *("กลุ่มวิสาหกิจชุมชนบ้านเหล้าขนมไทยพื้นบ้าน", "ขนมปะการัง", "ปลาร้าบอง ม.5 บ้านโสกน้ำขาว", "ข้าวเหนียวแก้ว", "กล้วยกรอบแก้ว"),
        *("ปืนฉีดน้ำเด็ก", "รูทเบียร์", "ชาหญ้าดอกขาวช่วยเลิกบุหรี่", "ginger tea", "Root beer", "gunny sack", "มีดอรัญญิก", "แกงไตปลา", ""),
    ],
)
def test_honest_goods_are_left_in_peace(text):
    assert flags(text) == []


def test_several_are_listed_in_their_order_and_each_once():
    found = flags("ยาลดความอ้วน กับเหล้า และเหล้า")
    assert [flag.kind for flag in found] == [Kind.MEDICINE, Kind.HEALTH_CLAIM, Kind.ALCOHOL]
