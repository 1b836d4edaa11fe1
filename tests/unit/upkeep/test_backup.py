"""A backup taken while the market sells comes back whole somewhere else; a bad one touches nothing."""

import gzip
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.app import create_app
from shop.catalogue.models import Product
from shop.groups.models import ProtectedCounts
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from shop.orders.models import Order
from shop.search import service as search
from shop.upkeep import archive, sealing
from tests.databases import SECRETS
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order

ROOT = Path(__file__).resolve().parents[3]
PICTURE = bytes(range(256)) * 400


@pytest.fixture
def market(market):
    """A market with an order, something secret and two files."""
    with market.app.app_context():
        with transaction():
            group = given_a_group(name="กลุ่มแม่บ้าน\tสวน\\ส้ม")
            product = given_a_product(group, stock_pieces=500)
            given_an_order(group, product, status="delivered")
            db.session.add(ProtectedCounts(group_id=group.id, counts={"older_people": 3}, consent_at=now()))
            search.index_product(product.id)
        storage.put("private/photos/สวน/original", PICTURE)
        storage.put("public/photos/one/320.webp", b"RIFF")
    return market


@pytest.fixture
def elsewhere(market, tmp_path, request):
    """Another market with nothing in it, on a database of the same kind."""
    is_sqlite = market.settings["DATABASE_URL"].startswith("sqlite")
    empty_database = f"sqlite:///{tmp_path}/empty.sqlite" if is_sqlite else request.getfixturevalue("postgresql").new_database()
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        place = {"DATABASE_URL": empty_database, "INSTANCE_PATH": str(tmp_path / "elsewhere")}
        made.append(create_app({**place, **SECRETS, **settings}))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def saved(market, file: Path, **config: str):
    market.app.config.update(config)
    answer = market.app.test_cli_runner().invoke(args=["backup", str(file)])
    assert answer.exit_code == 0, answer.output
    return answer


def restored(app: Flask, file: Path):
    return app.test_cli_runner().invoke(args=["restore", str(file)])


def test_a_backup_comes_back_whole_elsewhere(market, elsewhere, tmp_path):
    file = tmp_path / "market.backup"
    said = saved(market, file)
    assert "keep SECRET_KEY, DATA_KEYS and BACKUP_KEY elsewhere" in said.stdout
    with market.app.app_context():
        code = db.session.scalar(select(Order.code))

    answer = restored(elsewhere(), file)

    assert answer.exit_code == 0, answer.output
    assert "ok stock" in answer.stdout
    assert "FAIL" not in answer.stdout
    with elsewhere().app_context():
        assert db.session.scalar(select(Order.code)) == code
        assert db.session.scalar(select(ProtectedCounts.counts)) == {"older_people": 3}
        assert storage.get("private/photos/สวน/original") == PICTURE
        assert storage.get("public/photos/one/320.webp") == b"RIFF"
        with transaction():  # and the market goes on: numbers follow on the last ones
            given_a_product(given_a_group())
        assert db.session.scalar(select(func.count(Order.id))) == 1


def test_what_is_sold_while_it_is_saved_is_in_it_whole_or_not_at_all(market, elsewhere, tmp_path):
    file = tmp_path / "market.backup"
    stop, sold, faults = threading.Event(), [], []

    def sell() -> None:
        with market.app.app_context():
            try:
                while not stop.is_set():
                    with transaction():
                        product = db.session.scalars(select(Product)).first()
                        code = given_an_order(product.group, product).code
                    sold.append(code)  # told only what is committed: the backup must hold it
            except Exception as error:
                faults.append(error)
            finally:
                db.session.remove()

    seller = threading.Thread(target=sell)
    seller.start()
    try:
        while len(sold) < 3 and not faults:
            time.sleep(0.01)
        saved(market, file)
        at_the_end = len(sold)
        while len(sold) < at_the_end + 3 and not faults:
            time.sleep(0.01)
    finally:
        stop.set()
        seller.join()

    answer = restored(elsewhere(), file)

    assert faults == []
    assert answer.exit_code == 0, answer.output
    with elsewhere().app_context():
        kept = db.session.scalar(select(func.count(Order.id))) - 1
        assert 3 <= kept <= at_the_end + 1
        assert set(db.session.scalars(select(Order.code))) - set(sold[:kept]) - {db.session.get(Order, 1).code} == set()


@pytest.mark.parametrize("key", [SECRETS["BACKUP_KEY"], ""])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(market, elsewhere, tmp_path, key):
    file = tmp_path / "market.backup"
    saved(market, file, BACKUP_KEY=key)
    whole = file.read_bytes()
    app = elsewhere(BACKUP_KEY=key or SECRETS["BACKUP_KEY"])
    middle = len(whole) // 2

    for damaged in (
        *(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in range(20, len(whole), len(whole) // 12)),
        whole[:-1],
        whole[:middle],
        b"",
        b"PK\x03\x04 no backup",
    ):
        if not key and holds_the_same(damaged, whole):
            continue
        file.write_bytes(damaged)
        answer = restored(app, file)
        assert answer.exit_code == 1
        assert "nothing was restored" in answer.stderr, answer.output
    assert_untouched(app)

    file.write_bytes(whole)
    assert restored(app, file).exit_code == 0


def holds_the_same(damaged: bytes, whole: bytes) -> bool:
    """Some bits of a compressed file stand for nothing: with another one there, every byte that comes out is the same."""
    try:
        return gzip.decompress(damaged) == gzip.decompress(whole)
    except (OSError, EOFError, zlib.error):
        return False


def assert_untouched(app: Flask) -> None:
    with app.app_context():
        assert db.inspect(db.engine).get_table_names() == []
        assert storage.keys("private") == storage.keys("public") == []


@pytest.mark.parametrize(
    "settings, reason",
    [
        ({"BACKUP_KEY": "another backup key of 32 characters"}, "BACKUP_KEY is not the one it was made with"),
        ({"BACKUP_KEY": ""}, "it is encrypted: set BACKUP_KEY"),
        ({"DATA_KEYS": "other data keys of 32 characters or more"}, "DATA_KEYS do not open"),
    ],
)
def test_without_the_right_keys_nothing_is_restored(market, elsewhere, tmp_path, settings, reason):
    file = tmp_path / "market.backup"
    saved(market, file)
    app = elsewhere(**settings)

    answer = restored(app, file)

    assert answer.exit_code == 1
    assert reason in answer.stderr
    assert_untouched(app)


def test_nothing_of_an_encrypted_backup_can_be_read(market, tmp_path):
    sealed, plain = tmp_path / "sealed", tmp_path / "plain"
    saved(market, sealed)
    saved(market, plain, BACKUP_KEY="")

    assert sealed.read_bytes().startswith(sealing.MAGIC)
    assert plain.read_bytes().startswith(b"\x1f\x8b")
    assert sealed.stat().st_mode & 0o077 == 0
    with plain.open("rb") as file, archive.reading(file, "") as members:
        assert "files/public/photos/one/320.webp" in [name for name, content in members if content.read() or True]


def test_a_place_that_is_not_empty_is_left_alone(market, tmp_path):
    file = tmp_path / "market.backup"
    saved(market, file)
    with market.app.app_context():
        before = db.session.scalar(select(func.count(Order.id)))

    answer = restored(market.app, file)

    assert answer.exit_code == 1
    assert "the database is not empty: name a new one with DATABASE_URL" in answer.stderr
    with market.app.app_context():
        assert db.session.scalar(select(func.count(Order.id))) == before


def test_files_that_lie_about_are_not_mixed_with_restored_ones(market, elsewhere, tmp_path):
    file = tmp_path / "market.backup"
    saved(market, file)
    app = elsewhere()
    storage.put("private/old", b"old")

    answer = restored(app, file)

    assert answer.exit_code == 1
    assert "the storage is not empty" in answer.stderr
    assert storage.keys("private") == ["private/old"]


@pytest.mark.parametrize("newer", [{"format": 99}, {"revision": "9999"}])
def test_a_backup_of_a_newer_version_is_refused(market, elsewhere, tmp_path, monkeypatch, newer):
    file = tmp_path / "market.backup"
    finish = archive.Writer.finish
    monkeypatch.setattr(archive.Writer, "finish", lambda self, about: finish(self, {**about, **newer}))
    saved(market, file)
    app = elsewhere()

    answer = restored(app, file)

    assert answer.exit_code == 1
    assert "made by a newer version of the market" in answer.stderr
    assert_untouched(app)


def test_a_backup_does_not_return_to_another_kind_of_database(market, tmp_path, request):
    file = tmp_path / "market.backup"
    saved(market, file)
    is_sqlite = market.settings["DATABASE_URL"].startswith("sqlite")
    other = request.getfixturevalue("postgresql").new_database() if is_sqlite else f"sqlite:///{tmp_path}/other.sqlite"
    app = create_app({"DATABASE_URL": other, "INSTANCE_PATH": str(tmp_path / "other"), **SECRETS})

    answer = restored(app, file)

    assert answer.exit_code == 1
    assert "database, DATABASE_URL names a" in answer.stderr
    assert_untouched(app)
    with app.app_context():
        db.engine.dispose()


def command(market, file: Path) -> dict:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FLASK")} | market.settings
    arguments = [sys.executable, "-m", "flask", "--app", "shop", "backup", str(file)]
    return {"args": arguments, "cwd": ROOT, "env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def lay_large_files(number: int) -> None:
    for name in range(number):
        storage.put(f"private/large/{name}", os.urandom(1_000_000))


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_killed_half_way_it_leaves_the_backup_that_was_there(market, tmp_path):
    lay_large_files(60)
    file = tmp_path / "market.backup"
    file.write_bytes(b"last night's")
    process = subprocess.Popen(**command(market, file))
    deadline = time.monotonic() + 60
    while not any(part.stat().st_size for part in tmp_path.glob(".market.backup.*.part")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert process.returncode == -signal.SIGKILL
    assert file.read_bytes() == b"last night's"


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_and_leaves_no_half_file(market, tmp_path):
    lay_large_files(6)
    file = tmp_path / "market.backup"
    limit = 3_000_000  # bytes of any file this process writes: the database fits, the backup does not

    process = subprocess.Popen(
        **command(market, file), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    )
    _, said = process.communicate(timeout=60)

    assert process.returncode == 1, said.decode()
    assert b"was not written: File too large" in said
    assert list(tmp_path.glob("*market.backup*")) == []


@pytest.mark.parametrize("size", [0, 1, sealing.CHUNK - 1, sealing.CHUNK, sealing.CHUNK + 1, 3 * sealing.CHUNK])
def test_a_sealed_stream_opens_as_it_was_and_not_otherwise(tmp_path, size):
    file, key, content = tmp_path / "sealed", "k" * 32, os.urandom(size)
    with file.open("wb") as target:
        writer = sealing.SealingWriter(target, key)
        writer.write(content[: size // 3])
        writer.write(content[size // 3 :])
        writer.close()

    with file.open("rb") as source:
        assert sealing.OpeningReader(source, key).readall() == content
    with file.open("rb") as source, pytest.raises(sealing.WrongKey):
        sealing.OpeningReader(source, "j" * 32)

    whole = file.read_bytes()
    header = len(sealing.MAGIC) + 2 * sealing.SALT
    sealed = sealing.CHUNK + sealing.TAG
    for cut in {whole[:-1], whole[: header + sealed] if size > sealing.CHUNK else whole[:-2], whole + b"x"}:
        file.write_bytes(cut)
        with file.open("rb") as source, pytest.raises(sealing.Damaged):
            sealing.OpeningReader(source, key).readall()


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_market_without_tables_has_nothing_to_back_up(market, tmp_path):
    app = create_app({"DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite", "INSTANCE_PATH": str(tmp_path / "i"), **SECRETS})

    answer = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "b")])

    assert answer.exit_code == 1
    assert "there is nothing to back up" in answer.stderr
    assert not (tmp_path / "b").exists()
    with app.app_context():
        db.engine.dispose()
