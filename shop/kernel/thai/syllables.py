"""Thai cut into pieces that are read aloud as one: syllables, and those that lean on a consonant before them (ขนม, ตลาด).

Known pieces are those of PyThaiNLP's list, a place on the disk: it is never imported. What the list has not is cut by the
rules of spelling. Of all ways to cut a word the one of the fewest and plainest pieces is taken. Words of markets and maps
that are read otherwise than they are spelled stand in `_RESPELLED`.
"""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

_LONGEST = 10  # characters of a piece
_LONGEST_TEXT = 100  # what is longer is no word or name
_THAI = re.compile("[ก-ฮะ-ฺเ-ไๅ็-๎]+")

_TONE = "[\u0e48-\u0e4b]?"
_FIRST = "(?:[กขคตปพ]ร|[กขคปผพ]ล|[กขค]ว|ห[งญนมยรลว]|[ทสศ]ร|จร|อย|[ก-ฮ])"
_LAST = "(?:[กขคงจชซญฎฏฐณดตถทธนบปพฟภมยรลวศษส])"
_REGULAR = re.compile(
    "(?:"
    + "|".join(
        (
            f"เ{_FIRST}(?:ี{_TONE}ย|ื{_TONE}อ)(?:ะ|{_LAST}?)",
            f"เ{_FIRST}{_TONE}(?:าะ?|อะ?)",
            f"เ{_FIRST}ิ{_TONE}{_LAST}",
            f"[เแโ]{_FIRST}(?:็|{_TONE})(?:ะ|{_LAST}?)",
            f"[ใไ]{_FIRST}{_TONE}",
            f"{_FIRST}ั{_TONE}(?:วะ|{_LAST})",
            f"{_FIRST}(?:[ิีึุู]{_TONE}{_LAST}?|ื{_TONE}(?:อ|{_LAST}))",
            f"{_FIRST}{_TONE}(?:[ะำ]|า{_LAST}?|รร)",
            f"{_FIRST}(?:{_TONE}|็)อ{_LAST}?",
            f"{_FIRST}{_TONE}(?:ว|รร){_LAST}",
        )
    )
    + ")(?:[ก-ฮ][ิุ]?\u0e4c)?"
)
_RARELY_LAST = "ขคจชซญฎฏฐณตถทธพฟภรลศษส"
_LEANING = re.compile(
    f"[กขคจฉชซตถทธปผฝพภสศอ](?=[ก-ฮเ-ไ]?[งนมยรลวห])(?:{_REGULAR.pattern})|[เแโ][ก-ฮ][งญนมยรลว](?:็|{_TONE}){_LAST}"
)
_VOWELLESS = re.compile(f"{_FIRST}{_TONE}ว?{_LAST}(?:[ก-ฮ][ิุ]?\u0e4c)?")

_RESPELLED = {
    "ผลไม้": "ผน-ละ-ไม้",
    "ผลิต": "ผะ-หลิต",
    "เพชร": "เพช",
    "ราชบุรี": "ราด-ชะ-บุ-รี",
    "เพชรบุรี": "เพช-ชะ-บุ-รี",
    "เพชรบูรณ์": "เพช-ชะ-บูน",
    "ราชการ": "ราด-ชะ-กาน",
    "ราชธานี": "ราด-ชะ-ทา-นี",
    "ศรีธรรมราช": "สี-ทัม-มะ-ราด",
    "สระบุรี": "สะ-ระ-บุ-รี",
    "กาฬสินธุ์": "กา-ละ-สิน",
    "สารคาม": "สา-ระ-คาม",
    "อุตรดิตถ์": "อุด-ตะ-ระ-ดิด",
    "พัทลุง": "พัด-ทะ-ลุง",
    "ชัยภูมิ": "ไช-ยะ-พูม",
    "กาญจนบุรี": "กาน-จะ-นะ-บุ-รี",
    "สิงคโปร์": "สิง-คะ-โป",
    "บริโภค": "บอ-ริ-โพก",
    "บริการ": "บอ-ริ-กาน",
    "บริเวณ": "บอ-ริ-เวน",
    "พรหม": "พรม",
    "พราหมณ์": "พราม",
    "เกียรติ": "เกียด",
    "ราชประสงค์": "ราด-ประ-สง",
    "ชลบุรี": "ชน-บุ-รี",
    "สุพรรณบุรี": "สุ-พัน-บุ-รี",
    "สุราษฎร์ธานี": "สุ-ราด-ทา-นี",
    "นพรัตน์": "นบ-พะ-รัด",
    "นนทบุรี": "นน-ทะ-บุ-รี",
    "นครราชสีมา": "นะ-คอน-ราด-ชะ-สี-มา",
    "สกลนคร": "สะ-กน-นะ-คอน",
    "สมุทรปราการ": "สะ-หมุด-ปรา-กาน",
    "พิษณุโลก": "พิด-สะ-นุ-โลก",
    "มุกดาหาร": "มุก-ดา-หาน",
    "ยโสธร": "ยะ-โส-ทอน",
    "อุทัยธานี": "อุ-ไท-ทา-นี",
    "ปทุม": "ปะ-ทุม",
    "ปทุมธานี": "ปะ-ทุม-ทา-นี",
    "ธัญบุรี": "ทัน-ยะ-บุ-รี",
    "ธัญพืช": "ทัน-ยะ-พืด",
    "ประชาธิปัตย์": "ประ-ชา-ทิ-ปัด",
    "อยุธยา": "อะ-ยุด-ทะ-ยา",
    "วัฒนธรรม": "วัด-ทะ-นะ-ทัม",
    "ศิลปะ": "สิน-ละ-ปะ",
    "ศิลป": "สิน-ละ-ปะ",
    "หัตถกรรม": "หัด-ถะ-กัม",
    "อุตสาหกรรม": "อุด-สา-หะ-กัม",
    "มโหตร": "มะ-โหด",
    "พุทธรักษา": "พุด-ทะ-รัก-สา",
    "รัตนา": "รัด-ตะ-นา",
    "วิทยา": "วิด-ทะ-ยา",
    "ฤทธิ์": "ริด",
    "จระเข้": "จอ-ระ-เข้",
    "เจริญ": "จะ-เริน",
    "จรวด": "จะ-หรวด",
    "มรดก": "มอ-ระ-ดก",
    "เกสร": "เก-สอน",
    "โสร่ง": "สะ-โหร่ง",
    "อินทผลัม": "อิน-ทะ-ผะ-ลัม",
    "บริษัท": "บอ-ริ-สัด",
    "บริสุทธิ์": "บอ-ริ-สุด",
    "ทรานซิสเตอร์": "ทราน-ซิด-เตอ",
    "พฤษภา": "พรึด-สะ-พา",
    "สตรี": "สัด-ตรี",
    "สตรอว์เบอร์รี": "สะ-ตรอ-เบอ-รี",
    "สตรอเบอร์รี่": "สะ-ตรอ-เบอ-รี",
    "สมุนไพร": "สะ-หมุน-ไพร",
    "เทศบาล": "เทด-สะ-บาน",
    "คุณภาพ": "คุน-นะ-พาบ",
    "สุขภาพ": "สุก-ขะ-พาบ",
    "ตุ๊กตา": "ตุ๊ก-กะ-ตา",
    "วาสนา": "วาด-สะ-หนา",
    "ศาสนา": "สาด-สะ-หนา",
    "พัฒนา": "พัด-ทะ-นา",
    "ชนบท": "ชน-นะ-บด",
    "รัตน": "รัด-ตะ-นะ",
    "วัฒนา": "วัด-ทะ-นา",
    "บูรพา": "บู-ระ-พา",
    "กฤษณา": "กริด-สะ-หนา",
    "รัชดา": "รัด-ชะ-ดา",
    "สหกรณ์": "สะ-หะ-กอน",
    "มิตรภาพ": "มิด-ตระ-พาบ",
    "เกตุ": "เกด",
    "โพธิ": "โพด",
    "โหระพา": "โห-ระ-พา",
    "โทร": "โท-ระ",
    "โคนม": "โค-นม",
    "ราชวงศ์": "ราด-ชะ-วง",
    "เบญจ": "เบน-จะ",
    "สุวรรณภูมิ": "สุ-วัน-นะ-พูม",
    "อรัญประเทศ": "อะ-รัน-ยะ-ประ-เทด",
    "ศรีนครินทร์": "สี-นะ-คะ-ริน",
    "แสม": "สะ-แหม",
    "โสน": "สะ-โหน",
    "จรเข้": "จอ-ระ-เข้",
    "องครักษ์": "อง-คะ-รัก",
    "พุทรา": "พุด-ซา",
    "สรรพ": "สับ-พะ",
    "ศีรษะ": "สี-สะ",
    "เทวา": "เท-วา",
    "ฉลอม": "ฉะ-หลอม",
}
_ALONE = {"ก็": "กอ", "ณ": "นะ", "ธ": "ทะ", "เพล": "เพน", "เวร": "เวน"}  # within longer words these letters say something else
_IRREGULAR = re.compile(f"(?:{'|'.join(sorted(_RESPELLED, key=len, reverse=True))})(?![ิุ]?\u0e4c)")


def cut_syllables(text: str) -> list[str]:
    """The pieces of a normalised Thai word or compound without spaces. Empty where anything but Thai letters stands in it."""
    text = text.replace("ๆ", "").replace("ฯ", "")
    if len(text) > _LONGEST_TEXT or not _THAI.fullmatch(text):
        return []
    text = _ALONE.get(text, text)
    pieces, start = [], 0
    for irregular in _IRREGULAR.finditer(text):
        pieces += _cheapest(text[start : irregular.start()]) + _RESPELLED[irregular[0]].split("-")
        start = irregular.end()
    return pieces + _cheapest(text[start:])


def _cheapest(text: str) -> list[str]:
    """The way from the beginning to the end that costs least, found from each place where a piece may end."""
    places = [0, *_ends(text)]
    costs, before = [0.0], [0]
    for number, end in enumerate(places[1:], 1):
        first = number - 1
        while first and end - places[first - 1] <= _LONGEST:
            first -= 1
        cost, start = min((costs[start] + _cost(text[places[start] : end]), start) for start in range(first, number))
        costs.append(cost)
        before.append(start)
    pieces, number = [], len(places) - 1
    while number:
        pieces.append(text[places[before[number]] : places[number]])
        number = before[number]
    return pieces[::-1]


def _ends(text: str) -> list[int]:
    """Where a piece may end: before a letter that can begin one, not after a leading vowel, not before a silenced letter."""
    return [
        at
        for at in range(1, len(text) + 1)
        if at == len(text)
        or (
            ("ก" <= text[at] <= "ฮ" or "เ" <= text[at] <= "ไ")
            and not "เ" <= text[at - 1] <= "ไ"
            and "\u0e4c" not in text[at + 1 : at + 3].removeprefix("ิ").removeprefix("ุ")[:1]
        )
    ]


@lru_cache(maxsize=50_000)
def _cost(piece: str) -> float:
    """How unlikely it is that these letters are one piece: 1 for a known and plain one."""
    known = piece in _known()
    if _VOWELLESS.fullmatch(piece):
        return 1.1 if known else 1.7
    if _REGULAR.fullmatch(piece):
        rare = piece[-1] in _RARELY_LAST
        return (1.2 if rare else 1.0) if known else (2.3 if rare else 1.3)
    if known:
        return 1.1
    return 2.4 if _LEANING.fullmatch(piece) else 2.0 * len(piece)


@cache
def _known() -> frozenset[str]:
    home = find_spec("pythainlp").submodule_search_locations[0]
    return frozenset((Path(home) / "corpus" / "syllables_th.txt").read_text("utf-8").split())
