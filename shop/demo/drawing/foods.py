"""Food as it lies on the table: eggs, sweets, cakes, fruit, fish, vegetables. Each is drawn around (0, 0), its foot."""

from shop.demo.drawing.brush import Brush, darker, lighter
from shop.demo.drawing.setting import blossom, chili, leaf, lime

SWEET_COLOURS = ("#6fae5a", "#e58bb0", "#f2d16b", "#8e6fc2", "#f4efe2", "#7db7d9")


def eggs(b: Brush) -> None:
    """Salted eggs in a shallow basket, one cut open."""
    shell = b.chance.choice(("#f4f0e6", "#e9f1ee", "#cfe0dc"))
    b.shadow(0, 2, 140, 13)
    b.path("M-132-52C-124-14-76 2 0 2C76 2 124-14 132-52C90-30-90-30-132-52Z", "#a8743f", 0.3)
    b.oval(0, -52, 132, 24, "#8a5a2b")
    for x, y, turn in ((-70, -82, -16), (4, -94, 4), (74, -82, 15), (-34, -70, -6), (40, -70, 8)):
        b.oval(x, y, 34, 43, darker(shell, 0.05), 0.16, turn)
    b.path("M-132-52C-124-14-76 2 0 2C76 2 124-14 132-52C90-14-90-14-132-52Z", "#c48a4a", 0.25)
    for x in range(-110, 120, 22):
        b.line(f"M{x}-34C{x + 3}-22 {x + 4}-12 {x + 6}-6", "#8a5a2b", 2.2)
    b.line("M-124-36C-80-8 80-8 124-36", "#8a5a2b", 2.2)
    b.oval(96, -14, 34, 26, "#fbfaf4", 0.08, -12)
    b.oval(94, -14, 17, 16, "#f08a24", 0.25)
    b.oval(89, -19, 5, 4, "#ffc67a")


def banana_chips(b: Brush) -> None:
    """A heap of chips on a leaf, bananas behind."""
    b.shadow(0, 4, 140, 13)
    b.path("M-112-130C-108-50-52-6 40-14C4-30-70-70-84-134Z", "#f0b429", 0.25)
    b.path("M-86-138C-74-66-8-26 84-40C44-52-38-86-58-140Z", "#f6c945", 0.22)
    b.path("M-112-130L-90-146L-58-142L-60-130L-84-130L-108-118Z", "#7a5a1c")
    with b.at(-20, 4, 1.9, 94):
        leaf(b)
    with b.at(30, 4, 1.9, -94):
        leaf(b)
    for x, y in sorted(((b.chance.uniform(-70, 96), b.chance.uniform(-44, -2)) for _ in range(34)), key=lambda spot: spot[1]):
        tone = b.chance.choice(("#f4cf6a", "#eebc4c", "#f8dd8c", "#e6ab3e"))
        turn = b.chance.uniform(-40, 40)
        b.oval(x, y + 2, 21, 10, darker(tone, 0.25), turn=turn)
        b.oval(x, y, 21, 10, tone, 0.12, turn)
        b.oval(x, y, 9, 3, darker(tone, 0.12), turn=turn)


def thai_sweets(b: Brush) -> None:
    """Layered and moulded sweets on a banana leaf tray."""
    b.shadow(0, 4, 150, 13)
    b.path("M-150-34L-128 0H128L150-34Z", "#3f7d47", 0.2)
    b.path("M-150-34L-132-48H132L150-34Z", "#5c9e5f")
    colours = b.chance.sample(SWEET_COLOURS, 3)
    for place, x in enumerate((-104, -44)):
        for layer in range(5):
            b.path(
                f"M{x - 26} {-48 - layer * 13}H{x + 26}V{-35 - layer * 13}H{x - 26}Z",
                colours[(layer + place) % 3] if layer % 2 else lighter(colours[place], 0.3),
                0.14,
            )
        b.path(f"M{x - 26}-100L{x - 14}-110H{x + 38}L{x + 26}-100Z", lighter(colours[place], 0.35))
        b.path(f"M{x + 26}-100L{x + 38}-110V-48L{x + 26}-35Z", darker(colours[place], 0.14))
    for row, y in enumerate((-40, -64, -86)):
        for step in range(3 - row):
            x = 24 + step * 44 + row * 22
            tone = colours[(row + step) % 3]
            with b.at(x, y, 1):
                for turn in range(0, 360, 60):
                    with b.at(0, 0, 1, turn):
                        b.oval(0, -11, 9, 11, tone, 0.16)
                b.oval(0, 0, 9, 9, lighter(tone, 0.35))
    with b.at(124, -52, 0.8):
        blossom(b)


def cake(b: Brush) -> None:
    """A cake on a stand, a slice cut out of it."""
    cream, crumb = b.chance.choice(
        (("#fbe3ec", "#c98a5a"), ("#f7ecd2", "#8a5a2b"), ("#dcecc8", "#d9b36a"), ("#e9defa", "#a06a94"))
    )
    b.shadow(0, 4, 110, 12)
    b.path("M-16-30H16L30 0H-30Z", "#fdfbf5", 0.16)
    b.oval(0, -34, 122, 18, "#e9e2d4", 0.12)
    b.oval(0, -38, 122, 17, "#fdfbf5", 0.08)
    b.path("M-92-112V-48C-92-24 92-24 92-48V-112Z", crumb, 0.3)
    for y in (-96, -70):
        b.path(f"M-92 {y}C-92 {y + 24} 92 {y + 24} 92 {y}V{y + 9}C92 {y + 33}-92 {y + 33}-92 {y + 9}Z", cream)
    b.oval(0, -114, 92, 22, cream, 0.1)
    b.path(
        "M-92-114C-92-96-84-78-78-82C-72-86-70-100-62-92C-56-86-56-68-48-72C-42-76-42-92-32-88"
        "C-24-84-26-66-16-68C-6-70-10-88 0-88C12-88 8-66 20-68C30-70 26-86 36-86C46-86 44-70 52-74"
        "C60-78 58-92 66-94C74-96 74-82 82-86C88-90 92-100 92-114Z",
        cream,
    )
    for turn in range(8):
        x, y = (-66, -40, -8, 26, 58, 40, 4, -34)[turn], (-116, -106, -102, -105, -115, -124, -128, -125)[turn]
        b.oval(x, y - 6, 9, 9, b.chance.choice(("#c8321f", "#b1295f", "#f2b632")), 0.3)


def dried_fruit(b: Brush) -> None:
    """Dried and candied fruit in a clay bowl."""
    bowl = b.chance.choice(("#b5653a", "#8a5a2b", "#44606b"))
    tones = b.chance.choice(
        (("#e8912d", "#f2b632", "#d9701f"), ("#a63a24", "#c8554a", "#8c2f3a"), ("#7a4a2a", "#94602f", "#5f3a22"))
    )
    b.shadow(0, 4, 126, 12)
    b.oval(0, -80, 122, 30, darker(bowl, 0.25))
    for x, y in sorted(((b.chance.uniform(-92, 92), b.chance.uniform(-112, -74)) for _ in range(46)), key=lambda spot: spot[1]):
        tone = b.chance.choice(tones)
        turn = b.chance.uniform(0, 180)
        b.oval(x, y + 2, 19, 11, darker(tone, 0.3), turn=turn)
        b.oval(x, y, 18, 10, tone, 0.22, turn)
        b.oval(x - 4, y - 3, 6, 2.5, lighter(tone, 0.35), turn=turn)
    b.path("M-122-80C-120-24-64 0 0 0C64 0 120-24 122-80C96-52-96-52-122-80Z", bowl, 0.3)
    b.path("M-112-46C-70-22 70-22 112-46L108-36C66-12-66-12-108-36Z", lighter(bowl, 0.35))


def fish(b: Brush) -> None:
    """Dried fish side by side on a round bamboo tray."""
    b.shadow(0, 4, 156, 13)
    b.oval(0, -44, 152, 48, "#8a5a2b")
    b.oval(0, -48, 150, 46, "#d9b27a", 0.12)
    b.oval(0, -48, 134, 39, "#e8cb98")
    for x in range(-120, 121, 16):
        b.line(f"M{x}-{48 + (134**2 - x**2) ** 0.5 * 0.27:.0f}V-{48 - (134**2 - x**2) ** 0.5 * 0.27:.0f}", "#d6b47c", 1.6)
    tone = b.chance.choice(("#9a7350", "#7d8a8c", "#b5763a"))
    for x, y, turn in ((-70, -56, -8), (-6, -68, 6), (-34, -34, 4), (56, -44, -6), (70, -70, 5)):
        with b.at(x, y, 1, turn):
            b.path("M-56 3C-34-19 12-20 40-2L62-17C58-4 58 8 62 20L40 7C12 24-34 23-56 3Z", darker(tone, 0.3))
            b.path("M-56 0C-34-21 12-22 40-3L62-18C58-5 58 5 62 17L40 4C12 21-34 20-56 0Z", tone, 0.28)
            b.line("M-30-13C-24-5-24 5-30 12M-14-6C0-2 20-2 34 0M-8 5C4 8 18 7 28 4", lighter(tone, 0.35), 1.8)
            b.oval(-42, -3, 3.4, 3.4, "#fdf8ea")
            b.oval(-42, -3, 1.7, 1.7, "#1e1410")
    with b.at(104, -34, 0.6):
        lime(b)


def vegetables(b: Brush) -> None:
    """A crate of greens, tomatoes, aubergines and chilies."""
    b.shadow(0, 4, 138, 13)
    for x, turn in ((-96, -24), (-74, -8), (-52, 8), (-34, 20)):
        with b.at(x, -60, 2.1, turn):
            leaf(b, b.chance.choice(("#4f8f52", "#6da53a", "#3f7d47")))
    for x, y, tone in ((4, -84, "#c8321f"), (36, -76, "#d9502f"), (22, -106, "#c8321f")):
        b.oval(x, y, 23, 21, tone, 0.28)
        b.path(f"M{x} {y - 17}L{x - 9} {y - 22}L{x - 3} {y - 14}L{x} {y - 24}L{x + 3} {y - 14}L{x + 9} {y - 22}Z", "#3f7d47")
    for x, turn in ((70, 14), (92, 30)):
        with b.at(x, -66, 1, turn):
            b.path("M0-58C20-58 24 0 12 14C6 22-6 22-12 14C-24 0-20-58 0-58Z", "#5d3a7a", 0.3)
            b.path("M0-70C-3-60-16-56-14-46C-4-52 4-52 14-46C16-56 3-60 3-70Z", "#4f8f52")
    for x, turn in ((-16, 62), (-4, 78)):
        with b.at(x, -92, 0.9, turn - 90):
            chili(b)
    b.box(-126, -66, 252, 66, 5, "#b98b58")
    for y in (-66, -42, -18):
        b.box(-130, y, 260, 19, 3, "#cfa26c", 0.16)
    for x in (-120, 108):
        b.box(x, -70, 13, 72, 2, "#a97d4d", 0.14)


def flowers(b: Brush) -> None:
    """Orchids or marigolds in a clay pot."""
    petal = b.chance.choice(("#d9417f", "#8e6fc2", "#f0a52b", "#f4efe2", "#e5558c"))
    pot = b.chance.choice(("#b5653a", "#44606b", "#c98a5a"))
    b.shadow(4, 2, 78, 11)
    for x, turn in ((-40, -62), (40, 62), (-24, -34), (26, 38)):
        with b.at(x * 0.3, -70, 1.7, turn):
            leaf(b)
    spots = ((-58, -132), (-22, -158), (18, -166), (56, -142), (-80, -104), (78, -108), (-4, -124), (36, -112), (-38, -100))
    for x, y in spots:
        b.line(f"M0-64C{x * 0.2:.0f}-90 {x * 0.7:.0f} {y + 30} {x} {y}", "#4c7a2e", 2.6)
    for x, y in spots:
        with b.at(x, y, b.chance.uniform(0.85, 1.1), b.chance.uniform(0, 72)):
            blossom(b, petal, "#fdf3cf" if petal != "#f4efe2" else "#f2b632")
    b.path("M-52-72H52L40-6C39-2 36 0 32 0H-32C-36 0-39-2-40-6Z", pot, 0.3)
    b.box(-58, -82, 116, 20, 6, lighter(pot, 0.1), 0.24)
