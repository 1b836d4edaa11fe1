"""Where the group's money goes: the owner's page alone, the password asked again: /sell/group/income-details."""

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug import Response

from shop.groups import income_details
from shop.groups.income_details import KEEP, BankAccount, Biller, IncomeDetailsLocked, MaskedIncome, PromptPay
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.identifiers import BANKS, BadPromptPay, PromptPayKind, promptpay_id
from shop.kernel.refusals import BadValue
from shop.web.gate import actor, requires
from shop.web.language import locale
from shop.web.own_password import is_own_password
from shop.web.seller import journey
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.group import IncomeForm

BANK_FIELDS = ("bank_code", "bank_account", "bank_account_name")


@blueprint.get("/group/income-details")
@requires(Permission.GROUP_INCOME_DETAILS)
def income_page() -> str:
    kept = income_details.income_of(journey.current_group().id, actor())
    shown = {"bank_code": kept.bank_code or "", "bank_account_name": kept.bank_account_name} if kept else {}
    return _page(IncomeForm(formdata=None, data=shown), kept)


def _page(form: IncomeForm, kept: MaskedIncome | None) -> str:
    bank = BANKS.get(kept.bank_code) if kept and kept.bank_code else None
    return render_template(
        "seller/group/steps/income.html",
        form=form,
        kept=kept,
        bank_name=bank.name(locale()) if bank else "",
        asks_password=_asks_password(kept),
        is_national_id=_is_national_id(form.promptpay_id.data or ""),
        **journey.frame(journey.BY_KEY["income"]),
    )


def _asks_password(kept: MaskedIncome | None) -> bool:
    """Not while an applicant fills it in for the first time: there is nothing a thief could turn to himself."""
    return kept is not None or not journey.is_applying(journey.current_group())


def _is_national_id(typed: str) -> bool:
    try:
        return promptpay_id(typed).kind is PromptPayKind.NATIONAL_ID
    except BadPromptPay:
        return False


@blueprint.post("/group/income-details")
@requires(Permission.GROUP_INCOME_DETAILS)
def save_income_details() -> Response | tuple[str, int]:
    group, form = journey.current_group(), IncomeForm()
    kept = income_details.income_of(group.id, actor())
    promptpay, bank, biller = _typed_promptpay(form), _typed_bank(form, kept), _typed_biller(form)
    if promptpay is KEEP and bank is KEEP and biller is KEEP:
        return redirect(journey.after(journey.BY_KEY["income"]), 303)
    form.add_problems(income_details.problems_with(promptpay, bank, biller))
    if _asks_password(kept) and not is_own_password(form.password.data or ""):
        form.add_problem(BadValue("password", "wrong"))
    if form.errors:
        return _page(form, kept), 422
    try:
        with transaction():
            changed = income_details.set_income_details(group, actor(), promptpay=promptpay, bank=bank, biller=biller)
    except IncomeDetailsLocked:
        flash(_("ตอนนี้ข้อมูลรับเงินถูกล็อกอยู่ ยังแก้ไม่ได้"), "error")
        return _page(form, income_details.income_of(group.id, actor())), 409
    if changed:
        flash(_("บันทึกข้อมูลรับเงินแล้ว"), "success")
    return redirect(journey.after(journey.BY_KEY["income"]), 303)


def _typed_promptpay(form: IncomeForm) -> PromptPay | None:
    if form.remove_promptpay.data:
        return PromptPay("")
    typed = form.promptpay_id.data or ""
    return PromptPay(typed, form.shows_national_id.data) if typed.strip() else KEEP


def _typed_biller(form: IncomeForm) -> Biller | None:
    if form.remove_biller.data:
        return Biller("")
    number, suffix = form.biller_id.data or "", form.biller_suffix.data or ""
    return Biller(number, suffix) if (number + suffix).strip() else KEEP


def _typed_bank(form: IncomeForm, kept: MaskedIncome | None) -> BankAccount | None:
    """The number is typed anew whenever anything of the account changes; what was shown and left alone is kept."""
    if form.remove_bank.data:
        return BankAccount("", "", "")
    code, number, holder = ((form[name].data or "").strip() for name in BANK_FIELDS)
    shown = (kept.bank_code or "", "", kept.bank_account_name) if kept else ("", "", "")
    return KEEP if (code, number, holder) == shown else BankAccount(code, number, holder)
