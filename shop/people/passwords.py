"""Passwords: kept as Argon2id, the weak ones refused before they are kept."""

import re
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from shop.kernel.refusals import BadValue
from shop.kernel.thai import normalise
from shop.people.common_passwords import ROWS, WORDS

SHORTEST, LONGEST = 10, 200  # characters; a longer one only keeps the server busy
FEWEST_DIFFERENT = 5  # characters
FEWEST_OF_ONES_OWN = 6  # characters beside a name or a common word
SHORTEST_NAME = 4  # characters; a shorter name stands inside too many good passwords

# OWASP's first choice for Argon2id (Password Storage Cheat Sheet): 19 MiB of memory, two passes, one lane. Tests cost less.
COST = {"memory_cost": 19_456, "time_cost": 2, "parallelism": 1}

_LEET = str.maketrans("@4$5301!7", "aasseoiit")
_NOT_LETTERS = r"[\d!@#$%^&*()_+=.,?/\\|~<>:-]+"


class WeakPassword(BadValue):
    """Too easy to guess. `reason`: too_short, too_long, too_common, like_a_name."""

    def __init__(self, reason: str) -> None:
        super().__init__("password", reason)


def hash_password(password: str) -> str:
    """What is kept of a password. Slow on purpose: call it outside a transaction."""
    return _hasher().hash(password)


def check_password(password: str, password_hash: str | None) -> bool:
    """Whether it is the password. Without a hash (nobody of that name) the same work is done and the answer is no."""
    return check_and_rehash(password, password_hash)[0]


def check_and_rehash(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """As check_password, and a new hash where the kept one was made at another cost."""
    is_known = password_hash is not None
    try:
        is_right, better = _hasher().verify_and_update(password[: LONGEST + 1], password_hash if is_known else _nobodys_hash())
    except UnknownHashError:
        return False, None
    return (True, better) if is_known and is_right else (False, None)


def refuse_weak(password: str, *names: str | None) -> None:
    """Raises WeakPassword for one that is short, common, a run of the keyboard, or little more than one of `names`
    (the person's name, mail address, telephone number)."""
    if len(password) < SHORTEST:
        raise WeakPassword("too_short")
    if len(password) > LONGEST:
        raise WeakPassword("too_long")
    plain = normalise(password).replace(" ", "")
    if any(_is_little_more_than(plain, name) for name in _name_forms(names)):
        raise WeakPassword("like_a_name")
    if len(set(plain)) < FEWEST_DIFFERENT or _is_run_or_number(plain) or _is_made_of_common_words(plain):
        raise WeakPassword("too_common")


def _name_forms(names: tuple[str | None, ...]) -> set[str]:
    """Each name whole, each of its words, and a telephone number also as it is dialled here."""
    forms = set()
    for name in names:
        text = normalise(name or "")
        forms.update([text.replace(" ", ""), *re.split(r"[\s@.+_-]+", text)])
        if text.startswith("+66"):
            forms.update(["0" + text[3:], text[3:]])
    return {form for form in forms if len(form) >= SHORTEST_NAME}


def _is_little_more_than(plain: str, name: str) -> bool:
    return name in plain and len(plain.replace(name, "")) < FEWEST_OF_ONES_OWN


def _is_run_or_number(plain: str) -> bool:
    """Digits alone (telephone numbers, dates, ids), one piece repeated, or nothing but neighbours on a keyboard."""
    return plain.isdecimal() or plain in (plain + plain)[1:-1] or len(_without_runs(plain)) < FEWEST_OF_ONES_OWN // 2


def _without_runs(plain: str) -> str:
    rest, at = [], 0
    while at < len(plain):
        end = at + 1
        while end < len(plain) and any(plain[at : end + 1] in row for row in _both_ways()):
            end += 1
        if end - at < 3:
            rest.append(plain[at])
            end = at + 1
        at = end
    return "".join(rest)


@cache
def _both_ways() -> tuple[str, ...]:
    return tuple(row for one in ROWS for row in (one, one[::-1]))


def _is_made_of_common_words(plain: str) -> bool:
    """Whether one or two common words are all there is, digits and signs aside, also where figures stand for letters."""
    core = re.sub(f"^{_NOT_LETTERS}|{_NOT_LETTERS}$", "", plain)
    cuts = {plain, core, re.sub(_NOT_LETTERS, "", plain), re.sub(_NOT_LETTERS, "", core.translate(_LEET))}
    return any(cut in _words() or any(cut[:at] in _words() and cut[at:] in _words() for at in range(1, len(cut))) for cut in cuts)


@cache
def _words() -> frozenset[str]:
    return frozenset(normalise(word).replace(" ", "") for word in WORDS.split())


@cache
def _hasher_at(cost: tuple) -> PasswordHash:
    return PasswordHash((Argon2Hasher(**dict(cost)),))


def _hasher() -> PasswordHash:
    return _hasher_at(tuple(COST.items()))


@cache
def _nobodys_hash_at(cost: tuple) -> str:
    return _hasher_at(cost).hash("nobody's password")


def _nobodys_hash() -> str:
    return _nobodys_hash_at(tuple(COST.items()))
