"""Products for tests: given_a_product is approved and on sale, with stock."""

from shop.catalogue import listing, stock
from shop.catalogue.categories import Category
from shop.catalogue.models import Photo, PhotoStatus, Product, ProductRevision, RevisionPhoto, Variant
from shop.groups.models import Group
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.review import RevisionStatus


def given_a_product(
    group: Group,
    title: str = "น้ำพริกเผาปลาย่าง",
    price_satang: int = 6500,
    stock_pieces: int = 10,
    published: bool = True,
    **content: object,
) -> Product:
    """A product with one variant of 200 g. Published means approved, listed and found by search."""
    product = Product(group_id=group.id, published_at=now() if published else None)
    db.session.add(product)
    db.session.flush()
    content = {"category": Category.FOOD, "subcategory": "chili_paste", "description": "โขลกมือทุกกระปุก"} | content
    revision = ProductRevision(
        product_id=product.id,
        title=title,
        status=RevisionStatus.APPROVED if published else RevisionStatus.DRAFT,
        **content,
    )
    db.session.add(revision)
    db.session.flush()
    if published:
        product.published_revision_id = revision.id
    given_a_variant(product, price_satang, stock_pieces)
    listing.refresh_product(product.id)
    return product


def given_a_variant(product: Product, price_satang: int = 6500, stock_pieces: int = 10, name: str = "200 กรัม") -> Variant:
    variant = Variant(
        product_id=product.id,
        name=name,
        unit=name,
        price_satang=price_satang,
        reviewed_price_satang=price_satang if product.published_revision_id else None,
        weight_grams=250,
    )
    db.session.add(variant)
    db.session.flush()
    if stock_pieces:
        stock.receive(variant.id, stock_pieces, MARKET)
    return variant


def given_a_photo(group: Group, **columns: object) -> Photo:
    """A photo that its job has prepared; its files are not there unless a test puts them."""
    photo = Photo(group_id=group.id, key=new_key(), status=PhotoStatus.READY, width=1600, height=1200, widths=[320, 640, 1280])
    for name, value in columns.items():
        setattr(photo, name, value)
    db.session.add(photo)
    db.session.flush()
    return photo


def given_a_complete_draft(group: Group, title: str = "กล้วยตากน้ำผึ้ง", **content: object) -> Product:
    """A product that may be submitted: nothing of it has been seen by an official."""
    product = given_a_product(group, title, published=False, **content)
    draft = product.revisions[0]
    draft.photos = [RevisionPhoto(photo=given_a_photo(group))]
    db.session.flush()
    return product
