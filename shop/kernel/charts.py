"""Charts as SVG, drawn on the server: columns by month and bars by size, in the market's colours, on screen and on paper.

Each says in a title and a description what it shows, and stands beside the table of its figures; nothing is told by colour
alone. Colours are attributes, for paper, and classes that `static/css/impact.css` gives the page's own, in the dark and in print.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

POND, LOTUS, INK, SOFT, LINE = "#0e5a4a", "#b1295f", "#1e2a26", "#4e5b55", "#c9c2b3"
WIDTH = 640
LEFT, TOP, FOOT = 80, 30, 54
PLOT = 220  # height of the columns' field
BAR, GAP, NAMES = 26, 14, 220
SHORTEST = 1.5  # what is there is seen


@dataclass(frozen=True)
class Mark:
    """One figure: what it is of, its size, the size in words. `short`: the name where there is little room."""

    name: str
    value: int
    said: str
    short: str = ""


def columns(key: str, title: str, description: str, marks: Sequence[Mark], ticks: Sequence[tuple[int, str]]) -> str:
    """A column a month on a field of lines; `ticks`: (value, words) from 0 up. `key` makes its ids the page's only ones.

    What is below zero hangs under the line.
    """
    lowest = min([0, *(mark.value for mark in marks)])
    highest = max([1, ticks[-1][0] if ticks else 1, *(mark.value for mark in marks)])
    scale = PLOT / (highest - lowest)
    zero = TOP + highest * scale
    step = (WIDTH - LEFT - 8) / max(1, len(marks))
    wide = min(44.0, step * 0.62)
    parts = [_line(LEFT, zero - value * scale, words) for value, words in ticks if lowest <= value <= highest]
    best = max(marks, key=lambda mark: mark.value, default=None)
    for place, mark in enumerate(marks):
        middle = LEFT + step * (place + 0.5)
        parts.append(_column(middle, zero, mark, scale, wide, is_best=mark is best and mark.value > 0))
        parts.append(_text(middle, TOP + PLOT + 24, mark.short or mark.name, "chart-soft", SOFT, 13, "middle"))
    return _svg(key, title, description, TOP + PLOT + FOOT - 16, parts)


def bars(key: str, title: str, description: str, marks: Sequence[Mark]) -> str:
    """A bar a row, the name before it and the size behind it."""
    longest = max([1, *(mark.value for mark in marks)])
    room = WIDTH - NAMES - 110
    parts = []
    for place, mark in enumerate(marks):
        top = 8 + place * (BAR + GAP)
        size = max(SHORTEST, mark.value * room / longest) if mark.value > 0 else SHORTEST
        parts.append(_text(NAMES - 10, top + 18, mark.short or mark.name, "chart-ink", INK, 15, "end"))
        parts.append(_petal_bar(NAMES, top, size))
        parts.append(_text(NAMES + size + 8, top + 18, mark.said, "chart-ink", INK, 15, "start"))
    return _svg(key, title, description, 8 + len(marks) * (BAR + GAP), parts)


def nice_ticks(highest: int, count: int = 4) -> list[int]:
    """Round values from 0 to what is just above `highest`, about so many steps."""
    if highest <= 0:
        return [0]
    rough = highest / count
    unit = 10 ** max(0, len(str(int(rough))) - 1)
    step = next((unit * times for times in (1, 2, 5, 10) if unit * times >= rough), unit * 10)
    return [step * number for number in range(-(-highest // step) + 1)]


def _svg(key: str, title: str, description: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {_n(height)}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" font-family="Sarabun, inherit">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def _line(left: float, height: float, words: str) -> str:
    place = f'x1="{_n(left)}" x2="{WIDTH}" y1="{_n(height)}" y2="{_n(height)}"'
    return f'<line class="chart-line" {place} stroke="{LINE}"/>' + _text(
        left - 8, height + 5, words, "chart-soft", SOFT, 13, "end"
    )


def _column(middle: float, zero: float, mark: Mark, scale: float, wide: float, is_best: bool) -> str:
    """Its top is round as a petal's; the highest one has its size written over it."""
    if not mark.value:
        return ""
    size = max(SHORTEST, abs(mark.value) * scale)
    left, right, round_ = middle - wide / 2, middle + wide / 2, min(wide / 2, size)
    end = zero - size if mark.value > 0 else zero + size
    turn = round_ if mark.value > 0 else -round_
    path = (
        f"M{_n(left)} {_n(zero)}V{_n(end + turn)}Q{_n(left)} {_n(end)} {_n(middle)} {_n(end)}"
        f"Q{_n(right)} {_n(end)} {_n(right)} {_n(end + turn)}V{_n(zero)}Z"
    )
    kind, colour = ("chart-best", LOTUS) if is_best or mark.value < 0 else ("chart-mark", POND)
    over = _text(middle, end - 8, mark.said, "chart-ink", INK, 14, "middle") if is_best else ""
    return f'<path class="{kind}" d="{path}" fill="{colour}"/>{over}'


def _petal_bar(left: float, top: float, size: float) -> str:
    middle, bottom, bend = top + BAR / 2, top + BAR, min(size, BAR / 2)
    path = (
        f"M{_n(left)} {_n(top)}H{_n(left + size - bend)}Q{_n(left + size)} {_n(top)} {_n(left + size)} {_n(middle)}"
        f"Q{_n(left + size)} {_n(bottom)} {_n(left + size - bend)} {_n(bottom)}H{_n(left)}Z"
    )
    return f'<path class="chart-mark" d="{path}" fill="{POND}"/>'


def _text(left: float, base: float, words: str, kind: str, colour: str, size: int, anchor: str) -> str:
    place = f'x="{_n(left)}" y="{_n(base)}"'
    return f'<text class="{kind}" {place} fill="{colour}" font-size="{size}" text-anchor="{anchor}">{escape(words)}</text>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
