"""`flask doctor`, `flask backup`, `flask restore`: the market kept sound, for an operator at a terminal."""

import sys
from contextlib import redirect_stdout
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from tqdm import tqdm

from shop.kernel.database import transaction
from shop.upkeep.archive import BadBackup
from shop.upkeep.backup import NothingToBackUp, write_backup
from shop.upkeep.checks import findings, mend
from shop.upkeep.restore import NotEmpty, read_backup

MOST_SHOWN = 5


@click.command("doctor")
@click.option("--mend", "with_mending", is_flag=True, help="First write anew what can be derived: guards, lists, search.")
@with_appcontext
def doctor(with_mending: bool) -> None:
    """Prove that the market's records agree: a line a check, exit 1 if one fails."""
    if with_mending:
        with transaction():
            mend()
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


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write the database and all stored files to one FILE, while the market sells; encrypted where BACKUP_KEY is set.

    The keys themselves (SECRET_KEY, DATA_KEYS, BACKUP_KEY) are not in it: keep them elsewhere, for without them it is of no use.
    """
    key = current_app.config["BACKUP_KEY"]
    spool = Path(current_app.config["INSTANCE_PATH"])
    spool.mkdir(parents=True, exist_ok=True)
    try:
        with tqdm(unit=" parts", file=sys.stderr, desc="backup") as bar:
            size = write_backup(file.absolute(), key, spool, lambda _what: bar.update())
    except NothingToBackUp as empty:
        raise click.ClickException("the database has no tables: there is nothing to back up") from empty
    except OSError as error:
        raise click.ClickException(f"{file} was not written: {error.strerror or error}") from error
    print(f"{file}: {size:,} bytes, {'encrypted' if key else 'NOT encrypted: set BACKUP_KEY'}")
    print("The keys are not in it: keep SECRET_KEY, DATA_KEYS and BACKUP_KEY elsewhere.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Bring a backup back into an EMPTY database and storage, checking all of it first; then ask the doctor."""

    def migrate(revision: str) -> None:
        with redirect_stdout(sys.stderr):
            upgrade(revision=revision)

    try:
        with tqdm(unit="B", unit_scale=True, file=sys.stderr, desc="restore") as bar:
            manifest = read_backup(file, current_app.config["BACKUP_KEY"], migrate, bar.update)
    except (NotEmpty, BadBackup) as refused:
        raise click.ClickException(f"nothing was restored: {refused}") from refused
    print(f"restored what was saved at {manifest['made_at']}")
    if not run_doctor():
        sys.exit(1)
