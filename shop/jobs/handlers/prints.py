"""Prints of what was there before prints were kept, or came in by lists: a share of them each night."""

from io import BytesIO

from PIL import Image

from shop.catalogue import likeness
from shop.catalogue.photos import private_key
from shop.catalogue.picture_print import print_of
from shop.jobs.registry import daily
from shop.kernel.database import db, transaction
from shop.kernel.storage import NoSuchFile, storage

A_NIGHT = 5000
AT_ONCE = 200


@daily(at="02:50")
def print_photos() -> None:
    """Of the smallest file of each, which tells as much as the largest."""
    lacking = likeness.photos_without_print(A_NIGHT)
    db.session.rollback()
    for start in range(0, len(lacking), AT_ONCE):
        made = [(photo_id, _print_of(key, widths)) for photo_id, key, widths in lacking[start : start + AT_ONCE]]
        with transaction():
            for photo_id, seal in made:
                if seal is not None:
                    likeness.keep_photo_print(photo_id, seal)


@daily(at="02:55")
def print_texts() -> None:
    below = None
    for _ in range(A_NIGHT // AT_ONCE):
        with transaction():
            some = likeness.revisions_without_print(AT_ONCE, below)
            for revision in some:
                likeness.keep_text_print(revision)
            below = min((revision.id for revision in some), default=None)
        if below is None:
            return


def _print_of(key: str, widths: list[int]) -> int | None:
    """None: its file is gone, which `doctor` says."""
    try:
        return print_of(Image.open(BytesIO(storage.get(private_key(key, min(widths))))))
    except (NoSuchFile, OSError, ValueError):
        return None
