"""`flask jobs ...`: the work done later, for an operator at a terminal."""

import os
import sys

import click
from flask import current_app
from flask.cli import AppGroup

from shop.jobs.registry import TIMED, load_handlers
from shop.jobs.run import run, run_once
from shop.jobs.work import do_timed
from shop.kernel import outbox
from shop.kernel.database import transaction

jobs = AppGroup("jobs", help="The work done later: mail, photos, expiries.")


@jobs.command("run")
@click.option("--once", is_flag=True, help="Work everything due, then end.")
def run_jobs(once: bool) -> None:
    """Do what is due, until told to stop."""
    app = current_app._get_current_object()
    if once:
        attempts = run_once(app)
        print("the jobs process is running and does it" if attempts is None else f"attempts: {attempts}")
        return
    run(app)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # a handler that did not end in time must not hold the process: it is taken up again by the next


@jobs.command("timed")
@click.argument("name", required=False)
def do_timed_work(name: str | None) -> None:
    """Do one piece of timed work now; without a name, list what there is."""
    load_handlers()
    if name is None:
        for timed in TIMED.values():
            print(f"{timed.cron:<14} {timed.name}")
        return
    if name not in TIMED:
        raise click.ClickException(f"no timed work is called {name}")
    do_timed(current_app._get_current_object(), name)


@jobs.command("dead")
def list_dead() -> None:
    """List what was given up, newest first."""
    for message in outbox.dead_messages():
        print(f"{message.id}\t{message.failed_at:%Y-%m-%d %H:%M}Z\t{message.topic}\t{message.attempts}\t{message.last_error}")


@jobs.command("revive")
@click.argument("message_id", type=int)
def revive_message(message_id: int) -> None:
    """Give one that was given up another try."""
    with transaction():
        revived = outbox.revive(message_id)
    if not revived:
        raise click.ClickException(f"nothing given up has the number {message_id}")


@jobs.command("dismiss")
@click.argument("message_id", type=int)
def dismiss_message(message_id: int) -> None:
    """Forget one that was given up and need not be done."""
    with transaction():
        dismissed = outbox.dismiss(message_id)
    if not dismissed:
        raise click.ClickException(f"nothing given up has the number {message_id}")
