"""Photos made before there were the kinds of today: they get those they lack, while pages go on with those they have."""

from sqlalchemy import String, cast, select

from shop.catalogue.models import Photo, PhotoStatus
from shop.catalogue.photos import PUBLISH, private_key, public_key
from shop.catalogue.pictures import KINDS, Rendered, render
from shop.kernel.database import db
from shop.kernel.outbox import enqueue
from shop.kernel.storage import storage

REMAKE = "photo.remake"


def remake(key: str, formats: list[str], is_public: bool) -> Rendered:
    """The kinds that a photo made before lacks, of its largest WebP file; those there are stay. Raises NoSuchFile."""
    made_of = max((int(file.split("/")[-1].removesuffix(".webp")) for file in _webp_files(key)), default=0)
    made = render(storage.get(private_key(key, made_of)), kinds=[kind for kind in KINDS if kind not in formats])
    for kind, files in made.others.items():
        for width, content in files.items():
            storage.put(private_key(key, width, kind), content)
            if is_public:
                storage.put(public_key(key, width, kind), content)
    return made


def record_remade(photo_id: int, made: Rendered) -> None:
    """From now on pages offer the new kinds; they go to public/ once more, should it have been placed meanwhile."""
    photo = db.session.get(Photo, photo_id)
    if photo is None or photo.status is not PhotoStatus.READY:
        return
    photo.formats = [*photo.formats, *(kind for kind in made.others if kind not in photo.formats)]
    photo.advice = made.advice
    enqueue(PUBLISH, {"photo_id": photo_id})


def to_be_remade(limit: int) -> list[int]:
    """Ids of ready photos that lack a kind, the newest first."""
    lacks = cast(Photo.formats, String).not_like('%"avif"%')
    asked = select(Photo.id).where(Photo.status == PhotoStatus.READY, lacks).order_by(Photo.id.desc()).limit(limit)
    return list(db.session.scalars(asked))


def _webp_files(key: str) -> list[str]:
    return [file for file in storage.keys(f"private/photos/{key}") if file.endswith(".webp")]
