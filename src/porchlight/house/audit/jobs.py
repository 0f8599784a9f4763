"""Handing recorded events to the jobs that follow them."""

import json
from datetime import datetime

from porchlight.house.audit.models import Entry
from porchlight.house.audit.subscriptions import followers
from porchlight.house.jobs import job, later


@job("audit.deliver", queue="events")
def deliver(*, entry_id: int, now: datetime) -> None:
    """Queue every job that follows the event, telling it the fields that its signature names."""
    entry = Entry.objects.get(id=entry_id)
    told = {**json.loads(entry.body)["data"], "event_id": entry.id}
    for follower in followers(entry.kind):
        ids = {name: told[name] for name in follower.takes}
        later(follower, key=f"{follower.name}:{entry.id}", **ids)
