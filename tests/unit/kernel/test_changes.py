"""What the triggers of kept pages ask at each row that is written: never a whole table."""

import re

import pytest
from sqlalchemy import text

from shop.kernel.changes import WATCHED
from shop.kernel.database import db


@pytest.mark.parametrize("table", WATCHED)
@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_whose_a_row_is_is_found_by_keys(session, table):
    asked = re.sub(r"\bit\.\w+", "random()", WATCHED[table])

    plan = [row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN SELECT {asked}"))]

    assert not [step for step in plan if step.startswith("SCAN") and step != "SCAN CONSTANT ROW"]
