"""Good examples: a picture beside a phrase of advice, put up by an official, and shown to the group with the advice."""

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.catalogue.picture_folders import PictureFolder, StoredPicture
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import LostRace, NotAllowed
from shop.moderation.actions import ReviewAction
from shop.moderation.models import AdvicePicture, Phrase

files = PictureFolder("public/advice", AdvicePicture)


def set_picture(phrase_id: int, stored: StoredPicture, actor: Actor) -> None:
    """In the place of one that is there. Raises NotAllowed, LostRace where the phrase was removed."""
    _must_decide(actor)
    if db.session.get(Phrase, phrase_id) is None:
        raise LostRace(f"phrase {phrase_id}")
    _take_off(phrase_id)
    db.session.add(AdvicePicture(phrase_id=phrase_id, added_by=actor.id, **stored.columns))
    audit.record(actor, ReviewAction.SET_PICTURE, "phrase", phrase_id)


def remove_picture(phrase_id: int, actor: Actor) -> None:
    """From the phrase; groups that were sent it go on seeing it. Raises NotAllowed, LostRace where there is none."""
    _must_decide(actor)
    if not _take_off(phrase_id):
        raise LostRace(f"phrase {phrase_id} has no picture")
    audit.record(actor, ReviewAction.REMOVE_PICTURE, "phrase", phrase_id)


def pictures_by_phrase() -> dict[int, AdvicePicture]:
    """What stands beside each phrase now."""
    asked = select(AdvicePicture).where(AdvicePicture.phrase_id.is_not(None), AdvicePicture.removed_at.is_(None))
    return {picture.phrase_id: picture for picture in db.session.scalars(asked.order_by(AdvicePicture.id))}


def examples_for(advice: dict[str, str]) -> dict[str, list[int]]:
    """Ids of the pictures of phrases that this advice says, field by field: a phrase that was edited away shows none."""
    if not advice:
        return {}
    asked = select(Phrase.field, Phrase.text, AdvicePicture.id).join(AdvicePicture, AdvicePicture.phrase_id == Phrase.id)
    asked = asked.where(AdvicePicture.removed_at.is_(None), Phrase.field.in_(advice)).order_by(AdvicePicture.id)
    found: dict[str, list[int]] = {}
    for field, text, picture_id in db.session.execute(asked):
        if text in advice[field]:
            found.setdefault(field, []).append(picture_id)
    return found


def examples_of(examples: dict[str, list[int]]) -> dict[str, list[AdvicePicture]]:
    """The pictures themselves."""
    wanted = {picture_id for ids in examples.values() for picture_id in ids}
    if not wanted:
        return {}
    known = {one.id: one for one in db.session.scalars(select(AdvicePicture).where(AdvicePicture.id.in_(wanted)))}
    return {field: [known[one] for one in ids if one in known] for field, ids in examples.items()}


def _take_off(phrase_id: int) -> bool:
    shown = update(AdvicePicture).where(AdvicePicture.phrase_id == phrase_id, AdvicePicture.removed_at.is_(None))
    return db.session.execute(shown.values(removed_at=now()).execution_options(synchronize_session=False)).rowcount > 0


def _must_decide(actor: Actor) -> None:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
