"""The doors for programs."""

from tests.functional.access.doors import EVERYONE, Door

DOORS = {
    "machines.everything_answers": Door(EVERYONE),
    "machines.process_is_up": Door(EVERYONE),
}
