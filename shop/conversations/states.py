"""The life of a question and of a report: every step there is, and the verbs that the record knows."""

from enum import StrEnum


class QuestionStatus(StrEnum):
    WAITING = "waiting"
    PUBLIC = "public"  # answered, for all to read
    PRIVATE = "private"  # answered, for its asker alone
    TAKEN_DOWN = "taken_down"  # was public until an official thought otherwise


class QuestionAction(StrEnum):
    ASK = "question:ask"
    ANSWER = "question:answer"
    CORRECT = "question:correct"
    TAKE_DOWN = "question:take_down"
    ERASE = "question:erase"  # its asker's words, at their request
    ERASE_ANSWER = "question:erase_answer"


S, A = QuestionStatus, QuestionAction

TRANSITIONS: dict[tuple[QuestionStatus, QuestionAction], frozenset[QuestionStatus]] = {
    (S.WAITING, A.ANSWER): frozenset({S.PUBLIC, S.PRIVATE}),
    (S.PUBLIC, A.CORRECT): frozenset({S.PUBLIC}),
    (S.PUBLIC, A.TAKE_DOWN): frozenset({S.TAKEN_DOWN}),
}


class MessageAction(StrEnum):
    SEND = "order_message:send"
    TAKE_DOWN = "order_message:take_down"
    ERASE = "order_message:erase"
    LOOK = "order_message:look"  # an official read what two others wrote
