"""`flask fairs ...`: fairs, for an operator at a terminal."""

import click
from flask.cli import AppGroup

from shop.cli.fair_lists import import_list
from shop.fairs import service
from shop.kernel.access import MARKET
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.kernel.thai import parse_date

fairs = AppGroup("fairs", help="Labour fairs.")
fairs.add_command(import_list)


@fairs.command("create")
@click.argument("slug")
@click.option("--title", required=True)
@click.option(
    "--date", "dates", required=True, help="A day, or two with .. between: 2024-01-23, '23 ม.ค. 2567', 2024-01-23..2024-01-24"
)
@click.option("--place", required=True)
@click.option("--organiser", default="")
@click.option("--short-name", default="")
def create(slug: str, title: str, dates: str, place: str, organiser: str, short_name: str) -> None:
    """Create a fair under /fairs/SLUG."""
    first, _, last = dates.partition("..")
    try:
        starts_on, ends_on = parse_date(first), parse_date(last or first)
        with transaction():
            words = {"title": title, "place": place, "organiser": organiser, "short_name": short_name}
            fair = service.create_fair(MARKET, slug=slug, starts_on=starts_on, ends_on=ends_on, **words)
    except BadValue as wrong:
        raise click.ClickException(f"{wrong.field}: {wrong.reason}") from wrong
    print(f"/fairs/{fair.slug}")
