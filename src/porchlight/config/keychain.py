"""The words of ``porchlight keys``: listed, made, wrapped anew, destroyed."""

from datetime import datetime

from porchlight.core.errors import Problem
from porchlight.core.viewer import house_viewer
from porchlight.house.files import actions
from porchlight.house.files.keys import Compartment, keyring
from porchlight.house.files.queries import files_by_key
from porchlight.house.jobs import progress

BY = house_viewer("keys")


class Refused(Exception):
    """It cannot be done; the text says why."""


def listed() -> list[str]:
    """One line for each key: compartment, id, whether it opens here, how many files need it."""
    ring, needed = keyring(), files_by_key()
    lines = []
    for compartment in Compartment:
        here = set(ring.ids(compartment))
        for key_id in sorted(here | {one for each, one in needed if each == compartment}):
            opens = "opens" if ring.can_open(compartment, key_id) else "does not open here"
            count = needed.get((compartment, key_id), 0)
            lines.append(f"{compartment}  {key_id}  {opens}  {count} files")
    return lines


def renew(compartment: str, *, now: datetime) -> str:
    """
    Make a new key and wrap the keys of all files with it.

    :raises Refused: when an old key is missing; called again it goes on
    """
    one = Compartment(compartment)
    key_id = actions.make_key(one, by=BY, now=now)
    return f"{key_id} seals now. {rewrap(compartment, now=now)}"


def rewrap(compartment: str, *, now: datetime) -> str:
    """
    Wrap the keys of all files with the newest key: where renewing was broken off.

    :raises Refused: when an old key is missing; called again it goes on
    """
    try:
        done = actions.rewrap(Compartment(compartment), tell=progress, by=BY, now=now)
    except Problem as problem:
        raise Refused(str(problem)) from problem
    return f"{done} files wrapped anew."


def destroy(compartment: str, key_id: str, *, now: datetime) -> str:
    """
    Destroy an old key.

    :raises Refused: when it seals, or a file needs it
    """
    try:
        actions.destroy_key(Compartment(compartment), key_id, by=BY, now=now)
    except Problem as problem:
        raise Refused(str(problem)) from problem
    return f"{key_id} is gone."
