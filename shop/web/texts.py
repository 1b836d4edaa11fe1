"""Templates in the language of the page: each is compiled once for each language, with its words already said.

`_('…')` costs nothing when a page is made: where a template says it, the compiled one holds the words themselves.
"""

from collections.abc import MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask.templating import Environment
from flask_babel import get_locale
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from shop.web.language import locale

ICONS = "_components/icons.html"
FOLDER = Path(__file__).parent.parent / "translations"


class PageEnvironment(Environment):
    """Hands each template out in the language of the page or, outside a request, in the one that is being written in."""

    language = ""

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 (Jinja's name)
        if self.language:
            return super()._load_template(name, globals)
        return _speaking(self, spoken())._load_template(name, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Those of all templates themselves, which are copied for each page: quicker than a chain with nothing before it."""
        return super().make_globals(d) if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return Saying(self).visit(tree) if self.language else tree


class Saying(NodeTransformer):
    """Puts words in the place of `_('…')`, the language in the place of `locale`, and the drawing in the place of `icon('…')`."""

    def __init__(self, environment: PageEnvironment) -> None:
        self._environment, self._language = environment, environment.language

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (Jinja's way)
        self.generic_visit(node)
        if _is_icon(node):
            return self._drawn(node)
        if not _is_said_plainly(node):
            return node
        words = _words(self._language).gettext(node.args[0].value)
        if not node.kwargs:
            return nodes.MarkSafeIfAutoescape(nodes.Const(words % {}), lineno=node.lineno)
        pairs = [nodes.Pair(nodes.Const(given.key), given.value, lineno=node.lineno) for given in node.kwargs]
        said = nodes.MarkSafeIfAutoescape(nodes.Const(words), lineno=node.lineno)
        return nodes.Mod(said, nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)

    def _drawn(self, node: nodes.Call) -> nodes.Node:
        """A page shows twenty icons, which look the same each time."""
        icon = self._environment.get_template(ICONS).module.icon
        svg = icon(*(given.value for given in node.args), **{given.key: given.value.value for given in node.kwargs})
        return nodes.MarkSafeIfAutoescape(nodes.Const(str(svg)), lineno=node.lineno)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802
        is_asked = node.name == "locale" and node.ctx == "load"
        return nodes.Const(self._language, lineno=node.lineno) if is_asked else node


def speak(app: Flask) -> None:
    """For words that are known only while a page is made. What Python says stays with flask-babel, which asks the same files."""
    app.jinja_env.install_gettext_callables(
        lambda words: _words(spoken()).gettext(words),
        lambda one, many, number: _words(spoken()).ngettext(one, many, number),
        newstyle=True,
    )


def spoken() -> str:
    """'th' or 'en'."""
    return locale() if request else str(get_locale() or "th")


def _is_icon(node: nodes.Call) -> bool:
    """Everywhere `icon` is the macro of ICONS; one that is chosen while the page is made is drawn then."""
    is_called = isinstance(node.node, nodes.Name) and node.node.name == "icon" and not node.dyn_args and not node.dyn_kwargs
    return is_called and all(isinstance(given, nodes.Const) for given in (*node.args, *(pair.value for pair in node.kwargs)))


def _is_said_plainly(node: nodes.Call) -> bool:
    is_gettext = isinstance(node.node, nodes.Name) and node.node.name in ("_", "gettext")
    is_whole = is_gettext and len(node.args) == 1 and not node.dyn_args and not node.dyn_kwargs
    return is_whole and isinstance(node.args[0], nodes.Const) and isinstance(node.args[0].value, str)


@lru_cache(maxsize=32)
def _speaking(environment: PageEnvironment, language: str) -> PageEnvironment:
    there = environment.overlay()
    there.language = language
    return there


@lru_cache(maxsize=8)
def _words(language: str) -> NullTranslations:
    """Of all areas; Thai, in which pages are written, has none."""
    found: NullTranslations = Translations()
    for area in sorted(folder for folder in FOLDER.glob("*") if folder.is_dir()):
        there = Translations.load(str(area), [language])
        if isinstance(there, Translations):
            found.merge(there)
    return found
