"""Slips for groups that an office wrote down: four on an A4, to be cut apart and handed over at the booths.

Each holds a link for one use, by which the group's people come into their shop: it is for their hands alone, and says so.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from shop.fairs.booths import booths_at
from shop.fairs.models import Fair
from shop.groups.claims import ClaimRow, is_open, path_of
from shop.kernel import paper
from shop.kernel.thai import format_date
from shop.papers.booth_cards import Press
from shop.papers.qr import qr_svg

WORDS = {
    "for": ("สำหรับ", "For"),
    "booth": ("บูธ", "Booth"),
    "lead": ("ร้านออนไลน์ของกลุ่มรออยู่", "Your group's online shop is waiting"),
    "until": ("ใช้ได้ถึง", "Good until"),
    "secret": ("ใช้ได้ครั้งเดียว อย่าให้คนนอกกลุ่มถ่ายรูป", "Works once. Let nobody outside the group photograph it"),
}
STEPS = (
    ("เปิดกล้องมือถือ ส่อง QR นี้", "Point your phone's camera at the QR"),
    ("สมัครหรือเข้าสู่ระบบ แล้วกดรับร้าน", "Sign up or sign in, and take the shop over"),
    ("เติมรูปและราคา ส่งให้เจ้าหน้าที่ตรวจ แล้วขายได้", "Add photos and prices, send them in, and sell"),
)


@dataclass(frozen=True)
class Slip:
    group: str
    booth: str
    fair: str
    until: str
    path: str


def slips_of(fair: Fair, rows: Sequence[ClaimRow]) -> list[Slip]:
    """Of those groups whose link is good, as one walks past their booths."""
    order = {row.group.id: (at, row.booth.number) for at, row in enumerate(booths_at(fair.id))}
    last = (len(order), "")
    wanted = sorted((row for row in rows if is_open(row.claim)), key=lambda row: (order.get(row.group.id, last)[0], row.group.id))
    name = f"{fair.short_name or fair.title} · {format_date(fair.starts_on)}"
    return [
        Slip(
            row.profile.name,
            order.get(row.group.id, last)[1],
            name,
            format_date(row.claim.expires_at.date()),
            path_of(row.claim.key),
        )
        for row in wanted
    ]


def draw_slips(slips: Sequence[Slip], press: Press) -> bytes:
    """A PDF."""
    return paper.draw(
        "claim_slips",
        {
            "title": WORDS["lead"][0],
            "locale": "th",
            "market": press.market,
            "foot": "",
            "words": WORDS,
            "steps": STEPS,
            "slips": [asdict(slip) | {"qr": qr_svg(f"{press.public_url}{slip.path}")} for slip in slips],
        },
    )
