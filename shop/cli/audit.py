"""`flask audit ...`: the record's seals, for an operator at a terminal."""

import sys

import click
from flask.cli import AppGroup

from shop.audit import sealing
from shop.jobs.handlers.audit import seal_finished

audit = AppGroup("audit", help="The record of who did what.")


@audit.command("verify")
@click.option("--from", "since", default=sealing.START, help="A digest noted earlier: the chain must lead on from it.")
def verify(since: str) -> None:
    """Read every seal and what it closed, and print the last digest: exit 1 where one does not fit."""
    try:
        verdict = sealing.verify(since.strip().lower())
    except KeyError:
        raise click.ClickException(f"no seal has the digest {since}: the chain is not the one it was noted of") from None
    if broken := verdict.broken:
        print(f"FAIL seal {broken.seal_id} over entries {broken.from_id} to {broken.to_id}: {broken.why}")
        print(f"good up to {verdict.digest} ({verdict.seals} seals, {verdict.entries} entries)")
        sys.exit(1)
    print(f"{verdict.digest} ({verdict.seals} seals, {verdict.entries} entries)")


@audit.command("seal")
def seal() -> None:
    """Seal now what the job would in a few minutes."""
    print(f"{seal_finished()} entries sealed")
