"""What a room says when it refuses: named exceptions that a desk turns into words and a status."""


class Refusal(Exception):
    """A rule of the market forbids this. Subclasses are the names of the rules; `status` is the HTTP answer that fits."""

    status = 409


class LostRace(Refusal):
    """Somebody else changed it first: nothing was done."""


class NotAllowed(Refusal):
    """This actor may not do this."""

    status = 403


class BadValue(Refusal, ValueError):
    """A value breaks a rule. `field` names the form's field, `reason` is a key that the desk has words for."""

    status = 422

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason
