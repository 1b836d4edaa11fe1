"""The life of a case: every step there is, and the verbs that the record knows."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """What can be reported."""

    PRODUCT = "product"
    GROUP = "group"
    QUESTION = "question"  # with its answer
    REVIEW = "review"  # with its photos and its answer
    MESSAGE = "message"  # of an order, by the other side


class Reason(StrEnum):
    NOT_AS_DESCRIBED = "not_as_described"
    UNSAFE = "unsafe"
    FORBIDDEN = "forbidden"
    COPIED = "copied"
    RUDE = "rude"  # or with somebody's personal details
    FRAUD = "fraud"
    OTHER = "other"


class CaseStatus(StrEnum):
    OPEN = "open"
    ASKED = "asked"  # its group is to tell its side
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(StrEnum):
    NO_FAULT = "no_fault"
    TAKEN_DOWN = "taken_down"
    SETTLED = "settled"  # put right in another way


class CaseAction(StrEnum):
    REPORT = "report:add"
    ASK = "report:ask_group"
    ANSWER = "report:answer"
    CLOSE = "report:close"
    ERASE = "report:erase"  # the words of who reported, at their request


S, A = CaseStatus, CaseAction
TRANSITIONS: dict[tuple[CaseStatus, CaseAction], CaseStatus] = {
    (S.OPEN, A.ASK): S.ASKED,
    (S.ASKED, A.ANSWER): S.ANSWERED,
    (S.OPEN, A.CLOSE): S.CLOSED,
    (S.ASKED, A.CLOSE): S.CLOSED,
    (S.ANSWERED, A.CLOSE): S.CLOSED,
}


def from_states(action: CaseAction) -> list[CaseStatus]:
    return [status for status, step in TRANSITIONS if step is action]
