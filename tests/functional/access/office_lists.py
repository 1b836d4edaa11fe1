"""Doors of exhibitor lists at the officials' desk."""

from shop.exhibitors.models import ImportBatch, ImportedRow
from shop.kernel.database import db
from shop.kernel.storage import storage
from shop.people.models import Account
from tests.factories.exhibitors import given_a_ready_batch, given_a_saved_batch
from tests.factories.fairs import given_a_fair
from tests.functional.access.doors import ANYBODYS, LABOUR, Door, Side

FAIR_MAKERS = frozenset({LABOUR})


def _of_batch(make) -> dict:
    fair = given_a_fair()
    return {"slug": fair.slug, "code": make(fair).code}


def a_ready_list(_side: Side, _visitor: Account) -> dict:
    return _of_batch(given_a_ready_batch)


def a_readable_list(side: Side, visitor: Account) -> dict:
    values = a_ready_list(side, visitor)
    batch = db.session.scalars(db.select(ImportBatch).where(ImportBatch.code == values["code"])).one()
    storage.put(f"private/lists/{batch.file_key}.list", "ชื่อกลุ่ม,สินค้า\nกลุ่มบ้านสวน,กล้วยตาก\n".encode())
    batch.filename = "รายชื่อ.csv"
    return values


def a_saved_list(_side: Side, _visitor: Account) -> dict:
    return _of_batch(given_a_saved_batch)


def a_group_of_a_list(side: Side, visitor: Account) -> dict:
    values = a_saved_list(side, visitor)
    asked = db.select(ImportedRow.group_id).join(ImportBatch).where(ImportBatch.code == values["code"])
    return values | {"group_id": db.session.scalars(asked.order_by(ImportedRow.id)).first()}


DOORS: dict[str, Door] = {
    "office.fair_lists": Door(FAIR_MAKERS, lambda side, visitor: {"slug": given_a_fair().slug}, whose=ANYBODYS),
    "office.bring_in_list": Door(FAIR_MAKERS, lambda side, visitor: {"slug": given_a_fair().slug}, whose=ANYBODYS),
    "office.fair_list": Door(FAIR_MAKERS, a_ready_list, whose=ANYBODYS),
    "office.say_columns": Door(FAIR_MAKERS, a_ready_list, whose=ANYBODYS, form={"version": "1"}),
    "office.answer_list": Door(FAIR_MAKERS, a_ready_list, whose=ANYBODYS, form={"version": "1"}),
    "office.save_list": Door(FAIR_MAKERS, a_ready_list, whose=ANYBODYS, form={"version": "1"}),
    "office.discard_list": Door(FAIR_MAKERS, a_ready_list, whose=ANYBODYS),
    "office.send_claims": Door(FAIR_MAKERS, a_saved_list, whose=ANYBODYS),
    "office.change_claim": Door(FAIR_MAKERS, a_group_of_a_list, whose=ANYBODYS, form={"do": "anew"}),
    "office.claim_slips": Door(FAIR_MAKERS, a_saved_list, whose=ANYBODYS),
    "office.marked_list": Door(FAIR_MAKERS, a_readable_list, whose=ANYBODYS),
    "office.ask_to_undo": Door(FAIR_MAKERS, a_saved_list, whose=ANYBODYS),
    "office.undo_list": Door(FAIR_MAKERS, a_saved_list, whose=ANYBODYS),
}
