"""The five doors: who may knock, what a page needs, how a refusal looks."""

from porchlight.house.doors.decorators import Request, api, family, partner, public, staff

__all__ = ["Request", "api", "family", "partner", "public", "staff"]
