"""Fairs for tests."""

from datetime import date
from itertools import count

from shop.catalogue.models import Product
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.kernel.database import db

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
