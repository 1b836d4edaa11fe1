"""The demonstration's photos: drawn, then taken through the same checks and re-encoding as a seller's, on two processors."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager

from shop.catalogue import photos
from shop.catalogue.models import Photo
from shop.catalogue.photos import StoredUpload
from shop.catalogue.pictures import KINDS, Rendered, check_upload, render
from shop.demo import pictures
from shop.kernel.access import Actor
from shop.kernel.codes import new_key

COVER, EVIDENCE = "cover", "evidence"
PAINTERS = 2


class Studio:
    """Pictures ordered ahead, painted meanwhile, and taken when a row needs them. `width` in pixels."""

    def __init__(self, pool: ProcessPoolExecutor, width: int) -> None:
        self._pool, self._width = pool, width
        self._ordered: dict[tuple[str, int], Future[Rendered]] = {}

    def order(self, kind: str, seed: int) -> None:
        if (kind, seed) not in self._ordered:
            self._ordered[kind, seed] = self._pool.submit(paint, kind, seed, self._width)

    def take(self, kind: str, seed: int) -> "Painted":
        """Its files stand in private/ from now on. Call it before the transaction that calls `Painted.hang`."""
        self.order(kind, seed)
        made = self._ordered.pop((kind, seed)).result()
        key = new_key()
        photos.store_files(key, made)
        return Painted(key, made)


class Painted:
    """A picture that the database does not know yet."""

    def __init__(self, key: str, made: Rendered) -> None:
        self._key, self._made = key, made

    def hang(self, group_id: int, actor: Actor) -> Photo:
        """The group's photo of it, ready."""
        photo = photos.take_upload(group_id, StoredUpload(self._key), actor)
        photos.record_ready(photo.id, self._made)
        return photo


@contextmanager
def open_studio(width: int) -> Iterator[Studio]:
    """Painters that know nothing of our connections: they are new processes, not copies of this one."""
    with ProcessPoolExecutor(PAINTERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield Studio(pool, width)


def paint(kind: str, seed: int, width: int) -> Rendered:
    """What a painter does. Raises PhotoRefused if our own drawing were no photo."""
    if kind == COVER:
        drawn = pictures.draw_cover(seed, (width * 8 // 5, width * 9 // 10))  # shown across the page
    elif kind == EVIDENCE:
        drawn = pictures.draw_evidence(seed, (width, width * 3 // 4))
    else:
        drawn = pictures.draw(kind, seed, (width, width * 3 // 4))
    check_upload(drawn)
    return render(drawn, kinds=KINDS)
