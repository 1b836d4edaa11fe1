"""What stands against approving: what the market found to be wrong, and what no official has ticked."""

from dataclasses import dataclass

from shop.kernel.refusals import Refusal
from shop.moderation.checklist import Check, checks_for
from shop.moderation.findings import Finding, grave_findings
from shop.moderation.models import Submission


@dataclass(frozen=True)
class Misses:
    """`found`: grave findings that stand; `unticked`: checks that nobody ticked."""

    found: tuple[Finding, ...]
    unticked: tuple[Check, ...]

    @property
    def keys(self) -> list[str]:
        return [one.key for one in (*self.found, *self.unticked)]

    @property
    def count(self) -> int:
        return len(self.found) + len(self.unticked)


class NotAllPassed(Refusal):
    """Something stands against approving that the official was not asked about."""

    status = 422

    def __init__(self, misses: Misses) -> None:
        super().__init__(", ".join(misses.keys))
        self.misses = misses


def misses_of(submission: Submission, checked: list[str]) -> Misses:
    return Misses(tuple(grave_findings(submission)), tuple(check for check in checks_for(submission) if check.key not in checked))
