"""The record is sealed every few minutes, never in the transaction that writes it."""

from shop.audit import sealing
from shop.jobs.registry import every
from shop.kernel.database import transaction
from shop.kernel.refusals import LostRace


@every(minutes=5)
def seal_audit() -> None:
    """What is not over yet waits for the next time."""
    seal_finished()


def seal_finished(batch: int = sealing.BATCH) -> int:
    """A transaction a batch; how many entries. Of two processes that seal at once the second stops."""
    newest = sealing.surely_over()
    sealed = 0
    while newest is not None:
        try:
            with transaction():
                count = sealing.seal_next(newest, batch)
        except LostRace:
            break
        sealed += count
        if not count:
            break
    return sealed
