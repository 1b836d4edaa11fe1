"""`flask payments ...`: money that is on its way, for an operator at a terminal."""

import json

import click
from flask.cli import AppGroup

from shop import reconciler
from shop.payments.gateway import gateway

payments = AppGroup("payments", help="Payments and refunds.")


@payments.command("reconcile")
@click.option("--look-back", type=click.IntRange(1, 3650), metavar="DAYS", help="Also the refunds and disputes of so many days.")
def reconcile(look_back: int | None) -> None:
    """Ask the payment provider about every payment and refund that stays open, and write down what it says.

    After a restored backup `--look-back 30` also finds refunds and disputes that the backup has never heard of.

    Prints one JSON line: how many were asked about, how many got no answer, and what they came to be. Exits 1 without a provider
    or where anything got no answer.
    """
    if not gateway.is_open:
        raise click.ClickException("no payment provider is set: STRIPE_SECRET_KEY is empty")
    found = reconciler.reconcile()
    if look_back:
        again = reconciler.look_again(look_back)
        found |= {"asked": found["asked"] + again["asked"], "unanswered": found["unanswered"] + again["unanswered"]}
    print(json.dumps(found))
    if found["unanswered"]:
        raise SystemExit(1)
