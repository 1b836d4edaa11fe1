"""The demonstration's buyers, and what each purchase was and came to: the recent ones by hand, the older ones by fixed chance.

Nobody of this name lives at these addresses; the numbers are of a block that stands for all of them.
"""

from dataclasses import dataclass
from random import Random

from shop.kernel import places
from shop.orders.states import OrderStatus as S

ACCOUNT = "buyer"
OLDER = 46  # purchases
MAIN = "khlong-sam"


@dataclass(frozen=True)
class Person:
    """Somebody who buys, and where the parcels go. `sign_in`: one of ours, who is signed in."""

    name: str
    phone: str
    email: str
    line1: str
    place: places.Place
    locale: str = "th"
    sign_in: str | None = None


@dataclass(frozen=True)
class Errand:
    """One purchase: from these groups, so long ago, and what became of its orders. `hours_ago` counts from now."""

    key: str
    person: int
    groups: tuple[str, ...]
    hours_ago: int
    ending: S
    collected: bool = False
    by_group: bool = False  # cancelled by the group
    online: bool = False  # paid beforehand, through the market
    direct: bool = False  # paid to the group by PromptPay: see transfers.py
    note: str = ""


def people() -> list[Person]:
    return [
        Person("ใจดี มาซื้อ", "0810002001", "buyer@demo.example", "99/9 ซอยใจดี", _at("กรุงเทพ", "จตุจักร", "ลาดยาว"), sign_in=ACCOUNT),
        Person("วิภา สดใส", "0820002002", "wipa@demo.example", "12/4 หมู่บ้านร่มไม้", _at("ปทุมธานี", "คลองหลวง", "คลองหนึ่ง", "12120")),
        Person("ณรงค์ รักถิ่น", "0830002003", "", "45 หมู่ 2", _at("นนทบุรี", "ปากเกร็ด", "บางพูด")),
        Person("Daniel Example", "0840002004", "daniel@demo.example", "8 Example Rd", _at("กรุงเทพ", "วัฒนา", "คลองตันเหนือ"), "en"),
        Person("สำนักงานตัวอย่าง (คุณปรียา)", "0850002005", "office@demo.example", "อาคารตัวอย่าง ชั้น 3", _at("กรุงเทพ", "บางรัก", "สีลม")),
        Person("มาลัย ภาคเหนือ", "0860002006", "malai@demo.example", "201 หมู่ 5", _at("เชียงใหม่", "เมือง", "สุเทพ")),
        Person("อนันต์ ใต้สวย", "0870002007", "", "17 ถนนริมทะเล", _at("สงขลา", "หาดใหญ่", "หาดใหญ่")),
        Person("กนกพร บ้านสวน", "0890002008", "kanok@demo.example", "3/7 หมู่ 1", _at("นครปฐม", "สามพราน", "ไร่ขิง")),
        Person("ชัยยศ ขอนแก่น", "0910002009", "chai@demo.example", "88 ถนนมิตรไมตรี", _at("ขอนแก่น", "เมือง", "ในเมือง")),
        Person("ดวงใจ ลำลูกกา", "0920002010", "", "55/12 หมู่บ้านสวนหน้า", _at("ปทุมธานี", "ลำลูกกา", "คูคต")),
    ]  # fmt: skip


def errands(groups: dict[str, int]) -> list[Errand]:
    """Oldest first. `groups`: how many days ago each was approved."""
    return sorted([*_older(groups), *RECENT], key=lambda errand: -errand.hours_ago)


DAY = 24
RECENT = (
    Errand("new-1", 1, (MAIN,), 1, S.PLACED),
    Errand("new-2", 0, (MAIN, "rahaeng"), 5, S.PLACED, note="ฝากไว้ที่ป้อมยามได้เลยค่ะ", online=True),
    Errand("new-3", 2, (MAIN,), 21, S.PLACED),
    Errand("new-4", 9, (MAIN,), 26, S.ACCEPTED, collected=True),
    Errand("new-5", 3, (MAIN, "lotus-garden"), 30, S.ACCEPTED, online=True),
    Errand("new-6", 5, (MAIN,), 44, S.PACKED),
    Errand("new-7", 6, (MAIN,), 3 * DAY, S.SHIPPED),
    Errand("new-8", 0, (MAIN, "khlong-ha"), 4 * DAY, S.SHIPPED, online=True),
    Errand("new-9", 8, (MAIN,), 6 * DAY, S.DELIVERED, online=True),
    Errand("new-10", 4, (MAIN,), 9 * DAY, S.RETURNED_TO_SENDER),
    Errand("new-11", 7, (MAIN,), 8 * DAY, S.CANCELLED, online=True),
    Errand("new-12", 1, (MAIN,), 11 * DAY, S.CANCELLED, by_group=True),
    Errand("new-13", 2, ("chao-phraya",), 8, S.PLACED),
    Errand("new-14", 7, ("khu-bang-luang", "khu-khot"), 32, S.ACCEPTED, online=True),
    Errand("new-15", 8, ("thung-rangsit",), 50, S.PACKED),
    Errand("new-16", 4, ("bueng-bon",), 3 * DAY, S.SHIPPED, note="ขอใบส่งของในกล่องด้วยค่ะ", online=True),
    Errand("new-17", 0, ("ban-ngio",), 6 * DAY, S.DELIVERED),
    Errand("new-18", 6, ("sam-khok",), 13 * DAY, S.RETURNED_TO_SENDER),
    Errand("new-19", 9, ("bueng-yitho",), 2 * DAY, S.CANCELLED),
    Errand("new-20", 5, ("prachathipat",), 18, S.PLACED, online=True),
    Errand("new-22", 3, (MAIN, "rahaeng"), 0, S.AWAITING_PAYMENT, online=True),
    Errand("new-21", 9, ("ban-krachaeng",), 4 * DAY, S.DELIVERED, collected=True),
)


def _older(groups: dict[str, int]) -> list[Errand]:
    """Over five months, more of them lately, every third with a second group."""
    found = []
    for number in range(OLDER):
        chance = Random(f"errand {number}")
        days = 14 + int(136 * (number / OLDER) ** 1.3)
        open_by_then = sorted(slug for slug, approved in groups.items() if approved - 25 > days)
        first = MAIN if number % 2 == 0 else chance.choice(open_by_then)
        second = [slug for slug in open_by_then if slug != first] if number % 3 == 0 else []
        chosen = (first, chance.choice(second)) if second else (first,)
        ending = S.CANCELLED if number % 13 == 6 else S.RETURNED_TO_SENDER if number == 20 else S.RECEIVED
        hours = days * DAY + chance.randrange(-6, 7)
        person, collected = chance.randrange(10), number % 9 == 4
        online = not collected and number % 5 in (0, 3)
        ending = S.EXPIRED if number in (3, 18) else ending
        found.append(Errand(f"old-{number}", person, chosen, hours, ending, collected=collected, online=online))
    return found


def _at(province: str, district: str, subdistrict: str, postcode: str = "") -> places.Place:
    return places.resolve(province, district, subdistrict, postcode)
