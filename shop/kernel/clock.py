"""The time: aware UTC, from one place, so that tests can move it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The date in Thailand."""
    return now().astimezone(BANGKOK).date()
