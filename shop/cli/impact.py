"""`flask impact ...`: what the market earned, counted of the ledger, for an operator at a terminal."""

import json
from datetime import date

import click
from flask.cli import AppGroup

from shop.impact import counting
from shop.jobs.handlers.impact import count_and_publish
from shop.payments.queries import months_of_income

impact = AppGroup("impact", help="What the market earned.")


@impact.command("count")
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="This month alone, 2026-03; else every month there is.")
def count(month) -> None:
    """Count the ledger anew: the same ledger comes to the same figures. What the public was told of a year that is over stays.

    Prints one JSON line: how many months were counted, and as of when.
    """
    months = [date(month.year, month.month, 1)] if month else months_of_income()
    counted = count_and_publish(months)
    print(json.dumps({"months": counted, "as_of": counting.counted().counted_at.isoformat(timespec="seconds")}))
