"""Share pictures: every minute those are drawn whose facts changed, and those removed whose subject left the market."""

import logging

from flask import current_app

from shop.jobs.registry import every
from shop.kernel.database import db, transaction
from shop.papers import share_drawing, share_pictures
from shop.papers.models import ShareKind

log = logging.getLogger("shop.jobs")

AT_ONCE = 100


@every(minutes=1)
def keep_share_pictures() -> None:
    with transaction():
        gone = share_pictures.forget_hidden()
    share_pictures.forget_files(gone)
    due = share_pictures.stale(AT_ONCE)
    db.session.rollback()
    for kind, subject_id, facts in due:
        _draw(kind, subject_id, facts)


def _draw(kind: ShareKind, subject_id: int, facts: str) -> None:
    """What changes while it is drawn is seen at the next beat; what cannot be drawn is not tried again until it changes."""
    try:
        photo_key, words = share_drawing.photo_and_words(kind, subject_id)
        db.session.rollback()
        key = share_pictures.store(kind, subject_id, share_drawing.draw(photo_key, words, current_app.config["SITE_NAME"]))
    except Exception:
        db.session.rollback()
        log.exception("the share picture of %s %s could not be drawn", kind, subject_id)
        key = None
    with transaction():
        before = share_pictures.record(kind, subject_id, facts, key)
    if before:
        share_pictures.forget_files([before])
