"""What buyers may see of groups, page by page, and the group's own clock."""

from datetime import date, datetime

import pytest

from shop.groups import queries
from shop.groups.models import GroupKind, RestPeriod
from shop.groups.queries import GroupFilters
from shop.groups.states import GroupStatus
from shop.kernel.clock import BANGKOK
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from tests.factories.groups import given_a_group

UNPUBLISHED = [status for status in GroupStatus if status is not GroupStatus.APPROVED]


@pytest.mark.parametrize("status", UNPUBLISHED)
def test_buyers_see_approved_groups_only(session, status):
    with transaction():
        seen, hidden = given_a_group(), given_a_group(status=status)
        slugs, hidden_slug = [seen.slug], hidden.slug

    assert [group.slug for group in queries.published_groups().items] == slugs
    assert queries.published_group(hidden_slug) is None
    assert queries.count_published() == 1


def test_pages_follow_each_other_without_gap_or_double(session):
    with transaction():
        ids = [given_a_group().id for _ in range(7)]

    seen, after = [], None
    while True:
        page = queries.published_groups(after=after, limit=3)
        seen += [group.id for group in page.items]
        after = page.next
        if after is None:
            break

    assert seen == ids[::-1]


@pytest.mark.parametrize("after", ["x", "-1", "๑", "9" * 40, "1;drop"])
def test_an_unknown_cursor_is_refused(session, after):
    with pytest.raises(BadValue):
        queries.published_groups(after=after)


def test_counts_keep_the_other_filter(session):
    with transaction():
        given_a_group(kind=GroupKind.FARMERS, district_code="1302")
        given_a_group(kind=GroupKind.FARMERS, district_code="1301")
        given_a_group(kind=GroupKind.OLDER_PEOPLE, district_code="1301")
        given_a_group(status=GroupStatus.SUSPENDED)
    chosen = GroupFilters(kind=GroupKind.FARMERS, district="1301")

    assert queries.count_published(chosen) == 1
    assert queries.published_by_kind(chosen) == {GroupKind.FARMERS: 1, GroupKind.OLDER_PEOPLE: 1}
    assert queries.published_by_district(chosen) == {"1301": 1, "1302": 1}


def test_the_clock_of_a_group_knows_its_rest_days(session):
    with transaction():
        group = given_a_group(weekly_rest_days=[7])
        session.add(RestPeriod(group_id=group.id, starts_on=date(2026, 11, 23), ends_on=date(2026, 11, 24)))
        group_id = group.id
    saturday = datetime(2026, 11, 21, 18, 0, tzinfo=BANGKOK)

    assert queries.deadline(group_id, saturday, 24) == datetime(2026, 11, 25, 18, 0, tzinfo=BANGKOK)
    assert queries.is_resting(group_id, date(2026, 11, 22))
    assert not queries.is_resting(group_id, date(2026, 11, 25))
