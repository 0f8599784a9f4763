"""The five doors: who may knock, what a page needs, how a refusal looks."""

from porchlight.house.doors.decorators import api, family, partner, public, staff

__all__ = ["api", "family", "partner", "public", "staff"]
