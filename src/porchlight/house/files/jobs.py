"""What the store needs day by day."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.files import actions
from porchlight.house.jobs import every, progress

KEEPER = house_viewer("files")
# An hour's share: a store of a terabyte is walked over in about six weeks.
SCRUB_BYTES = 1 << 30


@every("17 4 * * *", name="files.sweep")
def sweep(*, now: datetime) -> None:
    """Take away what no record names and is older than any retry."""
    actions.sweep(by=KEEPER, now=now)


@every("29 * * * *", name="files.scrub")
def scrub(*, now: datetime) -> None:
    """Prove another part of the kept bytes."""
    actions.scrub(most_bytes=SCRUB_BYTES, tell=progress, by=KEEPER, now=now)
