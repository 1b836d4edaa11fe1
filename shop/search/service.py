"""Keep what products are found by in step with what is published."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from shop.catalogue.models import Product, ProductRevision, RevisionStandard, StandardKind
from shop.catalogue.standards import holds_today
from shop.groups.models import Group, GroupProfile
from shop.kernel import places, thai
from shop.kernel.clock import today
from shop.kernel.database import db
from shop.search import spellings, tokens
from shop.search.models import SearchDocument
from shop.search.vocabulary import words_for

LAPSED_WITHIN = timedelta(days=7)  # a job that was missed for some nights still mends it


def index_product(product_id: int) -> None:
    """Write what one product is found by anew, or forget it where nothing is published: in the transaction that decides."""
    _write(_sources(Product.id == product_id), [product_id])


def index_group(group_id: int) -> None:
    """The same for all products of a group: its name or place changed."""
    ids = list(db.session.scalars(select(Product.id).where(Product.group_id == group_id)))
    _write(_sources(Product.group_id == group_id), ids)


def batches_of_products(size: int = 500) -> Iterator[list[int]]:
    """Ids of all products that were ever published, `size` at a time: what a whole reindex goes through."""
    last = 0
    asked = select(Product.id).where(Product.published_revision_id.is_not(None)).order_by(Product.id).limit(size)
    while ids := list(db.session.scalars(asked.where(Product.id > last))):
        last = ids[-1]
        yield ids


def published_since(moment: datetime) -> list[int]:
    """Ids of products that an official, or a list, published since then, or whose group's page was."""
    asked = select(Product.id).join(ProductRevision, ProductRevision.id == Product.published_revision_id)
    asked = asked.join(Group, Group.id == Product.group_id).outerjoin(GroupProfile, GroupProfile.id == Group.published_profile_id)
    recent = or_(ProductRevision.decided_at >= moment, GroupProfile.decided_at >= moment)
    return list(db.session.scalars(asked.where(recent).order_by(Product.id)))


def whose_standard_lapsed() -> list[int]:
    """Ids of published products with a standard that held within the last days and holds no more: found by it no longer."""
    of_published = Product.published_revision_id == RevisionStandard.revision_id
    lapsed = RevisionStandard.expires_on.between(today() - LAPSED_WITHIN, today() - timedelta(days=1))
    return list(
        db.session.scalars(select(Product.id).join(RevisionStandard, of_published).where(lapsed).distinct().order_by(Product.id))
    )


def index_products(ids: list[int]) -> set[str]:
    """The words that these products say, see `spellings`."""
    return _write(_sources(Product.id.in_(ids)), ids)


def forget_words_but(words: set[str]) -> None:
    """At the end of a whole reindex: what no product says any more is no longer what a misspelt question may mean."""
    spellings.forget_all_but(words)


def differences(limit: int = 20) -> list[int]:
    """Ids of published products that nothing finds, and of others that something does: for `doctor`, empty when all is well."""
    has_document = select(SearchDocument.product_id).where(SearchDocument.product_id == Product.id, SearchDocument.tokens != "")
    has_document = has_document.exists()
    wrong = Product.published_revision_id.is_not(None) != has_document
    return list(db.session.scalars(select(Product.id).where(wrong).order_by(Product.id).limit(limit)))


def _sources(which):
    return (
        select(Product.id, ProductRevision, Group.name, Group.name_en, GroupProfile.subdistrict_code, Group.district_code)
        .join(ProductRevision, ProductRevision.id == Product.published_revision_id)
        .join(Group, Group.id == Product.group_id)
        .outerjoin(GroupProfile, GroupProfile.id == Group.published_profile_id)
        .where(which)
    )


def _write(sources, ids: list[int]) -> set[str]:
    db.session.flush()
    rows = db.session.execute(sources).all()
    db.session.execute(delete(SearchDocument).where(SearchDocument.product_id.in_(ids)))
    if not rows:
        return set()
    standards = _standards([row.ProductRevision.id for row in rows])
    documents = [_document(*row, standards.get(row.ProductRevision.id, ())) for row in rows]
    db.session.execute(SearchDocument.__table__.insert(), documents)
    words = set().union(*(spellings.words_in(_normal(row[1].title, row[1].title_en, *row[2:4])) for row in rows))
    spellings.learn(words)
    return words


def _standards(revision_ids: list[int]) -> dict[int, list[str]]:
    """The kinds of each; of OTOP with its stars too, `otop5`."""
    asked = select(RevisionStandard.revision_id, RevisionStandard.kind, RevisionStandard.number)
    found: dict[int, list[str]] = {}
    asked = asked.where(RevisionStandard.revision_id.in_(revision_ids), holds_today())
    for revision_id, kind, number in db.session.execute(asked):
        said = [kind.value, kind.value + number] if kind is StandardKind.OTOP else [kind.value]
        found.setdefault(revision_id, []).extend(said)
    return found


def _document(
    product_id: int,
    revision: ProductRevision,
    name: str,
    name_en: str,
    subdistrict: str | None,
    district: str | None,
    standards: Iterable[str],
) -> dict:
    names = [thai.normalise(text) for text in (revision.title, revision.title_en or "")]
    title = " ".join(filter(None, names))
    about = _normal(name, name_en, *_place_names(subdistrict, district), *words_for(revision.category, revision.subcategory))
    body = _normal(revision.ingredients, revision.description, revision.description_en)
    codes = {code for code in (district and district[:2], district, subdistrict) if code}
    return {
        "product_id": product_id,
        "title": title,
        "words": tokens.between_bars(title),
        "sound": " ".join(map(thai.fold_normal, title.split())),
        "body": f"{title} {about} {body}",
        "tokens": " ".join(
            [tokens.tokens_of(title, about, body, sorted(codes), sorted(set(standards))), *tokens.wholes_of(*names)]
        ),
    }


def _normal(*texts: str | None) -> str:
    return thai.normalise(" ".join(text for text in texts if text))


def _place_names(subdistrict_code: str | None, district_code: str | None) -> list[str]:
    found = [places.subdistrict(subdistrict_code) if subdistrict_code else None]
    found += [places.district(district_code) if district_code else None]
    found += [places.province(district_code[:2]) if district_code else None]
    return [name for place in found if place for name in (place.name_th, place.name_en)]
