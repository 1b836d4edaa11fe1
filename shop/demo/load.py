"""Load the demonstration market: noun by noun, each in its own transaction under a natural key.

Whatever stands already is left as it is, so a load that was killed goes on where it stopped, and a second one changes nothing.
"""

from collections.abc import Callable

from sqlalchemy import exists, select

from shop.demo import (
    aftermath,
    booths,
    bulk_orders,
    buyers,
    collecting,
    desk,
    figures,
    goods,
    guidance,
    history,
    opinions,
    people,
    sales,
    sellers,
    shows,
    table,
    talks,
    transfers,
)
from shop.demo.painting import Studio, open_studio
from shop.demo.reading import GroupText, read_groups
from shop.favourites import popularity
from shop.groups.models import Group
from shop.kernel.database import db, transaction
from shop.kernel.refusals import Refusal
from shop.moderation import advice
from shop.people.models import Account

Progress = Callable[[str], None]


class NotADemonstration(Refusal):
    """People or groups are in this database who are not ours: it is left alone."""


def check_database() -> None:
    """Raises NotADemonstration."""
    if not people.is_demonstration() and db.session.scalar(select(exists(select(Account.id)) | exists(select(Group.id)))):
        raise NotADemonstration
    db.session.rollback()


def load(password: str, picture_width: int, say: Progress) -> None:
    """Everything that is not there yet. `picture_width` in pixels; `say` is told of each noun. Raises NotADemonstration."""
    check_database()
    people.open_sign_ins(password)
    groups = read_groups()
    if not _is_missing_something(groups):
        return
    say("phrases and fairs")
    with transaction():
        advice.begin_editing(people.actor_of("commerce"))
    desk.set_up()
    shows.add_fairs()
    with open_studio(picture_width) as studio:
        _order_pictures(studio, groups)
        for number, text in enumerate(groups):
            say(text.name)
            _load_group(studio, text, number)
    if booths.is_missing():
        say("booths")
        booths.add(picture_width)
    say("orders")
    _load_orders(groups)
    if aftermath.is_missing():
        db.session.rollback()
        aftermath.add()
    transfers.add()
    for part in (talks, opinions, bulk_orders, guidance, table):
        if part.is_missing():
            db.session.rollback()
            part.add()
    with transaction():
        collecting.send_refunds_of_the_past()
    with transaction():
        popularity.write(popularity.changes())
    history.publish_photos()
    history.settle()
    figures.count()


def _is_missing_something(groups: list[GroupText]) -> bool:
    keys = {text.key for text in groups} | {product.key for text in groups for product in text.products}
    kept = sellers.kept_groups().keys() | goods.kept_products().keys()
    placed = sales.placed_errands()
    missing = keys - kept or not all(sales.is_placed(errand, placed) for errand in _errands(groups))
    missing = missing or any(
        part.is_missing() for part in (aftermath, booths, bulk_orders, guidance, opinions, table, talks, transfers)
    )
    db.session.rollback()
    return bool(missing)


def _order_pictures(studio: Studio, groups: list[GroupText]) -> None:
    """In the order in which they will be needed."""
    kept_groups, kept_products = sellers.kept_groups(), goods.kept_products()
    db.session.rollback()
    for number, text in enumerate(groups):
        wanted = [] if text.key in kept_groups else sellers.pictures_of(text, number)
        for product in text.products:
            wanted += [] if product.key in kept_products else goods.pictures_of(product)
        for kind, seed in wanted:
            studio.order(kind, seed)


def _load_group(studio: Studio, text: GroupText, number: int) -> None:
    group_id = sellers.kept_groups().get(text.key)
    db.session.rollback()
    if group_id is None:
        cover, *evidence = [studio.take(kind, seed) for kind, seed in sellers.pictures_of(text, number)]
        group_id = sellers.add_group(text, cover, evidence[0] if evidence else None)
    kept = goods.kept_products()
    db.session.rollback()
    for place, product in enumerate(text.products):
        if product.key not in kept:
            painted = [studio.take(kind, seed) for kind, seed in goods.pictures_of(product)]
            goods.add_product(product, text, group_id, place, painted)
    shows.add_exhibits(text, group_id, goods.kept_products())
    history.publish_photos()


def _errands(groups: list[GroupText]) -> list[buyers.Errand]:
    found = buyers.errands({text.slug: text.approved_days_ago for text in groups if text.state == "approved"})
    return [*found, *transfers.errands()]


def _load_orders(groups: list[GroupText]) -> None:
    placed, ids = sales.placed_errands(), sellers.kept_groups()
    keys = {text.slug: text.key for text in groups}
    db.session.rollback()
    persons = buyers.people()
    for errand in _errands(groups):
        if not sales.is_placed(errand, placed):
            sales.run_errand(errand, persons[errand.person], [ids[keys[slug]] for slug in errand.groups])
