"""Keeping, viewing, opening; pictures; what the public left."""

from porchlight.house.files.actions.keeping import keep
from porchlight.house.files.actions.opening import Opened, open_sealed, view
from porchlight.house.files.actions.picturing import (
    KeptPicture,
    TakenIn,
    keep_picture,
    take_in,
)

__all__ = [
    "KeptPicture",
    "Opened",
    "TakenIn",
    "keep",
    "keep_picture",
    "open_sealed",
    "take_in",
    "view",
]
