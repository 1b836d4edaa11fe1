"""What a buyer asks for, as conditions on products: with names for its values, so that statements are kept and sent again."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, bindparam, select

from shop.catalogue.categories import SUBCATEGORIES, Category
from shop.catalogue.models import Product, RevisionStandard, StandardKind
from shop.catalogue.standards import holds_today
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.groups.models import GroupKind
from shop.kernel.database import Beside
from shop.search.models import SearchDocument
from shop.search.queries import Question, matches, understand


@dataclass(frozen=True)
class Filters:
    """What a buyer asks for; None or empty asks for anything. Prices in satang."""

    q: str = ""
    category: Category | None = None
    subcategory: str | None = None
    kind: GroupKind | None = None
    district: str | None = None
    fair: str | None = None
    standard: StandardKind | None = None
    min_price: int | None = None
    max_price: int | None = None
    in_stock: bool = False
    group_id: int | None = None
    among: tuple[int, ...] | None = None  # of these products alone, 1,000 at most
    question: Question | None = None  # how `q` is read, where somebody has asked already

    def understood(self) -> "Filters":
        """The same with its question read, which asks the database: once for all that a page shows."""
        return self if self.question else replace(self, question=understand(self.q) if self.q else Question())

    def without(self, *names: str) -> "Filters":
        """The same, asking for anything of these."""
        return replace(self, **dict.fromkeys(names, None))

    @property
    def values(self) -> dict[str, object]:
        """What is asked for, by name; the question aside."""
        asked = {name: getattr(self, name) for name in CONDITIONS}
        if self.subcategory in SUBCATEGORIES.get(self.category, ()):
            asked["category"] = None  # the smaller one says it
        return {name: value for name, value in asked.items() if value is not None and value is not False}


def _has_standard() -> ColumnElement[bool]:
    of_it = RevisionStandard.revision_id == Product.published_revision_id
    has = select(RevisionStandard.id).where(of_it, RevisionStandard.kind == bindparam("standard"), holds_today())
    return has.exists()


def _was_shown() -> ColumnElement[bool]:
    shown = select(Exhibit.id).join(Fair).where(Exhibit.product_id == Product.id, Exhibit.status == ExhibitStatus.CONFIRMED)
    return shown.where(Fair.slug == bindparam("fair")).exists()


def _conditions(of: Callable[[ColumnElement], ColumnElement]) -> dict[str, ColumnElement[bool]]:
    return {
        "category": of(Product.category) == bindparam("category"),
        "subcategory": of(Product.subcategory) == bindparam("subcategory"),
        "kind": of(Product.kind) == bindparam("kind"),
        "district": of(Product.district_code) == bindparam("district"),
        "group_id": Product.group_id == bindparam("group_id"),
        "min_price": of(Product.max_price_satang) >= bindparam("min_price"),
        "max_price": of(Product.min_price_satang) <= bindparam("max_price"),
        "in_stock": Product.available > 0,
        "standard": _has_standard(),
        "fair": _was_shown(),
        "among": Product.id.in_(bindparam("among", expanding=True)),
    }


CONDITIONS = _conditions(lambda column: column)
_ON_THE_WAY = _conditions(Beside)


def listed(asked: Select, names: Collection[str]) -> Select:
    """Narrowed to what buyers may see and to these conditions; their values are sent with it."""
    return asked.where(Product.is_listed, *(condition for name, condition in CONDITIONS.items() if name in names))


def looked_at(asked: Select, names: Collection[str]) -> Select:
    """The same where a list is walked in its order, and each product on the way is looked at."""
    return asked.where(Product.is_listed, *(condition for name, condition in _ON_THE_WAY.items() if name in names))


def looked_up(asked: Select, names: Collection[str]) -> Select:
    """The same where something else leads to each product."""
    return asked.where(Beside(Product.is_listed), *(condition for name, condition in _ON_THE_WAY.items() if name in names))


def answering(asked: Select, filters: Filters) -> Select:
    """Narrowed by the question too, if there is one: such a statement is made each time."""
    if not filters.q:
        return asked
    return asked.join(SearchDocument, SearchDocument.product_id == Product.id).where(matches(filters.question))
