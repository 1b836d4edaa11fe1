"""What the market aims at, and what of it this run has met. The figures judge a machine as much as the market: no exit code."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.bench.pages import Line, Table, mean

KEPT = ("catalogue, kept", "product, kept")
MADE = ("catalogue, newest", "catalogue, by price", "category and district")
TEN_TIMES = {"product, kept": 420, "catalogue, kept": 250}  # what other shops of 10,000 products gave on 2 cores, times ten
PURCHASES = 35
LIST_OF = 100_000  # rows that are to come in
WITHIN_SECONDS, WITHIN_MIB = 180, 500
ROW = "{:<62} {:>9} {:>9}   {}"


class Aim(NamedTuple):
    """`by_processor`: the same ratio of processor time, which other work on the machine does not bend; 0 where it has none."""

    words: str
    measured: float
    wanted: float
    is_least: bool = True
    by_processor: float = 0

    @property
    def is_met(self) -> bool:
        return self.measured >= self.wanted if self.is_least else self.measured <= self.wanted


def say_aims(of_run: Iterable[Aim]) -> None:
    print()
    print(ROW.format("aim", "wanted", "measured", ""))
    for aim in of_run:
        sign = ">=" if aim.is_least else "<="
        aside = f" (by processor time {aim.by_processor:.2f})" if aim.by_processor else ""
        wanted = f"{sign} {aim.wanted:g}"
        print(ROW.format(aim.words, wanted, f"{aim.measured:.2f}", ("met" if aim.is_met else "not met") + aside))


def aims(table: Table, smaller: Table | None) -> Iterator[Aim]:
    cards = mean(table.cards)
    for name in KEPT:
        used = _by_processor(table, name, table.bare[name])
        yield Aim(f"{name}: of the bare page", table.of_bare(name), 1.0, by_processor=used)
    for name, floor in TEN_TIMES.items():
        yield Aim(f"{name}: pages a second", table.lines[name].per_second, floor)
    for name in MADE:
        yield Aim(f"{name}: of 24 rows in Jinja", table.of_cards(name), 0.9, by_processor=_by_processor(table, name, cards))
    searches = [name for name in table.lines if name.startswith("search")]
    for name in searches:
        yield Aim(f"{name}: of 24 rows in Jinja", table.of_cards(name), 0.6, by_processor=_by_processor(table, name, cards))
    slowest = max(table.lines[name].p99 for name in searches)
    yield Aim("search: p99 of the slowest kind, of the catalogue's", slowest / table.lines[MADE[0]].p99, 3, is_least=False)
    if smaller:
        yield from _growth(table, smaller)
    yield from _import(table)


def of_trade(purchases: Line) -> Iterator[Aim]:
    yield Aim("whole purchases a second", purchases.per_second, PURCHASES)


def _growth(table: Table, smaller: Table) -> Iterator[Aim]:
    sizes = f"{table.market.built.products:,} against {smaller.market.built.products:,}"
    for name, line in table.lines.items():
        before = smaller.lines[name]
        ratio = line.processor_ms / before.processor_ms if before.processor_ms else 0
        yield Aim(f"{name}: p50 of {sizes}", line.p50 / before.p50, 1.3, is_least=False, by_processor=ratio)


def _import(table: Table) -> Iterator[Aim]:
    built = table.market.built
    if built.imported:
        per_row, of_processor = built.import_seconds / built.imported, built.import_processor / built.imported
        words = f"import: seconds for {LIST_OF:,}, at the pace of {built.imported:,}"
        yield Aim(words, LIST_OF * per_row, WITHIN_SECONDS, is_least=False)
        yield Aim(f"{words}, of a processor", LIST_OF * of_processor, WITHIN_SECONDS, is_least=False)
        yield Aim("import: MiB held at most", built.import_mib, WITHIN_MIB, is_least=False)


def _by_processor(table: Table, name: str, limit: Line) -> float:
    used = table.lines[name].processor_ms
    return limit.processor_ms / used if used else 0
