"""`flask doctor`, `flask backup`, `flask restore`: the market kept sound, for an operator at a terminal."""

import sys

import click
from flask.cli import with_appcontext

from shop.upkeep.checks import findings

MOST_SHOWN = 5


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Prove that the market's records agree: a line a check, exit 1 if one fails."""
    if not run_doctor():
        sys.exit(1)


def run_doctor() -> bool:
    """Print a line a check; whether all is well."""
    is_well = True
    for name, problems in findings():
        if not problems:
            print(f"ok {name}")
            continue
        is_well = False
        more = f"; and {len(problems) - MOST_SHOWN} more" if len(problems) > MOST_SHOWN else ""
        print(f"FAIL {name} {'; '.join(problems[:MOST_SHOWN])}{more}")
    return is_well
