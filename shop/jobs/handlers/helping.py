"""Consents end by themselves; both sides hear of it two weeks before."""

from shop.helping import reminders
from shop.jobs.registry import daily
from shop.kernel.database import transaction


@daily(at="09:10")
def remind_of_ending_consents() -> None:
    """Each once."""
    with transaction():
        reminders.remind_of_coming_ends()
