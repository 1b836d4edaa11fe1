"""`flask fairs import`: an exhibitor list brought in at a terminal, where nobody can be asked.

What a person would be asked takes its careful answer: a cell that may name several products is one, a price that is none is left
open, a name that only sounds alike is a new group. Each is told on stderr.
"""

import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from tqdm import tqdm

from shop.exhibitors import keeping, matching, planning, saving, service
from shop.exhibitors.models import BatchStatus, ImportBatch
from shop.exhibitors.planning import Counts, Plan
from shop.exhibitors.reader import read
from shop.exhibitors.reading import BadFile, Gravity, Problem, Reading
from shop.fairs.models import Fair
from shop.fairs.queries import fair_by_slug
from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction

NOTHING = Counts()


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fair", "slug", required=True, help="The fair's name in its address.")
@click.option("--dry-run", is_flag=True, help="Say what would be saved, and save nothing.")
@with_appcontext
def import_list(file: Path, slug: str, dry_run: bool) -> None:
    """Bring in the exhibitor list of a fair: XLSX, XLS, ODS or CSV. All of it or nothing. Prints one line of JSON."""
    fair = fair_by_slug(slug)
    if fair is None:
        raise click.ClickException(f"there is no fair {slug}")
    fair_id, content = fair.id, file.read_bytes()
    try:
        remembered = service.remembered_by(service.office_of(MARKET))
        reading = read(content, file.name, remembered=remembered, province=current_app.config["PROVINCE"])
    except BadFile as bad:
        _say(NOTHING, [{"row": 0, "column": "", "reason": _reason(bad.fault, bad.params)}], None)
        sys.exit(1)
    kept = keeping.Kept(_unasked(reading), _likenesses(fair_id, reading, file.name))
    plan = planning.plan_of(fair_id, kept, {})
    db.session.rollback()
    if plan.refused or not plan.lines:
        _say(NOTHING, [_refusal(problem) for problem in plan.refused] or [{"row": 0, "column": "", "reason": "empty"}], None)
        sys.exit(1)
    code = None if dry_run else _save(fair_id, file.name, content, kept)
    _say(plan.counts, [], code)
    _tell(plan)


def _unasked(reading: Reading) -> Reading:
    """Without what would be asked, each told."""
    asked = [problem for problem in reading.problems if problem.gravity is Gravity.ASKED]
    for problem in asked:
        where = f"{problem.cell.column}{problem.cell.row}"
        print(f"{where}: {_reason(problem.reason, problem.params)} (left as it stands)", file=sys.stderr)
    return replace(reading, problems=tuple(problem for problem in reading.problems if problem not in asked))


def _likenesses(fair_id: int, reading: Reading, name: str) -> dict:
    """What is exactly theirs alone: nobody is here to say whether two names are one group."""
    known = matching.known_groups()
    db.session.rollback()
    with tqdm(total=len(reading.groups), unit=" groups", file=sys.stderr, desc=name) as bar:
        found = matching.likenesses_of(fair_id, reading.groups, known, lambda done: bar.update(done - bar.n))
    exact = {key: tuple(one for one in likely if one.is_exact) for key, likely in found.items()}
    return {key: likely for key, likely in exact.items() if likely}


def _save(fair_id: int, name: str, content: bytes, kept: keeping.Kept) -> str:
    with transaction():
        fair = db.session.get_one(Fair, fair_id)
        batch = service.begin(fair, name, hashlib.sha256(content).hexdigest(), len(content), None, MARKET)
        batch.status = BatchStatus.SAVING
        db.session.flush()
        announced = planning.plan_of(fair_id, kept, {}).counts
        batch.announced = announced.as_dict()
        db.session.flush()
        saved = saving.save(batch, kept, {}, announced, MARKET)
        service.record_saved(db.session.get_one(ImportBatch, batch.id), saved)
        return batch.code


def _say(counts: Counts, refused: list[dict], code: str | None) -> None:
    named = {"groups": counts.groups, "products": counts.products, "booths": counts.booths}
    print(json.dumps({**named, "refused": refused, "batch": code}, ensure_ascii=False))


def _tell(plan: Plan) -> None:
    counts = plan.counts
    there = (counts.groups - counts.new_groups, counts.products - counts.new_products)
    print(f"already there: {there[0]} groups, {there[1]} products", file=sys.stderr)


def _refusal(problem: Problem) -> dict:
    return {"row": problem.cell.row, "column": problem.cell.column, "reason": _reason(problem.reason, problem.params)}


def _reason(key: str, params: dict) -> str:
    said = ", ".join(f"{name} {value}" for name, value in params.items())
    return f"{key}: {said}" if said else key
