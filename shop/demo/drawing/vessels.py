"""Products that stand in something: jars, tubs, bottles, tins, bags. Each is drawn standing on (0, 0), about 170 units high."""

from shop.demo.drawing.brush import Brush, Colour, darker, lighter, mix
from shop.demo.drawing.setting import label, leaf, rice


def jar(b: Brush, filling: Colour, lid: Colour, specks: Colour | None = None) -> None:
    """A glass jar, 120 wide: chili paste, pickles, honey."""
    b.shadow(10, 0, 78, 11)
    b.box(-60, -148, 120, 148, 24, "#fbfaf6", 0.1)
    b.path("M-55-112H55V-26C55-10 46-5 34-5H-34C-46-5-55-10-55-26Z", filling, 0.28)
    b.oval(0, -112, 55, 7, lighter(filling, 0.2))
    if specks:
        for _ in range(26):
            b.oval(b.chance.uniform(-50, 50), b.chance.uniform(-104, -12), 2.2, 1.6, specks, turn=b.chance.uniform(0, 90))
    b.box(-66, -172, 132, 32, 9, lid, 0.22)
    b.box(-66, -150, 132, 6, 3, darker(lid, 0.2))
    b.path("M-52-106C-54-76-54-44-50-22L-44-24C-47-46-47-76-45-108Z", lighter(filling, 0.35))
    with b.at(4, -62):
        label(b, 84, 64, lid)


def cloth_jar(b: Brush, filling: Colour, cloth: Colour) -> None:
    """A jar with a cloth tied over its lid."""
    b.shadow(10, 0, 74, 11)
    b.box(-56, -136, 112, 136, 22, "#fbfaf6", 0.1)
    b.path("M-51-104H51V-24C51-9 43-5 32-5H-32C-43-5-51-9-51-24Z", filling, 0.28)
    b.path(
        "M-58-146C-74-130-76-118-70-108C-56-112-50-104-38-108C-26-112-18-104-4-108C10-112 20-104 32-108"
        "C44-112 58-104 70-108C76-118 74-130 58-146Z",
        cloth,
        0.2,
    )
    b.path("M-58-146C-58-176 58-176 58-146Z", lighter(cloth, 0.1), 0.2)
    for x, y in ((-36, -152), (-10, -158), (18, -156), (42, -150), (-52, -122), (-22, -118), (10, -120), (40, -118)):
        b.oval(x, y, 3.6, 3.6, lighter(cloth, 0.65))
    b.box(-60, -148, 120, 7, 3, "#c49a55", 0.2)
    b.path("M0-144C-14-158-26-150-24-142C-20-134-8-138 0-144C14-158 26-150 24-142C20-134 8-138 0-144Z", "#c49a55")
    with b.at(2, -54):
        label(b, 78, 58, cloth)


def tub(b: Brush, paste: Colour, lid: Colour) -> None:
    """An open tub of paste with its lid leaning on it."""
    b.shadow(0, 2, 128, 13)
    with b.at(84, -44, 1, 14):
        b.oval(0, 0, 46, 47, darker(lid, 0.18))
        b.oval(-4, -1, 45, 46, lid, 0.12)
        b.oval(-4, -1, 37, 38, lighter(lid, 0.18))
        with b.at(-4, 0, 0.8):
            label(b, 62, 48, lid)
    b.path("M-104-84H44L34-8C33-2 28 0 22 0H-82C-88 0-93-2-94-8Z", "#fdfbf5", 0.16)
    b.oval(-30, -84, 76, 18, "#efe9dc")
    b.path("M-98-84C-90-112-62-100-48-122C-26-138 6-120 10-104C26-104 36-96 38-84C24-68-84-68-98-84Z", paste, 0.3)
    b.line("M-74-94C-56-104-48-104-36-116M-20-100C-8-112 2-110 12-100", lighter(paste, 0.3), 3)
    with b.at(-30, -36):
        label(b, 92, 52, lid)


def bottle(b: Brush, liquid: Colour, cap: Colour, slim: bool = False) -> None:
    """A bottle of drink, sauce or oil, 190 high."""
    half = 30 if slim else 40
    b.shadow(10, 0, half + 22, 10)
    b.path(
        f"M-13-178H13V-140C13-122 {half}-116 {half}-92V-16C{half}-5 {half - 8} 0 {half - 16} 0H-{half - 16}"
        f"C-{half - 8} 0-{half}-5-{half}-16V-92C-{half}-116-13-122-13-140Z",
        mix(liquid, "#ffffff", 0.72),
        0.12,
    )
    low = half - 5
    b.path(
        f"M-{low}-94C-{low}-108-10-116-9-132H9C10-116 {low}-108 {low}-94V-18C{low}-8 {low - 6}-5 {low - 12}-5"
        f"H-{low - 12}C-{low - 6}-5-{low}-8-{low}-18Z",
        liquid,
        0.3,
    )
    b.path(
        f"M-{low - 4}-88C-{low - 3}-60-{low - 3}-40-{low - 5}-20L-{low - 10}-20C-{low - 8}-40-{low - 8}-60-{low - 9}-90Z",
        lighter(liquid, 0.35),
    )
    b.box(-16, -192, 32, 24, 5, cap, 0.25)
    with b.at(0, -50):
        label(b, half * 2 - 12, 54, cap)


def tin(b: Brush, colour: Colour, accent: Colour) -> None:
    """A round tin seen a little from above, its lid beside it and cookies within."""
    b.shadow(0, 4, 142, 14)
    b.path("M-106-60V-14C-106 14 70 14 70-14V-60Z", colour, 0.3)
    b.path("M-106-48C-106-20 70-20 70-48V-38C70-10-106-10-106-38Z", accent)
    b.oval(-18, -60, 88, 27, lighter(colour, 0.35))
    b.oval(-18, -58, 80, 23, "#f4ead6")
    for x, y in ((-62, -64), (-30, -72), (6, -70), (36, -60), (-44, -50), (-8, -52), (24, -46)):
        b.oval(x, y + 3, 21, 10, "#a8743f")
        b.oval(x, y, 21, 10, "#d9a25c", 0.16)
        b.oval(x, y, 8, 4, b.chance.choice(("#b1295f", "#8f5a0c", "#f2b632", "#4f8f52")))
    with b.at(108, -52, 1, 12):
        b.oval(0, 0, 44, 52, darker(colour, 0.25))
        b.oval(-5, -1, 43, 51, colour, 0.15)
        b.oval(-5, -1, 35, 42, accent)
        with b.at(-5, 0, 0.9):
            label(b, 52, 50, colour)


def pouch(b: Brush, paper: Colour, ink: Colour, inside: Colour | None = None) -> None:
    """A standing pouch, its top sealed, with a window if something shows through it."""
    b.shadow(8, 0, 78, 10)
    b.path("M-58-168H58L66-18C66-6 60 0 50 0H-50C-60 0-66-6-66-18Z", paper, 0.22)
    b.box(-60, -176, 120, 18, 3, darker(paper, 0.16))
    b.line("M-56-152H56", darker(paper, 0.12), 1.6)
    with b.at(0, -104):
        label(b, 84, 66, ink)
    if inside:
        b.box(-40, -60, 80, 46, 18, darker(paper, 0.2))
        b.box(-37, -57, 74, 40, 16, mix(inside, "#ffffff", 0.25))
        for _ in range(24):
            b.oval(
                b.chance.uniform(-29, 29),
                b.chance.uniform(-50, -24),
                8,
                4.5,
                mix(inside, "#ffffff", b.chance.uniform(0, 0.3)),
                0.15,
                b.chance.uniform(0, 180),
            )


def sack(b: Brush, cloth: Colour, band: Colour) -> None:
    """A cloth sack of rice, open, with ears of rice over it."""
    for x, turn in ((-16, -16), (4, 4), (22, 16)):
        with b.at(x, -132, 1, turn):
            rice(b)
    b.shadow(8, 2, 96, 12)
    b.path("M-52-132C-92-96-96-20-72-4C-52 6 52 6 72-4C96-20 92-96 52-132Z", cloth, 0.24)
    b.oval(0, -132, 54, 15, darker(cloth, 0.22))
    b.path("M-48-134C-40-156-16-152 0-158C18-154 40-156 48-134C34-122-34-122-48-134Z", "#fdf8ea", 0.1)
    for _ in range(30):
        b.oval(b.chance.uniform(-38, 38), b.chance.uniform(-148, -130), 3.6, 1.7, "#e9dcb8", turn=b.chance.uniform(0, 180))
    b.path("M-82-72C-60-62 60-62 82-72L85-58C60-48-60-48-85-58Z", band)
    with b.at(0, -38):
        label(b, 70, 48, band)


def tea_cup(b: Brush, tea: Colour, cup: Colour) -> None:
    """A cup and its saucer beside a pouch of dried leaves."""
    with b.at(-64, 0, 0.86):
        pouch(b, lighter(cup, 0.2), darker(cup, 0.3), "#8a8f3a")
    b.shadow(74, 4, 84, 12)
    b.oval(70, -4, 76, 14, lighter(cup, 0.55), 0.1)
    b.oval(70, -8, 50, 8, lighter(cup, 0.3))
    b.path("M118-64C146-66 146-26 110-24L112-32C132-36 132-56 118-54Z", cup)
    b.path("M20-74H120C120-30 104-8 70-8C36-8 20-30 20-74Z", cup, 0.28)
    b.oval(70, -74, 50, 12, lighter(cup, 0.45))
    b.oval(70, -73, 44, 9.5, tea, 0.15)
    with b.at(88, -72, 0.4, 70):
        leaf(b)
    b.line("M54-92C46-106 62-112 54-128M80-92C72-106 88-112 80-128", "#ffffff", 3.4)
