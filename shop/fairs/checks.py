"""What must be true of fairs, each as a question that answers with what is wrong: `doctor` asks them."""

from sqlalchemy import and_, func, or_, select

from shop.catalogue.models import Product
from shop.fairs import packs, pictures
from shop.fairs.booth_lines import ASIDE
from shop.fairs.models import Booth, CodeDay, Exhibit, FairPack, ShortCode
from shop.kernel.database import db
from shop.kernel.storage import storage

LIMIT = 20


def codes_point_at_something() -> list[str]:
    """At a group, and at a product of that very group where they name one; and their counters only ever went up."""
    torn = select(ShortCode.code).join(Product, Product.id == ShortCode.product_id).where(Product.group_id != ShortCode.group_id)
    lost = select(ShortCode.code).outerjoin(Product, Product.id == ShortCode.product_id)
    lost = lost.where(ShortCode.product_id.is_not(None), Product.id.is_(None))
    below = select(CodeDay.code_id, CodeDay.day).where(or_(CodeDay.scans < 0, CodeDay.baskets < 0)).limit(LIMIT)
    return [
        *(f"code {code} is of a product of another group" for code in db.session.scalars(torn.limit(LIMIT))),
        *(f"code {code} is of a product that is gone" for code in db.session.scalars(lost.limit(LIMIT))),
        *(f"code number {code_id} counts below nothing on {day}" for code_id, day in db.session.execute(below)),
    ]


def booths_and_exhibits_agree() -> list[str]:
    """An exhibit is of the group whose product it is; a booth is called something."""
    other = and_(Product.id == Exhibit.product_id, Product.group_id != Exhibit.group_id)
    torn = select(Exhibit.id).join(Product, other).order_by(Exhibit.id).limit(LIMIT)
    nameless = select(Booth.id).where(or_(Booth.number == "", func.substr(Booth.number, 1, len(ASIDE)) == ASIDE)).limit(LIMIT)
    return [
        *(f"exhibit {number} is of a product of another group" for number in db.session.scalars(torn)),
        *(f"booth {number} has no number" for number in db.session.scalars(nameless)),
    ]


def files_are_there() -> list[str]:
    packed = set(storage.keys(packs.FOLDER))
    asked = select(FairPack.file_key).where(FairPack.file_key.is_not(None))
    missing = [packs.file_name(key) for key in db.session.scalars(asked) if packs.file_name(key) not in packed]
    return [f"{file} is missing" for file in [*missing, *pictures.files.missing_files()][:LIMIT]]


CHECKS = {"fairs": booths_and_exhibits_agree, "short codes": codes_point_at_something, "files of fairs": files_are_there}
