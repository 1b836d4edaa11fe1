"""Codes people read aloud and keys nobody guesses."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U: read aloud and typed without mistakes


def new_code(length: int = 8) -> str:
    """A short public code, e.g. of an order. 8 letters: 6.5e11 of them; the column is unique all the same."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_key() -> str:
    """A secret for a link: 192 bits, safe in an address."""
    return secrets.token_urlsafe(24)


def digest(key: str) -> str:
    """What is stored of a secret key: its SHA-256, hexadecimal (the keys are random, so no salt is needed)."""
    return hashlib.sha256(key.encode()).hexdigest()
