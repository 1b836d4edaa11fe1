"""The doors of a group's products."""

from shop.catalogue.models import PhotoUpload, Product
from shop.catalogue.photos import master_key, private_key
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.storage import storage
from shop.people.models import Account
from tests.factories.catalogue import given_a_complete_draft, given_a_photo, given_a_product
from tests.functional.access.doors import LISTERS, Door, Side


def product_of(side: Side, _visitor: Account) -> dict:
    return {"product_id": given_a_product(side.group).id}


def draft_of(side: Side, _visitor: Account) -> dict:
    return {"product_id": given_a_complete_draft(side.group).id}


def variant_of(side: Side, _visitor: Account) -> dict:
    product: Product = given_a_product(side.group)
    return {"product_id": product.id, "variant_id": product.variants[0].id}


def row_of(side: Side, _visitor: Account) -> dict:
    return {"variant_id": given_a_product(side.group).variants[0].id}


def section_of(side: Side, visitor: Account) -> dict:
    return draft_of(side, visitor) | {"section": "about"}


def standard_of(side: Side, visitor: Account) -> dict:
    return draft_of(side, visitor) | {"kind": "gi"}


def photo_of(side: Side, _visitor: Account) -> dict:
    photo = given_a_photo(side.group)
    storage.put(private_key(photo.key, 320), b"RIFF....WEBP")
    return {"key": photo.key, "width": 320}


def upload_of(side: Side, visitor: Account) -> dict:
    upload = PhotoUpload(key=new_key(), group_id=side.group_id, account_id=visitor.id, size_bytes=100)
    db.session.add(upload)
    return {"key": upload.key}


def photo_of_draft(side: Side, visitor: Account) -> dict:
    product = given_a_complete_draft(side.group)
    return {"product_id": product.id, "photo_id": product.revisions[0].photos[0].photo_id}


def whole_of(side: Side, _visitor: Account) -> dict:
    photo = given_a_photo(side.group)
    storage.put(master_key(photo.key), b"\xff\xd8\xff")
    return {"key": photo.key}


ROW = {"price": "70", "stock": "3", "seen": "10"}

DOORS: dict[str, Door] = {
    "seller.add_photos": Door(LISTERS, draft_of),
    "seller.add_variant": Door(LISTERS, product_of, form={"name": "500 กรัม", "price": "120", "weight": "550"}),
    "seller.add_piece": Door(LISTERS, upload_of),
    "seller.archive_product": Door(LISTERS, product_of),
    "seller.arrange_photos": Door(LISTERS, draft_of, form={"do": "save"}),
    "seller.arrange_variants": Door(LISTERS, product_of, form={"up": "1"}),
    "seller.ask_to_delete_product": Door(LISTERS, draft_of),
    "seller.begin_upload": Door(LISTERS, form={"size": "100"}),
    "seller.cancel_upload": Door(LISTERS, upload_of),
    "seller.create_product": Door(LISTERS, form={"title": "ขนมถ้วย"}),
    "seller.delete_product": Door(LISTERS, draft_of),
    "seller.edit_photo": Door(LISTERS, photo_of_draft),
    "seller.edit_section": Door(LISTERS, section_of),
    "seller.edit_standard": Door(LISTERS, standard_of),
    "seller.edit_variant": Door(LISTERS, variant_of),
    "seller.new_product": Door(LISTERS),
    "seller.new_variant": Door(LISTERS, product_of),
    "seller.preview_photo": Door(LISTERS, photo_of),
    "seller.product_photos": Door(LISTERS, draft_of),
    "seller.product_standards": Door(LISTERS, draft_of),
    "seller.products": Door(LISTERS),
    "seller.remove_standard": Door(LISTERS, standard_of),
    "seller.retire_variant": Door(LISTERS, variant_of),
    "seller.save_photo_edit": Door(LISTERS, photo_of_draft, form={"turns": "1"}),
    "seller.save_row": Door(LISTERS, row_of, form=ROW),
    "seller.save_section": Door(LISTERS, section_of, form={"title": "ขนมชั้น", "subcategory": "thai_sweets"}),
    "seller.save_standard": Door(LISTERS, standard_of, form={"number": "สช 50100012"}),
    "seller.save_variant": Door(LISTERS, variant_of, form={"name": "200 กรัม", "price": "70", "weight": "250"}),
    "seller.show_product": Door(LISTERS, product_of),
    "seller.show_upload": Door(LISTERS, upload_of),
    "seller.submit_product": Door(LISTERS, draft_of),
    "seller.unarchive_product": Door(LISTERS, product_of),
    "seller.whole_photo": Door(LISTERS, whole_of),
    "seller.withdraw_product": Door(LISTERS, draft_of),
}
