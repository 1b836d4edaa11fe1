"""Photos in pieces: cut in the middle and gone on with, never by anybody else, and taken by the form that names them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.catalogue import photos, uploads
from shop.catalogue.models import Photo, PhotoUpload
from shop.jobs.handlers.photos import forget_unfinished_uploads
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from tests.factories.catalogue import given_a_complete_draft
from tests.factories.groups import given_a_group, owner_of
from tests.functional.seller.test_products import another_visitor, file, given, revision_of
from tests.unit.catalogue.test_pictures import HTML, picture

PIECE = 4000


@pytest.fixture
def group(session):
    with transaction():
        return given_a_group()


@pytest.fixture
def desk(client, group):
    return client.sign_in(owner_of(group).id)


def announced(desk, content: bytes) -> dict:
    answer = desk.post("/sell/uploads", data={"size": str(len(content))})
    assert answer.status_code == 201
    return answer.json


def send(desk, address: str, offset: int, piece: bytes):
    headers = {"Upload-Offset": str(offset), "X-CSRFToken": desk.csrf_token(), "Content-Type": "application/octet-stream"}
    return desk.patch(address, data=piece, headers=headers, token=False)


def send_all(desk, content: bytes):
    """The last answer."""
    answer, address = None, announced(desk, content)["address"]
    for offset in range(0, len(content), PIECE):
        answer = send(desk, address, offset, content[offset : offset + PIECE])
    return answer


def pieces() -> list[str]:
    return storage.keys("private/uploads")


def test_a_photo_that_was_cut_off_goes_on_where_it_was_and_the_form_takes_it_as_it_was_turned(desk, group):
    product_id = given(given_a_complete_draft, group)
    content = picture((900, 700), kind="HEIF") + bytes(2 * PIECE)
    begun = announced(desk, content)
    address = begun["address"]
    assert (begun["state"], begun["offset"]) == ("open", 0)
    assert send(desk, address, 0, content[:PIECE]).json["offset"] == PIECE

    assert send(desk, address, 0, content[:PIECE]).status_code == 409, "a piece that comes twice"
    wrong = send(desk, address, 2 * PIECE, content[:PIECE])
    assert (wrong.status_code, wrong.json["offset"]) == (409, PIECE)
    assert send(desk, address, PIECE, content).status_code == 409, "more than was announced"
    there = desk.head(address)
    assert (there.headers["Upload-Offset"], there.headers["Upload-Length"]) == (str(PIECE), str(len(content)))

    last = send(desk, address, PIECE, content[PIECE:])
    assert last.json["state"] == "whole"
    assert pieces() == []
    assert send(desk, address, len(content), b"").json["state"] == "whole", "asked again after the answer was lost"
    key, kept = last.json["key"], last.json["kept"]
    form = {"kept": kept, "edit": f"{key}:1:0,0,1000,500"}
    for _ in range(2):  # the second click
        assert desk.post(f"/sell/products/{product_id}/photos", data=form).status_code == 303
    shown = [one.photo for one in revision_of(product_id).photos if one.photo.key == key]
    assert [(one.turns, one.crop, one.created_by) for one in shown] == [(1, [0, 0, 1000, 500], owner_of(group).id)]
    assert desk.get(address).json["state"] == "taken"


def test_a_process_killed_before_the_pieces_were_joined_is_asked_again(desk, monkeypatch):
    content = picture()
    address = announced(desk, content)["address"]
    with monkeypatch.context() as broken:
        broken.setattr(uploads, "join_pieces", lambda key, size: (_ for _ in ()).throw(SystemError))
        assert send(desk, address, 0, content).status_code == 500
    assert desk.get(address).json == desk.get(address).json | {"state": "open", "offset": len(content)}

    assert send(desk, address, len(content), b"").json["state"] == "whole"


def test_one_that_is_joined_by_two_requests_at_once_is_whole_for_both(desk, monkeypatch):
    content = picture()
    address = announced(desk, content)["address"]

    def overtaken(key: str, size: int):
        with transaction():
            uploads.record_joined(key)
        raise photos.PhotoRefused("broken")  # its pieces went while they were read

    monkeypatch.setattr(uploads, "join_pieces", overtaken)
    answer = send(desk, address, 0, content)
    assert (answer.status_code, answer.json["state"]) == (200, "whole")


def test_nobody_else_goes_on_with_it_and_what_another_group_kept_is_not_taken(desk, group):
    content = picture()
    last = send_all(desk, content).json
    address = announced(desk, content)["address"]
    with transaction():
        stranger = owner_of(given_a_group("กลุ่มอื่น"))
        theirs = given_a_complete_draft(db.session.get(type(group), stranger.group_id)).id
    other = another_visitor(desk, stranger.id)

    assert [other.get(address).status_code, send(other, address, 0, content).status_code] == [404, 404]
    assert other.delete(address).status_code == 404
    assert other.post(f"/sell/products/{theirs}/photos", data={"kept": last["kept"]}).status_code == 422
    assert db.session.scalar(select(Photo.id).where(Photo.key == last["key"])) is None


def test_what_is_no_photo_is_told_at_its_first_piece_and_what_is_broken_at_its_last(desk):
    address = announced(desk, HTML)["address"]
    answer = send(desk, address, 0, HTML[:20])
    assert (answer.status_code, "ไม่ใช่รูปที่เปิดได้" in answer.json["message"]) == (422, True)
    assert desk.get(address).json["state"] == "refused"
    assert send(desk, address, 0, HTML[:20]).status_code == 409

    cut = picture()[:-400]
    answer = send_all(desk, cut)
    assert (answer.status_code, "มาไม่ครบ" in answer.json["message"]) == (422, True)
    assert pieces() == []


@pytest.mark.parametrize("size", ["", "0", "-1", "ห้า", "²", "9" * 30, str(15 * 1024 * 1024 + 1)])
def test_a_size_that_cannot_be_is_refused_in_words(desk, size):
    answer = desk.post("/sell/uploads", data={"size": size})
    assert (answer.status_code, bool(answer.json["message"])) == (422, True)


def test_a_group_has_only_so_many_on_their_way_and_calling_off_makes_room(desk, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_UNUSED", 1)
    last = send_all(desk, picture()).json
    answer = desk.post("/sell/uploads", data={"size": "100"})
    assert (answer.status_code, "ค้างอยู่มาก" in answer.json["message"]) == (429, True)

    assert desk.delete(last["address"]).json == {"state": "gone"}
    assert not storage.exists(photos.original_key(last["key"]))
    announced(desk, picture())


def test_a_full_disk_is_said_in_words_and_the_form_says_it_too(desk, group, monkeypatch):
    product_id = given(given_a_complete_draft, group)
    content = picture()
    address = announced(desk, content)["address"]

    def is_full(*_given):
        raise OSError("No space left on device (os error 28)")

    monkeypatch.setattr(storage._store.__class__, "put", is_full, raising=False)
    assert (send(desk, address, 0, content).status_code, desk.get(address).json["offset"]) == (507, 0)
    answer = desk.post(f"/sell/products/{product_id}/photos", data={"photos": [file(content)]})
    assert (answer.status_code, "เต็มชั่วคราว" in answer.text) == (422, True)
    monkeypatch.setattr(storage, "has_room_for", lambda size: False)
    assert desk.post("/sell/uploads", data={"size": "100"}).status_code == 507


def test_what_nobody_goes_on_with_is_cleaned_after_a_day_and_nothing_else(desk):
    content = picture()
    fresh, stale = announced(desk, content), announced(desk, content)
    for one in (fresh, stale):
        send(desk, one["address"], 0, content[:PIECE])
    with transaction():
        old = db.session.scalars(select(PhotoUpload).where(PhotoUpload.key == stale["key"])).one()
        old.touched_at = now() - timedelta(days=2)

    forget_unfinished_uploads()

    assert (desk.get(stale["address"]).status_code, desk.get(fresh["address"]).status_code) == (404, 200)
    assert [piece.split("/")[2] for piece in pieces()] == [fresh["key"]]


def test_a_piece_without_its_token_and_one_that_is_too_large_are_not_read(desk):
    address = announced(desk, picture())["address"]
    assert desk.patch(address, data=b"x", headers={"Upload-Offset": "0"}, token=False).status_code == 400
    assert send(desk, address, 0, bytes(uploads.MOST_PIECE_BYTES + 1)).status_code == 413
    assert pieces() == []
