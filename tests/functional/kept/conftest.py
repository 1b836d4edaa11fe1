"""What these tests share: a window that asks about changes each time, and a market that has something to show."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest

from shop.catalogue.models import RevisionStandard, StandardKind
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.kernel.thai import slugify
from shop.web.kept import watch
from tests.factories.catalogue import given_a_product
from tests.factories.conversations import given_a_question, given_an_answer
from tests.factories.fairs import given_a_booth, given_a_code, given_a_fair, given_a_picture, given_an_exhibit
from tests.factories.groups import given_a_group
from tests.factories.reviews import given_a_received_line, given_a_review, given_a_review_photo
from tests.functional.kept.window import Window, opened


@pytest.fixture
def window(market, monkeypatch) -> Iterator[Window]:
    monkeypatch.setattr(watch, "OFTEN_SECONDS", 0)
    with opened(market) as window:
        yield window


@pytest.fixture
def shown(app) -> SimpleNamespace:
    """Two groups with a product each, and everything that can stand on a page; ids and addresses."""
    with app.app_context(), transaction():
        group, other = given_a_group("กลุ่มจักสานคลองสี่"), given_a_group("กลุ่มขนมบางขะแยง")
        product, elsewhere = given_a_product(group, "ตะกร้าผักตบ"), given_a_product(other, "กล้วยตาก")
        lasts = RevisionStandard(
            revision_id=product.published_revision_id, kind=StandardKind.TCPS, number="321/2556", expires_on=today()
        )
        db.session.add(lasts)
        line = given_a_received_line(group, product)
        review = given_a_review(line, 4, "แข็งแรงดี", answer="ขอบคุณค่ะ")
        given_a_review_photo(review)
        question = given_an_answer(given_a_question(product))
        fair = given_a_fair(
            "งานตะกร้า", slug="basket-fair", starts_on=today() + timedelta(days=1), ends_on=today() + timedelta(days=2)
        )
        past = given_a_fair("งานเก่า", slug="old-fair")
        for one in (fair, past):
            given_an_exhibit(one, product)
            given_a_booth(one, group, number="A1")
            given_a_picture(one)
        code = given_a_code(product, past)
        db.session.flush()
        return SimpleNamespace(
            group_id=group.id,
            product_id=product.id,
            variant_id=product.variants[0].id,
            revision_id=product.published_revision_id,
            order_id=line.order_id,
            review_id=review.id,
            question_id=question.id,
            fair_id=fair.id,
            product=f"/products/{product.id}-{slugify('ตะกร้าผักตบ')}",
            elsewhere=f"/products/{elsewhere.id}-{slugify('กล้วยตาก')}",
            group=f"/groups/{group.slug}",
            code=code,
        )


def addresses(shown: SimpleNamespace) -> list[str]:
    """Every kind of page that is kept, some in both languages."""
    number = shown.product_id
    pages = ["/", "/products", "/products?category=food&sort=price_asc", shown.product, shown.elsewhere, "/groups", shown.group]
    pages += [f"{shown.product}?code={shown.code}", "/fairs", "/fairs/basket-fair", "/fairs/old-fair", "/help", "/terms"]
    pages += ["/impact", "/impact/how", "/impact/data.csv", "/impact/metadata.json", "/api/v1/impact"]
    pages += [f"/products/{number}/reviews", f"/products/{number}/questions"]
    once = ["/api/v1/products", f"/api/v1/products/{number}", "/api/v1/groups", "/api/v1/fairs", "/sitemap.xml", "/robots.txt"]
    return pages + [f"/en{page}" for page in ("/", "/products", shown.product, shown.group, "/fairs/basket-fair")] + once
