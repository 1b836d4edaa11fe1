"""English as buyers type it: one form for singular and plural, for British and American spelling. To compare, never to show."""

from functools import lru_cache

from shop.kernel.thai import normalise

_SIGNS = str.maketrans({"-": " ", "_": " ", "/": " ", "'": None, "\u2019": None})
_AMERICAN = {
    "aluminium": "aluminum",
    "chile": "chili",
    "chilli": "chili",
    "colour": "color",
    "coloured": "colored",
    "fertiliser": "fertilizer",
    "fibre": "fiber",
    "flavour": "flavor",
    "flavoured": "flavored",
    "grey": "gray",
    "jewelleri": "jewelri",
    "moisturiser": "moisturizer",
    "mould": "mold",
    "moulded": "molded",
    "multicoloured": "multicolored",
    "personalised": "personalized",
    "pyjama": "pajama",
    "savouri": "savori",
    "yoghurt": "yogurt",
}


def fold(text: str) -> str:
    """`Sun-dried Chillies` and `sun dried chili` are one: words singular, American, in small letters, single spaces.

    The form need be no English word (`cookies` and `cookie` are `cooki`), only the same one for both.
    """
    return fold_normal(normalise(text))


@lru_cache(maxsize=8192)
def fold_normal(text: str) -> str:
    """The same of what `shop.kernel.thai.normalise` gave."""
    return " ".join(_folded(word) for word in text.translate(_SIGNS).split())


def _folded(word: str) -> str:
    if not word.isascii() or not word.isalpha():
        return word
    word = _singular(word)
    return _AMERICAN.get(word, word)


def _singular(word: str) -> str:
    """Rules that treat a noun and its plural alike, and so may cut a singular short: `knife` and `knives` are `knif`."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes")) else word[:-1]
    if word.endswith(("oe", "ie")):
        return word[:-1]
    if word.endswith(("ve", "fe")):
        return word[:-2] + "f"
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou" else word
