"""The doors of a first listing."""

from shop.fairs.queries import fair_by_slug
from shop.kernel.clock import today
from shop.people.models import Account
from tests.factories.fairs import given_a_fair
from tests.functional.access.doors import LISTERS, Door, Side
from tests.functional.access.seller_products import draft_of, product_of

FAIR = "a-fair-today"


def question_of(side: Side, visitor: Account) -> dict:
    return draft_of(side, visitor) | {"step": "name"}


def shown_of(side: Side, visitor: Account) -> dict:
    if fair_by_slug(FAIR) is None:
        given_a_fair(slug=FAIR, starts_on=today(), ends_on=today())
    return draft_of(side, visitor)


DOORS: dict[str, Door] = {
    "seller.answer_step": Door(LISTERS, question_of, form={"title": "ขนมชั้น"}),
    "seller.ask_like": Door(LISTERS, product_of),
    "seller.begin_like": Door(LISTERS, product_of),
    "seller.begin_listing": Door(LISTERS, form={"skip": "1"}),
    "seller.choose_like": Door(LISTERS),
    "seller.go_on_listing": Door(LISTERS, draft_of),
    "seller.listing_sent": Door(LISTERS, draft_of),
    "seller.listing_step": Door(LISTERS, question_of),
    "seller.say_shown": Door(LISTERS, shown_of, form={"fair": FAIR}),
    "seller.start_listing": Door(LISTERS),
}
