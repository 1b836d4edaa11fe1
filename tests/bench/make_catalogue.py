"""A list of N products for `products import`, put together from real names: the same N give the same list in every run.

`python -m tests.bench.make_catalogue N OUT.csv`. Rows are made one at a time, so that a million need no more memory than ten.
"""

import argparse
import csv
import re
from collections.abc import Iterator
from functools import cache
from math import gcd
from pathlib import Path

from shop.catalogue.guess import guess
from shop.kernel import places

DATA = Path(__file__).resolve().parents[1] / "data"
HEADER = (
    *("product_name", "seller_name", "local_authority", "district", "province"),
    *("category", "price_baht", "stock", "description"),
)

PRODUCTS_OF_A_GROUP = 50
FEWEST_GROUPS, MOST_GROUPS = 20, 20_000
TOGETHER = 5  # rows of one group that stand beside each other, as in lists that offices keep
AT_HOME = 6  # of ten groups, in the market's own province; the others are all over the country
HOME = "13"
SEED = 730_001  # how far the next product lies from the last in the row of all that can be put together

SIZES = (
    "",
    "100 กรัม",
    "150 กรัม",
    "200 กรัม",
    "250 กรัม",
    "500 กรัม",
    "1 กิโลกรัม",
    "แพ็ก 3",
    "แพ็ก 6",
    "ชุดของฝาก",
    "ขนาดเล็ก",
    "ขนาดใหญ่",
)
PRICES = (
    20,
    25,
    30,
    35,
    35,
    40,
    45,
    50,
    50,
    60,
    65,
    79,
    80,
    90,
    99,
    100,
    120,
    120,
    150,
    180,
    199,
    250,
    320,
    450,
    690,
    1200,
    2500,
)
KINDS = ("วิสาหกิจชุมชน", "กลุ่มแม่บ้านเกษตรกร", "กลุ่มอาชีพ", "กลุ่มสตรี", "กลุ่มเกษตรกร", "กลุ่มผู้สูงอายุ", "ชมรม", "กลุ่มคนพิการ")
SENTENCES = (
    "ทำมือทีละน้อยจากของในท้องถิ่น ไม่ใส่สารกันเสีย",
    "สูตรของบ้านเราที่ทำกันมาหลายรุ่น เก็บในที่เย็นได้หนึ่งเดือน",
    "คัดวัตถุดิบสดใหม่ทุกเช้า รสไม่เผ็ด เหมาะเป็นของฝาก",
    "หอม กรอบ อร่อย กินเล่นก็ได้ กินกับข้าวก็ดี",
    "ผลิตโดยสมาชิกในหมู่บ้าน รายได้กลับสู่ชุมชน",
)


def names() -> list[str]:
    """Real names of products, of all the country and of the province."""
    listed = (DATA / "product-names.txt").read_text(encoding="utf-8").splitlines()
    with (DATA / "otop-pathum-thani.csv").open(encoding="utf-8", newline="") as file:
        listed += [row["product_name"] for row in csv.DictReader(file)]
    return listed


@cache
def parts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What names begin with, and what they go on with; no part holds a space, so that no two ways give one name."""
    split = [[part for part in re.split(r"[\s,()/\"]+", name) if len(part) > 2] for name in names()]
    heads = dict.fromkeys(found[0] for found in split if found)
    tails = dict.fromkeys(part for found in split for part in found[1:] if len(part) <= 24)
    return tuple(heads), ("", *tails)


def title(number: int) -> str:
    """Of product `number`: another for each, up to `possible()`."""
    heads, tails = parts()
    place = number * _step() % possible()
    place, size = divmod(place, len(SIZES))
    head, tail = divmod(place, len(tails))
    return " ".join(filter(None, (heads[head], tails[tail], SIZES[size])))


def possible() -> int:
    heads, tails = parts()
    return len(heads) * len(tails) * len(SIZES)


@cache
def _step() -> int:
    """Without a divisor in common with all that is possible: so every product is met once before one is met again."""
    return next(step for step in range(SEED, SEED + 1000) if gcd(step, possible()) == 1)


def groups_for(products: int) -> int:
    return max(FEWEST_GROUPS, min(MOST_GROUPS, products // PRODUCTS_OF_A_GROUP))


def group(number: int) -> tuple[str, places.District]:
    """Name and district. One group alone has both."""
    where = _wards(number % 10 < AT_HOME)
    turn, ward = divmod(number, len(where))
    district, subdistrict = where[ward]
    name = f"{KINDS[(number + turn) % len(KINDS)]}{subdistrict} หมู่ {number % 12 + 1}"
    return (f"{name} กลุ่มที่ {turn + 1}" if turn else name), district


@cache
def _wards(at_home: bool) -> list[tuple[places.District, str]]:
    codes = [HOME] if at_home else [province.code for province in places.provinces() if province.code != HOME]
    found = [
        (district, ward.name_th)
        for code in codes
        for district in places.districts(code)
        for ward in places.subdistricts(district.code)
    ]
    # Spread over the country: neighbours in the list of places are not neighbours among groups.
    step = next(each for each in range(37, 1000) if gcd(each, len(found)) == 1)
    return [found[index * step % len(found)] for index in range(len(found))]


def rows(products: int, first: int = 0) -> Iterator[tuple[str, ...]]:
    """Of a list of so many products, those from `first` on."""
    groups = groups_for(products)
    for number in range(first, products):
        name, district = group(number // TOGETHER % groups)
        called = title(number)
        yield (
            *(called, name, "", district.name_th, places.province(district.province_code).name_th),
            guess(called)[1] if number % 3 == 0 else "",  # of the others the importer guesses
            "" if number % 40 == 7 else str(PRICES[number * 7 % len(PRICES)] + number % 9),
            "0" if number % 17 == 0 else str(1 + number * 13 % 400),
            _description(number) if number % 5 < 3 else "",
        )


def _description(number: int) -> str:
    heads, _tails = parts()
    first, second = (SENTENCES[(number + after) % len(SENTENCES)] for after in (0, 1 + number // 7 % 4))
    return f"{first} {second} กินคู่กับ{heads[number * 11 % len(heads)]}ก็อร่อย"


def write_list(file: Path, products: int, first: int = 0) -> None:
    if products > possible():
        raise SystemExit(f"no more than {possible():,} names can be put together")
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(HEADER)
        lines.writerows(rows(products, first))


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="tests.bench.make_catalogue", description=__doc__)
    options.add_argument("products", type=int, metavar="N")
    options.add_argument("file", type=Path, metavar="OUT.csv")
    asked = options.parse_args()
    write_list(asked.file, asked.products)
