"""The doors for programs."""

from flask import current_app

from shop.catalogue.photos import public_key
from shop.kernel.clock import now
from shop.kernel.storage import storage
from shop.papers import share_pictures
from shop.papers.models import ShareKind
from shop.people.models import Account
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.fairs import given_a_fair, given_a_picture
from tests.factories.moderation import given_an_example
from tests.factories.reviews import given_a_received_line, given_a_review, given_a_review_photo
from tests.functional.access.doors import ANYBODYS, EVERYONE, Door, Side
from tests.functional.access.storefront import a_product


def published_photo_of(side: Side, _visitor: Account) -> dict:
    photo = given_a_photo(side.group, published_at=now())
    storage.put(public_key(photo.key, 320), b"RIFF....WEBP")
    return {"key": photo.key, "width": 320, "kind": "webp"}


def a_public_review_photo(side: Side, _visitor: Account) -> dict:
    line = given_a_received_line(side.group, given_a_product(side.group))
    return {"photo_key": given_a_review_photo(given_a_review(line)).key, "width": 320}


def an_advice_picture(_side: Side, _visitor: Account) -> dict:
    return {"key": given_an_example().file_key, "width": 320}


def a_share_picture(side: Side, visitor: Account) -> dict:
    product_id = a_product(side, visitor)["product_id"]
    key = share_pictures.store(ShareKind.PRODUCT, product_id, b"a picture")
    share_pictures.record(ShareKind.PRODUCT, product_id, "", key)
    return {"key": key}


def with_line_channel(_side: Side, _visitor: Account) -> dict:
    current_app.config["LINE_CHANNEL_SECRET"] = "a-secret-of-the-tests"
    return {}


DOORS = {
    "machines.api_document": Door(EVERYONE),
    "machines.api_fairs": Door(EVERYONE),
    "machines.api_groups": Door(EVERYONE),
    "machines.api_impact": Door(EVERYONE),
    "machines.api_product": Door(EVERYONE, a_product, whose=ANYBODYS),
    "machines.api_products": Door(EVERYONE),
    "machines.everything_answers": Door(EVERYONE),
    "machines.google_feed": Door(EVERYONE),
    "machines.hear_from_line": Door(EVERYONE, with_line_channel, whose=ANYBODYS, needs_token=False),
    "machines.hear_from_stripe": Door(EVERYONE, needs_token=False),
    "machines.meta_feed": Door(EVERYONE),
    "machines.process_is_up": Door(EVERYONE),
    "machines.robots": Door(EVERYONE),
    "machines.sitemap": Door(EVERYONE),
    "machines.sitemap_of_pages": Door(EVERYONE),
    "machines.sitemap_of_products": Door(
        EVERYONE, lambda side, visitor: {"first": a_product(side, visitor)["product_id"]}, whose=ANYBODYS
    ),
    "machines.show_share_picture": Door(EVERYONE, a_share_picture, whose=ANYBODYS),
    "machines.show_advice_picture": Door(EVERYONE, an_advice_picture, whose=ANYBODYS),
    "machines.show_fair_picture": Door(
        EVERYONE,
        lambda side, visitor: {"key": given_a_picture(given_a_fair()).file_key, "width": 320},
        whose=ANYBODYS,
    ),
    "machines.show_review_photo": Door(EVERYONE, a_public_review_photo, whose=ANYBODYS),
    "machines.show_photo": Door(EVERYONE, published_photo_of, whose=ANYBODYS),
}
