"""The doors of a person's own pages."""

from shop.kernel.access import GUEST as NOBODY
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell
from shop.people.keys import issue_key
from shop.people.line_login import line_login
from shop.people.models import Account, KeyPurpose
from shop.people.queries import recipient_of
from tests.factories.catalogue import given_a_product
from tests.factories.conversations import given_a_question
from tests.functional.access.doors import ANYBODYS, EVERYONE, SIGNED_IN, Door, Side


def a_notice(_side: Side, visitor: Account) -> dict:
    return {"notice_id": tell(recipient_of(visitor), NoticeKind.PASSWORD_CHANGED).id}


def a_reset_link(_side: Side, visitor: Account) -> dict:
    return {"key": issue_key(visitor, KeyPurpose.RESET_PASSWORD, NOBODY, proves=visitor.email)}


def a_verification_link(_side: Side, visitor: Account) -> dict:
    return {"key": issue_key(visitor, KeyPurpose.VERIFY_EMAIL, NOBODY, proves=visitor.email)}


def something_written(side: Side, visitor: Account) -> dict:
    return {"kind": "question", "piece_id": given_a_question(given_a_product(side.group), account=visitor).id}


def with_line_login(_side: Side, _visitor: Account) -> dict:
    """The market has it; nothing here asks LINE before a password or a way back fits."""
    line_login.open("2000000001", "a-secret-of-the-tests")
    return {}


def with_line_problem(side: Side, visitor: Account) -> dict:
    return {"why": "taken", **with_line_login(side, visitor)}


DOORS: dict[str, Door] = {
    "account.begin_linking": Door(SIGNED_IN, with_line_login, whose=ANYBODYS),
    "account.come_back_from_line": Door(EVERYONE, with_line_login, whose=ANYBODYS),
    "account.line_problem": Door(EVERYONE, with_line_problem, whose=ANYBODYS),
    "account.written": Door(SIGNED_IN),
    "account.ask_to_erase": Door(SIGNED_IN, something_written),
    "account.erase_piece": Door(SIGNED_IN, something_written),
    "account.following": Door(SIGNED_IN),
    "account.wishlist": Door(SIGNED_IN),
    "account.notice_choices": Door(SIGNED_IN),
    "account.save_notice_choices": Door(SIGNED_IN),
    "account.show_line": Door(SIGNED_IN, with_line_login, whose=ANYBODYS),
    "account.sign_in_by_line": Door(EVERYONE, with_line_login, whose=ANYBODYS),
    "account.take_line_away": Door(SIGNED_IN, with_line_login, whose=ANYBODYS),
    "account.orders": Door(SIGNED_IN),
    "account.questions": Door(SIGNED_IN),
    "account.wholesale": Door(SIGNED_IN),
    "account.change_password": Door(SIGNED_IN),
    "account.choose_password": Door(EVERYONE, a_reset_link, whose=ANYBODYS),
    "account.confirm_email": Door(EVERYONE, a_verification_link, whose=ANYBODYS),
    "account.edit_email": Door(SIGNED_IN),
    "account.edit_name": Door(SIGNED_IN),
    "account.edit_phone": Door(SIGNED_IN),
    "account.enter_reset_code": Door(EVERYONE),
    "account.forgot_password": Door(EVERYONE),
    "account.home": Door(SIGNED_IN),
    "account.look_in_mail": Door(EVERYONE),
    "account.notices": Door(SIGNED_IN),
    "account.open_account": Door(EVERYONE),
    "account.open_notice": Door(SIGNED_IN, a_notice),
    "account.profile": Door(SIGNED_IN),
    "account.read_all_notices": Door(SIGNED_IN),
    "account.reset_link_sent": Door(EVERYONE),
    "account.reset_with_code": Door(EVERYONE),
    "account.reset_with_link": Door(EVERYONE, a_reset_link, whose=ANYBODYS),
    "account.save_email": Door(SIGNED_IN),
    "account.save_name": Door(SIGNED_IN),
    "account.save_phone": Door(SIGNED_IN),
    "account.security": Door(SIGNED_IN),
    "account.send_reset_link": Door(EVERYONE),
    "account.send_verification_again": Door(SIGNED_IN),
    "account.sign_in": Door(EVERYONE),
    "account.sign_in_with_password": Door(EVERYONE),
    "account.sign_out": Door(EVERYONE),
    "account.sign_up": Door(EVERYONE),
    "account.verify_email": Door(EVERYONE, a_verification_link, whose=ANYBODYS),
}
