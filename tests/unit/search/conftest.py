"""A small market of which searches are asked."""

import pytest

from shop.catalogue.models import Product, RevisionStandard, StandardKind
from shop.kernel.database import transaction
from shop.search import service
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group

NAMES = {
    "น้ำพริกเผา": "chili_paste", "น้ำพริกเผาปลาย่าง": "chili_paste", "น้ำพริกตาแดง": "chili_paste", "กล้วยตาก": "dried_fruit",
    "กล้วยฉาบสามรส": "dried_fruit", "ไข่เค็มพอกดินสอพอง": "eggs", "ข้าวอินทรีย์": "rice", "ข้าวหอมมะลิ": "rice",
    "ปลาส้มทอด": "fish_and_meat", "กุ้งแห้ง": "fish_and_meat", "หมูหยอง": "fish_and_meat", "ตะกร้าสานหูหวาย": "basketry",
}  # fmt: skip
SAID = {"น้ำพริกตาแดง": "รสกลมกล่อม ไม่เผ็ด เด็กทานได้"}


@pytest.fixture
def goods(session) -> dict[str, Product]:
    """Products by title: those of the district of Khlong Luang, and dried bananas of Lam Luk Ka."""
    with transaction():
        near = given_a_group("แม่บ้านคลองสาม", district_code="1302")
        far = given_a_group("เกษตรกรลำลูกกา", district_code="1306")
        products = {
            title: given_a_product(near, title, subcategory=kind, description=SAID.get(title, ""))
            for title, kind in NAMES.items()
        }
        products["กล้วยอบน้ำผึ้ง"] = given_a_product(far, "กล้วยอบน้ำผึ้ง", price_satang=4500, subcategory="dried_fruit")
        session.add(
            RevisionStandard(
                revision_id=products["หมูหยอง"].published_revision_id, kind=StandardKind.FDA, number="13-2-01234-1-0001"
            )
        )
        service.index_products([product.id for product in products.values()])
    return products
