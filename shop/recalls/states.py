"""The life of a recall, and the verbs that the record knows."""

from enum import StrEnum


class RecallStatus(StrEnum):
    STANDING = "standing"
    CLOSED = "closed"  # over, with an outcome; it stays to be read
    REVERSED = "reversed"  # it was a mistake: a public note says so


class ToDo(StrEnum):
    """What buyers are asked to do."""

    STOP_USING = "stop_using"
    KEEP_APART = "keep_apart"
    DISCARD = "discard"
    RETURN = "return"
    REFUND = "refund"
    SEE_DOCTOR = "see_doctor"


class RecallAction(StrEnum):
    RECORD = "recall:record"
    ANSWER = "recall:answer"  # the group's side
    CLOSE = "recall:close"
    REVERSE = "recall:reverse"


S, A = RecallStatus, RecallAction
TRANSITIONS: dict[tuple[RecallStatus, RecallAction], RecallStatus] = {
    (S.STANDING, A.ANSWER): S.STANDING,
    (S.STANDING, A.CLOSE): S.CLOSED,
    (S.STANDING, A.REVERSE): S.REVERSED,
    (S.CLOSED, A.REVERSE): S.REVERSED,
}


def from_states(action: RecallAction) -> list[RecallStatus]:
    return [status for status, step in TRANSITIONS if step is action]
