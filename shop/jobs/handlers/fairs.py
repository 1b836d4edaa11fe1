"""Fairs: the pack of booth cards is drawn."""

from flask import current_app

from shop.fairs import booths, packs
from shop.fairs.models import Fair, PackLayout
from shop.jobs.registry import handles
from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction
from shop.papers.booth_cards import Card, Press, cards_of_booths, draw_cards, in_parts


def give_up(payload: dict, error: str) -> None:
    """So that the official sees that it will not come, and can ask again."""
    packs.record_failed(payload["pack_id"], payload["wanted"])


@handles(packs.DRAW, give_up=give_up)
def draw_pack(_message_id: int, payload: dict) -> None:
    """Draw the cards of all booths; the page of the fair reads how far it is. Killed in the middle, it is begun anew."""
    pack_id, wanted = payload["pack_id"], payload["wanted"]
    pack = packs.pack_to_draw(pack_id, wanted)
    if pack is None:
        return
    fair_id, layout = pack.fair_id, PackLayout(pack.layout)
    cards = _cards(fair_id, pack_id, wanted)
    press = Press(current_app.config["SITE_NAME"], current_app.config["PUBLIC_URL"])
    file_key = packs.store(draw_cards(cards, layout, press)) if cards else None
    with transaction():
        unneeded = packs.record_made(pack_id, wanted, file_key, len(cards))
    if unneeded:
        packs.forget_file(unneeded)


def _cards(fair_id: int, pack_id: int, wanted: int) -> list[Card]:
    """Of every booth whose group buyers may see, part by part, each told as it is put together."""
    booth_ids = [row.booth.id for row in booths.public_booths_at(fair_id)]
    db.session.rollback()
    cards: list[Card] = []
    for part in in_parts(booth_ids):
        with transaction():
            rows = [row for row in booths.public_booths_at(fair_id) if row.booth.id in part]
            cards += cards_of_booths(db.session.get_one(Fair, fair_id), rows, MARKET)
            packs.record_progress(pack_id, wanted, len(cards), len(booth_ids))
    return cards
