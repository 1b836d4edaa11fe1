"""How long the cards of a whole fair take: 200 booths put together, coded and drawn, as the job does it."""

import time
from types import SimpleNamespace

from shop.app import create_app
from shop.fairs import booths, packs
from shop.fairs.models import PackLayout
from shop.fairs.service import create_fair
from shop.jobs.work import work_everything_due
from shop.kernel.access import MARKET
from shop.kernel.clock import today
from shop.kernel.database import db, transaction


def seconds_of_packs(market: SimpleNamespace) -> tuple[int, dict[str, float]]:
    """How many booths there are, and the seconds that each layout took, first to last."""
    app = create_app(market.settings)
    taken: dict[str, float] = {}
    with app.app_context():
        with transaction():
            fair = create_fair(MARKET, title="งานทดลอง", place="ลานทดลอง", starts_on=today())
            lines = "\n".join(f"A{number}|#{group.id}|โซนอาหาร" for number, group in enumerate(booths.groups_to_place(200), 1))
            count = booths.paste_booths(fair, lines, MARKET).added
            fair_id = fair.id
        for layout in PackLayout:
            with transaction():
                packs.ask_for_pack(db.session.get_one(type(fair), fair_id), layout, count, MARKET)
            begun = time.perf_counter()
            work_everything_due(app)
            taken[layout] = time.perf_counter() - begun
        db.engine.dispose()
    return count, taken
