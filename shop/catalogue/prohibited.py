"""Goods that may not be sold online in Thailand, and claims that goods may not make, found in text by whole words.

A flag decides nothing: it is shown to the group while it writes and to the official who reviews. Thai is written without
spaces, so a word counts only where the text's own cut into words begins and ends with it: ยา in กระยาสารท does not.
"""

import itertools
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from shop.kernel.thai import normalise
from shop.kernel.thai.words import cut


class Kind(StrEnum):
    """What is wrong, named by the law behind it."""

    ALCOHOL = "alcohol"  # Alcoholic Beverage Control Act B.E. 2551 and its ban on electronic sale of 2563
    TOBACCO = "tobacco"  # Tobacco Products Control Act B.E. 2560; e-cigarettes: Consumer Protection Board order 9/2558
    MEDICINE = "medicine"  # Drug Act B.E. 2510: sold in a licensed pharmacy
    NARCOTIC = "narcotic"  # Narcotics Code B.E. 2564; Kratom Plant Act B.E. 2565; cannabis as a controlled herb
    WILDLIFE = "wildlife"  # Wild Animal Conservation and Protection Act B.E. 2562; Elephant Ivory Act B.E. 2558
    WEAPON = "weapon"  # Firearms, Ammunition, Explosives and Fireworks Act B.E. 2490
    GAMBLING = "gambling"  # Gambling Act B.E. 2478; Government Lottery Office Act B.E. 2517
    HAZARDOUS = "hazardous"  # Hazardous Substance Act B.E. 2535
    COUNTERFEIT = "counterfeit"  # Trademark Act B.E. 2534
    OBSCENE = "obscene"  # Criminal Code, section 287
    HEALTH_CLAIM = "health_claim"  # Food Act B.E. 2522, sections 40 and 41: no claim to cure


class Flag(NamedTuple):
    """`word`: what was found, in its normalised form."""

    kind: Kind
    word: str


# A word ending in * is the beginning of one: ยาแก้* finds ยาแก้ปวด and ยาแก้ไอ.
_GOODS = {
    Kind.ALCOHOL: """เหล้า* สุรา สุราแช่ สุราพื้นบ้าน สุรากลั่น เบียร์* คราฟต์เบียร์ คราฟเบียร์ ไวน์* สาโท กระแช่ ยาดอง ยาดองเหล้า
        อุหมัก วิสกี้ บรั่นดี วอดก้า สาเก เหล้ารัม ค็อกเทล whisky whiskey* vodka brandy rum gin tequila wine wines beer
        beers liquor* sake""",
    Kind.TOBACCO: """บุหรี่* บุหรี่ไฟฟ้า น้ำยาบุหรี่ไฟฟ้า พอตไฟฟ้า ยาสูบ ยาเส้น* ยามวน ซิการ์ บารากุ cigarette* cigar cigars
        tobacco* vape* vaping e-cigarette* shisha""",
    Kind.MEDICINE: """ยาแก้* ยาลด* ยารักษา* ยาแผน* ยาคุม* ยาปฏิชีวนะ ยานอนหลับ ยาสลบ ยาชุด ยาระบาย ยาถ่าย ยาบำรุง* ยาสตรี ยาพารา
        ยาเม็ด ยาฉีด ยาฆ่าเชื้อ* ยาทำแท้ง ยาปลุก* พาราเซตามอล ไวอากร้า สเตียรอยด์ antibiotic* paracetamol viagra steroid*""",
    Kind.NARCOTIC: """ยาบ้า ยาไอซ์ ยาอี ยาเค ยาเสพติด* กัญชา* ช่อดอกกัญชา ใบกระท่อม น้ำกระท่อม พืชกระท่อม ต้นกระท่อม ชากระท่อม
        ผงกระท่อม กระท่อมผง ฝิ่น ยาฝิ่น เฮโรอีน* โคเคน เห็ดขี้ควาย เห็ดเมา cannabis marijuana kratom opium heroin cocaine
        methamphetamine*""",
    Kind.WILDLIFE: """งาช้าง นอแรด เกล็ดลิ่น เกล็ดตัวลิ่น หนังเสือ เขี้ยวเสือ กระดูกเสือ ดีหมี อุ้งตีนหมี น้ำมันเลียงผา เลียงผา
        ปะการัง กระดองเต่า กระดองกระ ม้าน้ำ สัตว์ป่า ซากสัตว์ป่า ivory pangolin* tortoiseshell coral""",
    Kind.WEAPON: """ปืน* อาวุธปืน กระสุน* ลูกกระสุน* ดินปืน ระเบิด* วัตถุระเบิด ลูกระเบิด มีดสปริง มีดพับสปริง สนับมือ
        ดอกไม้ไฟ พลุ ประทัด* gun guns pistol* rifle* ammunition bullet bullets grenade* explosive* firework* firecracker*""",
    Kind.GAMBLING: """พนัน* การพนัน หวย* ลอตเตอรี่ ล็อตเตอรี่ สลากกินแบ่ง* สลากกินรวบ เลขเด็ด ไพ่ ไพ่ป๊อก ไพ่ผ่องไทย คาสิโน บาคาร่า
        lottery gambling casino* betting""",
    Kind.HAZARDOUS: """ยาฆ่า ยาฆ่าแมลง ยาฆ่าหญ้า ยาเบื่อ* ยาพิษ สารพิษฆ่า* พาราควอต ไซยาไนด์ ปรอท paraquat cyanide pesticide*""",
    Kind.COUNTERFEIT: """ของปลอม ของก๊อป งานก๊อป งานมิลเลอร์ เกรดมิลเลอร์ ก๊อปเกรด* ก๊อปปี้ สินค้าเลียนแบบ ปลอมแบรนด์ แบรนด์ปลอม
        counterfeit* replica replicas fake""",
    Kind.OBSCENE: """หนังโป๊ สื่อลามก ลามก เซ็กส์ทอย เซ็กซ์ทอย pornograph* dildo*""",
}
_PHRASES = {
    Kind.WILDLIFE: ("rhino horn", "tiger skin"),
    Kind.HEALTH_CLAIM: ("weight loss", "lose weight", "cures cancer", "cure cancer", "anti-cancer", "detox"),
}
_CURES = ("รักษา", "ต้าน", "ป้องกัน", "บำบัด", "แก้", "หายจาก", "ลด", "ยับยั้ง")
_DISEASES = (
    *("โรค", "มะเร็ง", "เบาหวาน", "ความดัน", "หัวใจ", "ไต", "ตับ", "อัมพาต", "อัมพฤกษ์", "เก๊าท์", "ไทรอยด์"),
    *("ริดสีดวง", "ภูมิแพ้", "โควิด", "โควิด-19", "ไขมันในเลือด", "น้ำตาลในเลือด", "ไมเกรน", "ซึมเศร้า"),
)
_CLAIMS = (
    *("ลดน้ำหนัก", "ลดความอ้วน", "ลดพุง", "ลดสัดส่วน", "ผอมเร็ว", "หายขาด", "ล้างพิษ", "ขับสารพิษ", "ดีท็อกซ์", "ฟอกเลือด"),
    *("สมรรถภาพทางเพศ", "เสริมสมรรถภาพ", "ปลุกเซ็กส์", "อายุวัฒนะ", "รักษาได้ทุกโรค", "สารพัดโรค", "หน้าขาวใน"),
)
# Harmless things named with such a word, taken out before looking.
_HARMLESS = (
    *("ปืนฉีดน้ำ", "ปืนกาว", "รูทเบียร์", "ข้าวบุหรี่", "ว่านงาช้าง", "ขนมทองพลุ", "ทองพลุ", "พลุกพล่าน", "แก้วไวน์", "สีไวน์"),
    *("เลิกบุหรี่", "เลิกเหล้า", "งดเหล้า", "ลดเหล้า", "ปลอดเหล้า", "ปลอดบุหรี่", "ไม่พนัน", "ยีสต์เบียร์", "สีงาช้าง"),
    *("บ้านเหล้า", "ขนมปะการัง", "สีปะการัง", "ลายปะการัง"),
    *("root beer", "ginger beer", "wine glass", "wine red", "glue gun", "ivory white", "ivory colour", "ivory color"),
)


def flags(text: str) -> list[Flag]:
    """What in `text` an official should look at, in the order it stands there; each word once, the longest of those nested."""
    searched = normalise(text)
    for phrase in _HARMLESS:
        searched = searched.replace(phrase, " | ")
    bounds = [0, *itertools.accumulate(len(piece) for piece in cut(searched))]
    found = sorted((start, -end, kind) for kind, start, end in _hits(searched, bounds))
    result, reached = [], {}
    for start, minus_end, kind in found:
        flag = Flag(kind, searched[start:-minus_end].strip())
        if -minus_end > reached.get(kind, 0) and flag not in result:
            result.append(flag)
        reached[kind] = max(-minus_end, reached.get(kind, 0))
    return result


def _hits(text: str, bounds: list[int]) -> Iterator[tuple[Kind, int, int]]:
    """Kind, start and end of every term that begins at a word and ends with one (one that may go on: at the word's end)."""
    edges = set(bounds)
    for kind, term, goes_on in _TERMS:
        start = text.find(term)
        while start >= 0:
            end = start + len(term)
            if goes_on:
                end = next(bound for bound in bounds if bound >= end)
            if start in edges and end in edges:
                yield kind, start, end
            start = text.find(term, start + 1)


def _terms() -> Iterator[tuple[Kind, str, bool]]:
    for kind, listed in _GOODS.items():
        for word in listed.split():
            yield kind, normalise(word.removesuffix("*")), word.endswith("*")
    claims = [(Kind.HEALTH_CLAIM, cure + disease) for cure in _CURES for disease in _DISEASES]
    claims += [(Kind.HEALTH_CLAIM, cure + "โรค" + disease) for cure in _CURES for disease in _DISEASES[1:]]
    claims += [(Kind.HEALTH_CLAIM, claim) for claim in _CLAIMS]
    claims += [(kind, phrase) for kind, phrases in _PHRASES.items() for phrase in phrases]
    for kind, phrase in claims:
        yield kind, normalise(phrase), False


_TERMS = tuple(_terms())
