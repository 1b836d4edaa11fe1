"""Photos of a review: re-encoded at once and kept under private/, as those of returns are; shown where a question says so."""

from datetime import datetime

from shop.orders.returns import photos
from shop.orders.returns.service import StoredPhoto
from shop.reviews.models import ReviewPhoto

FOLDER = "private/reviews"
ORPHANED_AFTER = photos.ORPHANED_AFTER


def store(content: bytes) -> StoredPhoto:
    """Before the transaction begins. Raises PhotoRefused."""
    return photos.store(content, FOLDER)


def file_of(photo: ReviewPhoto, width: int) -> bytes | None:
    """For those who may see it: the caller has asked."""
    return photos.file_of(photo, width, FOLDER)


def orphaned_files(before: datetime) -> list[str]:
    return photos.orphaned_files(before, ReviewPhoto, FOLDER)


def missing_files() -> list[str]:
    return photos.missing_files(ReviewPhoto, FOLDER)
