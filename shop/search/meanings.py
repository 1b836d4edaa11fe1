"""What the words of a question stand for, the catalogue unasked: names of the trade, places, standards, words of no weight."""

from collections.abc import Iterable
from functools import lru_cache

from shop.kernel import thai
from shop.search import english, place_names, spellings, trade
from shop.search.place_names import squashed
from shop.search.reading import Kind, Piece, Way

_STANDARDS = {
    "fda": "อย fda เลขอย",
    "tcps": "มผช tcps มาตรฐานผลิตภัณฑ์ชุมชน",
    "otop": "otop โอทอป โอท็อป",
    "gi": "gi สิ่งบ่งชี้ทางภูมิศาสตร์",
    "halal": "ฮาลาล halal",
    "organic": "ออร์แกนิก ออร์แกนิค organic เกษตรอินทรีย์ อินทรีย์",
}
_STARS = "12345"
_NO_WEIGHT = """ของฝาก ของดี ของขวัญ สินค้า ผลิตภัณฑ์ ซื้อ ขาย ร้าน ที่ไหน หา อยาก อยากได้ อร่อย แท้ ราคา ราคาถูก ถูก ดี และ ของ จาก แบบ
ที่ มี ใน กับ สำหรับ ทำ บาท นะ ครับ ค่ะ the a an of from with and for in buy cheap best good product price baht thai thailand"""
_SOFT = frozenset(_NO_WEIGHT.split())
_MOST_WAYS = 40


def piece_of(text: str) -> Piece | None:
    """What these letters (in normal form, closed up, English in the singular) mean as a whole; None: nothing known."""
    ways = _trade_ways(trade.concepts().version).get(text, ())
    places = tuple(Way(Kind.PLACE, code) for code in sorted(place_names.codes_of(text)))
    standards = tuple(Way(Kind.STANDARD, standard) for standard in _standards().get(text, ()))
    if not (ways or places or standards or text in _SOFT):
        return None
    own = () if ways and ways[0].kind is Kind.WORD else (Way(Kind.WORD, text),)
    return Piece(text, (*own, *ways[:_MOST_WAYS], *standards, *places), is_soft=text in _SOFT)


def forms_under(keys: Iterable[str]) -> dict[str, list[str]]:
    """Of each of these keys (see `spellings`) the trade's own words, closed up: what may have been meant, on sale or not."""
    known = _trade_keys(trade.concepts().version)
    return {key: known[key] for key in keys if key in known}


def is_place(text: str) -> bool:
    return bool(place_names.codes_of(text))


@lru_cache(maxsize=2)
def _trade_ways(_version: object) -> dict[str, tuple[Way, ...]]:
    """Of every form of the trade: itself, its other names, and what is narrower than it."""
    concepts = trade.concepts()
    found: dict[str, dict[Way, None]] = {}
    for concept in concepts:
        same = [Way(Kind.MEANING, form) for form in concept.thai]
        narrower = [Way(Kind.NARROWER, form) for kind in concepts.kinds_of(concept) for form in kind.thai]
        for form in concept.thai:
            others = (way for way in same if way.text != form)
            found.setdefault(squashed(form), {}).update(dict.fromkeys((Way(Kind.WORD, form), *others, *narrower)))
        for form in concept.english:
            stemmed = english.fold(form)
            found.setdefault(squashed(stemmed), {}).update(dict.fromkeys((Way(Kind.WORD, stemmed), *same, *narrower)))
    return {form: tuple(ways) for form, ways in found.items()}


@lru_cache(maxsize=2)
def _trade_keys(version: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form in _trade_ways(version):
        if 2 <= len(form) <= spellings.LONGEST:
            for key in spellings.keys_of(form, in_latin=form.isascii()):
                found.setdefault(key, []).append(form)
    return found


def warm() -> None:
    """Read all this once. A server calls it before it forks, so that its workers share the memory."""
    thai.words("ก")
    thai.latin_keys("ก")
    forms_under(())
    place_names.codes_of("")
    place_names.latin_forms()


@lru_cache(maxsize=1)
def _standards() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, forms in _STANDARDS.items():
        for form in forms.split():
            found.setdefault(thai.normalise(form), []).append(kind)
    for stars in _STARS:
        for form in ("otop{}ดาว", "โอทอป{}ดาว", "โอท็อป{}ดาว", "{}ดาว", "otop{}star", "{}star"):
            found.setdefault(thai.normalise(form.format(stars)), []).append(f"otop{stars}")
    return found
