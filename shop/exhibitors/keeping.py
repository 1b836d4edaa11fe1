"""What was read of a list, kept beside its file between two requests: JSON in private storage, never in the database."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from shop.exhibitors.reading import Cell, CellKey, Column, Gravity, Meaning, Problem, ReadGroup, Reading, ReadProduct
from shop.kernel.codes import new_key
from shop.kernel.database import is_writing
from shop.kernel.storage import storage

FOLDER = "private/lists"


@dataclass(frozen=True)
class Likeness:
    """A known group that a read one may be. `by`: list (this fair's list made it before), enterprise, phone, name.

    `score`: how much of the names is the same, of 100.
    """

    group_id: int
    by: str
    score: int = 100

    @property
    def is_exact(self) -> bool:
        return self.by != "name"


@dataclass(frozen=True)
class Kept:
    """A reading, and for each of its groups (by cell) the known groups that it may be, the likeliest first."""

    reading: Reading
    likenesses: Mapping[CellKey, tuple[Likeness, ...]]


def store_file(content: bytes) -> str:
    """Keep a file that was sent, before the transaction begins; gives its key. Raises StorageFull."""
    if is_writing():
        raise RuntimeError("files are stored before the transaction begins")
    file_key = new_key()
    storage.put(_file_name(file_key), content)
    return file_key


def file_of(file_key: str) -> bytes:
    """Raises NoSuchFile."""
    return storage.get(_file_name(file_key))


def store_kept(file_key: str, version: int, kept: Kept) -> None:
    storage.put(_kept_name(file_key, version), to_json(kept))


def kept_of(file_key: str, version: int) -> Kept:
    """Raises NoSuchFile."""
    return from_json(storage.get(_kept_name(file_key, version)))


def files_of(file_key: str, version: int) -> list[str]:
    """All that is stored of a batch, whichever of it there is."""
    return [_file_name(file_key), *(_kept_name(file_key, number) for number in range(1, version + 1))]


def forget_kept(file_key: str, version: int) -> None:
    """What an earlier version was read as."""
    storage.delete(_kept_name(file_key, version))


def _file_name(file_key: str) -> str:
    return f"{FOLDER}/{file_key}.list"


def _kept_name(file_key: str, version: int) -> str:
    return f"{FOLDER}/{file_key}.{version}.json"


def to_json(kept: Kept) -> bytes:
    likenesses = [[list(key), [asdict(one) for one in found]] for key, found in kept.likenesses.items()]
    return json.dumps({"reading": asdict(kept.reading), "likenesses": likenesses}, ensure_ascii=False).encode()


def from_json(written: bytes) -> Kept:
    raw = json.loads(written)
    return Kept(
        _reading(raw["reading"]), {tuple(key): tuple(Likeness(**one) for one in found) for key, found in raw["likenesses"]}
    )


def _reading(raw: dict) -> Reading:
    return Reading(
        columns=tuple(_column(column) for column in raw["columns"]),
        groups=tuple(_group(group) for group in raw["groups"]),
        problems=tuple(_problem(problem) for problem in raw["problems"]),
        product_rows=raw["product_rows"],
    )


def _column(raw: dict) -> Column:
    return Column(**raw | {"meaning": _meaning(raw["meaning"]), "sample": tuple(raw["sample"])})


def _group(raw: dict) -> ReadGroup:
    products = tuple(_product(product) for product in raw["products"])
    return ReadGroup(Cell(**raw["cell"]), raw["name"], _values(raw["values"]), products)


def _product(raw: dict) -> ReadProduct:
    return ReadProduct(Cell(**raw["cell"]), raw["title"], raw["price_satang"], _values(raw["values"]))


def _problem(raw: dict) -> Problem:
    gravity, meaning = Gravity(raw["gravity"]), _meaning(raw["meaning"])
    return Problem(Cell(**raw["cell"]), meaning, gravity, raw["reason"], raw["params"])


def _values(raw: dict) -> dict[Meaning, str]:
    return {Meaning(name): value for name, value in raw.items()}


def _meaning(raw: str | None) -> Meaning | None:
    return Meaning(raw) if raw else None
