"""Exhibitor lists for tests: read, saved, and what was read of them; links by which groups are claimed."""

import hashlib
from itertools import count

from shop.exhibitors import keeping, saving, service
from shop.exhibitors.keeping import Kept
from shop.exhibitors.models import BatchStatus, ImportBatch
from shop.exhibitors.planning import plan_of
from shop.exhibitors.reading import Cell, Meaning, ReadGroup, Reading, ReadProduct
from shop.fairs.models import Fair
from shop.groups import claims
from shop.groups.models import Group, GroupClaim, GroupKind, GroupProfile
from shop.kernel.access import MARKET, Role
from shop.kernel.codes import new_code, new_key
from shop.kernel.database import db
from shop.kernel.storage import storage

_numbers = count(1)


def read_group(name: str = "", *titles: str, price_satang: int | None = 3500, **said: str) -> ReadGroup:
    """A group of a list, in a row of its own; `said`: by the meaning's name, in normal form."""
    row = next(_numbers)
    values = {Meaning(key): value for key, value in said.items()}
    products = tuple(ReadProduct(Cell("รายชื่อ", row, "D"), title, price_satang) for title in titles or ("กล้วยตาก",))
    return ReadGroup(Cell("รายชื่อ", row, "A"), name or f"กลุ่มที่ {row}", values, products)


def reading_of(*groups: ReadGroup) -> Reading:
    return Reading((), groups, (), sum(len(group.products) for group in groups))


def given_a_batch(fair: Fair, status: BatchStatus = BatchStatus.READING, **columns: object) -> ImportBatch:
    """A list whose file stands in the storage."""
    key = new_key()
    storage.put(f"{keeping.FOLDER}/{key}.list", b"a list")
    about = {"code": new_code(), "office": Role.LABOUR_OFFICIAL, "filename": "รายชื่อ.xlsx", "size_bytes": 6, "file_key": key}
    batch = ImportBatch(fair_id=fair.id, status=status, digest=hashlib.sha256(key.encode()).hexdigest(), **about | columns)
    db.session.add(batch)
    db.session.flush()
    return batch


def given_a_ready_batch(fair: Fair, *groups: ReadGroup) -> ImportBatch:
    """One that somebody may look at and save."""
    batch = given_a_batch(fair, BatchStatus.READY)
    kept = Kept(reading_of(*groups or (read_group(),)), {})
    storage.put(f"{keeping.FOLDER}/{batch.file_key}.{batch.version}.json", keeping.to_json(kept))
    batch.announced = plan_of(fair.id, kept, {}).counts.as_dict()
    db.session.flush()
    return batch


def given_a_saved_batch(fair: Fair, *groups: ReadGroup) -> ImportBatch:
    batch = given_a_batch(fair, BatchStatus.SAVING)
    kept = Kept(reading_of(*groups or (read_group(),)), {})
    counts = plan_of(fair.id, kept, {}).counts
    saving.save(batch, kept, {}, counts, MARKET)
    batch = db.session.get_one(ImportBatch, batch.id)
    service.record_saved(batch, counts)
    db.session.expire_all()
    return batch


def given_an_unclaimed_group(name: str = "กลุ่มบ้านสวน") -> Group:
    """A draft without people, with a link."""
    group = Group(slug=f"new-{new_code(12).lower()}")
    db.session.add(group)
    db.session.flush()
    profile = {"name": name, "kind": GroupKind.FARMERS, "contact_phone": "+66800000001"}
    db.session.add(GroupProfile(group_id=group.id, **profile))
    claims.make_claims({group.id: ""}, MARKET)
    db.session.flush()
    return group


def key_of(group: Group) -> str:
    asked = db.select(GroupClaim.key).where(GroupClaim.group_id == group.id, GroupClaim.withdrawn_at.is_(None))
    return db.session.scalars(asked.order_by(GroupClaim.id)).one()
