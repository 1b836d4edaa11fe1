"""What every page knows: language, addresses of assets, money and dates as people read them."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, g
from flask_babel import Babel, gettext
from flask_babel.speaklater import LazyString

from shop.kernel import money, thai
from shop.kernel.access import Permission
from shop.kernel.clock import now
from shop.kernel.erased import AT_REQUEST, BY_THE_OFFICE
from shop.kernel.identifiers import format_phone
from shop.notices.wording import is_for_group, title_of
from shop.web import words
from shop.web.assets import PREFIX
from shop.web.language import locale, root_path, this_page_in
from shop.web.texts import speak
from shop.web.whole_words import marked_words, whole_words


def dress_pages(app: Flask) -> None:
    """Give templates their filters and names."""
    folders = sorted(str(folder) for folder in (Path(app.root_path) / "translations").glob("*") if folder.is_dir())
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folders)
    Babel(app, locale_selector=locale)
    speak(app)

    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.tests["string"] = lambda value: isinstance(value, str | LazyString)  # words that wait for their language
    app.jinja_env.filters.update(
        baht=money.format_baht,
        thai_date=lambda value, style="short": thai.format_date(value, locale(), style),
        thai_time=lambda value: thai.format_time(value, locale()),
        thai_datetime=lambda value: thai.format_datetime(value, locale()),
        phone=format_phone,
        notice_title=lambda notice: title_of(notice, gettext),
        is_for_group=is_for_group,
        as_said=as_said,
        whole=lambda text: whole_words(str(text or "")),
        whole_and_marked=lambda text, terms: marked_words(str(text or ""), terms),
        ago=lambda value: thai.ago(value, now(), locale()),
    )

    app.jinja_env.globals.update(
        this_page_in=this_page_in,
        other_language_url=lambda: this_page_in("th" if locale() == "en" else "en"),
        asset=asset,
        photo_url=photo_url,
        in_language=in_language,
        sold_as=sold_as,
        shipping_name=shipping_name,
        Permission=Permission,
        words=words,
    )

    @app.context_processor
    def names() -> dict:
        return {
            "locale": locale(),
            "site_name": current_app.config["SITE_NAME"],
            "public_url": current_app.config["PUBLIC_URL"],
            "actor": g.get("actor"),
            "account": g.get("account"),
            "membership": g.get("membership"),
        }


def asset(path: str) -> str:
    """The address of a file under static/: by its name in static/dist/, else with what it holds in its query."""
    folder = current_app.static_folder
    changed = _changed_at(f"{folder}/{path}")
    if name := current_app.extensions["assets"].name_of(path, changed):
        return f"{root_path()}{PREFIX}{name}"
    return f"{root_path()}/static/{path}?v={_content_hash(folder, path, changed)}"


def _changed_at(file: str) -> int:
    """In nanoseconds; 0 where there is none."""
    try:
        return os.stat(file).st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=512)
def _content_hash(folder: str, path: str, _changed: int) -> str:
    file = Path(folder) / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.exists() else "0"


def photo_url(photo: object, width: int, kind: str = "webp") -> str:
    """The address of a published photo at the smallest width made that is not below `width` pixels; `kind` is of its formats."""
    widths = sorted(photo.widths) or [width]
    fitting = next((made for made in widths if made >= width), widths[-1])
    return f"{root_path()}/photos/{photo.key}/{fitting}.{kind}"


def in_language(thing: object, name: str) -> str:
    """`thing.name_en` on an English page where there is one, else `thing.name`."""
    return (locale() == "en" and getattr(thing, f"{name}_en", "")) or getattr(thing, name)


def sold_as(line: object) -> tuple[str, str]:
    """Title and option of an order's line: as sold, on an English page by their English names where there are any."""
    if locale() == "en":
        return (line.revision and line.revision.title_en) or line.title, line.variant.name_en or line.variant_name
    return line.title, line.variant_name


def as_said(words: str) -> str:
    """What somebody wrote, and where it was erased that it was, in the reader's language."""
    if words == AT_REQUEST:
        return gettext("(ลบตามคำขอ)")
    return gettext("(เจ้าหน้าที่เอาข้อความนี้ออก)") if words == BY_THE_OFFICE else words


def shipping_name(name: str) -> str:
    """A way of sending as its group calls it; the name that the form suggests has its English."""
    return gettext("ส่งพัสดุ") if name in ("ส่งพัสดุ", "Parcel") else name
