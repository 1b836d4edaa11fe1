"""The demonstration's people: six sign-ins with one password, and the owners of its groups, who never sign in."""

from dataclasses import dataclass

from sqlalchemy import select

from shop.demo.reading import GroupText
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import normalise_phone
from shop.people import offices
from shop.people import service as people
from shop.people.actions import PeopleAction
from shop.people.identifier import Identifier
from shop.people.models import Account
from shop.people.passwords import check_password, hash_password

DOMAIN = "demo.example"  # of RFC 2606: no mail ever arrives anywhere
OWNED_BY_SIGN_IN = "khlong-sam"  # the group of group@demo.example


@dataclass(frozen=True)
class SignIn:
    """One of the printed sign-ins: who it is, in both languages, and where its work begins."""

    name: str
    who: str
    who_th: str
    path: str
    role: Role | None = None

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


SIGN_INS = (
    SignIn("buyer", "a buyer", "ผู้ซื้อ", "/account"),
    SignIn("group", "owner of a group with orders", "หัวหน้ากลุ่มที่มีคำสั่งซื้อ", "/sell"),
    SignIn("volunteer", "labour volunteer of three groups", "อาสาสมัครแรงงาน ช่วย 3 กลุ่ม", "/sell", Role.LABOUR_VOLUNTEER),
    SignIn("commerce", "commerce office, decides submissions", "พาณิชย์จังหวัด ตรวจคำขอ", "/office", Role.COMMERCE_OFFICIAL),
    SignIn("labour", "labour office, keeps the fairs", "แรงงานจังหวัด ดูแลงาน", "/office", Role.LABOUR_OFFICIAL),
    SignIn("admin", "administrator, looks after people", "ผู้ดูแลระบบ", "/office", Role.ADMINISTRATOR),
)
NAMES = {
    "buyer": "ใจดี มาซื้อ",
    "group": "สมพร แสงทอง",
    "volunteer": "อารีย์ ช่วยงาน",
    "commerce": "พิชญา พาณิชย์ดี",
    "labour": "แรงชัย งานมั่น",
    "admin": "ดูแล ระบบดี",
}


def is_demonstration() -> bool:
    """Whether this database is one: the address can belong to nobody real."""
    return db.session.scalar(select(Account.id).where(Account.email == SIGN_INS[-1].email)) is not None


def open_sign_ins(password: str) -> None:
    """All six, in one transaction, so that a database either is a demonstration or is not. A password that no longer fits is
    set anew: what is printed always works."""
    accounts = {account.email: account for account in _accounts()}
    kept = {account.password_hash for account in accounts.values()}
    db.session.rollback()
    if len(accounts) == len(SIGN_INS) and all(check_password(password, one) for one in kept):
        return
    password_hash = hash_password(password)
    with transaction():
        for account in _accounts():
            people.set_password(account, password_hash, MARKET, PeopleAction.SET_PASSWORD)
        for sign_in in SIGN_INS:
            if sign_in.email not in accounts:
                _open(sign_in, password_hash)


def actor_of(name: str, group_id: int | None = None) -> Actor:
    """A sign-in as services want to know them."""
    sign_in = next(one for one in SIGN_INS if one.name == name)
    account_id = db.session.scalar(select(Account.id).where(Account.email == sign_in.email))
    return Actor(account_id, frozenset({Role.BUYER, *([sign_in.role] if sign_in.role else [])}), group_id)


def owner_of(text: GroupText) -> Account:
    """The person who applies for a group, opened in the current transaction: with a mail address of ours, or with a proven
    number only, as many sellers are."""
    if text.slug == OWNED_BY_SIGN_IN:
        return db.session.scalars(select(Account).where(Account.email == f"group@{DOMAIN}")).one()
    has_mail = text.members % 2 == 0
    identifier = Identifier(email=f"{text.slug}@{DOMAIN}") if has_mail else Identifier(phone=normalise_phone(text.phone))
    account = people.create_account(MARKET, text.contact, identifier)
    account.email_verified_at, account.phone_verified_at = (now(), None) if has_mail else (None, now())
    db.session.flush()
    return account


def _accounts() -> list[Account]:
    emails = [sign_in.email for sign_in in SIGN_INS]
    return list(db.session.scalars(select(Account).where(Account.email.in_(emails)).order_by(Account.id)))


def _open(sign_in: SignIn, password_hash: str) -> None:
    account = people.create_account(MARKET, NAMES[sign_in.name], Identifier(email=sign_in.email), password_hash)
    account.email_verified_at = now()
    db.session.flush()
    if sign_in.role:
        offices.grant_role(account, sign_in.role, MARKET)
