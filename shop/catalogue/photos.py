"""Photos: taken in, prepared by a job, shown to buyers once approved content shows them, and gone when nothing needs them.

Files stand in `private/photos/<key>/` (what was sent until it is re-encoded, then the master and the files made of it) and, while
buyers may see them, in `public/photos/<key>/` too, without the master. A key's files never change once they are public: a photo
that is turned or cut is another photo. Writing files is slow: it happens between transactions, never inside one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update

from shop.catalogue.likeness import keep_photo_print
from shop.catalogue.models import Photo, PhotoStatus, Product, RevisionPhoto, RevisionStandard
from shop.catalogue.pictures import AS_SENT, KINDS, WEBP, Edit, PhotoRefused, Rendered, check_upload, render
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


@dataclass(frozen=True)
class StoredUpload:
    """What was sent, checked and stored, not yet known to the database, and what is to be done to it."""

    key: str
    edit: Edit = AS_SENT


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
    turns, crop = upload.edit
    photo = Photo(group_id=group_id, key=upload.key, created_by=actor.id, turns=turns, crop=list(crop or ()))
    db.session.add(photo)
    db.session.flush()
    enqueue(PROCESS, {"photo_id": photo.id})
    return photo


def original_key(key: str) -> str:
    return f"private/photos/{key}/original"


def master_key(key: str) -> str:
    """All of the picture, upright and without metadata: what it is turned and cut from. It is never public."""
    return f"private/photos/{key}/master.jpg"


def private_key(key: str, width: int, kind: str = WEBP) -> str:
    return f"private/photos/{key}/{width}.{kind}"


def public_key(key: str, width: int, kind: str = WEBP) -> str:
    return f"public/photos/{key}/{width}.{kind}"


# Prepared: called by the job, outside a transaction but for the two that write the row.


def prepare(key: str, edit: Edit = AS_SENT) -> Rendered:
    """Make a photo's files of what was sent, or of its master. Raises PhotoRefused; NoSuchFile where both are gone."""
    try:
        made = render(storage.get(original_key(key)), edit, KINDS, with_master=True)
    except NoSuchFile:
        made = render(storage.get(master_key(key)), edit, KINDS)
    store_files(key, made)
    return made


def store_files(key: str, made: Rendered) -> None:
    """A key's files are the same however often this is done."""
    if made.master:
        storage.put(master_key(key), made.master)
    for kind, files in made.by_kind.items():
        for width, content in files.items():
            storage.put(private_key(key, width, kind), content)


def copy_master(key: str, widths: list[int]) -> str:
    """The key of a photo to be, with the master of this one; of one made before there were masters, its largest file.

    Call it before the transaction that calls `take_upload`. Raises NoSuchFile.
    """
    copy = new_key()
    try:
        storage.copy(master_key(key), master_key(copy))
    except NoSuchFile:
        storage.copy(private_key(key, max(widths)), master_key(copy))
    return copy


def whole_size(photo: Photo) -> tuple[int, int]:
    """Of what was sent, upright, as nearly as its row can tell: before it was turned and cut."""
    width, height = photo.width or 1, photo.height or 1
    if photo.crop:
        width, height = round(width * 1000 / photo.crop[2]), round(height * 1000 / photo.crop[3])
    return (height, width) if photo.turns % 2 else (width, height)


def record_ready(photo_id: int, made: Rendered) -> None:
    """Its files stand in private/; where approved content shows it already, they go to public/ next."""
    values = {
        "status": PhotoStatus.READY,
        "width": made.width,
        "height": made.height,
        "widths": sorted(made.files),
        "dominant_colour": made.dominant_colour,
        "formats": list(made.by_kind),
        "advice": made.advice,
    }
    db.session.execute(update(Photo).where(Photo.id == photo_id, Photo.status == PhotoStatus.WAITING).values(**values))
    keep_photo_print(photo_id, made.seal)
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


def publish_files(key: str, widths: list[int], formats: list[str] | tuple[str, ...] = (WEBP,)) -> None:
    """Copy a photo's files to public/. Again does no harm."""
    for kind in formats:
        for width in widths:
            storage.copy(private_key(key, width, kind), public_key(key, width, kind))


def withdraw_files(key: str) -> None:
    for file in storage.keys(f"public/photos/{key}"):
        storage.delete(file)


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


def whole_file(photo: Photo) -> bytes | None:
    """All that was sent, before it was turned or cut: for its group alone, a megabyte or so. None where there is no master."""
    try:
        return storage.get(master_key(photo.key))
    except NoSuchFile:
        return None


def public_file(key: str, width: int, kind: str = WEBP) -> bytes | None:
    """What buyers may see, else None."""
    photo = db.session.scalar(select(Photo).where(Photo.key == key, Photo.published_at.is_not(None)))
    return _file(photo, width, public_key, kind) if photo else None


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


def missing_files(limit: int = 20) -> list[str]:
    """Storage keys of files that photos have and the storage has not: for `doctor`, empty when all is well."""
    there = {area: set(storage.keys(f"{area}/photos")) for area in ("private", "public")}
    missing = []
    asked = select(Photo.key, Photo.widths, Photo.formats, Photo.published_at).where(Photo.status == PhotoStatus.READY)
    for key, widths, formats, published_at in db.session.execute(asked.order_by(Photo.id).execution_options(yield_per=1000)):
        made = [(width, kind) for kind in formats for width in widths]
        missing += [private_key(key, *one) for one in made if private_key(key, *one) not in there["private"]]
        if published_at is not None:
            missing += [public_key(key, *one) for one in made if public_key(key, *one) not in there["public"]]
        if len(missing) >= limit:
            break
    return missing[:limit]


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


def _file(photo: Photo, width: int, key_of, kind: str = WEBP) -> bytes | None:
    if photo.status is not PhotoStatus.READY or width not in photo.widths or kind not in photo.formats:
        return None
    try:
        return storage.get(key_of(photo.key, width, kind))
    except NoSuchFile:
        return None
