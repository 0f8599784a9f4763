"""What cases do later: agencies told, clocks watched."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.jobs import every
from porchlight.programmes.cases import actions, queries

WATCH = house_viewer("cases.clocks")


@every("*/5 * * * *", name="cases.watch_clocks")
def watch_clocks(*, now: datetime) -> None:
    """Remind of clocks that are nearly due or overdue; each once before and once after."""
    for clock_id in queries.clocks_to_remind(now):
        actions.remind_of_clock(clock_id, by=WATCH, now=now)
