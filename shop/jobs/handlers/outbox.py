"""The outbox and the notes of what changed keep themselves small."""

from datetime import timedelta

from shop.jobs.registry import daily
from shop.kernel import changes, outbox
from shop.kernel.clock import now
from shop.kernel.database import transaction

KEPT = timedelta(days=30)


@daily(at="03:30")
def forget_done_messages() -> None:
    """Remove rows of work done a month ago; what was given up stays."""
    with transaction():
        outbox.forget_done(now() - KEPT)


@daily(at="03:35")
def forget_old_changes() -> None:
    """Remove what every process that keeps pages has long been told."""
    with transaction():
        changes.forget_old_changes()
