"""A brush that draws soft flat shapes with Pillow in a world 400 units wide and 300 high, whatever the picture's size."""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 400, 300
FINER = 2  # drawn larger by this and then reduced, which smooths every edge

Colour = str | tuple[int, int, int]
Point = tuple[float, float]

_TOKENS = re.compile(r"[a-zA-Z]|-?\d*\.?\d+")


def rgb(colour: Colour) -> tuple[int, int, int]:
    if not isinstance(colour, str):
        return colour
    digits = colour.lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mix(one: Colour, other: Colour, share: float) -> tuple[int, int, int]:
    """`one` with `share` (0 to 1) of `other` in it."""
    return tuple(round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(other), strict=True))


def lighter(colour: Colour, share: float = 0.25) -> tuple[int, int, int]:
    return mix(colour, "#ffffff", share)


def darker(colour: Colour, share: float = 0.2) -> tuple[int, int, int]:
    return mix(colour, "#1e1410", share)


class Brush:
    """A canvas, chance that always falls the same way for the same seed, and a place to stand (`at`)."""

    def __init__(self, size: tuple[int, int], seed: str, ground: Colour) -> None:
        self.size = size
        self.chance = Random(seed)
        self.unit = size[0] * FINER / WIDTH
        self.image = Image.new("RGB", (size[0] * FINER, size[1] * FINER), rgb(ground))
        self._pen = ImageDraw.Draw(self.image)
        # A point (x, y) is drawn at (a x + c y + e, b x + d y + f).
        self._place = (self.unit, 0.0, 0.0, self.unit, 0.0, (size[1] * FINER - HEIGHT * self.unit) / 2)

    @contextmanager
    def at(self, x: float, y: float, scale: float = 1, turn: float = 0) -> Iterator[None]:
        """Draw what follows around (x, y), scaled, turned by degrees clockwise."""
        before = self._place
        a, b, c, d, e, f = before
        cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        self._place = (
            a * cos + c * sin,
            b * cos + d * sin,
            c * cos - a * sin,
            d * cos - b * sin,
            a * x + c * y + e,
            b * x + d * y + f,
        )
        try:
            yield
        finally:
            self._place = before

    def shape(self, points: Sequence[Point], fill: Colour, shade: float = 0) -> None:
        """A filled outline; `shade` (0 to 1) rounds it by light from the left."""
        there = [self._there(point) for point in points]
        if not shade:
            self._pen.polygon(there, fill=rgb(fill))
            return
        left, top = (math.floor(min(values)) for values in zip(*there, strict=True))
        right, bottom = (math.ceil(max(values)) + 1 for values in zip(*there, strict=True))
        size = (max(right - left, 1), max(bottom - top, 1))
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in there], fill=255)
        slope = Image.linear_gradient("L").rotate(90).resize(size)
        dark, light = Image.new("RGB", size, darker(fill, shade)), Image.new("RGB", size, lighter(fill, shade * 0.6))
        self.image.paste(Image.composite(dark, light, slope), (left, top), mask)

    def path(self, outline: str, fill: Colour, shade: float = 0) -> None:
        """A filled outline written as an SVG path (M L H V C Q Z and their small letters)."""
        for points in follow(outline):
            self.shape(points, fill, shade)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour, shade: float = 0, turn: float = 0) -> None:
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        round_it = [(rx * math.cos(t * math.pi / 36), ry * math.sin(t * math.pi / 36)) for t in range(72)]
        self.shape([(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in round_it], fill, shade)

    def box(self, x: float, y: float, width: float, height: float, corner: float, fill: Colour, shade: float = 0) -> None:
        """A rectangle from its upper left corner, with rounded corners."""
        corner = min(corner, width / 2, height / 2)
        middles = (
            (x + width - corner, y + corner, -90),
            (x + width - corner, y + height - corner, 0),
            (x + corner, y + height - corner, 90),
            (x + corner, y + corner, 180),
        )
        self.shape(
            [
                (mx + corner * math.cos(math.radians(start + step)), my + corner * math.sin(math.radians(start + step)))
                for mx, my, start in middles
                for step in range(0, 91, 10)
            ],
            fill,
            shade,
        )

    def line(self, outline: str, colour: Colour, width: float) -> None:
        """A stroke with round ends along an SVG path."""
        thick = max(1, round(width * math.hypot(self._place[0], self._place[1])))
        for points in follow(outline):
            there = [self._there(point) for point in points]
            self._pen.line(there, fill=rgb(colour), width=thick, joint="curve")
            for x, y in (there[0], there[-1]):
                self._pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=rgb(colour))

    def shadow(self, x: float, y: float, rx: float, ry: float, strength: float = 0.28) -> None:
        """A soft shadow lying on the table; drawn small and enlarged, since it is blurred anyway."""
        small = Image.new("L", (self.image.width // 8, self.image.height // 8), 0)
        (left, top), (right, bottom) = self._there((x - rx, y - ry)), self._there((x + rx, y + ry))
        ImageDraw.Draw(small).ellipse(
            (min(left, right) / 8, min(top, bottom) / 8, max(left, right) / 8, max(top, bottom) / 8), fill=round(255 * strength)
        )
        veil = small.filter(ImageFilter.GaussianBlur(self.unit * 0.7)).resize(self.image.size)
        self.image.paste(rgb("#2b1c10"), (0, 0), veil)
        self._pen = ImageDraw.Draw(self.image)

    def jpeg(self) -> bytes:
        """The picture, reduced to its size."""
        out = BytesIO()
        self.image.resize(self.size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue()

    def _there(self, point: Point) -> Point:
        a, b, c, d, e, f = self._place
        return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def follow(outline: str) -> list[list[Point]]:
    """The points along an SVG path, one list for each part of it."""
    tokens = _TOKENS.findall(outline)
    parts: list[list[Point]] = []
    x = y = 0.0
    letter, at = "M", 0

    def take(count: int) -> list[float]:
        nonlocal at
        values = [float(token) for token in tokens[at : at + count]]
        at += count
        return values

    while at < len(tokens):
        if tokens[at].isalpha():
            letter = tokens[at]
            at += 1
        ox, oy = (x, y) if letter.islower() else (0.0, 0.0)
        match letter.upper():
            case "Z":
                x, y = parts[-1][0]
                parts[-1].append((x, y))
            case "M":
                dx, dy = take(2)
                x, y = ox + dx, oy + dy
                parts.append([(x, y)])
                letter = "l" if letter == "m" else "L"
            case "L":
                dx, dy = take(2)
                x, y = ox + dx, oy + dy
                parts[-1].append((x, y))
            case "H":
                x = ox + take(1)[0]
                parts[-1].append((x, y))
            case "V":
                y = oy + take(1)[0]
                parts[-1].append((x, y))
            case "C" | "Q" as kind:
                values = take(6 if kind == "C" else 4)
                knots = [(x, y)] + [(ox + px, oy + py) for px, py in zip(values[::2], values[1::2], strict=True)]
                parts[-1] += [_on_curve(knots, step / 16) for step in range(1, 17)]
                x, y = knots[-1]
    return parts


def _on_curve(knots: list[Point], share: float) -> Point:
    """A point on a Bezier curve of any degree (de Casteljau)."""
    while len(knots) > 1:
        knots = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(knots)]
    return knots[0]
