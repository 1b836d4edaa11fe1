"""Things made by hand: baskets, cloth, bags, pillows, soap, candles, hats. Each is drawn around (0, 0), its foot."""

from shop.demo.drawing.brush import Brush, Colour, darker, lighter
from shop.demo.drawing.setting import blossom, leaf, lotus

THREADS = (
    ("#2d5d8a", "#f6d88b"),
    ("#7a2f6b", "#f4c9dc"),
    ("#0e5a4a", "#f2e3b4"),
    ("#a63a24", "#fbe6c8"),
    ("#44402f", "#e2b25a"),
    ("#b1295f", "#fdeef4"),
)


def weave(b: Brush, left: float, top: float, width: float, rows: int, columns: int, tone: Colour, step: float = 13) -> None:
    """Plaited strips, over and under."""
    cell = width / columns
    for row in range(rows):
        for column in range(columns):
            shade = lighter(tone, 0.16) if (row + column) % 2 else darker(tone, 0.1)
            b.box(left + column * cell + 0.6, top + row * step + 0.6, cell - 1.2, step - 1.2, 2.4, shade)


def basket(b: Brush) -> None:
    tone = b.chance.choice(("#c48a4a", "#b5763a", "#d9b27a", "#8f9a5a"))
    band = b.chance.choice(("#8a5a2b", "#b1295f", "#0e5a4a", "#2d5d8a"))
    b.shadow(0, 4, 116, 12)
    b.line("M-80-104C-80-210 80-210 80-104", darker(tone, 0.35), 10)
    b.line("M-80-106C-80-206 80-206 80-106", lighter(tone, 0.1), 4)
    b.oval(0, -106, 102, 18, darker(tone, 0.5))
    b.path("M-102-106H102L82-8C81-3 77 0 72 0H-72C-77 0-81-3-82-8Z", darker(tone, 0.25))
    for row in range(7):
        half = 99 - row * 3.1
        weave(b, -half, -96 + row * 13, half * 2, 1, 15 + row % 2, band if row == 2 else tone)
    b.box(-108, -114, 216, 16, 8, darker(tone, 0.12), 0.2)


def cloth(b: Brush) -> None:
    """Woven cloth: a folded pile with a length hanging in front."""
    b.shadow(0, 4, 132, 12)
    colours = b.chance.sample(THREADS, 3)
    for place, (ground, thread) in enumerate(colours):
        y = -26 - place * 27
        b.box(-118 + place * 5, y, 236 - place * 10, 27, 12, ground, 0.24)
        b.box(-118 + place * 5, y + 10, 236 - place * 10, 3, 1, thread)
        b.box(-118 + place * 5, y + 16, 236 - place * 10, 1.6, 0.8, thread)
    ground, thread = colours[-1]
    b.path("M-62-108H62V-24H-62Z", ground, 0.2)
    for y in (-100, -40):
        b.box(-62, y, 124, 4, 0.5, thread)
        b.box(-62, y + 7, 124, 2, 0.5, thread)
    for x in range(-48, 49, 24):
        b.path(f"M{x}-86L{x + 11}-66L{x}-46L{x - 11}-66Z", thread)
        b.path(f"M{x}-77L{x + 6}-66L{x}-55L{x - 6}-66Z", ground)
    for x in range(-60, 63, 6):
        b.line(f"M{x}-24V-10", ground, 1.6)


def bag(b: Brush) -> None:
    ground, thread = b.chance.choice(THREADS)
    b.shadow(6, 4, 104, 12)
    b.line("M-44-116C-44-206 44-206 44-116", darker(ground, 0.3), 8)
    b.path("M-86-124H86L98-10C98-4 94 0 88 0H-88C-94 0-98-4-98-10Z", ground, 0.24)
    b.path("M-86-124H86L88-108H-88Z", darker(ground, 0.25))
    b.path("M-92-64H92L95-30H-95Z", thread)
    for x in range(-78, 79, 26):
        b.path(f"M{x}-60L{x + 11}-47L{x}-34L{x - 11}-47Z", ground)
    b.line("M-44-112V-92M44-112V-92", darker(ground, 0.3), 8)
    with b.at(0, -86, 0.7):
        lotus(b, thread)


def pillow(b: Brush) -> None:
    """The three-cornered cushion, seen from its striped end."""
    ground, thread = b.chance.choice(THREADS)
    b.shadow(6, 4, 138, 13)
    b.path("M-40-150C-36-158-26-158-20-150L132-22C138-12 130 0 118 0H-4Z", darker(ground, 0.15), 0.2)
    for step in range(1, 6):
        b.line(f"M{-32 + step * 28}-{150 - step * 21}L{6 + step * 20}-2", thread, 3)
    b.path("M-42-152C-38-158-30-158-26-152L22-12C24-4 20 0 12 0H-108C-118 0-120-6-116-14Z", ground, 0.24)
    for turn, share in enumerate((0.78, 0.54, 0.3)):
        with b.at(-44, -48, share):
            b.path(
                "M2-104C4-108 8-108 10-104L58 36C60 44 58 48 50 48H-56C-64 48-66 42-62 36Z", thread if turn % 2 == 0 else ground
            )
    with b.at(-42, -40, 0.55):
        blossom(b, thread, ground)


def soap(b: Brush) -> None:
    """Three bars, one tied with string, and their leaves."""
    tones = b.chance.sample(("#f2c14e", "#9cc08a", "#e7b7c8", "#cdbfe6", "#f0e3cf", "#b98a6a"), 3)
    b.shadow(0, 4, 132, 12)
    for (x, y, turn), tone in zip(((-66, -30, -5), (56, -28, 6), (-4, -84, -2)), tones, strict=True):
        with b.at(x, y, 1, turn):
            b.box(-62, -22, 124, 54, 15, darker(tone, 0.22))
            b.box(-62, -30, 124, 52, 15, tone, 0.16)
            b.box(-50, -22, 100, 36, 10, lighter(tone, 0.18))
            with b.at(0, -4, 0.72):
                lotus(b, darker(tone, 0.3))
    with b.at(-4, -86, 1, -2):
        b.line("M-62-8H62M0-30V24", "#a97d4d", 2.6)
        b.path("M0-8C-16-26-28-14-24-6C-16 2-8-4 0-8C16-26 28-14 24-6C16 2 8-4 0-8Z", "#c49a55")
    with b.at(112, -2, 1.1, 40):
        leaf(b)


def herbal_ball(b: Brush) -> None:
    """Herbal compress balls, tied, with their handles up."""
    cloth_tone = b.chance.choice(("#f2ead8", "#f6e0c8", "#e9efe0"))
    string = b.chance.choice(("#b1295f", "#0e5a4a", "#b7791f"))
    for x, scale in ((-70, 0.86), (72, 0.92), (0, 1.12)):
        with b.at(x, 0, scale):
            b.shadow(6, 2, 62, 10)
            b.path(
                "M-10-92C-22-120-30-130-24-148C-14-140-8-146 0-152C8-146 16-140 26-148C30-130 22-120 10-92Z",
                darker(cloth_tone, 0.1),
                0.2,
            )
            b.path("M-12-96C-60-88-72-40-52-14C-38 2 38 2 52-14C72-40 60-88 12-96Z", cloth_tone, 0.22)
            for bend in (-34, -14, 12, 32):
                b.line(f"M{bend * 0.25:.0f}-92C{bend * 0.8:.0f}-70 {bend * 1.15:.0f}-44 {bend}-14", darker(cloth_tone, 0.16), 1.8)
            b.box(-15, -104, 30, 13, 5, string, 0.2)
            b.oval(-20, -34, 10, 7, "#c9a24a", turn=20)
            b.oval(16, -46, 9, 6, "#7c9a4a", turn=-24)
            b.oval(4, -22, 8, 5, "#b5763a")


def candle(b: Brush) -> None:
    """Candles in glasses and one shaped as a lotus."""
    tones = b.chance.sample(("#f6d8e4", "#f7ecc8", "#d5ead9", "#dcd4f0", "#f6cdb6"), 2)
    for x, height, tone in ((-78, 104, tones[0]), (78, 84, tones[1])):
        b.shadow(x + 4, 2, 52, 9)
        b.box(x - 42, -height - 14, 84, height + 14, 12, "#ffffff", 0.1)
        b.box(x - 37, -height, 74, height - 5, 9, tone, 0.2)
        b.oval(x, -height, 37, 8, lighter(tone, 0.4))
        _flame(b, x, -height)
    b.shadow(0, 6, 64, 10)
    with b.at(0, -18, 2.1):
        lotus(b, b.chance.choice(("#d9417f", "#8e6fc2", "#e8912d")))
    _flame(b, 0, -58)


def _flame(b: Brush, x: float, y: float) -> None:
    b.line(f"M{x} {y}V{y - 9}", "#44402f", 2)
    b.path(
        f"M{x} {y - 38}C{x - 14} {y - 22} {x - 9} {y - 6} {x} {y - 6}C{x + 9} {y - 6} {x + 14} {y - 22} {x} {y - 38}Z", "#f6a93b"
    )
    b.path(
        f"M{x} {y - 26}C{x - 6} {y - 16} {x - 5} {y - 8} {x} {y - 8}C{x + 5} {y - 8} {x + 6} {y - 16} {x} {y - 26}Z", "#fde9a8"
    )


def hat(b: Brush) -> None:
    """A palm-leaf hat with a band."""
    tone = b.chance.choice(("#e2c48a", "#d9b27a", "#ead9b0"))
    band = b.chance.choice(("#b1295f", "#0e5a4a", "#2d5d8a", "#8a5a2b"))
    b.shadow(6, 0, 158, 15)
    b.oval(0, -34, 156, 36, darker(tone, 0.3))
    b.oval(0, -40, 156, 36, tone, 0.18)
    for share in (0.92, 0.82, 0.72, 0.62):
        b.oval(0, -40, 156 * share, 36 * share, darker(tone, 0.08 + (1 - share) * 0.1))
        b.oval(0, -40.5, 156 * share - 3, 36 * share - 1.4, tone, 0.14)
    b.path("M-84-50C-84-150-56-160 0-160C56-160 84-150 84-50C60-26-60-26-84-50Z", tone, 0.26)
    for y in range(-144, -66, 13):
        half = round(82 * (1 - ((-y - 50) / 112) ** 3))
        b.line(f"M-{half} {y}C-{half // 2} {y + 12} {half // 2} {y + 12} {half} {y}", darker(tone, 0.12), 1.5)
    b.path("M-84-74C-60-50 60-50 84-74V-50C60-26-60-26-84-50Z", band, 0.2)
    with b.at(64, -56, 0.8):
        blossom(b)
