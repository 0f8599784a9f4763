"""Keeping, viewing, opening; pictures; what the public left."""

from porchlight.house.files.actions.destroying import ask_destruction, destroy
from porchlight.house.files.actions.keeping import keep
from porchlight.house.files.actions.opening import Opened, open_sealed, view
from porchlight.house.files.actions.picturing import (
    KeptPicture,
    TakenIn,
    keep_picture,
    take_in,
)
from porchlight.house.files.actions.tending import destroy_key, make_key, rewrap, scrub, sweep

__all__ = [
    "KeptPicture",
    "Opened",
    "TakenIn",
    "ask_destruction",
    "destroy",
    "destroy_key",
    "keep",
    "keep_picture",
    "make_key",
    "open_sealed",
    "rewrap",
    "scrub",
    "sweep",
    "take_in",
    "view",
]
