"""What happens afterwards, elsewhere: event → jobs. This page shows every far consequence."""

from porchlight.core.event import Event
from porchlight.house.jobs import Job

SUBSCRIPTIONS: dict[type[Event], tuple[Job, ...]] = {}
