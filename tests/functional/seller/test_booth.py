"""Selling at a booth: /sell/booth, what its devices send, its sheet of paper, and what is left to be reconciled."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Variant
from shop.fairs.models import Booth
from shop.groups.models import Group
from shop.kernel.clock import now, today
from shop.kernel.database import db, transaction
from shop.payments.booth.models import BoothClash, BoothSale
from tests.factories.booth import given_a_booth_today
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account, given_an_official
from tests.factories.slips import given_promptpay
from tests.papers import text_of

ADDRESS = "/sell/booth/this-week"


@pytest.fixture
def desk(app, client):
    """A signed-in owner, her group with ten jars at 65 baht, and its booth of today."""
    with app.app_context(), transaction():
        owner = given_an_account()
        group = given_a_group(owner=owner)
        given_a_product(group, stock_pieces=10)
        given_a_booth_today(group, slug="this-week")
        client.sign_in(owner.id)
        client.group_id = group.id
    return client


def a_sale(app, quantity: int = 1, **said: object) -> dict:
    with app.app_context():
        variant_id = db.session.scalar(select(Variant.id).order_by(Variant.id))
    return {
        "id": str(uuid4()),
        "method": "cash",
        "at": now().isoformat(),
        "lines": [[variant_id, quantity, 6500]],
    } | said


def send(desk, *sales: dict, **said: object):
    token = desk.get(f"{ADDRESS}/state").json["token"]
    body = {"group": desk.group_id, "sales": list(sales)} | said
    return desk.post(f"{ADDRESS}/sales", json=body, headers={"X-CSRFToken": token})


def state(app) -> tuple[int, int, int]:
    """Pieces left, sales, open tasks."""
    with app.app_context():
        waiting = select(func.count(BoothClash.id)).where(BoothClash.settled_at.is_(None))
        sales = select(func.count(BoothSale.id)).where(BoothSale.voided_at.is_(None))
        left = db.session.scalar(select(Variant.available).order_by(Variant.id).limit(1))
        return left, db.session.scalar(sales), db.session.scalar(waiting)


def test_a_batch_is_answered_sale_by_sale_and_again_the_same(app, desk):
    good, unknown = a_sale(app, 2), a_sale(app, lines=[[999999, 1, 100]])
    answer = send(desk, good, unknown)

    assert answer.status_code == 200
    assert [one["result"] for one in answer.json["answers"]] == ["kept", "refused"]
    assert answer.json["answers"][1]["reason"] == "variant"
    assert (answer.json["state"]["day"], answer.json["state"]["left"]) == (
        {"cash": 13000, "promptpay": 0, "pieces": 2, "sales": 1},
        {str(good["lines"][0][0]): 8},
    )
    assert send(desk, good, unknown).json["answers"] == answer.json["answers"]
    differing = good | {"method": "promptpay"}
    assert send(desk, differing).json["answers"][0]["result"] == "differs"
    assert state(app) == (8, 1, 0)


@pytest.mark.parametrize(
    "said",
    [
        {"id": "1"},
        {"at": "yesterday"},
        {"at": "2026-11-26T10:00:00"},
        {"method": "stripe"},
        {"lines": [[1, True, 100]]},
        {"lines": [[1, 1]]},
        {"lines": "all"},
        {"lines": []},
    ],
)
def test_what_is_no_sale_is_refused_and_the_rest_is_kept(app, desk, said):
    answer = send(desk, a_sale(app, **said), a_sale(app))

    assert [one["result"] for one in answer.json["answers"]] == ["refused", "kept"]
    assert state(app) == (9, 1, 0)


def test_a_batch_of_another_group_or_without_a_token_or_too_large_changes_nothing(app, desk):
    assert send(desk, a_sale(app), group=desk.group_id + 1).status_code == 409
    assert send(desk, *[a_sale(app)] * 51).status_code == 422
    assert send(desk).status_code == 422
    body = {"group": desk.group_id, "sales": [a_sale(app)]}
    assert desk.post(f"{ADDRESS}/sales", json=body).status_code == 400
    assert state(app) == (10, 0, 0)


def test_what_is_too_deep_to_be_a_sale_is_refused(desk):
    token = desk.get(f"{ADDRESS}/state").json["token"]
    deep = {"data": b"[" * 100_000, "content_type": "application/json", "headers": {"X-CSRFToken": token}}
    assert desk.post(f"{ADDRESS}/sales", **deep).status_code == 422


def test_who_is_signed_out_is_told_so_and_sends_after_signing_in(app, desk, client):
    sale = a_sale(app)
    with desk.session_transaction() as session:
        kept = dict(session)
        session.clear()
    assert desk.get(f"{ADDRESS}/state").status_code == 303
    assert desk.post(f"{ADDRESS}/sales", json={"group": desk.group_id, "sales": [sale]}).status_code in (400, 401)
    with desk.session_transaction() as session:
        session.update(kept)
    assert send(desk, sale).json["answers"][0]["result"] == "kept"
    assert state(app) == (9, 1, 0)


def test_one_that_was_called_off_on_its_way_never_was(app, desk):
    arrived, lost = a_sale(app), a_sale(app)
    send(desk, arrived)
    answer = send(desk, arrived | {"cancelled": True}, lost | {"cancelled": True})

    assert [one["result"] for one in answer.json["answers"]] == ["kept", "kept"]
    assert state(app) == (10, 0, 0)
    assert send(desk, lost).json["answers"][0]["result"] == "kept"  # it comes late, and finds itself voided
    assert state(app) == (10, 0, 0)


def test_a_fair_without_a_booth_of_theirs_is_not_there(app, desk):
    with app.app_context(), transaction():
        given_a_fair(slug="elsewhere")
    for path in ("", "/state", "/day", "/sheet", "/sheet.pdf"):
        assert desk.get(f"/sell/booth/elsewhere{path}").status_code == 404


def test_the_table_holds_the_goods_and_the_code_only_where_the_group_takes_promptpay(app, desk):
    page = desk.get(ADDRESS).text
    assert "฿65" in page
    assert "data-promptpay=" not in page.split("<li")[0]
    assert 'data-pay="promptpay"' not in page
    with app.app_context(), transaction():
        given_promptpay(db.session.get(Group, desk.group_id))
    assert "A000000677010111" in desk.get(ADDRESS).text


def test_a_sale_has_a_page_and_a_receipt_and_is_voided_on_its_day(app, desk):
    code = send(desk, a_sale(app, 3)).json["answers"][0]["order"]
    assert "ขายที่บูธ" in desk.get(f"/sell/orders/{code}").text
    assert f"/sell/orders/{code}" in desk.get("/sell/orders?stage=done").text
    receipt = text_of(desk.get(f"/sell/orders/{code}/receipt.pdf").data)
    assert "195.00" in receipt
    assert "ผู้ซื้อ" not in receipt.replace("จากผู้ซื้อเอง", "")
    assert f"void/{code}" in desk.get(f"{ADDRESS}/day").text

    assert desk.post(f"{ADDRESS}/void/{code}").status_code == 303
    assert "ยกเลิกแล้ว" in desk.get(f"{ADDRESS}/day").text
    assert state(app) == (10, 0, 0)
    desk.post(f"{ADDRESS}/void/{code}")
    assert state(app) == (10, 0, 0)


def test_what_was_sold_beyond_the_count_is_counted_again(app, desk):
    send(desk, a_sale(app, 11), a_sale(app, 2))
    page = desk.get("/sell/booth/clashes").text
    assert page.count("นับใหม่: เหลือขายได้กี่ชิ้น") == 1
    assert "เกินจำนวนในระบบ 3 ชิ้น" in page
    assert "/sell/booth/clashes" in desk.get("/sell").text
    with app.app_context():
        clash_id = db.session.scalar(select(func.min(BoothClash.id)))

    assert desk.post(f"/sell/booth/clashes/{clash_id}", data={"counted": "สอง", "seen": "0"}).status_code == 422
    assert desk.post(f"/sell/booth/clashes/{clash_id}", data={"counted": "๒", "seen": "0"}).status_code == 303
    assert state(app) == (2, 2, 0)
    desk.post(f"/sell/booth/clashes/{clash_id}", data={"counted": "9", "seen": "2"})
    assert state(app) == (2, 2, 0)


def test_an_order_of_the_web_that_may_want_calling_off_is_named(app, desk):
    with app.app_context(), transaction():
        variant = db.session.scalars(select(Variant)).one()
        code = given_an_order(variant.product.group, variant.product, quantity=10).code
    send(desk, a_sale(app, 1))

    assert f"/sell/orders/{code}" in desk.get("/sell/booth/clashes").text


def test_a_sheet_is_printed_and_typed_in_once(app, desk):
    sheet = text_of(desk.get(f"{ADDRESS}/sheet.pdf").data)
    assert "฿65" in sheet
    variant_id = a_sale(app)["lines"][0][0]
    yesterday = (today() - timedelta(days=1)).isoformat()
    typed = {"token": str(uuid4()), "day": yesterday, f"cash-{variant_id}": "๔", f"promptpay-{variant_id}": "2"}
    for _ in range(2):
        assert desk.post(f"{ADDRESS}/sheet", data=typed).status_code == 303
    assert state(app) == (4, 2, 0)
    assert "฿390" in desk.get(f"{ADDRESS}/day?day={yesterday}").text
    desk.post(f"{ADDRESS}/sheet", data=typed | {f"cash-{variant_id}": "5"})
    assert state(app) == (4, 2, 0)

    for bad in ({f"cash-{variant_id}": "many"}, {f"cash-{variant_id}": "", f"promptpay-{variant_id}": ""}, {"day": "2020-01-01"}):
        assert desk.post(f"{ADDRESS}/sheet", data=typed | {"token": str(uuid4())} | bad).status_code == 422
    assert state(app) == (4, 2, 0)


def test_the_app_names_what_it_keeps_and_says_so_to_everybody(app, client):
    worker = client.get("/en/sell/booth/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/en/sell/booth"
    assert "js/booth-queue" in worker.text
    manifest = client.get("/sell/booth/manifest.webmanifest").json
    assert (manifest["scope"], manifest["display"], len(manifest["icons"])) == ("/sell/booth", "standalone", 3)
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_the_office_sees_what_was_sold_at_the_table(app, desk, client):
    with app.app_context(), transaction():
        official_id = given_an_official().id
    send(desk, a_sale(app, 2))
    client.sign_in(official_id)

    assert "฿130" in client.get("/office/fairs/this-week/booths").text
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "booth:sell")).one()
        assert (entry.group_id, entry.changes["total_satang"], entry.changes["method"]) == (desk.group_id, 13000, "cash")


def test_a_booth_that_was_taken_away_keeps_the_sale_on_the_device(app, desk):
    token = desk.get(f"{ADDRESS}/state").json["token"]
    with app.app_context(), transaction():
        db.session.execute(delete(Booth))
    body = {"group": desk.group_id, "sales": [a_sale(app)]}

    assert desk.get(f"{ADDRESS}/state").status_code == 404
    assert desk.post(f"{ADDRESS}/sales", json=body, headers={"X-CSRFToken": token}).status_code == 404
    assert state(app) == (10, 0, 0)


def test_a_sheet_without_its_token_is_refused_and_what_was_typed_is_shown_as_text(app, desk):
    page = f"{ADDRESS}/sheet"
    assert desk.post(page, data={"token": "\0"}).status_code == 400

    answer = desk.post(page, data={"token": "1f0d5c2e-7d6b-4a43-9c8d-0a1b2c3d4e5f", "cash-1": "\x00x"})
    assert answer.status_code == 422
    assert "\0" not in answer.text
