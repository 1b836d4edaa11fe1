"""What the public is told of a fiscal year, in words and rows: the page, the CSV file and its record say the same."""

from collections.abc import Iterator
from datetime import date

from shop.fairs.models import Fair
from shop.impact.models import PublishedYear
from shop.impact.publishing import OTHERS
from shop.kernel.sheets import baht_number
from shop.papers import impact_words as words
from shop.papers.impact_tables import Money, Table, bar_chart, month_chart
from shop.papers.voice import Voice

CSV_HEADER = (
    *("fiscal_year", "fiscal_year_buddhist", "table", "key", "label_th", "label_en"),
    *("income_baht", "groups", "orders", "members", "older_people", "people_with_disabilities", "last_month", "as_of"),
)
FEW = "under_5"


def public_tables(year: PublishedYear, fairs: dict[int, Fair], voice: Voice) -> list[Table]:
    """As they were published; a count of fewer than five is None."""
    _, found = voice.gettext, []
    names = {
        "month": (_("รายได้แต่ละเดือน"), _("เดือน")),
        "channel": (_("ขายทางไหน"), _("ช่องทาง")),
        "district": (_("รายได้แต่ละอำเภอ"), _("อำเภอ")),
        "kind": (_("รายได้แต่ละประเภทกลุ่ม"), _("ประเภทกลุ่ม")),
        "fair": (_("รายได้จากแต่ละงาน"), _("งาน")),
    }
    for name, (title, head) in names.items():
        rows = [
            [label(name, cell["key"], fairs, voice), Money(cell["satang"]), cell["groups"], cell["orders"]]
            for cell in year.content["tables"].get(name, [])
        ]
        if rows:
            columns = [head, _("รายได้ (บาท)"), _("กลุ่มที่ขายได้"), _("คำสั่งซื้อ")]
            total = [_("รวม"), Money(year.content["satang"]), year.content["groups"], year.content["orders"]]
            found.append(Table(name, title, columns, rows, total))
    return found


def public_charts(year: PublishedYear, tables: list[Table], voice: Voice) -> dict[str, str]:
    """SVG by the name of the table; months that were put together stand at the last of them."""
    drawn = {table.name: bar_chart(table, voice) for table in tables if table.name != "month" and len(table.rows) > 1}
    months = [(date.fromisoformat(cell["key"][1]), cell["satang"]) for cell in year.content["tables"]["month"]]
    return drawn | ({"month": month_chart(months, voice)} if len(months) > 1 else {})


def day(text: str) -> date:
    return date.fromisoformat(text)


def label(table: str, key: object, fairs: dict[int, Fair], voice: Voice) -> str:
    _ = voice.gettext
    if key == OTHERS:
        return _("อื่น ๆ รวมกัน")
    if table == "month":
        first, last = (date.fromisoformat(month) for month in key)
        return words.months_words(first, last, voice.locale)
    if table == "channel":
        return words.channel_words(key, _)
    if table == "district":
        return words.district_words(key, voice.locale, _)
    if table == "kind":
        return words.kind_words(key, _)
    return _fair(key, fairs, voice)


def csv_rows(
    years: list[PublishedYear], people: list[dict], people_on: date | None, fairs: dict[int, Fair], thai: Voice, english: Voice
) -> Iterator[list[object]]:
    """Long form: a row a cell. `under_5`: fewer than five, or too few groups to tell; empty: not of this row."""
    for year in years:
        content = year.content
        ends = [content["last"][:7], year.published_at.date().isoformat()]
        name = [year.year - 543, year.year]
        total = ["total", "total", "รวมทั้งปี", "Whole year", baht_number(content["satang"])]
        yield [*name, *total, *(_told(content[count]) for count in ("groups", "orders")), "", "", "", *ends]
        for table, cells in content["tables"].items():
            for cell in cells:
                key = "/".join(month[:7] for month in cell["key"]) if table == "month" else cell["key"]
                labels = [label(table, cell["key"], fairs, voice) for voice in (thai, english)]
                figures = [baht_number(cell["satang"]), _told(cell["groups"]), _told(cell["orders"])]
                yield [*name, table, key, *labels, *figures, "", "", "", *ends]
    for row in people if years and people_on else []:
        district = row["district"]
        is_sum = district is None
        labels = ["รวมที่แสดง", "Sum of what is shown"] if is_sum else [_district(district, voice) for voice in (thai, english)]
        counts = [_told(row[kind]) for kind in ("members", "older_people", "people_with_disabilities")]
        place = ["people", "total" if is_sum else district, *labels, "", "", ""]
        yield [years[0].year - 543, years[0].year, *place, *counts, f"{people_on:%Y-%m}", people_on.isoformat()]


def metadata(base: str, office: str, years: list[PublishedYear], province: str) -> dict:
    """A record of the data set with the fields that Thailand's Open Government Data catalogue asks for (CKAN, data.go.th).

    Field names as in the metadata standard of the Digital Government Development Agency and the National Statistical Office
    (gdhelppage.nso.go.th/p00_03_006.html; data.go.th/pages/metadata), read in November 2026. CKAN's `package_create` takes it
    once the office has put in its own `owner_org` and `maintainer_email`.
    """
    updated = max((year.published_at.date().isoformat() for year in years), default="")
    return {
        "name": "occupational-groups-income",
        "title": "รายได้ของกลุ่มอาชีพจากตลาดออนไลน์และงานแสดงสินค้า",
        "title_en": "Income of occupational groups from the online market and labour fairs",
        "owner_org": office,
        "maintainer": office,
        "maintainer_email": "",
        "data_type": "ข้อมูลสถิติ",
        "tags": [{"name": name} for name in ("กลุ่มอาชีพ", "รายได้", "แรงงานนอกระบบ", "income", "occupational groups")],
        "notes": (
            "รายได้ของกลุ่มอาชีพแยกตามเดือน ช่องทาง อำเภอ ประเภทกลุ่ม และงานแสดงสินค้า ตามปีงบประมาณ นับจากบัญชีของตลาด "
            "จำนวนปัดเป็นจำนวนเต็มห้า และไม่แสดงตัวเลขที่บอกถึงกลุ่มเดียวหรือคนจำนวนน้อย"
        ),
        "notes_en": (
            "Income of occupational groups by month, channel, district, kind and fair, by Thai fiscal year, counted of the "
            "market's ledger. Counts are rounded to five; nothing tells of a single group or of a few people."
        ),
        "objective": ["เพื่อการให้บริการประชาชน"],
        "update_frequency_unit": "เดือน",
        "update_frequency_interval": 1,
        "geo_coverage": "จังหวัด",
        "geo_coverage_detail": province,
        "data_source": "บัญชีแยกประเภทของตลาด",
        "data_format": ["CSV"],
        "data_category": "ข้อมูลสาธารณะ",
        "data_language": ["ไทย", "อังกฤษ"],
        "license_id": "Creative Commons Attributions",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "accessible_condition": "ไม่มี",
        "url": f"{base}/impact/how",
        "last_updated_date": updated,
        "time_coverage": {"fiscal_years": sorted(year.year for year in years)},
        "resources": [
            {
                "name": "รายได้ของกลุ่มอาชีพ (CSV)",
                "url": f"{base}/impact/data.csv",
                "format": "CSV",
                "mimetype": "text/csv",
                "encoding": "UTF-8",
                "schema": {"fields": [_field(name) for name in CSV_HEADER]},
            }
        ],
    }


_FIELDS = {
    "fiscal_year": ("integer", "ปีงบประมาณ (ค.ศ.) เริ่ม 1 ตุลาคมปีก่อนหน้า"),
    "fiscal_year_buddhist": ("integer", "ปีงบประมาณ (พ.ศ.)"),
    "table": ("string", "ตาราง: total month channel district kind fair people"),
    "key": ("string", "รหัสของแถว: เดือน ช่องทาง รหัสอำเภอ 4 หลัก ประเภทกลุ่ม เลขที่งาน หรือ others"),
    "label_th": ("string", "ชื่อแถวภาษาไทย"),
    "label_en": ("string", "ชื่อแถวภาษาอังกฤษ"),
    "income_baht": ("number", "รายได้ของกลุ่ม หักเงินที่คืนผู้ซื้อ (บาท)"),
    "groups": ("string", "กลุ่มที่ขายได้ ปัดเป็นจำนวนเต็มห้า หรือ under_5"),
    "orders": ("string", "คำสั่งซื้อ ปัดเป็นจำนวนเต็มห้า หรือ under_5"),
    "members": ("string", "สมาชิก ปัดเป็นจำนวนเต็มห้า หรือ under_5"),
    "older_people": ("string", "ผู้สูงอายุ ปัดเป็นจำนวนเต็มห้า หรือ under_5"),
    "people_with_disabilities": ("string", "ผู้พิการ ปัดเป็นจำนวนเต็มห้า หรือ under_5"),
    "last_month": ("string", "เดือนสุดท้ายที่นับ (ค.ศ.-เดือน)"),
    "as_of": ("date", "วันที่นับ"),
}


def _field(name: str) -> dict[str, str]:
    kind, said = _FIELDS[name]
    return {"name": name, "type": kind, "description": said}


def _told(count: int | None) -> int | str:
    return FEW if count is None else count


def _district(code: str, voice: Voice) -> str:
    return words.district_words(code, voice.locale, voice.gettext)


def _fair(fair_id: int, fairs: dict[int, Fair], voice: Voice) -> str:
    if not fair_id:
        return voice.gettext("ไม่ได้มาจากงานใด")
    fair = fairs.get(fair_id)
    return ((voice.locale == "en" and fair.title_en) or fair.title) if fair else voice.gettext("งานที่ลบไปแล้ว")
