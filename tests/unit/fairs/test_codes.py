"""Printed codes: one for each thing at each fair, the same for ever, in letters nobody confuses."""

import pytest
from sqlalchemy import func, select

from shop.fairs import codes
from shop.fairs.models import ShortCode
from shop.kernel.codes import ALPHABET
from shop.kernel.database import transaction
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_code, given_a_fair
from tests.factories.groups import given_a_group


def test_each_thing_at_each_fair_has_one_code_for_ever(session):
    with transaction():
        group, fair = given_a_group(), given_a_fair()
        product = given_a_product(group)
        printed = [given_a_code(group), given_a_code(group, fair), given_a_code(product), given_a_code(product, fair)]
        again = [given_a_code(group), given_a_code(group, fair), given_a_code(product), given_a_code(product, fair)]
    assert printed == again
    assert len(set(printed)) == 4
    assert all(len(code) == codes.LETTERS and set(code) <= set(ALPHABET) for code in printed)
    assert session.scalar(select(func.count(ShortCode.id))) == 4


def test_a_twin_is_tried_again(session, monkeypatch):
    drawn = iter(["K7Q2M4", "K7Q2M4", "K7Q2M4", "ABCDEF"])
    monkeypatch.setattr(codes, "new_code", lambda _length: next(drawn))
    with transaction():
        assert given_a_code(given_a_group()) == "K7Q2M4"
        assert given_a_code(given_a_group()) == "ABCDEF"


@pytest.mark.parametrize("typed", ["k7q2m4", " K7Q-2M4 ", "K๗Q๒M๔"])
def test_a_code_is_read_as_it_is_typed(session, typed):
    assert codes.as_printed(typed) == "K7Q2M4"
