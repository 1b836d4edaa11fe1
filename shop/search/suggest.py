"""What somebody may mean while she is still typing: goods, groups, kinds of goods and places, few and at once."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from sqlalchemy import func, or_, select

from shop.catalogue.categories import SUBCATEGORIES, Category
from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel import places, thai
from shop.kernel.database import db
from shop.kernel.thai import keyboard
from shop.search import engine, tokens
from shop.search.engine import All, Any
from shop.search.models import SearchDocument
from shop.search.vocabulary import words_for

LONGEST = 60  # characters that are read: nobody waits for suggestions with more
LEAST = 2  # letters or digits of the longest word: fewer begin half the market
READ = 200  # rows among which the best are chosen
OF_A_KIND = 2  # groups, kinds of goods and places each; the rest is for goods


class Kind(StrEnum):
    PRODUCT = "product"
    GROUP = "group"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    DISTRICT = "district"


class Suggestion(NamedTuple):
    """`key`: a product's id, a group's slug, a category's or subcategory's key, a district's code. `text` is empty where the
    words are those of the pages (categories and subcategories)."""

    kind: Kind
    text: str
    key: str


def suggestions(typed: str, language: str = "th", limit: int = 8) -> list[Suggestion]:
    """At most `limit`, kinds of goods first, then goods, places and groups; as typed, else as the other keyboard has it.

    Three short questions to the database at most for each of the two. What buyers may not see is not in it.
    """
    for reading in dict.fromkeys((thai.normalise(typed[:LONGEST]), thai.normalise(keyboard.other_of(typed[:LONGEST])))):
        if max((sum(map(str.isalnum, term)) for term in reading.split()), default=0) < LEAST:
            continue
        if found := _of_each_kind(reading, language, limit):
            return found
    return []


def _of_each_kind(reading: str, language: str, limit: int) -> list[Suggestion]:
    goods = _products(reading, language)[:limit]
    room = limit - min(len(goods), limit // 2)  # half of it is kept for goods
    kinds = _kinds_of_goods(reading)
    others = (_districts(reading, language) + _groups(reading, language))[: room - len(kinds)]
    return kinds + goods[: limit - len(kinds) - len(others)] + others


def _products(reading: str, language: str) -> list[Suggestion]:
    """Titles that begin with it before those that hold all its words, then what is popular. Of one title the most popular."""
    terms = [term for term in dict.fromkeys(reading.split()) if thai.has_letter_or_digit(term)]
    asked = engine.documents(
        select(Product.id, Product.title, Product.title_en, Product.popularity, SearchDocument.title, SearchDocument.sound),
        All(tuple(_begun(term) for term in terms)),
    )
    asked = asked.join(Product, Product.id == SearchDocument.product_id).where(Product.is_listed).limit(READ)
    rows = [row for row in db.session.connection().execute(asked) if all(_holds(row[4], row[5], term) for term in terms)]
    found: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: -row.popularity):
        found.setdefault(_own_name(row[1], row[2], language), row.id)
    return [Suggestion(Kind.PRODUCT, title, str(found[title])) for title in _nearest(found, reading)]


def _begun(term: str) -> All | Any:
    """Somewhere in the title by its sound; a word of it where that is less than three letters."""
    letters = tokens.net_of(term)
    if letters:
        return All(tuple(tokens.NET + three for three in letters))
    return Any(tuple(field + word for word in tokens.words_of(term) or [term] for field in (tokens.TITLE, tokens.PART)))


def _holds(title: str, sound: str, term: str) -> bool:
    return term in title or thai.fold_normal(term) in sound


def _groups(reading: str, language: str) -> list[Suggestion]:
    asked = (
        select(Group.slug, Group.name, Group.name_en)
        .where(
            Group.status == GroupStatus.APPROVED,
            or_(
                func.lower(Group.name).contains(reading, autoescape=True),
                func.lower(Group.name_en).contains(reading, autoescape=True),
            ),
        )
        .order_by(Group.id.desc())
        .limit(READ)
    )
    found = {_own_name(name, name_en, language): slug for slug, name, name_en in db.session.execute(asked)}
    return [Suggestion(Kind.GROUP, name, found[name]) for name in _nearest(found, reading)[:OF_A_KIND]]


def _kinds_of_goods(reading: str) -> list[Suggestion]:
    """Any of whose words in the trade begins with it."""
    named = [found for found, words in _words_of_kinds() if any(word.startswith(reading) for word in words)]
    return [Suggestion(kind, "", key) for kind, key in named[:OF_A_KIND]]


def _districts(reading: str, language: str) -> list[Suggestion]:
    """Those whose name begins with it and from where something is on sale."""
    codes = [code for code, names in _names_of_districts() if any(name.startswith(reading) for name in names)]
    if not codes:
        return []
    sold = select(Product.id).where(Product.group_id == Group.id, Product.is_listed).exists()
    asked = select(Group.district_code).where(Group.status == GroupStatus.APPROVED, Group.district_code.in_(codes), sold)
    found = sorted(db.session.scalars(asked.distinct()))[:OF_A_KIND]
    return [Suggestion(Kind.DISTRICT, places.district(code).name(language), code) for code in found]


def _nearest(names: Iterable[str], reading: str) -> list[str]:
    """Those that begin with it first; otherwise in the order given."""
    return sorted(names, key=lambda name: not thai.normalise(name).startswith(reading))


def _own_name(name: str, name_en: str, language: str) -> str:
    return name_en if language == "en" and name_en else name


@cache
def _words_of_kinds() -> list[tuple[tuple[Kind, str], list[str]]]:
    """By category and subcategory: what people call it, in normal form, the whole of it and each word."""
    named = [((Kind.CATEGORY, category.value), words_for(category, None)) for category in Category]
    named += [((Kind.SUBCATEGORY, key), words_for(None, key)) for keys in SUBCATEGORIES.values() for key in keys]
    return [(found, [form for words in said for form in _beginnings(thai.normalise(words))]) for found, said in named]


@cache
def _names_of_districts() -> list[tuple[str, tuple[str, str]]]:
    """(code, names in normal form) of every district of the country."""
    every = [district for province in places.provinces() for district in places.districts(province.code)]
    return [(one.code, (thai.normalise(one.name_th), thai.normalise(one.name_en))) for one in every]


def _beginnings(words: str) -> list[str]:
    parts = words.split()
    return [" ".join(parts[n:]) for n in range(len(parts))]
