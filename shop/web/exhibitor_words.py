"""What is said of an exhibitor list: its columns, what is wrong with its cells, why a file was not read."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _

from shop.exhibitors.reading import BadFile, Gravity, MarkingWords, Meaning, Problem

MEANINGS = {
    Meaning.RUNNING_NUMBER: _("ลำดับที่"),
    Meaning.GROUP_NAME: _("ชื่อกลุ่ม"),
    Meaning.GROUP_KIND: _("ประเภทกลุ่ม"),
    Meaning.LOCAL_AUTHORITY: _("อบต./เทศบาล"),
    Meaning.SUBDISTRICT: _("ตำบล"),
    Meaning.DISTRICT: _("อำเภอ"),
    Meaning.PROVINCE: _("จังหวัด"),
    Meaning.ADDRESS: _("ที่อยู่ของกลุ่ม"),
    Meaning.CONTACT_NAME: _("ชื่อผู้ติดต่อ"),
    Meaning.PHONE: _("โทรศัพท์"),
    Meaning.EMAIL: _("อีเมล"),
    Meaning.LINE_ID: _("ไอดีไลน์"),
    Meaning.ENTERPRISE_NUMBER: _("เลขทะเบียนวิสาหกิจชุมชน"),
    Meaning.MEMBER_COUNT: _("จำนวนสมาชิก"),
    Meaning.BOOTH: _("หมายเลขบูธ"),
    Meaning.ZONE: _("โซน"),
    Meaning.PRODUCT: _("ชื่อสินค้า"),
    Meaning.DESCRIPTION: _("รายละเอียดสินค้า"),
    Meaning.CATEGORY: _("หมวดของสินค้า"),
    Meaning.PRICE: _("ราคา"),
    Meaning.UNIT: _("หน่วยนับ"),
    Meaning.STOCK: _("จำนวนสินค้า"),
    Meaning.STANDARD: _("มาตรฐานสินค้า"),
    Meaning.DATE: _("วันที่"),
    Meaning.NOTE: _("หมายเหตุ"),
    Meaning.IGNORED: _("ไม่ใช้คอลัมน์นี้"),
}

GRAVITIES = {
    Gravity.REFUSED: _("ต้องแก้ก่อนบันทึก"),
    Gravity.ASKED: _("รอคำตอบ"),
    Gravity.NOTED: _("ควรทราบ"),
}

REASONS = {  # of a Problem, filled by its params
    "formula": _("เซลล์นี้เป็นสูตรหรือคำสั่งที่ไม่มีผลลัพธ์ ให้พิมพ์ค่าจริงแทน"),
    "group_name_missing": _("แถวนี้เริ่มกลุ่มใหม่แต่ไม่มีชื่อกลุ่ม"),
    "no_group": _("มีสินค้าแต่ไม่มีชื่อกลุ่มอยู่เหนือแถวนี้"),
    "no_group_column": _("ไม่พบคอลัมน์ที่เป็นชื่อกลุ่ม เลือกความหมายของคอลัมน์ให้ถูกก่อน"),
    "no_product_column": _("ไม่พบคอลัมน์ที่เป็นสินค้า จะได้เฉพาะกลุ่มและบูธ"),
    "no_products": _("กลุ่มนี้ไม่มีสินค้าในรายการ"),
    "name_long": _("ชื่อกลุ่มยาวเกิน 120 ตัวอักษร"),
    "phone_form": _("%(text)s ไม่ใช่หมายเลขโทรศัพท์ของไทย"),
    "phone_second": _("มีหมายเลขโทรศัพท์มากกว่าหนึ่งหมายเลข ใช้หมายเลขแรกที่ถูกต้อง"),
    "phone_shared": _("หมายเลขนี้เป็นของ %(group)s ด้วย"),
    "booth_taken": _("บูธ %(booth)s เป็นของ %(group)s แล้วที่แถว %(row)s"),
    "booth_form": _("%(text)s ยาวเกินกว่าจะเป็นหมายเลขบูธ"),
    "booth_words": _("%(text)s ไม่ใช่หมายเลขบูธ จึงยังไม่จัดบูธให้"),
    "booth_second": _("กลุ่มนี้ได้บูธ %(kept)s แล้ว จึงไม่ใช้บูธ %(text)s"),
    "enterprise_form": _("%(text)s ไม่ใช่เลขทะเบียนวิสาหกิจชุมชน จึงไม่ใช้"),
    "email_form": _("%(text)s ไม่ใช่อีเมล จึงไม่ใช้"),
    "member_count_form": _("%(text)s ไม่ใช่จำนวนสมาชิก จึงไม่ใช้"),
    "stock_form": _("%(text)s ไม่ใช่จำนวนสินค้า จึงไม่ใช้"),
    "kind_unknown": _("ไม่รู้จักประเภทกลุ่ม %(text)s จึงบันทึกเป็นกลุ่มอื่น"),
    "category_unknown": _("ไม่รู้จักหมวดสินค้า %(text)s จึงไม่ใช้"),
    "date_form": _("%(text)s ไม่ใช่วันที่ จึงไม่ใช้"),
    "too_long": _("ข้อความยาวเกินไป เก็บเฉพาะส่วนต้น"),
    "place_guessed": _("ไม่มีที่ชื่อ %(text)s เข้าใจว่าเป็น %(found)s"),
    "place_unknown": _("ไม่รู้จักสถานที่ %(text)s จึงไม่ใช้"),
    "title_form": _("%(text)s ไม่ใช่ชื่อสินค้า"),
    "title_long": _("ชื่อสินค้ายาวเกิน %(most)s ตัวอักษร"),
    "title_several": _("เซลล์นี้อาจมีหลายสินค้า คือ %(parts)s"),
    "product_twice": _("กลุ่มนี้มี %(text)s ราคาเดียวกันที่แถว %(row)s แล้ว นับครั้งเดียว"),
    "price_form": _("%(text)s ไม่ใช่ราคา"),
    "price_negative": _("ราคา %(text)s ติดลบ"),
    "price_small": _("ราคา %(text)s ต่ำกว่า 1 บาท"),
    "price_large": _("ราคา %(text)s สูงกว่า 1,000,000 บาท"),
    "price_range": _("%(text)s เป็นช่วงราคา ต้องบอกว่าราคาเท่าไร"),
    "price_unclear": _("อ่านราคาจาก %(text)s ไม่ได้แน่ ต้องบอกว่าราคาเท่าไร"),
    "price_lines": _("มี %(prices)s ราคาสำหรับ %(products)s สินค้า จึงไม่รู้ว่าราคาใดของสินค้าใด"),
    "row_hidden": _("แผ่นงานนี้มีแถวที่ซ่อนไว้ %(rows)s แถว ซึ่งถูกอ่านด้วย"),
    "sheet_hidden": _("แผ่นงานนี้ถูกซ่อนไว้ จึงไม่ได้อ่าน"),
    "sheet_left_out": _("แผ่นงานนี้ไม่มีหัวตารางของรายชื่อ จึงไม่ได้อ่าน"),
}

FAULTS = {  # of a BadFile, filled by its params
    "empty": _("ไฟล์นี้ว่างเปล่า"),
    "too_large": _("ไฟล์ใหญ่กว่า %(megabytes)s MB"),
    "too_long": _("มีข้อมูลเกิน %(limit)s แถว แบ่งไฟล์แล้วส่งทีละส่วน"),
    "too_wide": _("มีข้อมูลเกิน %(limit)s คอลัมน์ ลบคอลัมน์ที่ไม่ใช้แล้วบันทึกใหม่"),
    "zip_bomb": _("ไฟล์นี้ขยายออกมาใหญ่ผิดปกติ จึงไม่เปิด คัดลอกเฉพาะตารางไปไฟล์ใหม่แล้วส่งอีกครั้ง"),
    "macros": _("ไฟล์นี้มีแมโคร บันทึกเป็น .xlsx ที่ไม่มีแมโครแล้วส่งอีกครั้ง"),
    "encrypted": _("ไฟล์นี้มีรหัสผ่าน เอารหัสผ่านออกแล้วส่งอีกครั้ง"),
    "broken": _("ไฟล์นี้เสียหาย เปิดไม่ได้ เปิดในโปรแกรมตารางแล้วบันทึกใหม่"),
    "html": _("ไฟล์นี้เป็นหน้าเว็บ ไม่ใช่ไฟล์ตาราง เปิดในโปรแกรมตารางแล้วบันทึกเป็น .xlsx"),
    "dtd": _("ไฟล์นี้มีคำสั่งที่ตารางไม่ควรมี (DTD) จึงไม่เปิด"),
    "unknown_kind": _("ไฟล์นี้ไม่ใช่ไฟล์ตารางที่อ่านได้ ใช้ .xlsx .xls .ods หรือ .csv"),
    "wrong_kind": _("ชื่อไฟล์ลงท้ายด้วย .%(named)s แต่ข้างในเป็น %(found)s แก้ชื่อให้ตรงแล้วส่งอีกครั้ง"),
    "no_header": _("ไม่พบหัวตาราง ต้องมีแถวที่บอกว่าคอลัมน์ใดเป็นชื่อกลุ่มหรือสินค้า"),
}


def said_of(problem: Problem) -> str:
    """What is wrong with a cell, in the reader's language."""
    params = {name: " · ".join(value) if isinstance(value, list) else value for name, value in problem.params.items()}
    return str(REASONS[problem.reason]) % params


def marking_words(said: Callable[[Problem], str] = said_of) -> MarkingWords:
    """For the workbook that is given back marked; `said` where a desk has more to say of problems."""
    headings = (_("แผ่นงาน"), _("แถว"), _("คอลัมน์"), _("ต้องทำ"), _("เรื่องที่พบ"))
    gravities = {gravity: str(words) for gravity, words in GRAVITIES.items()}
    return MarkingWords(str(_("รายการที่ต้องดู")), [str(heading) for heading in headings], gravities, said)


def fault_of(file: BadFile) -> str:
    """Why a file was not read, in the reader's language."""
    return str(FAULTS[file.fault]) % file.params
