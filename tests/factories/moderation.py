"""Submissions for tests, sent as their groups would send them."""

from shop.catalogue.models import Product, ProductRevision, Variant
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.review import RevisionStatus
from shop.kernel.storage import storage
from shop.moderation import advice, rules
from shop.moderation import service as moderation
from shop.moderation.advice_pictures import files as advice_files
from shop.moderation.models import AdvicePicture, ChecklistRule, Outcome, Phrase, SecondLook, Submission, SubmissionKind
from shop.people.models import Account
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.people import given_an_official


def official(account: Account | None = None) -> Actor:
    """A commerce official as services want to know her."""
    return Actor((account or given_an_official()).id, frozenset({Role.BUYER, Role.COMMERCE_OFFICIAL}))


def given_a_submission(kind: SubmissionKind = SubmissionKind.PRODUCT, **columns: object) -> Submission:
    """Waiting, of a group of its own. `columns` of the submission (submitted_at=...) stand over what sending gave it."""
    make = {
        SubmissionKind.GROUP: given_a_submitted_group,
        SubmissionKind.PRODUCT: given_a_submitted_product,
        SubmissionKind.PRICE: given_a_requested_price,
    }
    submission = make[kind]()
    for name, value in columns.items():
        setattr(submission, name, value)
    db.session.flush()
    return submission


def given_a_submitted_group(name: str = "กลุ่มจักสานคลองสี่", **columns: object) -> Submission:
    group = given_a_group(name, status=GroupStatus.IN_REVIEW, **columns)
    profile = group.profiles[0]
    return _waiting(SubmissionKind.GROUP, group, group_profile_id=profile.id)


def given_a_submitted_product(title: str = "ไข่เค็มสมุนไพร 7 รส", group: Group | None = None, **content: object) -> Submission:
    """A new product: nothing of it was approved before."""
    group = group or given_a_group()
    product = given_a_product(group, title, published=False, **content)
    revision = product.revisions[0]
    _send(revision)
    return _waiting(SubmissionKind.PRODUCT, group, product_revision_id=revision.id)


def given_a_submitted_change(product: Product, **content: object) -> Submission:
    """The next revision of a published product, differing in `content`."""
    before = product.published
    kept = ("title", "description", "category", "subcategory", "ingredients", "shelf_life_days")
    values = {name: getattr(before, name) for name in kept} | content
    revision = ProductRevision(product_id=product.id, number=before.number + 1, **values)
    db.session.add(revision)
    db.session.flush()
    _send(revision)
    group = db.session.get_one(Group, product.group_id)
    return _waiting(SubmissionKind.PRODUCT, group, product_revision_id=revision.id)


def given_a_requested_price(satang: int = 9900, product: Product | None = None) -> Submission:
    """A published product whose group asks another price for its variant."""
    product = product or given_a_product(given_a_group())
    group = db.session.get_one(Group, product.group_id)
    variant = db.session.scalars(db.select(Variant).where(Variant.product_id == product.id)).one()
    moderation.request_price(variant, satang, owner_of(group))
    return db.session.scalars(db.select(Submission).where(Submission.variant_id == variant.id)).one()


def given_a_decision(submission: Submission, outcome: Outcome = Outcome.APPROVED, actor: Actor | None = None, **words: object):
    """Opened and decided by an official."""
    actor = actor or official()
    moderation.claim(submission, actor)
    return moderation.decide(submission, outcome, actor, **all_accepted(submission) | words)


def given_a_rule(text: str = "มีรูปฝากระปุกปิดสนิท", **said: object) -> ChecklistRule:
    """Of food, in the office's own list."""
    asked = {"kind": "product", "field": "photos", "categories": ["food"]} | said
    return rules.add_rule(official(), text=text, **asked)


def given_an_example(phrase: Phrase | None = None) -> AdvicePicture:
    """A good example beside a phrase of the office's own."""
    phrase = phrase or advice.add_phrase(official(), "photos", "ถ่ายรูปฉลากให้อ่านออก เห็นวันผลิตและวันหมดอายุ")
    picture = AdvicePicture(phrase_id=phrase.id, file_key=new_key(), widths=[320])
    db.session.add(picture)
    db.session.flush()
    storage.put(advice_files.file_name(picture.file_key, 320), b"RIFF....WEBP")
    return picture


def given_a_second_look(submission: Submission, first: Actor | None = None) -> SecondLook:
    """Approved, and drawn to be looked at again."""
    first = first or official()
    given_a_decision(submission, actor=first)
    look = SecondLook(submission_id=submission.id, first_by=first.id)
    db.session.add(look)
    db.session.flush()
    return look


def all_accepted(submission: Submission) -> dict:
    """What an official says who approves in spite of everything."""
    return {"accepted": moderation.misses_of(submission, []).keys, "because": "เห็นของจริงแล้ว"}


def _send(revision: ProductRevision) -> None:
    prices = {str(variant.id): variant.price_satang for variant in revision.product.variants}
    revision.status, revision.submitted_at, revision.prices = RevisionStatus.IN_REVIEW, now(), prices
    db.session.flush()


def _waiting(kind: SubmissionKind, group: Group, **subject: int) -> Submission:
    submission = Submission(kind=kind, group_id=group.id, submitted_by=owner_of(group).id, **subject)
    db.session.add(submission)
    db.session.flush()
    return submission
