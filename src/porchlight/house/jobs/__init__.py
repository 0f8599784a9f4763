"""
Work that runs later: a queue in the database, a worker, a calendar.

A job is a function of keyword ids and ``now``; it may run twice, so what it does must be safe to
repeat. The queue itself is procrastinate's.
"""

from porchlight.house.jobs.progress import progress
from porchlight.house.jobs.queue import Job, every, job, later

__all__ = ["Job", "every", "job", "later", "progress"]
