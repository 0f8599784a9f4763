"""What a numbered request was answered before."""

from porchlight.core.viewer import Viewer
from porchlight.programmes.cybertips.models import Repeat
from porchlight.programmes.cybertips.rules.ispws.answers import Code
from porchlight.programmes.cybertips.rules.outcome import Outcome, refused

LONGEST_KEY = 128


def repeated(repeat: str, digest: str, by: Viewer) -> Outcome | None:
    """Return the answer that a numbered request had, or None when it comes for the first time."""
    if not repeat or by.agency_id is None:
        return None
    found = Repeat.objects.filter(agency_id=by.agency_id, key=repeat[:LONGEST_KEY]).first()
    return answered(found, digest) if found else None


def answered(found: Repeat, digest: str) -> Outcome:
    """Return the earlier answer, or a refusal when another body came under the same number."""
    if found.digest != digest:
        return refused(Code.INVALID_REQUEST, "This idempotency key was used for another body.")
    return Outcome(report_id=found.report_id, file_id=found.file_id or None, again=True)
