"""The demonstration's products: written, priced, stocked, sent for review and decided by the same services as real ones."""

from datetime import datetime, timedelta

from sqlalchemy import select

from shop.catalogue import service as catalogue
from shop.catalogue.categories import category_of
from shop.catalogue.models import Photo, Product, StandardKind
from shop.demo import people, sellers
from shop.demo.history import back_then, days_ago
from shop.demo.painting import Painted
from shop.demo.reading import GroupText, ProductText
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.money import SATANG
from shop.moderation import checklist
from shop.moderation import service as moderation
from shop.moderation.models import Outcome, Submission

DAYS_AFTER_APPROVAL = 2
REVIEWED_AFTER = timedelta(hours=20)
SEEN_THERE = "เจ้าหน้าที่ไปดูการผลิตที่กลุ่มแล้ว ทำขายสดวันต่อวัน"  # why one was approved whose label carries no serial


def kept_products() -> dict[str, int]:
    """Id of each product that stands already, by its natural key."""
    return dict(db.session.execute(select(Product.import_key, Product.id).where(Product.import_key.is_not(None))).all())


def pictures_of(text: ProductText) -> list[tuple[str, int]]:
    """What is to be painted for a product: the same every time."""
    first = sum(map(ord, text.slug)) % 1000
    return [(text.picture, first + number) for number in range(text.pictures)]


def add_product(text: ProductText, group: GroupText, group_id: int, number: int, painted: list[Painted]) -> None:
    """All of a product's life so far, in one transaction. `number`: its place among those of its group."""
    written = days_ago(_days_ago(text, group, number), hour=8 + number % 9, minute=number * 7 % 60)
    actor = sellers.actor_at(group_id)
    with transaction():
        with back_then(written):
            product = _write(text, actor, group_id, painted)
            submission = moderation.submit_product(product, actor)
        if text.state != "in_review":
            _decide(text, submission, written + REVIEWED_AFTER)
        _ask_again(text, product, actor)


def _days_ago(text: ProductText, group: GroupText, number: int) -> int:
    """A group lists one product after the other, the last of them in recent weeks."""
    if text.days_ago:
        return text.days_ago
    since = group.approved_days_ago - DAYS_AFTER_APPROVAL
    return max(since - number * since // (2 * len(group.products)), DAYS_AFTER_APPROVAL)


def _write(text: ProductText, actor: Actor, group_id: int, painted: list[Painted]) -> Product:
    product = catalogue.create_product(
        group_id,
        actor,
        title=text.title,
        title_en=text.title_en,
        description=text.text,
        description_en=text.text_en,
        category=category_of(text.sub),
        subcategory=text.sub,
        size_text=text.size,
        ingredients=text.ingredients,
        allergens=text.allergens,
        shelf_life_days=text.keeps,
        made_to_order_days=text.made_days,
        weekly_capacity=text.weekly,
    )
    product.import_key = text.key
    for place, variant in enumerate(text.variants, start=1):
        catalogue.add_variant(
            product,
            actor,
            name=variant.name,
            name_en=variant.en,
            unit=variant.name,
            sku=f"{text.slug.upper()[:30]}-{place}",
            price_satang=variant.baht * SATANG,
            stock_pieces=variant.stock,
            weight_grams=variant.grams,
        )
    photos = [picture.hang(group_id, actor) for picture in painted]
    catalogue.attach_photos(product, photos, actor)
    catalogue.arrange_photos(product, [photo.id for photo in photos], actor, alts=_alts(text, photos))
    for kind, standard in text.standards.items():
        catalogue.set_standard(product, actor, StandardKind(kind), standard, evidence=sellers.evidence_of(group_id))
    return product


def _alts(text: ProductText, photos: list[Photo]) -> dict[int, str]:
    """Nobody is told that a drawing is a photo."""
    return {photo.id: f"ภาพวาด: {text.title}"[:160] for photo in photos}


def _decide(text: ProductText, submission: Submission, moment: datetime) -> None:
    official = people.actor_of("commerce")
    with back_then(min(moment, now() - timedelta(minutes=1))):
        moderation.claim(submission, official)
        if text.state == "changes_requested":
            moderation.decide(submission, Outcome.CHANGES_REQUESTED, official, advice=text.advice)
        else:
            checked = [check.key for check in checklist.checks_for(submission)]
            misses = moderation.misses_of(submission, checked).keys
            moderation.decide(submission, Outcome.APPROVED, official, checked=checked, accepted=misses, because=SEEN_THERE)


def _ask_again(text: ProductText, product: Product, actor: Actor) -> None:
    """What a group has sent since: another price, another description."""
    if text.asks_baht:
        with back_then(days_ago(1, hour=11)):
            moderation.request_price(product.variants[0], text.asks_baht * SATANG, actor)
    if text.text_next:
        with back_then(days_ago(2, hour=15)):
            catalogue.save_draft(product, actor, description=text.text_next)
            moderation.submit_product(product, actor)
