"""Where a group's money goes: written by the owner alone, encrypted, shown back masked, locked after a password reset."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.groups import queries
from shop.groups.actions import GroupChange
from shop.groups.models import Group, IncomeDetails
from shop.groups.rights import check_may
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.identifiers import PromptPayKind, bank_account, biller_id, promptpay_id
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.kernel.secrets import vault
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all

USED_AFTER = timedelta(hours=48)  # of being changed: till then no money goes there, and the members have time to object
KEEP = None  # for a part that stays as it is


class IncomeDetailsLocked(Refusal):
    """Somebody's password was reset: for a while nobody changes where the money goes."""


@dataclass(frozen=True)
class PromptPay:
    """`typed` in any spelling; empty removes it. `shows_national_id`: the owner knows that buyers read it in the QR code."""

    typed: str
    shows_national_id: bool = False


@dataclass(frozen=True)
class BankAccount:
    """All three, or all empty, which removes it."""

    bank_code: str
    number: str
    holder: str


@dataclass(frozen=True)
class Biller:
    """The id that a bank gave a group whose bills it takes, and its suffix; both empty removes it."""

    number: str
    suffix: str = ""


@dataclass(frozen=True)
class PayTo:
    """Where a buyer of this group sends her money by PromptPay: unsealed, for her and for whoever draws the code."""

    promptpay_kind: str | None
    promptpay_id: str | None
    biller_id: str | None
    bank_code: str | None
    bank_account: str | None
    bank_account_name: str | None


@dataclass(frozen=True)
class MaskedIncome:
    """What may be shown of it: never a whole number."""

    promptpay_kind: str | None
    promptpay: str
    bank_code: str | None
    bank_account: str
    bank_account_name: str
    biller: str
    changed_at: datetime
    locked_until: datetime | None


def income_of(group_id: int, actor: Actor) -> MaskedIncome | None:
    """For the owner's eyes. Raises NotAllowed."""
    check_may(actor, Permission.GROUP_INCOME_DETAILS, group_id)
    kept = db.session.get(IncomeDetails, group_id)
    if kept is None:
        return None
    return MaskedIncome(
        kept.promptpay_kind,
        mask_promptpay(kept.promptpay_kind, kept.promptpay_id) if kept.promptpay_id else "",
        kept.bank_code,
        mask_account(kept.bank_account) if kept.bank_account else "",
        kept.bank_account_name or "",
        "x" * 11 + kept.biller_id[-4:] if kept.biller_id else "",
        kept.changed_at,
        kept.locked_until if kept.locked_until and kept.locked_until > now() else None,
    )


def set_income_details(
    group: Group,
    actor: Actor,
    *,
    promptpay: PromptPay | None = KEEP,
    bank: BankAccount | None = KEEP,
    biller: Biller | None = KEEP,
) -> list[str]:
    """Change what is given, and say which fields changed. All members are told, unless they are only applying and had none.

    Without a PromptPay id buyers no longer pay by it. The desk has asked the owner's password again. Raises NotAllowed, BadValue
    (promptpay_id, biller_id, biller_suffix, bank_code, bank_account, bank_account_name; reason national_id_shown until the owner
    says that she knows), IncomeDetailsLocked, LostRace.
    """
    check_may(actor, Permission.GROUP_INCOME_DETAILS, group.id)
    columns = (_promptpay_columns(promptpay) if promptpay else {}) | (_bank_columns(bank) if bank else {})
    columns |= _biller_columns(biller) if biller else {}
    kept = db.session.get(IncomeDetails, group.id)
    changed = sorted(name for name, value in columns.items() if value != (getattr(kept, name) if kept else None))
    fields = [name for name in changed if not name.endswith("_fingerprint")]
    if not fields:
        return []
    has_opened = group.status in (GroupStatus.APPROVED, GroupStatus.SUSPENDED)
    is_news = has_opened or (kept is not None and bool(kept.promptpay_id or kept.bank_account or kept.biller_id))
    _write(group.id, kept, columns | {"changed_at": now(), "changed_by": actor.id})
    left = db.session.get_one(IncomeDetails, group.id)
    group.accepts_promptpay = group.accepts_promptpay and bool(left.promptpay_id or left.biller_id)
    audit.record(actor, GroupChange.CHANGE_INCOME_DETAILS, "group", group.id, group_id=group.id, fields=fields)
    if is_news:
        tell_all(
            queries.recipients_of(group.id),
            NoticeKind.INCOME_DETAILS_CHANGED,
            group_id=group.id,
            group_name=queries.name_of(group),
            at=now(),
        )
    return fields


def groups_paid_directly(group_ids: Collection[int]) -> set[int]:
    """Those whose PromptPay has stood long enough to be used: what was changed lately might be a thief's."""
    asked = select(IncomeDetails.group_id).where(
        IncomeDetails.group_id.in_(group_ids),
        or_(IncomeDetails.promptpay_id.is_not(None), IncomeDetails.biller_id.is_not(None)),
        IncomeDetails.changed_at <= now() - USED_AFTER,
    )
    return set(db.session.scalars(asked))


def pay_to(group_id: int) -> PayTo | None:
    """Where to send this group's money: written down with each order, so that nobody turns it elsewhere afterwards."""
    if not groups_paid_directly([group_id]):
        return None
    kept = db.session.get_one(IncomeDetails, group_id)
    bank = (kept.bank_code, kept.bank_account, kept.bank_account_name)
    return PayTo(kept.promptpay_kind, kept.promptpay_id, kept.biller_id, *bank)


def problems_with(promptpay: PromptPay | None, bank: BankAccount | None, biller: Biller | None = None) -> list[BadValue]:
    """All that is wrong with what was typed, not only the first."""
    problems = []
    for check, typed in ((_promptpay_columns, promptpay), (_bank_columns, bank), (_biller_columns, biller)):
        try:
            if typed:
                check(typed)
        except BadValue as bad:
            problems.append(bad)
    return problems


def _write(group_id: int, kept: IncomeDetails | None, columns: dict[str, object]) -> None:
    if kept is None:
        try:
            with db.session.begin_nested():
                db.session.add(IncomeDetails(group_id=group_id, **columns))
        except IntegrityError as taken:
            raise LostRace from taken
        return
    unlocked = update(IncomeDetails).where(
        IncomeDetails.group_id == group_id,
        IncomeDetails.changed_at == kept.changed_at,
        or_(IncomeDetails.locked_until.is_(None), IncomeDetails.locked_until <= now()),
    )
    if db.session.execute(unlocked.values(**columns).execution_options(synchronize_session=False)).rowcount != 1:
        db.session.refresh(kept)
        raise IncomeDetailsLocked if kept.locked_until and kept.locked_until > now() else LostRace
    db.session.refresh(kept)


def _promptpay_columns(promptpay: PromptPay) -> dict[str, object]:
    if not promptpay.typed.strip():
        return dict.fromkeys(("promptpay_kind", "promptpay_id", "promptpay_fingerprint"))
    found = promptpay_id(promptpay.typed)
    if found.kind is PromptPayKind.NATIONAL_ID and not promptpay.shows_national_id:
        raise BadValue("promptpay_id", "national_id_shown")
    return {
        "promptpay_kind": str(found.kind),
        "promptpay_id": found.value,
        "promptpay_fingerprint": vault.fingerprint("promptpay", found.value),
    }


def _biller_columns(biller: Biller) -> dict[str, object]:
    if not (biller.number.strip() or biller.suffix.strip()):
        return {"biller_id": None}
    return {"biller_id": biller_id(biller.number, biller.suffix)}


def _bank_columns(bank: BankAccount) -> dict[str, object]:
    holder = tidy(bank.holder)
    if not (bank.bank_code or bank.number.strip() or holder):
        return dict.fromkeys(("bank_code", "bank_account", "bank_account_name", "bank_fingerprint"))
    if not bank.bank_code:
        raise BadValue("bank_code", "empty")
    if not bank.number.strip():
        raise BadValue("bank_account", "empty")
    digits = bank_account(bank.bank_code, bank.number)
    if not has_letter_or_digit(holder):
        raise BadValue("bank_account_name", "empty")
    return {
        "bank_code": bank.bank_code,
        "bank_account": digits,
        "bank_account_name": holder[:120],
        "bank_fingerprint": vault.fingerprint("bank_account", f"{bank.bank_code}:{digits}"),
    }


def mask_account(digits: str) -> str:
    """All but the last four: `xxx-x-xx123-4` for the usual ten digits."""
    hidden = "x" * (len(digits) - 4) + digits[-4:]
    return f"{hidden[:3]}-{hidden[3]}-{hidden[4:9]}-{hidden[9]}" if len(digits) == 10 else hidden


def mask_promptpay(kind: str, value: str) -> str:
    """All but the last four: a phone as `xxx-xxx-5678`, a national id as `x-xxxx-xxxx1-23-4`."""
    if kind == PromptPayKind.PHONE:
        return f"xxx-xxx-{value[-4:]}"
    hidden = "x" * (len(value) - 4) + value[-4:]
    return f"{hidden[0]}-{hidden[1:5]}-{hidden[5:10]}-{hidden[10:12]}-{hidden[12]}" if len(value) == 13 else hidden
