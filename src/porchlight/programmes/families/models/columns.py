"""Columns and constraints that the tables of family support share."""

from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q

OWNER = "family_advocate"
KEEP = "P75Y"


def signer() -> Any:  # noqa: ANN401 the stubs cannot name it shortly
    """Whose act it is, once there is one."""
    return models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")


def surely_signer() -> Any:  # noqa: ANN401 as above
    """Whose act it is, always."""
    return models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")


def known(name: str, words: type[StrEnum], *, table: str, blank: bool = False) -> CheckConstraint:
    """The column holds a word of the list (or nothing, with ``blank``)."""
    allowed = [each.value for each in words] + ([""] if blank else [])
    return CheckConstraint(condition=Q(**{f"{name}__in": allowed}), name=f"{table}_{name}_known")
