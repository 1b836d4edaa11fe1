"""Who is at the desk: the signed-in account, its roles, and the group it works for now."""

from flask import Flask, Request, Response, g, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, current_user

from shop.groups import queries as groups
from shop.kernel.access import GUEST, Actor, Role, roles_at_desk
from shop.people import queries as people
from shop.people.models import Account

login_manager = LoginManager()


class Visitor(UserMixin):
    """What flask-login keeps of an account. The session names the account and its epoch: raising it ends every session."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        return f"{self.account.id}:{self.account.session_epoch}"


@login_manager.user_loader
def load_visitor(session_id: str) -> Visitor | None:
    account_id, _, epoch = session_id.partition(":")
    if not (account_id.isdecimal() and epoch.isdecimal()):
        return None
    account = people.account_for_session(int(account_id), int(epoch))
    return Visitor(account) if account else None


class SessionCookie(SecureCookieSessionInterface):
    """An answer that never changes is the same for everybody, though flask-login looked into the cookie meanwhile."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Most requests bring no cookie of a session: nothing is there to be proven."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        super().save_session(app, session, response)
        if response.cache_control.immutable:
            response.vary.discard("Cookie")


def recognise_visitors(app: Flask) -> None:
    app.session_interface = SessionCookie()
    login_manager.init_app(app)

    @app.before_request
    def set_actor() -> None:
        g.account, g.memberships, g.membership, g.actor = None, [], None, GUEST
        if "_user_id" not in session or not current_user.is_authenticated:
            return
        g.account = current_user.account
        g.memberships = groups.memberships_of(g.account.id)
        g.membership = _current_membership()
        roles = {Role.BUYER} | {granted.role for granted in g.account.roles}
        if g.membership:
            roles |= roles_at_desk(g.membership.role, g.membership.scope)
        g.actor = Actor(g.account.id, frozenset(roles), g.membership.group_id if g.membership else None)


def _current_membership():
    chosen = session.get("group_id")
    return next((m for m in g.memberships if m.group_id == chosen), g.memberships[0] if g.memberships else None)
