"""Places: a group's cover with its houses, canal, fields or stall, and a certificate for a standard's evidence."""

from shop.demo.drawing.brush import Brush, darker, lighter
from shop.demo.drawing.setting import lotus, rice

SKIES = (
    ("#d3ebe0", "#f7c66b", "#a5d5bd", "#7cc0a1", "#0e5a4a"),  # sky, sun, far hills, near fields, water: morning
    ("#fde6cf", "#f2914a", "#e8c48c", "#b9b36a", "#2f6f6a"),  # evening
    ("#d8e9f5", "#fdf3cf", "#b5d3b0", "#8cbf7a", "#2d6f8a"),  # noon
    ("#f6dbe2", "#f7c66b", "#cdb6c4", "#9db98f", "#3b6a72"),  # dawn
)


def cover(b: Brush, sky: tuple[str, ...]) -> None:
    """Sky, fields, water, and two or three of the things that stand beside a canal."""
    _, sun, far, near, water = sky
    b.oval(b.chance.choice((90, 200, 318)), 92, 27, 27, sun)
    for x, y in ((b.chance.randint(20, 150), 66), (b.chance.randint(220, 350), 82)):
        b.box(x, y, 64, 12, 6, lighter(sky[0], 0.6))
        b.box(x + 16, y - 9, 34, 15, 7, lighter(sky[0], 0.6))
    b.path("M-20 158C30 128 90 126 160 146C250 172 320 150 420 130V320H-20Z", far)
    b.path("M-20 176C60 158 140 166 220 174C300 182 360 168 420 160V320H-20Z", near)
    for row in range(5):
        b.line(f"M-10 {184 + row * 9}H410", lighter(near, 0.16), 1.6)
    places = [70, 200, 330]
    b.chance.shuffle(places)
    things = b.chance.sample((house, stall, field, trees), 3)
    for x, thing in sorted(zip(places, things, strict=True), key=lambda pair: pair[1] is not trees):
        with b.at(x, 208, b.chance.uniform(0.92, 1.08)):
            thing(b)
    b.path("M-20 214C80 200 240 204 420 216V320H-20Z", water)
    for x, y, length in ((20, 236, 46), (150, 228, 38), (290, 240, 50), (90, 256, 40), (230, 254, 34), (340, 262, 40)):
        b.line(f"M{x} {y}h{length}", lighter(water, 0.16), 2)
    with b.at(b.chance.choice((120, 260)), 234, 0.72):
        boat(b)
    for x, y, scale in ((b.chance.randint(20, 80), 252, 0.9), (b.chance.randint(320, 380), 246, 0.7)):
        b.oval(x + 4, y + 3, 34 * scale, 8 * scale, lighter(water, 0.22))
        with b.at(x, y - 8 * scale, scale):
            lotus(b)


def house(b: Brush) -> None:
    for x in (-42, 0, 42):
        b.box(x - 3, -36, 6, 40, 1, "#6b4626")
    b.box(-52, -74, 104, 42, 1, "#c9955c", 0.14)
    b.line("M-52-60H52M-52-46H52", "#a8743f", 1.6)
    b.box(-11, -64, 22, 32, 1, "#5f3f23")
    b.box(-42, -64, 18, 15, 1, "#fce6b4")
    b.box(24, -64, 18, 15, 1, "#fce6b4")
    b.path(
        "M-68-72L-30-116C-28-110-26-108-20-108H20C26-108 28-110 30-116L68-72Z",
        b.chance.choice(("#a24a2c", "#7a4a5a", "#4f6b5a")),
        0.16,
    )
    b.line("M-68-72H68", "#6b3620", 3)


def stall(b: Brush) -> None:
    stripe = b.chance.choice(("#b1295f", "#0e5a4a", "#2d5d8a", "#d9701f"))
    for x in (-66, 62):
        b.box(x, -70, 4, 74, 1, "#6b4626")
    b.box(-62, -66, 124, 38, 0.5, "#fff3df")
    b.box(-70, -30, 140, 32, 3, "#9a6537", 0.14)
    for place, tone in enumerate(("#a63a24", "#d08a2e", "#4f8f52", "#f2b632", "#8e6fc2")):
        b.box(-56 + place * 24, -46, 15, 17, 4, tone, 0.2)
        b.box(-57 + place * 24, -50, 17, 6, 2, darker(tone, 0.3))
    for place in range(8):
        tone = stripe if place % 2 == 0 else "#fdeef4"
        low, high = -78 + place * 19.5, -62 + place * 15.5
        b.path(f"M{high} -96H{high + 15.5}L{low + 19.5}-68H{low}Z", tone)
        b.oval(low + 9.75, -68, 9.75, 6, tone)


def field(b: Brush) -> None:
    for row in range(3):
        for x in range(-56, 57, 14):
            with b.at(x + row * 5, -18 + row * 10, 0.42):
                rice(b)
    b.path("M-8-16C-10-44 10-44 10-16Z", "#2d5d8a")
    b.oval(1, -46, 7, 7, "#b87a4b")
    b.path("M-16-46C-8-50-4-62 1-62C6-62 10-50 18-46C6-42-4-42-16-46Z", "#e8c98a")


def trees(b: Brush) -> None:
    for x, scale in ((-34, 1.0), (6, 1.25), (42, 0.85)):
        with b.at(x, 0, scale):
            b.path("M-3 2C-1-24-3-50 3-76L9-75C4-50 2-26 5 2Z", "#7a5a34")
            b.path(
                "M6-76C-15-90-34-86-44-70C-26-78-10-78 6-76ZM6-76C9-98 30-106 48-96C28-95 16-87 6-76ZM6-76"
                "C26-82 43-74 50-57C35-68 20-75 6-76ZM6-76C-8-73-20-60-20-42C-12-58-3-68 6-76ZM6-76"
                "C-4-94-18-100-31-94C-15-92-4-86 6-76Z",
                "#1c6b53",
            )


def boat(b: Brush) -> None:
    b.path("M14-14C16-32 22-40 32-40C42-40 48-32 50-14Z", "#7a2f6b")
    b.oval(32, -48, 10, 10, "#b87a4b")
    b.path("M8-50C18-54 22-66 32-66C42-66 46-54 56-50C40-45 24-45 8-50Z", "#e8c98a")
    b.line("M46-30L86 20", "#6b4626", 3.4)
    for x, y, tone in (
        (-48, -10, "#f0932b"),
        (-30, -12, "#f0932b"),
        (-39, -21, "#f6c945"),
        (-12, -10, "#4f9d4a"),
        (-64, -8, "#b5462f"),
    ):
        b.oval(x, y, 9, 9, tone, 0.2)
    b.path("M-96-16C-78 2-62 8-6 8C50 8 72 2 90-18C82 16 60 22-6 22C-70 22-82 14-96-16Z", "#8a5a2b", 0.16)


def certificate(b: Brush) -> None:
    """A sheet with a frame, a seal and lines where words would be: nothing that could pass for a real one."""
    b.shadow(206, 154, 160, 118, 0.3)
    b.box(60, 38, 280, 224, 4, "#fffdf6")
    for inset, tone, width in ((10, "#b7791f", 2), (15, "#e2c48a", 1)):
        left, top, right, bottom = 60 + inset, 38 + inset, 340 - inset, 262 - inset
        b.line(f"M{left} {top}H{right}V{bottom}H{left}Z", tone, width)
    with b.at(200, 80, 0.95):
        lotus(b, b.chance.choice(("#b1295f", "#0e5a4a", "#2d5d8a")))
    b.box(130, 108, 140, 9, 4, "#55625c")
    b.box(152, 124, 96, 6, 3, "#a9b0aa")
    for y, width in ((148, 200), (162, 180), (176, 192), (190, 120)):
        b.box(200 - width / 2, y, width, 4.5, 2.2, "#d5d3c8")
    b.line(f"M236 232C246 218 252 240 262 226C268 220 272 234 284 {b.chance.randint(222, 232)}", "#2d5d8a", 2)
    b.line("M228 240H296", "#a9b0aa", 1)
    for turn in range(0, 360, 24):
        with b.at(124, 222, 1, turn):
            b.path("M-5 0L0-24L5 0Z", "#b1295f")
    b.oval(124, 222, 18, 18, "#d9417f", 0.2)
    b.oval(124, 222, 13, 13, "#b1295f")
    with b.at(124, 224, 0.42):
        lotus(b, "#fbe6ee")
