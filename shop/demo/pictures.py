"""Pictures for the demonstration market, drawn here and taken from nowhere: the same kind and seed is the same picture."""

from collections.abc import Callable

from shop.demo.drawing import crafts, foods, scenes, vessels
from shop.demo.drawing.brush import Brush
from shop.demo.drawing.setting import PALETTES, scatter, set_table

HOT, SWEET, GREEN, CRAFT = "hot", "sweet", "green", "craft"

LIDS = ("#b5462f", "#0e5a4a", "#5d4a8a", "#2d5d8a", "#b7791f", "#b1295f")
DARK = ("#7a2f6b", "#8a5a2b", "#0e5a4a", "#a63a24", "#2d5d8a")


def _vessel(drawn: Callable, *palettes: tuple[str, ...], **fixed: bool) -> Callable[[Brush], None]:
    """A vessel that takes one colour out of each palette."""
    return lambda b: drawn(b, *(b.chance.choice(colours) for colours in palettes), **fixed)


# What is drawn, and which small things lie beside it.
KINDS: dict[str, tuple[Callable[[Brush], None], str]] = {
    "bag": (crafts.bag, CRAFT),
    "balm": (_vessel(vessels.cloth_jar, ("#d9e8a8", "#cfe3d0", "#f0dca0"), ("#4c7a2e", "#0e5a4a", "#b7791f")), GREEN),
    "banana_chips": (foods.banana_chips, SWEET),
    "basket": (crafts.basket, CRAFT),
    "cake": (foods.cake, SWEET),
    "candle": (crafts.candle, CRAFT),
    "chili_paste": (
        _vessel(vessels.jar, ("#a63a24", "#8c2f1e", "#b5532a", "#7a3a1c"), LIDS, ("#f2b632", "#5f1f12", "#e8912d")),
        HOT,
    ),
    "cloth": (crafts.cloth, CRAFT),
    "cookies": (_vessel(vessels.tin, ("#b1295f", "#2d5d8a", "#0e5a4a", "#b7791f"), ("#f6d88b", "#fdeef4", "#e5efe6")), SWEET),
    "curry_paste": (_vessel(vessels.tub, ("#c25a1e", "#6f8f3a", "#a63a24", "#d9a02f"), LIDS), HOT),
    "dried_fruit": (foods.dried_fruit, SWEET),
    "eggs": (foods.eggs, GREEN),
    "fish": (foods.fish, HOT),
    "fish_sauce": (_vessel(vessels.bottle, ("#7a3a12", "#8f4a16", "#5f2c10"), ("#b5462f", "#b7791f", "#0e5a4a"), slim=True), HOT),
    "flowers": (foods.flowers, GREEN),
    "hat": (crafts.hat, CRAFT),
    "herb_drink": (_vessel(vessels.bottle, ("#7a2f6b", "#b8872a", "#5f8a3a", "#c2452f"), DARK), GREEN),
    "herbal_ball": (crafts.herbal_ball, GREEN),
    "honey": (_vessel(vessels.cloth_jar, ("#d98a1e", "#c2701a", "#e5a52f"), ("#b7791f", "#a63a24", "#4c7a2e")), SWEET),
    "pickles": (_vessel(vessels.jar, ("#b9c46a", "#d9c06a", "#c8955a"), LIDS, ("#5f7a2e", "#f4efe2", "#c8321f")), GREEN),
    "pillow": (crafts.pillow, CRAFT),
    "rice": (_vessel(vessels.sack, ("#ead9b8", "#e2c9a0", "#f0e6d0"), ("#b1295f", "#0e5a4a", "#2d5d8a", "#a63a24")), GREEN),
    "snack_pouch": (
        _vessel(vessels.pouch, ("#f2e3c4", "#dcecd8", "#f6d8d8", "#dbe6f2"), LIDS, ("#d9a25c", "#c8702a", "#e8c25a", "#8a5a2b")),
        SWEET,
    ),
    "soap": (crafts.soap, GREEN),
    "tea": (_vessel(vessels.tea_cup, ("#b8621e", "#a63a52", "#8f9a2e"), ("#9cc0a8", "#e7b7c8", "#c4d3e2", "#e2cfae")), GREEN),
    "thai_sweets": (foods.thai_sweets, SWEET),
    "vegetables": (foods.vegetables, GREEN),
}

TALL = {"balm", "chili_paste", "fish_sauce", "herb_drink", "honey", "pickles", "snack_pouch"}  # two may stand side by side
SCALE = {"fish_sauce": 1.06, "fish": 0.98, "hat": 0.96}


def draw(kind: str, seed: int, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A product of this kind (a key of KINDS) on its table, as a JPEG. Raises KeyError for a kind nobody drew."""
    product, props = KINDS[kind]
    palette = PALETTES[(seed * 5 + sum(map(ord, kind))) % len(PALETTES)]
    b = Brush(size, f"{kind}-{seed}", palette[0])
    set_table(b, palette)
    if b.chance.random() < 0.3 and kind in TALL:
        for x, scale in ((138, 0.86), (264, 0.98)):
            with b.at(x, 254, scale, b.chance.uniform(-1.5, 1.5)):
                product(b)
        scatter(b, props, 1)
    else:
        scatter(b, props)
        with b.at(
            200 + b.chance.uniform(-12, 12), 256, b.chance.uniform(0.96, 1.1) * SCALE.get(kind, 1), b.chance.uniform(-2, 2)
        ):
            product(b)
    return b.jpeg()


def draw_cover(seed: int, size: tuple[int, int] = (1600, 900)) -> bytes:
    """A group's cover: where it lives and works, as a JPEG."""
    sky = scenes.SKIES[seed % len(scenes.SKIES)]
    b = Brush(size, f"cover-{seed}", sky[0])
    scenes.cover(b, sky)
    return b.jpeg()


def draw_evidence(seed: int, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A photographed certificate without a word on it, as a JPEG: the evidence of a demonstration's standard."""
    palette = PALETTES[seed % len(PALETTES)]
    b = Brush(size, f"evidence-{seed}", palette[1])
    scenes.certificate(b)
    return b.jpeg()
