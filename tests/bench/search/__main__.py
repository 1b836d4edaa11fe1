"""How well search finds what people mean: judged.tsv asked of a market of real product names.

`python -m tests.bench.search [--show CLASS]`: SQLite in a folder of its own, about a minute. Half of the searches are frozen:
they were set before anything was tuned and are reported apart. What is wanted of a search is said by words of its title:
`ข้าว&อินทรีย์|ออร์แกนิก` is both, with either spelling; `@ปทุมธานี` is the place; `-` means that nothing should be found.
"""

import argparse
import csv
import math
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from shop.app import create_app
from shop.kernel import places
from shop.kernel.thai import normalise
from shop.search.browse import Filters, page_of_products
from shop.search.cards import Card
from tests.bench.market import NAMES, flask
from tests.databases import SECRETS

HERE = Path(__file__).parent
OF_THE_PROVINCE = NAMES.with_name("otop-pathum-thani.csv")
BILINGUAL = NAMES.with_name("crafts-bilingual.csv")
TOP = 10
# Where the names without a place are said to come from: made up, the same in every run.
PLACES = (
    ("เมืองขอนแก่น", "ขอนแก่น"), ("หัวหิน", "ประจวบคีรีขันธ์"), ("แม่ริม", "เชียงใหม่"), ("สันทราย", "เชียงใหม่"), ("บางบัวทอง", "นนทบุรี"),
    ("ปากเกร็ด", "นนทบุรี"), ("ชุมแพ", "ขอนแก่น"), ("หาดใหญ่", "สงขลา"), ("เสนา", "พระนครศรีอยุธยา"), ("บางปะอิน", "พระนครศรีอยุธยา"),
    ("ปากช่อง", "นครราชสีมา"), ("พิมาย", "นครราชสีมา"), ("ท่าใหม่", "จันทบุรี"), ("เมืองกระบี่", "กระบี่"), ("แกลง", "ระยอง"),
    ("บ้านโป่ง", "ราชบุรี"), ("ดำเนินสะดวก", "ราชบุรี"), ("อัมพวา", "สมุทรสงคราม"), ("สองพี่น้อง", "สุพรรณบุรี"), ("วังน้ำเย็น", "สระแก้ว"),
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """One search and what of the market it should find."""

    kind: str
    is_frozen: bool
    query: str
    wanted: str

    def is_met_by(self, title: str, place: str) -> bool:
        words, _, where = self.wanted.partition("@")
        return where in place and all(any(normalise(way) in title for way in one.split("|")) for one in words.split("&"))


@dataclass(frozen=True)
class Figures:
    """Of one search, from 0 to 1. Where nothing is wanted, 1 if nothing was found."""

    recall: float
    reciprocal_rank: float
    gain: float  # nDCG


def judged() -> list[Judged]:
    with (HERE / "judged.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Judged(row["class"], row["half"] == "frozen", row["query"], row["wanted"]) for row in rows]


def goods() -> list[tuple[str, str, str]]:
    """(name, district, province) of all that is for sale."""
    names = NAMES.read_text(encoding="utf-8").split("\n")[:-1]
    found = [(name, *PLACES[zlib.crc32(name.encode()) % len(PLACES)]) for name in names]
    with OF_THE_PROVINCE.open(encoding="utf-8", newline="") as file:
        found += [(row["product_name"], row["district"], row["province"]) for row in csv.DictReader(file)]
    with BILINGUAL.open(encoding="utf-8", newline="") as file:
        found += [(row["product_th"], row["district_th"], "สระแก้ว") for row in csv.DictReader(file)]
    return list(dict.fromkeys(found))


def figures_of(search: Judged, titles: list[tuple[str, str]], all_titles: list[tuple[str, str]]) -> Figures:
    """`titles`: what was found, the first ten; each a normal form and its place."""
    if search.wanted == "-":
        score = float(not titles)
        return Figures(score, score, score)
    hits = [search.is_met_by(*title) for title in titles]
    reachable = min(TOP, sum(search.is_met_by(*title) for title in all_titles))
    first = next((place for place, hit in enumerate(hits, 1) if hit), None)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, reachable + 1))
    gain = sum(1 / math.log2(place + 1) for place, hit in enumerate(hits, 1) if hit)
    return Figures(sum(hits) / reachable, 1 / first if first else 0.0, gain / ideal)


def mean(figures: Iterable[Figures]) -> tuple[float, float, float]:
    rows = list(figures)
    return tuple(sum(column) / len(rows) for column in zip(*((f.recall, f.reciprocal_rank, f.gain) for f in rows), strict=True))


def report(found: dict[Judged, Figures]) -> None:
    columns = f"{'Recall@10':>10}{'MRR@10':>8}{'nDCG@10':>8}"
    print(f"{'':<18}{'searches':>9} | {columns} | {columns} of the frozen half")
    kinds = list(dict.fromkeys(search.kind for search in found))
    for name, of in [*((kind, [kind]) for kind in kinds), ("all", kinds)]:
        mine = {search: figures for search, figures in found.items() if search.kind in of}
        whole, frozen = mean(mine.values()), mean(figures for search, figures in mine.items() if search.is_frozen)
        halves = ["{:>10.3f}{:>8.3f}{:>8.3f}".format(*half) for half in (whole, frozen)]
        print(f"{name:<18}{len(mine):>9} | {halves[0]} | {halves[1]}")


def make_market(folder: str, for_sale: list[tuple[str, str, str]]) -> dict[str, str]:
    """Its settings. A group of each district sells what is said to come from there."""
    settings = {"DATABASE_URL": f"sqlite:///{folder}/market.sqlite", "INSTANCE_PATH": f"{folder}/instance", **SECRETS}
    goods_list = Path(folder, "list.csv")
    with goods_list.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("product_name", "seller_name", "local_authority", "district", "province"))
        rows.writerows((name, f"กลุ่ม{district}", "", district, province) for name, district, province in for_sale)
    market = SimpleNamespace(settings=settings)
    flask(market, "db", "upgrade")
    flask(market, "products", "import", str(goods_list), "--publish")
    return settings


def place_of(card: Card) -> str:
    code = card.district_code
    return f"{places.district(code).name_th} {places.province(code[:2]).name_th}" if code else ""


def main() -> None:
    options = argparse.ArgumentParser("tests.bench.search", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--show", help="print the searches of this class, of the tuned half, that found less than they should")
    asked = options.parse_args()
    for_sale = goods()
    all_titles = [(normalise(name), f"{district} {province}") for name, district, province in for_sale]
    found = {}
    with tempfile.TemporaryDirectory(prefix="search-bench-") as folder, create_app(make_market(folder, for_sale)).app_context():
        for search in judged():
            cards = page_of_products(Filters(q=search.query), limit=TOP).cards
            found[search] = figures_of(search, [(normalise(card.title), place_of(card)) for card in cards], all_titles)
    report(found)
    for search, figures in found.items():
        if search.kind == asked.show and not search.is_frozen and figures.recall < 1:
            print(f"{figures.recall:.2f}  {search.query}  ({search.wanted})")


if __name__ == "__main__":
    main()
