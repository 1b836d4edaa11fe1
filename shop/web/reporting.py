"""Reporting something to the office, as several desks do it: the form, its words, and what came of sending it."""

from flask import g, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.notices.service import Recipient
from shop.people.identifier import read_identifier
from shop.people.queries import recipient_of
from shop.people.throttle import TooManyTries
from shop.reports import service
from shop.reports.states import CaseAction, CaseStatus, Outcome, Reason, SubjectKind
from shop.reports.subjects import Subject
from shop.web.forms import Form, Lines, Text
from shop.web.gate import actor
from shop.web.language import locale

REASONS = {
    Reason.NOT_AS_DESCRIBED: _("ไม่ตรงกับที่บอกไว้"),
    Reason.UNSAFE: _("ไม่ปลอดภัย หรือของเสีย"),
    Reason.FORBIDDEN: _("เป็นของที่ห้ามขาย"),
    Reason.COPIED: _("ลอกของคนอื่นมา"),
    Reason.RUDE: _("หยาบคาย หรือมีข้อมูลส่วนตัวของคน"),
    Reason.FRAUD: _("หลอกลวง"),
    Reason.OTHER: _("เรื่องอื่น"),
}
KINDS = {
    SubjectKind.PRODUCT: _("สินค้า"),
    SubjectKind.GROUP: _("กลุ่ม"),
    SubjectKind.QUESTION: _("คำถามเรื่องสินค้า"),
    SubjectKind.REVIEW: _("รีวิว"),
    SubjectKind.MESSAGE: _("ข้อความในคำสั่งซื้อ"),
}
STATUSES = {
    CaseStatus.OPEN: _("รอเจ้าหน้าที่ดู"),
    CaseStatus.ASKED: _("รอกลุ่มเล่า"),
    CaseStatus.ANSWERED: _("กลุ่มเล่าแล้ว รอตัดสิน"),
    CaseStatus.CLOSED: _("จบแล้ว"),
}
OUTCOMES = {
    Outcome.NO_FAULT: _("ไม่พบสิ่งที่ผิด"),
    Outcome.TAKEN_DOWN: _("เอาออกแล้ว"),
    Outcome.SETTLED: _("แก้ไขเรียบร้อยแล้ว"),
}
EVENTS = {
    CaseAction.ANSWER: _("กลุ่มเล่าเรื่องที่ถูกแจ้ง"),
    CaseAction.ASK: _("ถามกลุ่มเรื่องที่ถูกแจ้ง"),
    CaseAction.CLOSE: _("ปิดเรื่องที่แจ้งปัญหา"),
    CaseAction.ERASE: _("ลบคำของคนแจ้งตามคำขอ"),
    CaseAction.REPORT: _("แจ้งปัญหา"),
}


class ReportForm(Form):
    """`identifier`: where a guest is told the outcome, if they wish."""

    refusals = {
        ("reason", "unknown"): _("เลือกว่าเป็นปัญหาอะไร"),
        ("words", "empty"): _("เล่าให้เรารู้ว่าเป็นเรื่องอะไร"),
        ("words", "too_long"): _("ยาวเกินไป เขียนได้ไม่เกิน 1,000 ตัวอักษร"),
        ("identifier", "not_an_email"): _("อีเมลไม่ถูกต้อง ตรวจอีกครั้ง เช่น somying@example.com"),
        ("identifier", "not_a_mobile"): _("ใส่อีเมล หรือเบอร์มือถือไทย 10 หลัก เช่น 081-234-5678"),
    }

    reason = RadioField(
        _("เป็นปัญหาอะไร"), choices=[SelectChoice(one.value, words) for one, words in REASONS.items()], validate_choice=False
    )
    words = Lines(_("เล่าให้เราฟัง"))
    identifier = Text(_("อีเมลหรือเบอร์มือถือ"))


def send(subject: Subject, form: ReportForm) -> int:
    """Report it in its own transaction: 303 where it is done, else the status, and what is wrong stands on the form."""
    told = {"address": request.remote_addr, "agent": request.user_agent.string}
    try:
        with transaction():
            service.report(subject, form.reason.data or "", form.words.data or "", actor(), _contact(form), **told)
    except BadValue as refused:
        form.refuse(refused)
        return _refused(422)
    except TooManyTries:
        form.form_errors.append(gettext("วันนี้แจ้งครบจำนวนแล้ว แจ้งใหม่ได้พรุ่งนี้ เรื่องที่แจ้งไปแล้วเจ้าหน้าที่จะดูให้"))
        return _refused(429)
    except service.OwnThing:
        form.form_errors.append(gettext("นี่เป็นของกลุ่มคุณเอง แก้ได้ที่ร้านของกลุ่ม"))
        return _refused(409)
    except LostRace:
        form.form_errors.append(gettext("เจ้าหน้าที่เพิ่งตัดสินเรื่องนี้ไป ถ้ายังมีปัญหา กดส่งอีกครั้ง"))
        return _refused(409)
    return 303


def _contact(form: ReportForm) -> Recipient:
    """Raises BadIdentifier."""
    if g.account:
        return recipient_of(g.account)
    if not (form.identifier.data or "").strip():
        return Recipient(locale=locale())
    given = read_identifier(form.identifier.data)
    return Recipient(None, given.email, given.phone, locale())


def _refused(status: int) -> int:
    db.session.rollback()
    return status
