"""Prices: what may be asked, and which change an official has to see first."""

from shop.kernel.money import SATANG
from shop.kernel.refusals import BadValue

LEAST = 1 * SATANG
MOST = 1_000_000 * SATANG
SMALL_STEP = 5  # a fifth of the reviewed price: 20 %


def check_price(satang: int) -> None:
    """Raises BadValue: `too_small` below 1 baht, `too_large` over 1,000,000 baht."""
    if satang < LEAST:
        raise BadValue("price", "too_small")
    if satang > MOST:
        raise BadValue("price", "too_large")


def is_small_step(satang: int, reviewed_satang: int) -> bool:
    """Whether a price is within 20 % of the last one an official saw, either way. Small steps from there never add up."""
    return abs(satang - reviewed_satang) * SMALL_STEP <= reviewed_satang
