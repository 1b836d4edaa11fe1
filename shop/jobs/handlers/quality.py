"""How good what groups show is, counted each night; trainings, told to the groups they would help."""

from shop.jobs.registry import daily, handles
from shop.kernel.database import db, transaction
from shop.quality import counting, trainings


@daily(at="03:45")
def count_quality() -> None:
    """Some groups at a time: what is read holds nobody up, and what is written is short."""
    last = 0
    while ids := counting.groups_after(last):
        figures = {group_id: counting.figures_of(group_id) for group_id in ids}
        db.session.rollback()
        with transaction():
            for group_id, counted in figures.items():
                counting.write(group_id, counted)
        last = ids[-1]


@handles(trainings.TELL)
def tell_of_training(_message_id: int, payload: dict) -> None:
    """Some groups at a time; the next ones by another message."""
    with transaction():
        trainings.tell_some(payload["training_id"], payload["after"])
