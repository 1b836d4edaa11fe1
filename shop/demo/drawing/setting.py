"""What stands around a product: the wall and the table, and the leaves, fruit and labels that make each picture its own."""

from shop.demo.drawing.brush import Brush, Colour, darker, lighter, mix

# wall, table, and the colour that wakes them
PALETTES = (
    ("#f3e7d3", "#e2cfae", "#b1295f"),
    ("#e5efe6", "#c6dccb", "#0e5a4a"),
    ("#f0e3ea", "#dfc6d2", "#8a3b6b"),
    ("#fdf3cf", "#efdb99", "#b7791f"),
    ("#e3ebf2", "#c4d3e2", "#2d5d8a"),
    ("#f6e0d4", "#e3bfa8", "#a63a24"),
    ("#e9f1d8", "#cfdfae", "#4c7a2e"),
    ("#ece6f4", "#d3c8e4", "#5d4a8a"),
    ("#dff0ee", "#b9dcd8", "#1d6f74"),
)


def set_table(b: Brush, palette: tuple[str, str, str]) -> None:
    """A wall with light on it and something to stand on: plain, cloth, boards, a leaf or a round."""
    wall, table, accent = palette
    b.oval(
        b.chance.choice((70, 200, 320)),
        b.chance.randint(50, 95),
        b.chance.randint(80, 125),
        b.chance.randint(80, 115),
        lighter(wall, 0.45),
    )
    match b.chance.randrange(5):
        case 0:
            b.path("M-80 232C80 214 300 214 480 232V400H-80Z", table)
        case 1:
            b.path("M-80 222H480V400H-80Z", table)
            for x in range(-60, 480, 40):
                b.path(f"M{x} 222h20v100h-20Z", mix(table, accent, 0.14))
            for y in range(230, 320, 26):
                b.path(f"M-80 {y}H480v13H-80Z", mix(table, accent, 0.2))
        case 2:
            b.path("M-80 220H480V400H-80Z", "#c69a68")
            for y, shift in ((220, 30), (246, 140), (274, 70)):
                b.path(f"M-80 {y}H480v2.5H-80Z", "#a97d4d")
                b.line(f"M{shift} {y + 13}c40-5 80 5 130 0M{shift + 190} {y + 11}c30-4 50 3 80 0", "#b98b58", 1.6)
        case 3:
            b.path("M-80 232C80 214 300 214 480 232V400H-80Z", table)
            b.path("M20 262C90 214 310 214 384 256C310 292 100 296 20 262Z", "#4f8f52")
            b.line(
                "M24 262C130 246 270 244 380 256M110 252l-30 22M160 247l-34 34M215 246l-30 38M265 247l-26 34M315 250"
                "l-26 28M120 250l-16-20M180 245l-24-22M240 244l-22-20M300 248l-20-16",
                "#6aa868",
                1.5,
            )
        case _:
            b.path("M-80 226H480V400H-80Z", table)
            b.oval(200, 258, 165, 30, darker(table, 0.13))
            b.oval(200, 252, 165, 30, lighter(table, 0.4))


def label(b: Brush, width: float, height: float, ink: Colour, paper: Colour = "#fffaf0") -> None:
    """A paper label around (0, 0): a motif and lines, no words, so that no language is wrong."""
    b.box(-width / 2, -height / 2, width, height, min(7, height / 5), paper, 0.05)
    b.box(-width / 2 + 2.5, -height / 2 + 2.5, width - 5, 3, 1.5, ink)
    with b.at(0, -height * 0.1, height / 62):
        MOTIFS[b.chance.randrange(len(MOTIFS))](b, ink)
    b.line(
        f"M{-width * 0.3} {height * 0.26}H{width * 0.3}M{-width * 0.2} {height * 0.38}H{width * 0.2}",
        mix(ink, paper, 0.25),
        max(height * 0.05, 1.6),
    )


def lotus(b: Brush, ink: Colour = "#d9417f") -> None:
    b.path("M0 12C-16 15-26 8-30 0C-16-2-6 2 0 12ZM0 12C16 15 26 8 30 0C16-2 6 2 0 12Z", ink)
    b.path("M0 11C-14 8-20 0-20-11C-8-9-1 0 0 11ZM0 11C14 8 20 0 20-11C8-9 1 0 0 11Z", mix(ink, "#ffffff", 0.25))
    b.path("M0 11C-8 3-9-9 0-20C9-9 8 3 0 11Z", mix(ink, "#ffffff", 0.5))


def sun(b: Brush, ink: Colour) -> None:
    b.oval(0, -2, 11, 11, mix(ink, "#f7c66b", 0.6))
    b.line("M0-22v4M0 14v4M-20-2h4M16-2h4M-14-16l3 3M14-16l-3 3", mix(ink, "#f7c66b", 0.5), 2.6)


def sprig(b: Brush, ink: Colour) -> None:
    green = mix(ink, "#4f8f52", 0.6)
    b.line("M0 16C-1 4 0-6 2-18", green, 2.4)
    for y, side in ((8, -1), (2, 1), (-6, -1), (-12, 1)):
        b.path(
            f"M0 {y}C{side * 6} {y - 9} {side * 14} {y - 9} {side * 18} {y - 6}C{side * 14} {y + 2} {side * 6} {y + 3} 0 {y}Z",
            green,
        )


def roof(b: Brush, ink: Colour) -> None:
    b.path("M-22 4L0-20L22 4H15V15H-15V4Z", mix(ink, "#ffffff", 0.15))
    b.path("M-5 15V4H5V15Z", "#fffaf0")


MOTIFS = (lotus, sun, sprig, roof)


def leaf(b: Brush, colour: Colour = "#4f8f52") -> None:
    """Tip up, stalk at (0, 0), 46 long."""
    b.path("M0 0C-20-12-20-34 0-48C20-34 20-12 0 0Z", colour, 0.2)
    b.line("M0 2V-40M0-12l-8-7M0-12l8-7M0-24l-8-7M0-24l8-7", lighter(colour, 0.3), 1.3)


def chili(b: Brush, colour: Colour = "#c8321f") -> None:
    b.path("M0 0C20-7 44-2 58 16C40 10 18 16 0 8Z", colour, 0.25)
    b.path("M4-3C-4-6-8 0-5 6C-2 12 4 11 6 9Z", "#4c7a2e")
    b.line("M-5 2C-10 0-13-4-14-8", "#4c7a2e", 2.6)


def garlic(b: Brush) -> None:
    b.path("M0-20C-2-10-20-8-20 6C-20 18 20 18 20 6C20-8 2-10 0-20Z", "#f5eee2", 0.16)
    b.line("M0-14C-5-4-7 4-6 14M0-14C5-4 7 4 6 14", "#d9ccb8", 1.3)


def lime(b: Brush) -> None:
    b.oval(0, 0, 16, 16, "#6da53a", 0.2)
    b.oval(0, 0, 13, 13, "#eef6c8")
    for turn in range(0, 360, 60):
        with b.at(0, 0, 1, turn):
            b.path("M0-1.5C-4-5-4.5-9-3-11.5C-1-12.5 1-12.5 3-11.5C4.5-9 4-5 0-1.5Z", "#c6de7a")


def blossom(b: Brush, colour: Colour = "#fffdf6", heart: Colour = "#f2b632") -> None:
    """A frangipani seen from above, 40 across."""
    for turn in range(0, 360, 72):
        with b.at(0, 0, 1, turn):
            b.path("M0 0C-15-6-13-22 2-22C13-20 10-6 0 0Z", colour, 0.1)
    b.oval(0, 0, 5, 5, heart)


def rice(b: Brush) -> None:
    """An ear of rice bending to the right."""
    b.line("M0 0C4-40 14-66 46-74", "#b08d3a", 2)
    for x, y, turn in (
        (8, -38, 30),
        (12, -48, 20),
        (18, -57, 40),
        (26, -64, 55),
        (34, -69, 65),
        (43, -72, 80),
        (10, -44, 75),
        (17, -54, 85),
        (26, -60, 100),
    ):
        with b.at(x, y, 1, turn):
            b.oval(0, -6, 2.8, 7, "#e3b94e", 0.2)


PROPS = {
    "hot": (chili, garlic, leaf, lime),
    "sweet": (leaf, blossom, lotus),
    "green": (leaf, lime, blossom, rice),
    "craft": (blossom, lotus, leaf),
}


def scatter(b: Brush, kind: str, count: int = 2) -> None:
    """A few small things at the feet of the product, never in its way."""
    spots = [(58, 262), (338, 264), (96, 278), (300, 280)]
    b.chance.shuffle(spots)
    for x, y in spots[:count]:
        thing = b.chance.choice(PROPS[kind])
        b.shadow(x + 4, y + 8, 26, 7, 0.2)
        lies_flat = thing in (leaf, chili)
        with b.at(x, y, b.chance.uniform(0.85, 1.15), b.chance.choice((-70, 62, 78)) if lies_flat else b.chance.uniform(-14, 14)):
            thing(b)
