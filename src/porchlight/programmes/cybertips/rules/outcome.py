"""What an intake act gives back: the answer's code and parts, whatever door writes it."""

from dataclasses import dataclass

from porchlight.programmes.cybertips.rules.ispws.answers import Code
from porchlight.programmes.cybertips.rules.ispws.faults import Fault, description
from porchlight.programmes.cybertips.rules.quality import Advice


@dataclass(frozen=True)
class Outcome:
    """
    ``code`` 0 when it was done. ``faults`` are why not, ``notes`` what the sender should mend.
    ``answer`` is a finish answer as it is kept, ``again`` that it was given before.
    """

    code: Code = Code.SUCCESS
    report_id: int | None = None
    file_id: str | None = None
    md5: str | None = None
    answer: str = ""
    receipt: str = ""
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    words: str = ""
    again: bool = False
    improvements: tuple[Advice, ...] = ()

    @property
    def done(self) -> bool:
        """Whether what was asked is done."""
        return self.code is Code.SUCCESS

    @property
    def description(self) -> str:
        """The text of the answer; empty for the code's own."""
        if self.faults:
            told = description(self.faults)
            # A document that is no XML has its own first line.
            return told if self.code is Code.VALIDATION_FAILED else str(self.faults[0])
        return self.words


def refused(code: Code, words: str = "", *, report_id: int | None = None) -> Outcome:
    """Return the outcome of what was not done."""
    return Outcome(code, report_id=report_id, words=words)
