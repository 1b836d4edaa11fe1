"""How long an exhibitor list of 5,000 rows takes: read and compared with the groups there are, then saved, as the job does it."""

import hashlib
import io
import multiprocessing
import resource
import time
from types import SimpleNamespace

import xlsxwriter

ROWS = 5_000
A_GROUP = 3  # rows of one group
HEADER = ("ที่", "ชื่อกลุ่ม", "อำเภอ", "โทรศัพท์", "บูธ", "สินค้า", "ราคา (บาท)")
MAKES = ("จักสาน", "ทอผ้า", "น้ำพริก", "ขนมไทย", "กล้วยตาก", "สมุนไพร", "ข้าวกล้อง", "ปลาส้ม")
PLACES = ("คลองหลวง", "ธัญบุรี", "หนองเสือ", "ลาดหลุมแก้ว", "ลำลูกกา", "สามโคก")


def seconds_of_a_list(market: SimpleNamespace) -> dict[str, float]:
    """Wall and processor seconds of reading and saving, and MiB at the most, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_bring_in, (market.settings,))


def _bring_in(settings: dict) -> dict[str, float]:
    from shop.app import create_app
    from shop.exhibitors import keeping, service
    from shop.exhibitors.models import BatchStatus, ImportBatch
    from shop.fairs.service import create_fair
    from shop.jobs.work import work_everything_due
    from shop.kernel.access import MARKET
    from shop.kernel.clock import today
    from shop.kernel.database import db, transaction

    app, content, taken = create_app(settings), workbook(), {}
    with app.app_context():
        file_key = keeping.store_file(content)
        with transaction():
            fair = create_fair(MARKET, title="งานใหญ่", place="ลานใหญ่", starts_on=today())
            digest = hashlib.sha256(content).hexdigest()
            batch_id = service.begin(fair, "list.xlsx", digest, len(content), file_key, MARKET).id
        taken |= _timed("read", lambda: work_everything_due(app))
        with transaction():
            batch = db.session.get_one(ImportBatch, batch_id)
            batch.status = BatchStatus.READY  # nobody is asked here
            service.ask_to_save(batch, batch.version, MARKET)
        taken |= _timed("save", lambda: work_everything_due(app))
        batch = db.session.get_one(ImportBatch, batch_id, populate_existing=True)
        taken |= {name: batch.saved.get(name, 0) for name in ("groups", "products", "booths")}
        db.engine.dispose()
    return taken | {"MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _timed(name: str, act) -> dict[str, float]:
    wall, processor = time.perf_counter(), time.process_time()
    act()
    return {name: time.perf_counter() - wall, f"{name} by processor": time.process_time() - processor}


def workbook(rows: int = ROWS) -> bytes:
    """As an office would keep it: the group's cells only in its first row."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    page = book.add_worksheet("ทะเบียน")
    page.write(0, 0, "รายชื่อผู้ร่วมออกบูธ")
    page.write_row(1, 0, HEADER)
    for row in range(rows):
        number, part = divmod(row, A_GROUP)
        make, place = MAKES[number % len(MAKES)], PLACES[number % len(PLACES)]
        group = (number + 1, f"กลุ่ม{make}หมู่ {number} ต.คลอง{number % 90}", place, f"08{number:08}", f"A{number + 1}")
        page.write_row(row + 2, 0, (*(group if part == 0 else ("",) * 5), f"{make}สูตร {part + 1}", 35 + part))
    book.close()
    return written.getvalue()
