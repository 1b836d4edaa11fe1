"""Nothing unapproved is reachable by a buyer: every public address is asked, by everything that could be asked of it.

A market is built in which groups and products stand in every unapproved state. Whatever is hidden carries the word SECRET, a
number from HIDDEN_FROM on, or a photo whose key begins with `unseen-`. New public routes are asked by themselves.
"""

import itertools
import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.routing import Rule

from shop.catalogue import listing
from shop.catalogue.models import Photo, Product, ProductRevision, RevisionPhoto, RevisionStandard, StandardKind, Variant
from shop.fairs.models import ExhibitStatus, ShortCode
from shop.groups.models import Group, GroupProfile
from shop.groups.states import GroupStatus
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.review import RevisionStatus
from shop.kernel.storage import storage
from shop.moderation import service as moderation
from shop.reviews import deciding
from shop.reviews.models import Review, ReviewPhoto
from shop.reviews.photos import review_photos
from shop.search import service as search
from tests.client import PageClient
from tests.factories.catalogue import given_a_photo, given_a_product, given_a_variant
from tests.factories.conversations import given_a_question, given_an_answer
from tests.factories.fairs import given_a_booth, given_a_code, given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group, owner_of
from tests.factories.moderation import given_a_decision, given_a_submitted_change, official
from tests.factories.quality import given_a_recall
from tests.factories.reviews import given_a_received_line, given_a_review, given_a_review_photo

SECRET = "ซ่อนไว้ก่อน"
PLAIN = "ของที่ทุกคนเห็น"
HIDDEN_FROM = 8_000_001
HIDDEN_GROUP_STATES = [status for status in GroupStatus if status is not GroupStatus.APPROVED]
UNAPPROVED = (RevisionStatus.DRAFT, RevisionStatus.IN_REVIEW, RevisionStatus.CHANGES_REQUESTED, RevisionStatus.REJECTED)
QUERIES = (
    "",
    "q=ก",
    f"q={SECRET}",
    "q=secret",
    "district=1301",
    "kind=housewives",
    "category=food",
    "fair=the-fair",
    "standard=fda",
)
_numbers = itertools.count(HIDDEN_FROM)


def hidden_photo(group: Group) -> Photo:
    photo = given_a_photo(group, key=f"unseen-{next(_numbers)}")
    storage.put(f"private/photos/{photo.key}/320.webp", b"hidden")
    return photo


def hidden_product(group: Group, why: str, published: bool = False) -> Product:
    """`why` it is hidden; its own id is one of those that nobody may read."""
    db.session.add(Product(id=next(_numbers), group_id=group.id))
    db.session.flush()
    product = db.session.scalars(db.select(Product).order_by(Product.id.desc())).first()
    content = {"title": f"{SECRET} {why}", "title_en": f"Secret {why}", "description": f"{SECRET} {why}", "category": "food"}
    revision = ProductRevision(product_id=product.id, **content)
    revision.photos = [RevisionPhoto(photo=hidden_photo(group), position=0)]
    revision.standards = [RevisionStandard(kind=StandardKind.FDA, number="13-2-01234-1-0001", evidence=hidden_photo(group))]
    db.session.add(revision)
    db.session.flush()
    product.cover_photo_id = revision.photos[0].photo_id
    if published:
        revision.status, product.published_revision_id, product.published_at = RevisionStatus.APPROVED, revision.id, now()
    given_a_variant(product)
    return product


def given_a_market_with_secrets() -> list[str]:
    """The slugs of hidden groups, for addresses."""
    fair, shop = given_a_fair(slug="the-fair"), given_a_group(PLAIN)
    given_a_public_product_with_secrets(shop, fair)
    slugs = []
    for status in HIDDEN_GROUP_STATES:
        group = given_a_group(f"{SECRET} {status}", status=status, slug=f"unseen-{status}", name_en=f"Secret {status}")
        slugs.append(group.slug)
        group.profiles[0].cover_photo_id = hidden_photo(group).id
        given_an_exhibit(fair, hidden_product(group, f"of a {status} group", published=status is GroupStatus.SUSPENDED))
    db.session.add(
        GroupProfile(group_id=shop.id, number=2, status=RevisionStatus.IN_REVIEW, name=SECRET, story=SECRET, kind=shop.kind)
    )
    for status in UNAPPROVED:
        product = hidden_product(shop, str(status))
        db.session.flush()
        product.revisions[0].status = status
        given_an_exhibit(fair, product)
    for column in ("suspended_at", "archived_at", "deleted_at"):
        product = hidden_product(shop, column, published=column != "deleted_at")
        setattr(product, column, now())
        given_an_exhibit(fair, product)
    db.session.flush()
    for group in db.session.scalars(db.select(Group)).all():
        given_a_booth(fair, group, note=SECRET)
        given_a_code(group, fair)
    for product in db.session.scalars(db.select(Product)).all():
        given_a_code(product)
    for product_id in db.session.scalars(db.select(Product.id)).all():
        listing.refresh_product(product_id)
        search.index_product(product_id)
    return slugs


def given_a_public_product_with_secrets(shop: Group, fair: object) -> None:
    """It is on sale, while its next revision, a new option and a claim of having been shown wait."""
    product = given_a_product(shop, PLAIN)
    given_a_recall(given_a_product(shop, f"{PLAIN} ที่เรียกคืน"), reason=PLAIN)
    given_an_exhibit(fair, product)
    given_an_exhibit(given_a_fair(slug="never-there"), product, ExhibitStatus.CLAIMED)
    given_a_question(product, words=SECRET)
    given_an_answer(given_a_question(product, words=SECRET), words=SECRET, is_public=False)
    change = given_a_submitted_change(product, title=SECRET, description=SECRET, ingredients=SECRET)
    db.session.add(RevisionPhoto(revision_id=change.product_revision_id, photo_id=hidden_photo(shop).id))
    given_hidden_words_about(product)
    waiting = Variant(product_id=product.id, name=SECRET, unit=SECRET, price_satang=8_765_400, requested_price_satang=8_765_400)
    waiting.retired_at = now()
    db.session.add(waiting)


def given_hidden_words_about(product: Product) -> None:
    """One review is public; another, a refused one, and the answer to the first wait or were not let through."""
    first, second, third = (given_a_received_line(product.group, product) for _ in range(3))
    given_a_review(first, words=PLAIN, answer=SECRET)
    given_a_review(second, words=SECRET, approved=False)
    photo = given_a_review_photo(given_a_review(third, words=SECRET, approved=False))
    storage.put(review_photos.file_key(photo.key, 320), b"hidden")
    deciding.decide_review(photo.review_id, 1, "rude", official())


def public_addresses(app: Flask, slugs: list[str]) -> Iterator[str]:
    """Every public GET route, with everything that could stand in its place, in both languages."""
    with app.app_context():
        ids = list(db.session.scalars(db.select(Product.id)))
        keys = list(db.session.scalars(db.select(Photo.key)))
        reviewed_keys = list(db.session.scalars(db.select(ReviewPhoto.key)))
        lines = list(db.session.scalars(db.select(Review.order_line_id)))
        printed = list(db.session.scalars(db.select(ShortCode.code)))
    values = {
        "product_id": ids,
        "slug": [*slugs, "the-fair", "never-there", "x"],
        "key": keys,
        "photo_key": [*keys[:3], *reviewed_keys],
        "line_id": lines,
        "slip_key": keys[:3],
        "width": [320],
        "kind": ["webp", "jpg"],
        "name": ["help", "contact", "terms", "shipping", "privacy"],
        "code": ["K7Q2K7Q2", *printed],
        "question_id": [1, 2, 3],
        "quote_id": [1],
        "message_id": [1],
        "subject_id": [*range(1, 21), *ids],
        "first": [1, HIDDEN_FROM],
        "why": ["taken"],
        "recall_id": [1, 2],
    }
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "GET" not in rule.methods or getattr(view, "access", "closed") is not None:
            continue
        for path in filled(rule, values):
            for query in QUERIES if not rule.arguments else ("",):
                yield f"{path}?{query}" if query else path
                if not path.startswith(("/api", "/feeds", "/photos", "/sitemap", "/robots", "/healthz", "/readyz")):
                    yield f"/en{path}?{query}" if query else f"/en{path}"


def filled(rule: Rule, values: dict[str, list]) -> Iterator[str]:
    names = sorted(rule.arguments)
    values = values | {"slug": ["x"]} if "product_id" in names else values  # of a product's address only the id decides
    if "subject_id" in names:
        values = values | {"kind": ["product", "group", "question", "review", "message"]}
    missing = set(names) - set(values)
    assert not missing, f"{rule}: this test does not know what {missing} could be"
    for chosen in itertools.product(*(values[name] for name in names)):
        built = rule.build(dict(zip(names, chosen, strict=True)), append_unknown=False)
        if built:
            yield built[1]


def leaks(text: str, address: str) -> list[str]:
    """What of the hidden stands in an answer. A page may say again what its own address said, and no more."""
    asked = unquote(address)
    found = re.findall(rf"{SECRET}[^<\"”]*|[Ss]ecret [a-z_]+|unseen-[a-z0-9_]+|800\d{{4}}|87,654|8765400", unquote(text))
    return [leak for leak in found if leak.strip() not in asked]


@pytest.fixture
def secrets(app: Flask) -> list[str]:
    with app.app_context(), transaction():
        return given_a_market_with_secrets()


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_no_public_address_shows_anything_unapproved(app: Flask, client: PageClient, secrets: list[str]):
    asked, told, seen = 0, [], 0
    for address in public_addresses(app, secrets):
        answer = client.get(address)
        asked += 1
        body = "" if answer.mimetype == "image/webp" else answer.text
        told += [f"{address} ({answer.status_code}): {leak}" for leak in leaks(f"{answer.location or ''}\n{body}", address)]
        told += [f"{address}: a hidden photo"] if answer.data == b"hidden" else []
        seen += PLAIN in body
        assert answer.status_code < 500, address

    assert told == []
    assert asked > 200
    assert seen > 10, "what is public is not shown either: this test looks at nothing"


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_what_is_hidden_is_404_by_its_own_address(app: Flask, client: PageClient, secrets: list[str]):
    with app.app_context():
        ids = list(db.session.scalars(db.select(Product.id).where(Product.id >= HIDDEN_FROM)))
        keys = list(db.session.scalars(db.select(Photo.key)))
    addresses = [f"/groups/{slug}" for slug in secrets]
    addresses += [f"{place}/{product_id}" for product_id in ids for place in ("/products", "/api/v1/products")]
    addresses += [f"/products/{product_id}-{SECRET}" for product_id in ids]
    addresses += [f"/photos/{key}/320.webp" for key in keys]

    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    assert len(addresses) > 40


def test_reinstating_shows_what_was_seen_before_and_no_more(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        group, somchai = given_a_group(PLAIN), official()
        seen = given_a_product(group, PLAIN)
        never = hidden_product(group, "never approved")
        waiting = given_a_submitted_change(seen, title=f"{SECRET} next")
        returned = given_a_submitted_change(given_a_product(group, f"{PLAIN} สอง"), title=f"{SECRET} returned")
        given_a_decision(returned, "rejected", somchai, reason="ไม่ผ่าน")
        moderation.suspend_group(group, somchai, "ตรวจสอบ")
        never_id, slug = never.id, group.slug
        assert waiting.status == "waiting"
    assert client.get(f"/groups/{slug}").status_code == 404
    with app.app_context(), transaction():
        moderation.reinstate_group(db.session.scalars(db.select(Group)).one(), somchai)

    page = client.get(f"/groups/{slug}").text + client.get("/products").text + client.get("/api/v1/products").text
    assert PLAIN in page
    assert SECRET not in page
    assert client.get(f"/products/{never_id}").status_code == 404


def test_a_hidden_group_cannot_hide_behind_its_owner(app: Flask, secrets: list[str]):
    """Its owner, too, sees it at her own desk only: the market's pages are the same for everybody."""
    with app.app_context():
        group = db.session.scalars(db.select(Group).where(Group.status == GroupStatus.IN_REVIEW)).first()
        account_id, slug = owner_of(group).id, group.slug
    owner = PageClient(app, app.response_class).sign_in(account_id)

    assert owner.get(f"/groups/{slug}").status_code == 404


@pytest.mark.parametrize("typed", [SECRET, SECRET[:3], "secret", "Secret of"])
def test_nothing_hidden_is_offered_while_somebody_types(client: PageClient, secrets: list[str], typed: str):
    """In pieces, so that the words looked for would not stand beside the rest of a hidden title."""
    for language in ("", "/en"):
        assert client.get(f"{language}/search/suggest", query_string={"q": typed}).json == []
