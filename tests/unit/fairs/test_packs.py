"""The pack of a fair: asked for once, drawn by the job, drawn anew when booths change, and the file before it removed."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from shop.fairs import booths, packs
from shop.fairs.models import FairPack, PackLayout, ShortCode
from shop.jobs.handlers import fairs as handlers
from shop.jobs.handlers.orphans import forget_orphaned_files
from shop.jobs.work import work_everything_due
from shop.kernel import outbox
from shop.kernel.access import Actor, Role
from shop.kernel.clock import at, now
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, NotAllowed
from shop.kernel.storage import storage
from tests.factories.fairs import given_a_booth, given_a_fair
from tests.factories.groups import given_a_group
from tests.papers import facts_of, text_of

LABOUR = Actor(1, frozenset({Role.LABOUR_OFFICIAL}))


@pytest.fixture
def fair(session):
    with transaction():
        fair = given_a_fair(short_name="งานบ้านใหม่")
        for number in ("A1", "A2", "A3"):
            given_a_booth(fair, given_a_group(f"กลุ่มน้ำพริกบ้านคลอง {number}"), number, zone="โซนอาหาร")
    return fair


def asked(fair, layout: PackLayout = PackLayout.A4) -> FairPack:
    with transaction():
        return packs.ask_for_pack(fair, layout, 3, LABOUR)


def pack_now(fair) -> FairPack:
    """As the job left it: what this session read before is let go."""
    db.session.rollback()
    return packs.pack_of(fair.id, PackLayout.A4)


def files() -> list[str]:
    return storage.keys(packs.FOLDER)


def test_it_is_drawn_once_and_holds_every_booth(app, session, fair):
    asked(fair)
    asked(fair)
    assert work_everything_due(app) == 1
    pack = pack_now(fair)

    assert (pack.made, pack.wanted, pack.made_count, pack.ready_count) == (1, 1, 3, 3)
    drawn = packs.file_of(pack)
    assert facts_of(drawn)["Pages"] == "2"
    assert facts_of(drawn)["Tagged"] == "yes"
    words = text_of(drawn)
    codes = list(session.scalars(select(ShortCode.code)))
    for said in ("กลุ่มน้ำพริกบ้านคลอง", "โซนอาหาร", "สั่งซื้ออีกได้ทุกวัน", "งานบ้านใหม่", *codes):
        assert said in words
    assert len(codes) == 3


def test_changed_booths_are_drawn_anew_and_the_old_file_goes(app, session, fair):
    asked(fair)
    work_everything_due(app)
    before = files()
    with transaction():
        booths.remove_booth(booths.booths_at(fair.id)[0].booth, LABOUR)
    with transaction():
        booths.remove_booth(booths.booths_at(fair.id)[0].booth, LABOUR)
    with at(now() + packs.SETTLES_AFTER):
        work_everything_due(app)

    pack = pack_now(fair)
    assert (pack.made, pack.wanted, pack.made_count) == (3, 3, 1)
    assert len(files()) == 1
    assert files() != before


def test_a_drawing_that_was_overtaken_is_thrown_away(app, session, fair, monkeypatch):
    asked(fair)
    draw = handlers.draw_cards

    def draw_slowly(*given: object) -> bytes:
        with transaction():
            packs.outdate(fair.id)
        return draw(*given)

    monkeypatch.setattr(handlers, "draw_cards", draw_slowly)
    work_everything_due(app)
    pack = pack_now(fair)
    assert (pack.made, pack.wanted, pack.file_key) == (0, 2, None)
    assert files() == []
    monkeypatch.undo()
    with at(now() + packs.SETTLES_AFTER):
        work_everything_due(app)
    assert pack_now(fair).made == 2


def test_a_job_that_was_killed_begins_anew_and_leaves_nothing(app, session, fair, monkeypatch):
    asked(fair)

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(packs, "record_made", killed)
    with pytest.raises(KeyboardInterrupt):
        work_everything_due(app)
    db.session.rollback()
    monkeypatch.undo()
    assert pack_now(fair).made == 0
    work_everything_due(app)
    assert pack_now(fair).made == 1
    assert len(files()) == 2
    with time_machine.travel(now() + timedelta(days=2)):
        forget_orphaned_files()
    assert [packs.file_name(pack_now(fair).file_key)] == files()


def test_one_that_cannot_be_drawn_says_so_and_is_asked_for_again(app, session, fair):
    pack = asked(fair)
    with transaction():
        handlers.give_up({"pack_id": pack.id, "wanted": 1}, "broken")
    assert pack_now(fair).failed_at
    asked(fair)
    assert pack_now(fair).wanted == 2
    assert outbox.count_waiting() == 2


def test_who_may_not_and_what_has_no_booths(session, fair):
    with pytest.raises(NotAllowed), transaction():
        packs.ask_for_pack(fair, PackLayout.A4, 3, Actor(2, frozenset({Role.COMMERCE_OFFICIAL})))
    with pytest.raises(BadValue), transaction():
        packs.ask_for_pack(fair, PackLayout.A4, 0, LABOUR)
    assert packs.packs_of(fair.id) == []
