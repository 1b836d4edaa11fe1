"""A notice in words, in the language of whom it is for: a whole letter, a message, a line."""

from datetime import date, datetime

from flask import current_app, render_template
from flask_babel import force_locale, gettext

from shop.kernel import thai
from shop.kernel.money import format_baht
from shop.notices import wording
from shop.notices.models import Notice

LONGEST_PARAGRAPH = 300  # characters of a message: an official's advice may be pages, and the link leads to all of it


def letter_parts(notice: Notice) -> tuple[str, str, str]:
    """Subject, text and HTML in the recipient's language. The text's paragraphs are the HTML's too."""
    with force_locale(notice.locale):
        title, link = wording.title_of(notice, gettext), _link(notice)
        words = {
            "title": title,
            "paragraphs": _paragraphs(notice),
            "link": link,
            "action": wording.action_of(notice, gettext) if link else "",
            "site_name": current_app.config["SITE_NAME"],
            "public_url": _address("/", notice.locale),
            "locale": notice.locale,
        }
        return title, render_template("notices/mail.txt", **words), render_template("notices/mail.html", **words)


def message_text(notice: Notice) -> str:
    """What LINE shows: the title, the letter's first paragraph and its link."""
    with force_locale(notice.locale):
        first = next(iter(_paragraphs(notice)), "")
        if len(first) > LONGEST_PARAGRAPH:
            first = first[: LONGEST_PARAGRAPH - 1].rstrip() + "…"
        return "\n\n".join(filter(None, (wording.title_of(notice, gettext), first, _link(notice))))


def short_text(notice: Notice) -> str:
    """One line and the link: each 70 characters of Thai are paid for as one SMS."""
    with force_locale(notice.locale):
        return " ".join(filter(None, (wording.title_of(notice, gettext), _link(notice))))


def _paragraphs(notice: Notice) -> list[str]:
    body = render_template(
        f"notices/{notice.kind}.txt",
        **notice.params,
        baht=format_baht,
        when=lambda iso: _when(iso, notice.locale),
        day=lambda iso: thai.format_date(date.fromisoformat(iso), notice.locale),
    )
    return [paragraph.strip() for paragraph in body.split("\n\n") if paragraph.strip()]


def _link(notice: Notice) -> str:
    path = wording.mailed_path_of(notice)
    return _address(path, notice.locale) if path else ""


def _address(path: str, locale: str) -> str:
    return current_app.config["PUBLIC_URL"] + ("/en" if locale == "en" else "") + path


def _when(iso: str, locale: str) -> str:
    return thai.format_datetime(datetime.fromisoformat(iso), locale)
