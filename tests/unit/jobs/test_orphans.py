"""Files that nothing knows are swept after a day, in every folder there is; what a row knows stays."""

from datetime import timedelta

import time_machine
from sqlalchemy import update

from shop.jobs.handlers import orphans
from shop.jobs.handlers.orphans import KNOWN_BY, forget_orphaned_files
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db, transaction
from shop.kernel.orphans import orphaned_files
from shop.kernel.storage import storage
from shop.orders.returns.models import ReturnPhoto
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.groups import given_a_group
from tests.factories.returns import given_a_return, given_a_return_photo


def test_every_folder_is_swept_after_a_day(session):
    lost = [f"{folder}/{new_key()}/320.webp" for folder in KNOWN_BY] + [f"{folder}/{new_key()}.pdf" for folder in KNOWN_BY]
    for file in lost:
        storage.put(file, b"lost")
    forget_orphaned_files()
    assert all(storage.exists(file) for file in lost), "a form of a minute ago may yet bring their row"
    with time_machine.travel(now() + timedelta(hours=25)):
        forget_orphaned_files()
    assert not [file for file in lost if storage.exists(file)]


def test_what_a_row_knows_stays(session):
    with transaction():
        group = given_a_group()
        photo = given_a_photo(group)
        shown = given_a_return_photo(given_a_return(group, given_a_product(group)))
    of_photo = [f"private/photos/{photo.key}/original", f"public/photos/{photo.key}/320.webp"]
    known = [*of_photo, f"private/returns/{shown.key}/320.webp"]
    for file in known:
        storage.put(file, b"known")
    with time_machine.travel(now() + timedelta(days=2)):
        forget_orphaned_files()
    assert all(storage.exists(file) for file in known)


def test_one_folder_in_trouble_does_not_hold_up_the_others(session, monkeypatch, caplog):
    lost = f"private/slips/{new_key()}/320.webp"
    storage.put(lost, b"lost")
    tried = []

    def fail_once(folder, known_by, before):
        tried.append(folder)
        if len(tried) == 1:
            raise OSError("the disk")
        return orphaned_files(folder, known_by, before)

    monkeypatch.setattr(orphans, "orphaned_files", fail_once)
    with time_machine.travel(now() + timedelta(days=2)):
        forget_orphaned_files()
    assert not storage.exists(lost)
    assert "were not swept" in caplog.text


def test_more_than_the_database_is_asked_for_at_once(session, monkeypatch):
    monkeypatch.setattr("shop.kernel.orphans.AT_ONCE", 2)
    with transaction():
        group = given_a_group()
        photos = [given_a_return_photo(given_a_return(group, given_a_product(group))) for _ in range(3)]
        keys = [photo.key for photo in photos]
        db.session.execute(update(ReturnPhoto).where(ReturnPhoto.id == photos[0].id).values(key="renamed"))
    orphans_now = {file.split("/")[2] for file in orphaned_files("private/returns", ReturnPhoto.key, now() + timedelta(days=1))}
    assert orphans_now & set(keys) == {keys[0]}
