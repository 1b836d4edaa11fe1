"""Prints of pictures and texts: 64 bits that differ in few places where what they are of differs little.

Near ones are found by an index: a print is cut into four bands of 16 bits, and two prints that differ in three bits or fewer have
at least one band in common. So it is asked for rows with an equal band (four look-ups), and only those few are compared bit
by bit.
A print is kept as a signed number of 64 bits, which both databases have.
"""

import hashlib
import re
from collections.abc import Iterable

BITS, BANDS, BAND_BITS = 64, 4, 16
_ALL = (1 << BITS) - 1
_PIECE = 5  # characters: Thai is written without spaces, so pieces of words serve as well as words
_SPACES = re.compile(r"[\W_]+")


def bands_of(seal: int) -> tuple[int, ...]:
    """The four bands of a print, the lowest bits first."""
    unsigned = seal & _ALL
    return tuple(unsigned >> (BAND_BITS * place) & 0xFFFF for place in range(BANDS))


def distance(one: int, other: int) -> int:
    """In how many of the 64 bits they differ."""
    return ((one ^ other) & _ALL).bit_count()


def signed(unsigned: int) -> int:
    return unsigned - (1 << BITS) if unsigned >> (BITS - 1) else unsigned


def says_much(seal: int) -> bool:
    """Whether a picture's print tells it from others: a plain wall, or a sheet of white, is like every other."""
    return 10 <= (seal & _ALL).bit_count() <= BITS - 10


def print_of_text(text: str) -> int | None:
    """The print of a text (Charikar's simhash over pieces of five characters); None where it is too short to be copied from."""
    plain = _SPACES.sub("", text.casefold())
    if len(plain) < 60:
        return None
    pieces = {plain[at : at + _PIECE] for at in range(len(plain) - _PIECE + 1)}
    return signed(_majority(_hash(piece) for piece in pieces))


def _majority(hashes: Iterable[int]) -> int:
    """Each bit as most of the hashes have it."""
    weights = [0] * BITS
    for one in hashes:
        for bit in range(BITS):
            weights[bit] += 1 if one >> bit & 1 else -1
    return sum(1 << bit for bit in range(BITS) if weights[bit] > 0)


def _hash(piece: str) -> int:
    return int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest(), "big")
