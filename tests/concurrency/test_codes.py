"""Printed codes under a crowd: people print and scan at the same moment."""

from sqlalchemy import select

from shop.fairs import codes
from shop.fairs.models import CodeDay
from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction
from tests.concurrency.together import all_at_once
from tests.factories.groups import given_a_group


def test_many_print_and_scan_at_the_same_moment(app):
    """No scan is lost, and two who print get the same paper."""
    with app.app_context(), transaction():
        group_id = given_a_group().id

    def print_and_scan() -> str:
        with transaction():
            code = codes.codes_of_groups([group_id], None, MARKET)[group_id]
        for _ in range(5):
            with transaction():
                codes.count_scan(codes.target_of(code).code_id)
        return code

    assert len(set(all_at_once(app, [print_and_scan] * 6))) == 1
    with app.app_context(), transaction():
        assert [row.scans for row in db.session.scalars(select(CodeDay))] == [30]
