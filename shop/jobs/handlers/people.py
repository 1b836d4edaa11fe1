"""What is no longer needed of people's tries and keys is forgotten."""

from shop.jobs.registry import daily
from shop.kernel.database import transaction
from shop.people.keys import forget_old_keys
from shop.people.throttle import forget_old_tries


@daily(at="03:40")
def forget_tries_and_keys() -> None:
    """Addresses of failed tries after a day, expired keys after a month."""
    with transaction():
        forget_old_tries()
        forget_old_keys()
