"""Photos from upload to public file and back, through the jobs that do it."""

from datetime import timedelta

import pytest

from shop.catalogue import listing, photos, remaking, service
from shop.catalogue.models import Photo, PhotoStatus
from shop.catalogue.pictures import PhotoRefused
from shop.groups.states import GroupStatus
from shop.jobs.handlers import orphans
from shop.jobs.handlers.photos import forget_unused_photos, remake_photos
from shop.jobs.registry import load_handlers
from shop.jobs.work import work_everything_due
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from tests.factories.catalogue import given_a_complete_draft
from tests.factories.groups import given_a_group, owner_of
from tests.unit.catalogue.test_pictures import picture, png_of

OFFICIAL = Actor(7, frozenset({Role.COMMERCE_OFFICIAL}))


@pytest.fixture
def group(session):
    with transaction():
        return given_a_group()


def given_an_upload(group, content: bytes | None = None) -> Photo:
    stored = photos.store_upload(content or picture((700, 500)))
    with transaction():
        return photos.take_upload(group.id, stored, owner_of(group))


def work(app) -> None:
    load_handlers()
    work_everything_due(app)
    db.session.rollback()  # an open read would still see what was


def files(photo: Photo) -> list[str]:
    return [key for area in ("private", "public") for key in storage.keys(f"{area}/photos/{photo.key}")]


def given_it_is_on_sale(app, group) -> tuple:
    """A photo that has been prepared and a published product that shows it."""
    photo = given_an_upload(group)
    with transaction():
        seller = owner_of(group)
        product = given_a_complete_draft(group)
        service.attach_photos(product, [photo], seller)
        service.arrange_photos(product, [photo.id], seller)
        service.publish_revision(service.submit_draft(product, seller), OFFICIAL)
    work(app)
    return photo, product


def test_a_photo_is_prepared_once_and_what_was_sent_is_removed(app, group):
    photo = given_an_upload(group)
    assert (photo.status, files(photo)) == (PhotoStatus.WAITING, [f"private/photos/{photo.key}/original"])

    work(app)

    assert (photo.status, photo.widths, photo.width, photo.height) == (PhotoStatus.READY, [320, 640, 700], 700, 500)
    made = [f"{width}.{kind}" for width in (320, 640, 700) for kind in ("avif", "jpg", "webp")]
    assert files(photo) == [f"private/photos/{photo.key}/{name}" for name in (*made, "master.jpg")]
    assert photo.formats == ["webp", "avif", "jpg"]
    assert photos.private_file(photo, 320)[:4] == b"RIFF"


def test_a_refused_upload_leaves_nothing(group):
    with pytest.raises(PhotoRefused):
        photos.store_upload(b"<html>")
    assert storage.keys("private/photos") == []


def test_what_cannot_be_decoded_is_refused_by_the_job_and_removed(app, group):
    photo = given_an_upload(group, png_of(400, 400, b"\x00short"))

    work(app)

    assert (photo.status, photo.refusal, files(photo)) == (PhotoStatus.REFUSED, "broken", [])


def test_files_are_not_written_inside_a_transaction(group):
    with pytest.raises(RuntimeError), transaction():
        photos.store_upload(picture())


def test_a_photo_is_public_only_once_approved_content_shows_it(app, group):
    photo = given_an_upload(group)
    work(app)
    with transaction():
        seller = owner_of(group)
        product = given_a_complete_draft(group)
        service.attach_photos(product, [photo], seller)
        revision = service.submit_draft(product, seller)
    work(app)
    assert photos.public_file(photo.key, 320) is None

    with transaction():
        service.publish_revision(revision, OFFICIAL)
    work(app)

    assert photo.published_at is not None
    assert photos.public_file(photo.key, 320) == photos.private_file(photo, 320)
    assert photos.public_file(photo.key, 321) is None


def test_a_photo_approved_before_it_was_prepared_becomes_public_afterwards(app, group):
    photo, _ = given_it_is_on_sale(app, group)
    assert photos.public_file(photo.key, 640) is not None


def test_evidence_never_becomes_public(app, group):
    photo = given_an_upload(group)
    with transaction():
        seller = owner_of(group)
        product = given_a_complete_draft(group)
        service.set_standard(product, seller, "gi", "สช 50100012", evidence=photo)
        service.publish_revision(service.submit_draft(product, seller), OFFICIAL)
    work(app)

    assert photo.status is PhotoStatus.READY
    assert photos.public_file(photo.key, 320) is None
    assert not any(key.startswith("public/") for key in files(photo))


def test_a_suspension_is_felt_at_once_and_its_files_go(app, group):
    photo, product = given_it_is_on_sale(app, group)
    with transaction():
        service.suspend_product(product, OFFICIAL, "ฉลากไม่ตรง")
    assert photos.public_file(photo.key, 320) is None
    work(app)
    assert not any(key.startswith("public/") for key in files(photo))

    with transaction():
        service.reinstate_product(product, OFFICIAL)
    work(app)
    assert photos.public_file(photo.key, 320) is not None


def test_a_suspended_group_takes_its_photos_along(app, group):
    photo, _ = given_it_is_on_sale(app, group)
    with transaction():
        group.status = GroupStatus.SUSPENDED
        listing.refresh_group(group.id)
    assert photos.public_file(photo.key, 320) is None
    work(app)
    assert not any(key.startswith("public/") for key in files(photo))

    with transaction():
        db.session.refresh(group)
        group.status = GroupStatus.APPROVED
        listing.refresh_group(group.id)
    work(app)
    assert photos.public_file(photo.key, 320) is not None


def test_a_photo_that_left_the_approved_content_is_withdrawn(app, group):
    photo, product = given_it_is_on_sale(app, group)
    other = given_an_upload(group)
    with transaction():
        seller = owner_of(group)
        service.attach_photos(product, [other], seller)
        service.arrange_photos(product, [other.id], seller)
    work(app)
    assert photos.public_file(photo.key, 320) is not None
    with transaction():
        service.publish_revision(service.submit_draft(product, seller), OFFICIAL)
    work(app)

    assert photos.public_file(photo.key, 320) is None
    assert photos.public_file(other.key, 320) is not None


def test_every_job_may_be_called_twice(app, group):
    photo, _ = given_it_is_on_sale(app, group)
    before = files(photo)
    with transaction():
        for topic in (photos.PROCESS, photos.PUBLISH, photos.WITHDRAW):
            photos.enqueue(topic, {"photo_id": photo.id})
    work(app)

    assert files(photo) == before
    assert photos.public_file(photo.key, 320) is not None


def test_unused_photos_and_orphaned_files_are_swept_at_night_and_nothing_else(app, group, monkeypatch):
    kept, _ = given_it_is_on_sale(app, group)
    unused = given_an_upload(group)
    orphan = photos.store_upload(picture())
    work(app)
    with transaction():
        db.session.get(Photo, unused.id).created_at = now() - timedelta(days=8)
        db.session.get(Photo, kept.id).created_at = now() - timedelta(days=8)
    unused_key = unused.key

    forget_unused_photos()
    orphans.forget_orphaned_files()
    assert storage.exists(photos.original_key(orphan.key)), "an upload of a minute ago may belong to a form on its way"
    monkeypatch.setattr(orphans, "ORPHANED_AFTER", timedelta(0))
    orphans.forget_orphaned_files()

    assert not storage.exists(photos.original_key(orphan.key))
    assert storage.keys(f"private/photos/{unused_key}") == []
    assert len(files(kept)) == 3 * 3 * 2 + 1


def test_a_photo_made_before_gets_the_kinds_it_lacks_and_stays_on_show(app, group, monkeypatch):
    monkeypatch.setattr("shop.jobs.handlers.photos.REMADE_EVERY", timedelta(0))
    photo, _ = given_it_is_on_sale(app, group)
    for file in files(photo):
        if not file.endswith(".webp"):
            storage.delete(file)
    with transaction():
        photo = db.session.get(Photo, photo.id)
        photo.formats, photo.published_at = ["webp"], now()
    before = photos.public_file(photo.key, 640)

    remake_photos()
    work(app)

    assert photo.formats == ["webp", "avif", "jpg"]
    assert photos.public_file(photo.key, 640) == before
    assert all(photos.public_file(photo.key, 320, kind) for kind in photo.formats)
    assert not [file for file in photos.missing_files() if photo.key in file]
    remake_photos()
    assert photo.id not in remaking.to_be_remade(10), "and is left alone from then on"


def test_a_heic_is_prepared_though_its_job_was_killed_halfway(app, group):
    photo = given_an_upload(group, picture((900, 700), kind="HEIF"))
    photos.prepare(photo.key)  # the files are there, the row does not know it: the power went
    work(app)

    assert (photo.status, photo.widths, storage.exists(photos.original_key(photo.key))) == (
        PhotoStatus.READY,
        [320, 640, 900],
        False,
    )
