"""A notice as a line of an inbox and as a link; the words of the mails are in templates/notices/."""

from collections.abc import Callable
from urllib.parse import quote

from shop.notices.kinds import KINDS
from shop.notices.models import Notice


def title_of(notice: Notice, gettext: Callable[[str], str]) -> str:
    """One line in the language of `gettext`: the inbox's title and the mail's subject."""
    return " ".join((gettext(KINDS[notice.kind].title) % notice.params).split())


def action_of(notice: Notice, gettext: Callable[[str], str]) -> str:
    """The words on its link."""
    return gettext(KINDS[notice.kind].action)


def path_of(notice: Notice) -> str:
    """Where it leads, without the language and without the sealed key: the inbox's reader is signed in.

    A link for one use is not shown in the inbox: its path is empty here.
    """
    path = KINDS[notice.kind].path.format_map(notice.params)
    return (
        f"/sell{path}" if notice.params.get("for_group") and path.startswith(("/orders/", "/questions/", "/wholesale/")) else path
    )


def is_for_group(notice: Notice) -> bool:
    """Whether it tells a group, not the buyer, of an order."""
    return bool(notice.params.get("for_group")) or KINDS[notice.kind].path.startswith("/sell")


def mailed_path_of(notice: Notice) -> str:
    """Where it leads from a mail, keys included; empty where those were erased and nothing else remains."""
    sealed = notice.sealed or {}
    path = path_of(notice) or sealed.get("path", "")
    return f"{path}?key={quote(sealed['key'])}" if path and sealed.get("key") else path
