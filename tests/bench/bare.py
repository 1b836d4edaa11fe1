"""Limits that ours are measured against: a Flask page that does nothing, and one that does the least that a catalogue must."""

import os
import random
import sqlite3
import tempfile
from threading import local

from flask import Flask
from jinja2 import Template

app = Flask(__name__)
LINE = "<p>น้ำพริกเผา 65 บาท</p>"
PAGE = "<!doctype html><title>งานดี</title>" + LINE * 400  # about 20 KB
CARDS = 24
PRODUCTS = int(os.environ.get("BENCH_PRODUCTS", "10000"))
CATALOGUE = Template(
    """<!doctype html><html lang="th"><head><title>สินค้า</title></head><body><h1>สินค้า</h1><ul class="cards">
{% for card in cards %}<li class="card"><a href="/products/{{ card.id }}-{{ card.title }}">
<img src="/photos/{{ card.photo }}/320.webp" alt="" width="320" height="320" loading="lazy">
<h2>{{ card.title }}</h2></a><p class="price">{{ "%.2f" % (card.satang / 100) }} บาท
{% if card.several %}<small>ขึ้นไป</small>{% endif %}</p><p class="soft">{{ card.maker }} · {{ card.unit }}</p>
{% if not card.available %}<b>หมดแล้ว</b>{% endif %}</li>
{% endfor %}</ul></body></html>""",
    autoescape=True,
)
FILE = tempfile.NamedTemporaryFile(prefix="bench-cards-", suffix=".sqlite")  # noqa: SIM115 (gone with this process)
_mine = local()


def _fill() -> None:
    with sqlite3.connect(FILE.name) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        columns = (
            "id INTEGER PRIMARY KEY, title TEXT, maker TEXT, unit TEXT, photo TEXT, satang INTEGER, several, available INTEGER"
        )
        connection.execute(f"CREATE TABLE cards ({columns})")
        rows = ((n, f"น้ำพริกเผา {n}", f"กลุ่ม {n % 200}", "200 กรัม", f"{n:040x}", 2000 + n, n % 3, n % 7) for n in range(PRODUCTS))
        connection.executemany("INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.close()


@app.get("/")
def page() -> str:
    return PAGE


@app.get("/bytes/<int:size>")
def page_of(size: int) -> str:
    """A page of so many bytes that does nothing."""
    return _of_size(size)


@app.get("/cards")
def cards() -> str:
    """24 cards, of rows selected by their keys without an ORM."""
    if not hasattr(_mine, "connection"):
        _mine.connection = sqlite3.connect(FILE.name)
        _mine.connection.row_factory = sqlite3.Row
    first = random.randrange(PRODUCTS - CARDS)
    wanted = ",".join(str(number) for number in range(first, first + CARDS))
    return CATALOGUE.render(cards=_mine.connection.execute(f"SELECT * FROM cards WHERE id IN ({wanted})").fetchall())


@app.get("/healthz")
def is_up() -> str:
    return "ok"


_sized: dict[int, str] = {}


def _of_size(size: int) -> str:
    if size not in _sized:
        _sized[size] = (LINE * (size // len(LINE.encode()) + 1)).encode()[:size].decode(errors="ignore")
    return _sized[size]


_fill()
