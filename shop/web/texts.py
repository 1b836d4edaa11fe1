"""Words of pages in the language of the address: the catalogue of each language is read once, then every word is one look."""

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Flask

from shop.web.language import locale

FOLDER = Path(__file__).parent.parent / "translations"


def speak(app: Flask) -> None:
    """What templates say goes this way; what Python says stays with flask-babel, which asks the same files."""
    app.jinja_env.install_gettext_callables(
        lambda words: _words(locale()).gettext(words),
        lambda one, many, number: _words(locale()).ngettext(one, many, number),
        newstyle=True,
    )


@lru_cache(maxsize=8)
def _words(language: str) -> NullTranslations:
    """Of all areas; Thai, in which pages are written, has none."""
    found: NullTranslations = Translations()
    for area in sorted(folder for folder in FOLDER.glob("*") if folder.is_dir()):
        there = Translations.load(str(area), [language])
        if isinstance(there, Translations):
            found.merge(there)
    return found
