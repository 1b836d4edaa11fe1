"""The market's share of what it collects: none, unless the operator sets one. An order keeps the share of its day."""

from decimal import Decimal, InvalidOperation


class MarketFee:
    """Of one running market. `basis_points`: hundredths of a percent. Set once, by the application factory."""

    def __init__(self) -> None:
        self.basis_points = 0

    def set(self, percent: str) -> None:
        """`2.5` is two and a half percent. Raises ValueError for anything that is not 0 to 100 with two decimals at most."""
        try:
            points = Decimal(percent) * 100
        except InvalidOperation:
            points = Decimal(-1)
        if not points.is_finite() or points != points.to_integral_value() or not 0 <= points <= 10_000:
            raise ValueError(f"a market fee of {percent!r} is not a percentage with two decimals at most")
        self.basis_points = int(points)


market_fee = MarketFee()
