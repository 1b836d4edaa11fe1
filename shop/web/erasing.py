"""What can be erased, in words: for the person's own page and for the official who does it for them."""

from flask_babel import lazy_gettext as _

PIECES = {
    "question": _("คำถามเรื่องสินค้า"),
    "answer": _("คำตอบของกลุ่ม"),
    "message": _("ข้อความในคำสั่งซื้อ"),
    "review": _("รีวิว"),
    "review_answer": _("คำตอบของกลุ่ม"),
    "wholesale": _("คำขอราคาจำนวนมาก"),
    "report": _("เรื่องที่แจ้งปัญหา"),
}
