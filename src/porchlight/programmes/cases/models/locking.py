"""Taking a row to change it: locked, at the version that was read, with what changed by name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from porchlight.core.errors import Conflict, NotFound
from porchlight.core.text import say
from porchlight.programmes.cases.models.case import Case
from porchlight.programmes.cases.models.columns import Versioned
from porchlight.programmes.cases.models.work import Clock

Row = TypeVar("Row", bound=models.Model)


def locked_case(case_id: int) -> Case:
    """
    Return the case, locked: two people at once act one after the other.

    :raises NotFound: when there is none
    """
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotFound(say("There is no such case."))
    return case


def locked(model: type[Row], row_id: int) -> Row:
    """
    Return a row of a case's part, locked.

    :raises NotFound: when there is none
    """
    row = model._default_manager.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise NotFound(say("There is nothing here of this number."))
    return row


def change(row: Versioned, columns: Mapping[str, Any], version: int) -> tuple[str, ...]:
    """
    Save ``columns`` into a locked row and return the names of those that changed.

    :raises Conflict: when somebody saved the row since ``version`` was read
    """
    if row.version != version:
        raise Conflict(
            say(
                "Somebody changed this while you typed. Your words are kept below: compare "
                "them with what is there now, then save again."
            )
        )
    changed = tuple(sorted(name for name in columns if getattr(row, name) != columns[name]))
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.version += 1
        row.save(update_fields=[*changed, "version"])
    return changed


def meet_clocks(case: Case, names: frozenset[str], now: datetime) -> list[Clock]:
    """Mark the running clocks of these names as met and return them."""
    met = list(case.clocks.select_for_update().filter(name__in=names, met_at__isnull=True))
    for each in met:
        each.met_at = now
        each.save(update_fields=["met_at"])
    return met
