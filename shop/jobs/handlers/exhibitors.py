"""Exhibitor lists: read, compared with the groups that are known, and saved, while the page says how far it is."""

from datetime import timedelta

from flask import current_app

from shop.exhibitors import keeping, matching, planning, saving, service
from shop.exhibitors.models import BatchStatus, ImportBatch
from shop.exhibitors.planning import Counts
from shop.exhibitors.reader import read
from shop.exhibitors.reading import BadFile, Reading
from shop.jobs.registry import daily, handles
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.refusals import LostRace

KEPT_UNSAVED = timedelta(days=30)


def give_up(payload: dict, error: str) -> None:
    service.record_broken_off(payload["batch_id"], payload["version"])


@handles(service.READ, give_up=give_up)
def read_list(_message_id: int, payload: dict) -> None:
    """Read the file with all that was answered. Killed in the middle, it is begun anew."""
    batch_id, version = payload["batch_id"], payload["version"]
    batch = service.batch_to_work(batch_id, version, BatchStatus.READING)
    if batch is None:
        return
    fair_id, file_key, filename = batch.fair_id, batch.file_key, batch.filename
    said, remembered = service.answers_of(batch), service.remembered_by(batch.office)
    db.session.rollback()
    content = keeping.file_of(file_key)
    answers = {"columns": said.columns, "remembered": remembered, "cut": said.cuts, "prices": said.prices}
    try:
        reading = read(content, filename, **answers, province=current_app.config["PROVINCE"])
    except BadFile as bad:
        with transaction():
            service.record_bad_file(batch_id, version, bad)
        return
    kept = keeping.Kept(reading, _likenesses(batch_id, version, fair_id, reading))
    db.session.rollback()
    keeping.store_kept(file_key, version, kept)
    with transaction():
        service.record_ready(batch_id, version, planning.plan_of(fair_id, kept, said.matches).counts)
    if version > 1:
        keeping.forget_kept(file_key, version - 1)


def _likenesses(batch_id: int, version: int, fair_id: int, reading: Reading) -> dict:
    total = len(reading.groups)
    known = matching.known_groups()
    db.session.rollback()

    def told(done: int) -> None:
        with transaction():
            service.record_progress(batch_id, version, done, total)

    return matching.likenesses_of(fair_id, reading.groups, known, told)


@handles(service.SAVE, give_up=give_up)
def save_list(_message_id: int, payload: dict) -> None:
    """All of it in one transaction, or nothing; done twice, the second time finds it done."""
    batch_id, version = payload["batch_id"], payload["version"]
    batch = service.batch_to_work(batch_id, version, BatchStatus.SAVING)
    if batch is None:
        return
    kept = keeping.kept_of(batch.file_key, version)
    db.session.rollback()
    try:
        with transaction():
            if batch := service.batch_to_work(batch_id, version, BatchStatus.SAVING):
                _save(batch, kept)
    except (saving.MarketMoved, LostRace):
        with transaction():
            if batch := service.batch_to_work(batch_id, version, BatchStatus.SAVING):
                service.record_moved(batch)


def _save(batch: ImportBatch, kept: keeping.Kept) -> None:
    """In the name of the official who pressed the button."""
    actor = Actor(batch.saved_by, frozenset({batch.office}))
    matches = service.answers_of(batch).matches
    service.record_saved(batch, saving.save(batch, kept, matches, Counts(**batch.announced), actor))


@daily(at="04:10")
def forget_unsaved_lists() -> None:
    """With the telephone numbers in them."""
    with transaction():
        service.forget_unsaved(now() - KEPT_UNSAVED)
