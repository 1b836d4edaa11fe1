"""A purchase asks the database little for each of its groups: who is told, and how they want it, is read once for all."""

from tests.factories.checkout import add, filled, given_goods, place
from tests.queries import queries_of


def test_how_people_want_to_be_told_is_read_once_for_all_groups(app, client):
    asked_of = {}
    for groups in (1, 5):
        for variant in given_goods(app, groups=groups):
            add(client, variant)
        form = filled(client)
        with queries_of(app) as asked:
            assert place(client, form).status_code == 303
        asked_of[groups] = asked

    for table in ("FROM notice_settings", "FROM memberships JOIN", "FROM accounts JOIN memberships"):
        assert sum(table in statement for statement in asked_of[5]) <= 1
    assert len(asked_of[5]) - len(asked_of[1]) <= 4 * 14, "\n".join(asked_of[5])
