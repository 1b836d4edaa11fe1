"""The pack of a fair: the cards of all its booths in one PDF, drawn by a job and drawn anew when booths change.

`wanted` goes up with every reason to draw; a job that drew for an older number throws its file away, for a newer job is coming.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.fairs.actions import FairAction
from shop.fairs.models import Fair, FairPack, PackLayout
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db, insert, is_writing
from shop.kernel.outbox import enqueue
from shop.kernel.refusals import BadValue, NotAllowed
from shop.kernel.storage import NoSuchFile, storage

DRAW = "fair.draw_pack"
FOLDER = "private/packs"
SETTLES_AFTER = timedelta(seconds=30)  # several booths changed one after the other are one new drawing


def ask_for_pack(fair: Fair, layout: PackLayout, booth_count: int, actor: Actor) -> FairPack:
    """Have it drawn, or drawn anew; one that is being drawn is waited for. Raises NotAllowed, BadValue (booths: empty)."""
    if not actor.can(Permission.FAIR_MANAGE):
        raise NotAllowed(Permission.FAIR_MANAGE)
    if not booth_count:
        raise BadValue("booths", "empty")
    values = {"fair_id": fair.id, "layout": layout, "asked_by": actor.id, "wanted": 0}
    db.session.execute(insert(FairPack).values(**values).on_conflict_do_nothing(index_elements=["fair_id", "layout"]))
    pack = pack_of(fair.id, layout)
    again = update(FairPack).where(FairPack.id == pack.id)
    if pack.made == pack.wanted or pack.failed_at:
        _want(again.values(asked_at=now(), asked_by=actor.id), pack.id, now())
        audit.record(actor, FairAction.MAKE_PACK, "fair", fair.id, file=layout)
    db.session.refresh(pack)
    return pack


def outdate(fair_id: int) -> None:
    """Booths changed: what was drawn of them before is drawn anew, soon."""
    for pack_id in db.session.scalars(select(FairPack.id).where(FairPack.fair_id == fair_id, FairPack.wanted > 0)).all():
        _want(update(FairPack).where(FairPack.id == pack_id), pack_id, now() + SETTLES_AFTER)


def _want(change, pack_id: int, due_at: datetime) -> None:
    change = change.values(wanted=FairPack.wanted + 1, failed_at=None, ready_count=0)
    wanted = db.session.scalar(change.returning(FairPack.wanted).execution_options(synchronize_session=False))
    enqueue(DRAW, {"pack_id": pack_id, "wanted": wanted}, due_at)


# Reads


def pack_of(fair_id: int, layout: PackLayout) -> FairPack | None:
    asked = select(FairPack).where(FairPack.fair_id == fair_id, FairPack.layout == layout)
    return db.session.scalar(asked.execution_options(populate_existing=True))


def packs_of(fair_id: int) -> list[FairPack]:
    return list(db.session.scalars(select(FairPack).where(FairPack.fair_id == fair_id).order_by(FairPack.layout.desc())))


def pack_to_draw(pack_id: int, wanted: int) -> FairPack | None:
    """None where a newer drawing was asked for meanwhile, or this one was made already."""
    asked = select(FairPack).where(FairPack.id == pack_id, FairPack.wanted == wanted, FairPack.made < wanted)
    return db.session.scalar(asked)


def file_of(pack: FairPack) -> bytes | None:
    """The last one that was drawn, though a newer one may be on its way."""
    try:
        return storage.get(file_name(pack.file_key)) if pack.file_key else None
    except NoSuchFile:
        return None


def file_name(file_key: str) -> str:
    return f"{FOLDER}/{file_key}.pdf"


# Told by the job: files between transactions, rows inside them.


def store(drawn: bytes) -> str:
    """Keep a drawn pack; gives its key."""
    if is_writing():
        raise RuntimeError("files are stored before the transaction begins")
    file_key = new_key()
    storage.put(file_name(file_key), drawn)
    return file_key


def record_progress(pack_id: int, wanted: int, ready: int, count: int) -> None:
    told = update(FairPack).where(FairPack.id == pack_id, FairPack.wanted == wanted)
    db.session.execute(told.values(ready_count=ready, booth_count=count).execution_options(synchronize_session=False))


def record_made(pack_id: int, wanted: int, file_key: str | None, count: int) -> str | None:
    """The key of the file that nobody needs now: the one before, or this one where booths changed while it was drawn.

    No `file_key`: there was no booth left to draw.
    """
    here = FairPack.id == pack_id
    before = db.session.scalar(select(FairPack.file_key).where(here))
    values = {"made": wanted, "made_at": now(), "made_count": count, "file_key": file_key, "failed_at": None}
    made = update(FairPack).where(here, FairPack.wanted == wanted, FairPack.made < wanted).values(**values)
    is_taken = db.session.execute(made.execution_options(synchronize_session=False)).rowcount == 1
    return before if is_taken else file_key


def record_failed(pack_id: int, wanted: int) -> None:
    failed = update(FairPack).where(FairPack.id == pack_id, FairPack.wanted == wanted).values(failed_at=now())
    db.session.execute(failed.execution_options(synchronize_session=False))


def forget_file(file_key: str) -> None:
    storage.delete(file_name(file_key))
