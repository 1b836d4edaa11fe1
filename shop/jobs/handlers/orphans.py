"""Files that nothing knows are swept at night, a day after they were written: a form on its way may yet bring their row."""

import logging
from datetime import timedelta

from shop.catalogue.models import Photo, PhotoUpload
from shop.conversations.models import MessagePhoto
from shop.evidence.photos import DELETE_FILES
from shop.exhibitors.models import ImportBatch
from shop.fairs.models import FairPack, FairPicture
from shop.helping.models import ConsentPhoto
from shop.jobs.registry import daily, handles
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.orphans import orphaned_files
from shop.kernel.storage import storage
from shop.moderation.models import AdvicePicture
from shop.orders.returns.models import ReturnPhoto
from shop.papers.models import SharePicture
from shop.payments.slips.models import Slip
from shop.reviews.models import ReviewPhoto

log = logging.getLogger("shop.jobs")

ORPHANED_AFTER = timedelta(days=1)
KNOWN_BY = {
    "private/photos": Photo.key,
    "public/photos": Photo.key,
    "private/uploads": PhotoUpload.key,
    "public/fairs": FairPicture.file_key,
    "public/advice": AdvicePicture.file_key,
    "private/packs": FairPack.file_key,
    "private/lists": ImportBatch.file_key,
    "public/share": SharePicture.key,
    "private/returns": ReturnPhoto.key,
    "private/slips": Slip.key,
    "private/reviews": ReviewPhoto.key,
    "private/messages": MessagePhoto.key,
    "private/consents": ConsentPhoto.key,
}


@handles(DELETE_FILES)
def delete_files(_message_id: int, payload: dict) -> None:
    """Of photos that were erased."""
    for file in payload["files"]:
        storage.delete(file)


@daily(at="03:50")
def forget_orphaned_files() -> None:
    """Each folder by itself: one in trouble does not hold up the others."""
    for folder, known_by in KNOWN_BY.items():
        try:
            orphans = orphaned_files(folder, known_by, now() - ORPHANED_AFTER)
            db.session.rollback()
            for file in orphans:
                storage.delete(file)
        except Exception:
            log.exception("the files of %s were not swept", folder)
