"""Photos: taken in, prepared by a job, shown to buyers once approved content shows them, and gone when nothing needs them.

Files stand in `private/photos/<key>/` (what was sent until it is re-encoded, then the WebP files) and, while buyers may see
them, in `public/photos/<key>/` too. Writing files is slow: it happens between transactions, never inside one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update

from shop.catalogue.models import Photo, PhotoStatus, Product, RevisionPhoto, RevisionStandard
from shop.catalogue.pictures import PhotoRefused, Rendered, check_upload, render
from shop.groups.models import Group, GroupProfile
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db, is_writing
from shop.kernel.outbox import enqueue
from shop.kernel.storage import NoSuchFile, storage

__all__ = ["PhotoRefused", "StoredUpload", "place_group", "place_revisions", "store_upload", "take_upload"]

PROCESS = "photo.process"
PUBLISH = "photo.publish"
WITHDRAW = "photo.withdraw"
PLACE_GROUP = "photo.place_group"
KEPT_UNUSED = timedelta(days=7)
ORPHANED_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class StoredUpload:
    """What was sent, checked and stored, not yet known to the database."""

    key: str


def store_upload(content: bytes) -> StoredUpload:
    """Check what was sent and store it. Call it before the transaction that calls `take_upload`. Raises PhotoRefused."""
    if is_writing():
        raise RuntimeError("files are stored before the transaction begins")
    check_upload(content)
    upload = StoredUpload(new_key())
    storage.put(original_key(upload.key), content)
    return upload


def take_upload(group_id: int, upload: StoredUpload, actor: Actor) -> Photo:
    """The photo of a stored upload, waiting for the job that prepares it; a form that came twice finds the one there is."""
    known = db.session.scalar(select(Photo).where(Photo.key == upload.key, Photo.group_id == group_id))
    if known:
        return known
    photo = Photo(group_id=group_id, key=upload.key, created_by=actor.id)
    db.session.add(photo)
    db.session.flush()
    enqueue(PROCESS, {"photo_id": photo.id})
    return photo


def original_key(key: str) -> str:
    return f"private/photos/{key}/original"


def private_key(key: str, width: int) -> str:
    return f"private/photos/{key}/{width}.webp"


def public_key(key: str, width: int) -> str:
    return f"public/photos/{key}/{width}.webp"


# Prepared: called by the job, outside a transaction but for the two that write the row.


def prepare(key: str) -> Rendered:
    """Make a photo's files of what was sent. Raises PhotoRefused; NoSuchFile where the original is gone."""
    made = render(storage.get(original_key(key)))
    for width, content in made.files.items():
        storage.put(private_key(key, width), content)
    return made


def record_ready(photo_id: int, made: Rendered) -> None:
    """Its files stand in private/; where approved content shows it already, they go to public/ next."""
    values = {
        "status": PhotoStatus.READY,
        "width": made.width,
        "height": made.height,
        "widths": sorted(made.files),
        "dominant_colour": made.dominant_colour,
    }
    db.session.execute(update(Photo).where(Photo.id == photo_id, Photo.status == PhotoStatus.WAITING).values(**values))
    enqueue(PUBLISH, {"photo_id": photo_id})


def record_refused(photo_id: int, reason: str) -> None:
    waiting = update(Photo).where(Photo.id == photo_id, Photo.status == PhotoStatus.WAITING)
    db.session.execute(waiting.values(status=PhotoStatus.REFUSED, refusal=reason[:40]))


def forget_original(key: str) -> None:
    storage.delete(original_key(key))


# Shown or not: what buyers may see is asked of the database each time, and the files follow.


def shown() -> ColumnElement[bool]:
    """Whether approved content of an approved group shows this photo now. Evidence and drafts never do."""
    of_product = (
        select(RevisionPhoto.id)
        .join(Product, Product.published_revision_id == RevisionPhoto.revision_id)
        .join(Group, Group.id == Product.group_id)
        .where(RevisionPhoto.photo_id == Photo.id, Product.suspended_at.is_(None), Group.status == GroupStatus.APPROVED)
    )
    of_group = (
        select(GroupProfile.id)
        .join(Group, Group.published_profile_id == GroupProfile.id)
        .where(GroupProfile.cover_photo_id == Photo.id, Group.status == GroupStatus.APPROVED)
    )
    return or_(of_product.exists(), of_group.exists())


def place_revisions(revision_ids: list[int]) -> None:
    """After a decision: what is no longer shown is out of reach at once, and jobs move the files."""
    _place(select(RevisionPhoto.photo_id).where(RevisionPhoto.revision_id.in_(revision_ids)))


def place_group(group_id: int) -> None:
    """After a group was approved, suspended or reinstated: a job looks at every photo of it."""
    db.session.execute(
        update(Photo)
        .where(Photo.group_id == group_id, Photo.published_at.is_not(None), ~shown())
        .values(published_at=None)
        .execution_options(synchronize_session=False)
    )
    enqueue(PLACE_GROUP, {"group_id": group_id})


def place_all_of_group(group_id: int) -> None:
    """What the job of `place_group` does: one message a photo that is not where it belongs."""
    ready = select(Photo.id).where(Photo.group_id == group_id, Photo.status == PhotoStatus.READY)
    for photo_id in db.session.scalars(ready.where(shown(), Photo.published_at.is_(None)).order_by(Photo.id)):
        enqueue(PUBLISH, {"photo_id": photo_id})
    for photo_id in db.session.scalars(ready.where(~shown()).order_by(Photo.id)):
        enqueue(WITHDRAW, {"photo_id": photo_id})


def is_shown(photo_id: int) -> bool:
    return bool(db.session.scalar(select(Photo.id).where(Photo.id == photo_id, Photo.status == PhotoStatus.READY, shown())))


def publish_files(key: str, widths: list[int]) -> None:
    """Copy a photo's files to public/. Again does no harm."""
    for width in widths:
        storage.copy(private_key(key, width), public_key(key, width))


def withdraw_files(key: str, widths: list[int]) -> None:
    for width in widths:
        storage.delete(public_key(key, width))


def record_published(photo_id: int) -> bool:
    """Whether it is still shown: if not, the caller removes the files again."""
    wanted = update(Photo).where(Photo.id == photo_id, shown()).values(published_at=now())
    return db.session.execute(wanted.execution_options(synchronize_session=False)).rowcount == 1


def record_withdrawn(photo_id: int) -> bool:
    """Whether it really is not shown any more."""
    wanted = update(Photo).where(Photo.id == photo_id, ~shown()).values(published_at=None)
    return db.session.execute(wanted.execution_options(synchronize_session=False)).rowcount == 1


def private_file(photo: Photo, width: int) -> bytes | None:
    """For its group and for officials."""
    return _file(photo, width, private_key)


def public_file(key: str, width: int) -> bytes | None:
    """What buyers may see, else None."""
    photo = db.session.scalar(select(Photo).where(Photo.key == key, Photo.published_at.is_not(None)))
    return _file(photo, width, public_key) if photo else None


# Kept small: nightly.


def forget_unused(before: datetime) -> list[str]:
    """Remove the rows of photos that nothing has used since then; gives their keys, whose files the caller removes."""
    used = or_(
        select(RevisionPhoto.id).where(RevisionPhoto.photo_id == Photo.id).exists(),
        select(RevisionStandard.id).where(RevisionStandard.evidence_photo_id == Photo.id).exists(),
        select(GroupProfile.id).where(GroupProfile.cover_photo_id == Photo.id).exists(),
        select(Product.id).where(Product.cover_photo_id == Photo.id).exists(),
    )
    gone = dict(list(db.session.execute(select(Photo.id, Photo.key).where(Photo.created_at < before, ~used))))
    db.session.execute(delete(Photo).where(Photo.id.in_(list(gone))).execution_options(synchronize_session=False))
    return sorted(gone.values())


def orphaned_files(before: datetime) -> list[str]:
    """Storage keys, last written before then, of photos that the database does not know: an upload whose form was refused."""
    files = [key for area in ("private", "public") for key in storage.keys(f"{area}/photos", before)]
    known: set[str] = set()
    photo_keys = sorted({file.split("/")[2] for file in files})
    for start in range(0, len(photo_keys), 500):
        known.update(db.session.scalars(select(Photo.key).where(Photo.key.in_(photo_keys[start : start + 500]))))
    return [file for file in files if file.split("/")[2] not in known]


def missing_files(limit: int = 20) -> list[str]:
    """Storage keys of files that photos have and the storage has not: for `doctor`, empty when all is well."""
    there = {area: set(storage.keys(f"{area}/photos")) for area in ("private", "public")}
    missing = []
    asked = select(Photo.key, Photo.widths, Photo.published_at).where(Photo.status == PhotoStatus.READY).order_by(Photo.id)
    for key, widths, published_at in db.session.execute(asked.execution_options(yield_per=1000)):
        for width in widths:
            missing += [private_key(key, width)] * (private_key(key, width) not in there["private"])
            missing += [public_key(key, width)] * (published_at is not None and public_key(key, width) not in there["public"])
        if len(missing) >= limit:
            break
    return missing[:limit]


def forget_file(file: str) -> None:
    """One file, by its storage key."""
    storage.delete(file)


def forget_files(key: str) -> None:
    """Every file of a photo."""
    for area in ("private", "public"):
        for file in storage.keys(f"{area}/photos/{key}"):
            storage.delete(file)


def _place(photo_ids) -> None:
    db.session.execute(
        update(Photo)
        .where(Photo.id.in_(photo_ids), Photo.published_at.is_not(None), ~shown())
        .values(published_at=None)
        .execution_options(synchronize_session=False)
    )
    for photo_id, is_now_shown in db.session.execute(select(Photo.id, shown()).where(Photo.id.in_(photo_ids)).order_by(Photo.id)):
        enqueue(PUBLISH if is_now_shown else WITHDRAW, {"photo_id": photo_id})


def _file(photo: Photo, width: int, key_of) -> bytes | None:
    if photo.status is not PhotoStatus.READY or width not in photo.widths:
        return None
    try:
        return storage.get(key_of(photo.key, width))
    except NoSuchFile:
        return None
