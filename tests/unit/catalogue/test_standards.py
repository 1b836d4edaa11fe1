"""Standards: their numbers in one form, and only while they hold."""

from datetime import timedelta

import pytest

from shop.catalogue.models import RevisionStandard, StandardKind
from shop.catalogue.standards import StandardExpired, check_expiry, standard_number
from shop.kernel.clock import today
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.search import browse
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group


@pytest.mark.parametrize(
    "kind, typed, kept",
    [
        (StandardKind.FDA, "อย. ๑๓ ๒ ๐๑๒๓๔ ๑ ๐๐๐๑", "13-2-01234-1-0001"),
        (StandardKind.FDA, "1320123410001", "13-2-01234-1-0001"),
        (StandardKind.TCPS, "มผช. 321/2556", "321/2556"),
        (StandardKind.OTOP, "๕ ดาว", "5"),
        (StandardKind.OTOP, "1", "1"),
        (StandardKind.GI, " สช 50100012 ", "สช 50100012"),
        (StandardKind.HALAL, "กอท.ฮล. C 123/2567", "กอท.ฮล. C 123/2567"),
        (StandardKind.ORGANIC, "TH-BIO-121", "TH-BIO-121"),
    ],
)
def test_each_number_has_one_form(kind, typed, kept):
    assert standard_number(kind, typed) == kept


@pytest.mark.parametrize(
    "kind, typed",
    [
        *((StandardKind.FDA, text) for text in ("", "123", "99-2-01234-1-0001", "13-9-01234-1-0001", "13201234100011")),
        *((StandardKind.TCPS, text) for text in ("", "321", "321/1999", "๐/๒๕๕๖")),
        *((StandardKind.OTOP, text) for text in ("", "0", "6", "12", "ห้า")),
        *((kind, text) for kind in (StandardKind.GI, StandardKind.HALAL, StandardKind.ORGANIC) for text in ("", " - ", "ก" * 41)),
    ],
)
def test_what_is_no_such_number_is_refused(kind, typed):
    with pytest.raises(BadValue):
        standard_number(kind, typed)


def test_a_standard_holds_until_the_end_of_its_day():
    check_expiry(None)
    check_expiry(today())
    with pytest.raises(StandardExpired):
        check_expiry(today() - timedelta(days=1))
    with pytest.raises(BadValue):
        check_expiry(today().replace(day=1) + timedelta(days=366 * 31))
    assert RevisionStandard(kind=StandardKind.GI, expires_on=today()).is_valid
    assert not RevisionStandard(kind=StandardKind.GI, expires_on=today() - timedelta(days=1)).is_valid


def test_buyers_are_shown_no_standard_that_has_run_out(session):
    with transaction():
        revision = given_a_product(given_a_group()).published
        ended = today() - timedelta(days=1)
        session.add(RevisionStandard(revision_id=revision.id, kind=StandardKind.GI, number="สช 1", expires_on=ended))
        session.add(RevisionStandard(revision_id=revision.id, kind=StandardKind.TCPS, number="321/2556", expires_on=today()))

    assert [standard.kind for standard in revision.valid_standards] == [StandardKind.TCPS]
    assert browse.facets(browse.Filters())["standard"] == {"tcps": 1}
    assert browse.count_products(browse.Filters(standard=StandardKind.GI)) == 0
    assert browse.page_of_products(browse.Filters()).cards[0].standards == ((StandardKind.TCPS, "321/2556"),)
