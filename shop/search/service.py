"""Keep what products are found by in step with what is published."""

from collections.abc import Iterator

from sqlalchemy import delete, select

from shop.catalogue.models import Product, ProductRevision
from shop.groups.models import Group, GroupProfile
from shop.kernel import places, thai
from shop.kernel.database import db
from shop.search.models import SearchDocument
from shop.search.queries import sound_of
from shop.search.vocabulary import words_for


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


def index_products(ids: list[int]) -> None:
    _write(_sources(Product.id.in_(ids)), ids)


def differences(limit: int = 20) -> list[int]:
    """Ids of published products that nothing finds, and of others that something does: for `doctor`, empty when all is well."""
    has_document = select(SearchDocument.product_id).where(SearchDocument.product_id == Product.id).exists()
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


def _write(sources, ids: list[int]) -> None:
    db.session.flush()
    rows = db.session.execute(sources).all()
    db.session.execute(delete(SearchDocument).where(SearchDocument.product_id.in_(ids)))
    documents = [_document(*row) for row in rows]
    if documents:
        db.session.execute(SearchDocument.__table__.insert(), documents)


def _document(
    product_id: int, revision: ProductRevision, name: str, name_en: str, subdistrict: str | None, district: str | None
) -> dict:
    texts = [revision.title, revision.title_en, name, name_en, *_place_names(subdistrict, district)]
    texts += words_for(revision.category, revision.subcategory)
    about = " ".join(text for text in texts if text)
    texts += [revision.ingredients, revision.description, revision.description_en]
    return {
        "product_id": product_id,
        "title": thai.normalise(f"{revision.title} {revision.title_en}"),
        "sound": sound_of(about),
        "body": thai.normalise(" ".join(text for text in texts if text)),
    }


def _place_names(subdistrict_code: str | None, district_code: str | None) -> list[str]:
    found = [places.subdistrict(subdistrict_code) if subdistrict_code else None]
    found += [places.district(district_code) if district_code else None]
    found += [places.province(district_code[:2]) if district_code else None]
    return [name for place in found if place for name in (place.name_th, place.name_en)]
