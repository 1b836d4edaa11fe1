"""Fairs for tests."""

from datetime import date
from itertools import count

from shop.catalogue.models import Product
from shop.fairs import codes, packs, pictures
from shop.fairs.models import Booth, Exhibit, ExhibitStatus, Fair, FairPack, FairPicture, PackLayout
from shop.groups.models import Group
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.storage import storage

_numbers = count(1)


def given_a_fair(title: str = "นำบริการด้านแรงงานไปสู่ประชาชน", **columns: object) -> Fair:
    columns = {
        "slug": f"fair-{next(_numbers)}",
        "starts_on": date(2024, 1, 23),
        "ends_on": date(2024, 1, 23),
        "place": "บ้านใหม่",
    } | columns
    fair = Fair(title=title, **columns)
    db.session.add(fair)
    db.session.flush()
    return fair


def given_an_exhibit(fair: Fair, product: Product, status: ExhibitStatus = ExhibitStatus.CONFIRMED) -> Exhibit:
    exhibit = Exhibit(fair_id=fair.id, product_id=product.id, group_id=product.group_id, status=status)
    db.session.add(exhibit)
    db.session.flush()
    return exhibit


def given_a_booth(fair: Fair, group: Group, number: str = "", **columns: object) -> Booth:
    booth = Booth(fair_id=fair.id, group_id=group.id, number=number or f"A{next(_numbers)}", **columns)
    db.session.add(booth)
    db.session.flush()
    return booth


def given_a_code(printed_for: Group | Product, fair: Fair | None = None) -> str:
    """The code of a group or a product, at a fair or without one."""
    fair_id = fair.id if fair else None
    if isinstance(printed_for, Group):
        return codes.codes_of_groups([printed_for.id], fair_id, MARKET)[printed_for.id]
    return codes.codes_of_products([(printed_for.id, printed_for.group_id)], fair_id, MARKET)[printed_for.id]


def given_a_picture(fair: Fair, **columns: object) -> FairPicture:
    """With its file, where everybody sees it."""
    picture = FairPicture(**{"fair_id": fair.id, "file_key": new_key(), "widths": [320], "alt": "ลานงาน"} | columns)
    storage.put(pictures.files.file_name(picture.file_key, 320), b"RIFF....WEBP")
    db.session.add(picture)
    db.session.flush()
    return picture


def given_a_pack(fair: Fair, layout: PackLayout = PackLayout.A4) -> FairPack:
    """One that is drawn; what is in its file does not matter."""
    pack = FairPack(fair_id=fair.id, layout=layout, wanted=1, made=1, made_at=now(), made_count=1, file_key=new_key())
    storage.put(packs.file_name(pack.file_key), b"%PDF-1.7")
    db.session.add(pack)
    db.session.flush()
    return pack
