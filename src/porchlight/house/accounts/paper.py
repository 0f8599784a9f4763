"""
The code of a letter, by which a family member signs in and unlocks a page. The families'
programme, which stands above, keeps the letters and puts its check here at start.
"""

from collections.abc import Callable
from datetime import datetime

Fits = Callable[[int, str, datetime], bool]


def _none(account_id: int, code: str, now: datetime) -> bool:
    return False


_fits: Fits = _none


def codes_with(fits: Fits) -> None:
    """Use ``fits`` (account, what was typed, now): whether that is the code of their letter."""
    global _fits
    _fits = fits


def code_fits(account_id: int, typed: str, *, now: datetime) -> bool:
    """Whether ``typed`` is the code of this account's letter, and still works."""
    return _fits(account_id, typed, now)
