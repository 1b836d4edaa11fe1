"""Booth cards, A5: who stands here, what they make, and a QR to order again at home; for one group or for a whole fair.

They are read at a table by anybody, so Thai stands large and English small on the same card, whatever language the printer reads.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from shop.fairs import codes, queries
from shop.fairs.booths import BoothRow
from shop.fairs.models import Fair, PackLayout
from shop.kernel import paper
from shop.kernel.access import Actor
from shop.kernel.thai import format_date
from shop.papers.qr import as_read, qr_svg

MOST_MADE = 4
LONGEST = 60  # letters of one thing that is made
AT_ONCE = 25  # cards put together between two words of progress
STEPS = (
    ("เปิดกล้องมือถือ ส่อง QR", "Point your phone's camera at the QR"),
    ("เลือกของ กดสั่ง ไม่ต้องสมัคร", "Choose and order, no sign-up"),
    ("กลุ่มส่งถึงบ้าน", "The makers send it to your door"),
)
WORDS = {
    "booth": ("บูธ", "Booth"),
    "makes": ("เราทำ", "We make"),
    "again": ("สั่งซื้ออีกได้ทุกวัน", "Order again, any day"),
}


@dataclass(frozen=True)
class Press:
    """In whose name a paper is printed, and where its codes lead: the site's name and public address."""

    market: str
    public_url: str


@dataclass(frozen=True)
class Card:
    """What stands on one card. `fair` and `booth` are empty on one that is for every day."""

    group: str
    group_en: str
    fair: str
    booth: str
    zone: str
    makes: tuple[str, ...]
    code: str


def cards_of_booths(fair: Fair, rows: Sequence[BoothRow], actor: Actor) -> list[Card]:
    """Of groups that buyers may see; their codes are made where they were never printed, so it wants a transaction."""
    ids = [row.group.id for row in rows]
    known, made = codes.codes_of_groups(ids, fair.id, actor), queries.makes_of(ids, fair.id)
    where = _of_fair(fair)
    return [
        Card(row.group.name, row.group.name_en, where, row.booth.number, row.booth.zone, _short(made.get(row.group.id, ())), code)
        for row in rows
        if (code := known[row.group.id])
    ]


def card_of_group(group, fair: Fair | None, actor: Actor) -> Card:
    """A card without a booth: for a fair whose plan is not made, or for every day."""
    fair_id = fair.id if fair else None
    code = codes.codes_of_groups([group.id], fair_id, actor)[group.id]
    made = queries.makes_of([group.id], fair_id).get(group.id, ())
    return Card(group.name, group.name_en, _of_fair(fair) if fair else "", "", "", _short(made), code)


def draw_cards(cards: Iterable[Card], layout: PackLayout, press: Press) -> bytes:
    """A PDF: an A5 page each, or two on an A4 to be cut apart. A `Card` more takes about ten milliseconds."""
    return paper.draw(
        "booth_cards",
        {
            "title": WORDS["booth"][0],
            "locale": "th",
            "market": press.market,
            "foot": "",
            "layout": layout,
            "words": WORDS,
            "steps": STEPS,
            "cards": [asdict(card) | _qr_of(card, press) for card in cards],
        },
    )


def in_parts(booth_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many at once that a page which asks sees it go on."""
    for start in range(0, len(booth_ids), AT_ONCE):
        yield booth_ids[start : start + AT_ONCE]


def _qr_of(card: Card, press: Press) -> dict[str, str]:
    address = f"{press.public_url}/g/{card.code}"
    return {"qr": qr_svg(address), "address": as_read(address)}


def _of_fair(fair: Fair) -> str:
    until = f" – {format_date(fair.ends_on)}" if fair.ends_on != fair.starts_on else ""
    return f"{fair.short_name or fair.title} · {format_date(fair.starts_on)}{until}"


def _short(titles: Iterable[str]) -> tuple[str, ...]:
    cut = (title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…" for title in titles)
    return tuple(cut)[:MOST_MADE]
