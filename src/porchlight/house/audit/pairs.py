"""Constraints that tables share: who did what stands beside when."""

from django.db.models import CheckConstraint, F, Q


def signed(act: str, *, table: str) -> CheckConstraint:
    """``<act>_at`` and ``<act>_by`` are both there or both absent."""
    return CheckConstraint(
        condition=Q(**{f"{act}_at__isnull": True, f"{act}_by__isnull": True})
        | Q(**{f"{act}_at__isnull": False, f"{act}_by__isnull": False}),
        name=f"{table}_{act}_signed",
    )


def two_persons(first: str, second: str, *, table: str) -> CheckConstraint:
    """``<first>_by`` and ``<second>_by`` are never the same person."""
    return CheckConstraint(
        condition=Q(**{f"{second}_by__isnull": True}) | ~Q(**{f"{second}_by": F(f"{first}_by")}),
        name=f"{table}_{second}_by_a_second_person",
    )
