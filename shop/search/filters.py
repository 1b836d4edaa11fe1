"""What a buyer asks for, as conditions on products: with names for its values, so that statements are kept and sent again."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Select, bindparam, select

from shop.catalogue.categories import SUBCATEGORIES, Category
from shop.catalogue.models import Product, RevisionStandard, StandardKind
from shop.catalogue.standards import holds_today
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.groups.models import GroupKind
from shop.kernel.database import Beside
from shop.search.queries import Answer, Narrow, hits_of, understand
from shop.search.reading import Question


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
    found: Answer | None = field(default=None, compare=False)  # how `q` is read and all that it finds, once somebody has asked
    among: tuple[int, ...] | None = field(default=None, compare=False)  # what it finds under the other filters, best first
    is_more: bool = field(default=False, compare=False)  # there is more than that

    def understood(self) -> "Filters":
        """The same with its question asked of the database: once for all that a page shows."""
        if self.found:
            return self
        if not self.q:
            return replace(self, found=Answer())
        found = under = understand(self.q).answer
        if found.is_more and self.is_narrow:
            under = hits_of(found.question, narrowed(self.values)).answer
        return replace(self, found=found, among=under.ids, is_more=under.is_more)

    @property
    def question(self) -> Question:
        return self.found.question if self.found else Question()

    @property
    def mark(self) -> Hashable:
        """What is asked for and what that finds, small enough to keep: with equal marks as many products are counted."""
        found = hash((self.among, tuple(self.found.ids))) if self.found else 0
        return replace(self, found=None, among=None), found, self.is_more

    @property
    def is_narrow(self) -> bool:
        """Whether anything but words is asked for."""
        return replace(self, q="") != Filters()

    @property
    def asks_only_words(self) -> bool:
        return bool(self.q) and not self.is_narrow

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


def narrowed(values: dict[str, object]) -> Narrow:
    """These conditions as a search takes them."""
    return Narrow(tuple(condition for name, condition in CONDITIONS.items() if name in values), values)
