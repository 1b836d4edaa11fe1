"""How a consent comes about, and where each way begins and ends."""

from enum import StrEnum


class ConsentWay(StrEnum):
    SCREEN = "screen"  # the owner, signed in
    PAPER = "paper"  # a signed form, photographed, which an official compares
    CODE = "code"  # sent to the owner, who reads it out
    EARLIER = "earlier"  # helped already when the market began to ask


class ConsentStatus(StrEnum):
    """That of a given one says nothing of whether it still stands: its membership does."""

    ASKED = "asked"  # the owner is to say yes or no on screen
    SENT = "sent"  # a code is on its way
    PHOTOGRAPHED = "photographed"  # an official is to look at the paper
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the volunteer, by another one in its place, or because the volunteer's time was over


OPEN = (ConsentStatus.ASKED, ConsentStatus.SENT, ConsentStatus.PHOTOGRAPHED)


class ConsentAction(StrEnum):
    """The audit's words."""

    ASK = "consent:ask"
    CONFIRM_PAPER = "consent:confirm_paper"
    END = "consent:end"
    GIVE = "consent:give"
    PHOTOGRAPH = "consent:photograph"
    REFUSE = "consent:refuse"
    REFUSE_PAPER = "consent:refuse_paper"
    SEND_CODE = "consent:send_code"
    VISIT = "volunteer:visit"
    WITHDRAW = "consent:withdraw"
