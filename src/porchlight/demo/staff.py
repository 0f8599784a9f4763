"""Who works in the demonstration: the cast, and colleagues who fill the shifts."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from porchlight.core.viewer import Viewer
from porchlight.demo.cast import ENTERS, Cast, enter
from porchlight.house.accounts.actions import create_account
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.queries import viewer_for

# They are seen in lists and never sign in.
COLLEAGUES = {
    "yusuf@porchlight.example": ("Yusuf Anders", "hotline_specialist"),
    "carmen@porchlight.example": ("Carmen Whitaker", "hotline_specialist"),
    "jo@porchlight.example": ("Jo Nakamura", "hotline_specialist"),
    "abel@porchlight.example": ("Abel Fontaine", "case_manager"),
    "sunniva@porchlight.example": ("Sunniva Marsden", "case_manager"),
    "deepa@porchlight.example": ("Deepa Villanueva", "case_manager"),
}


@dataclass(frozen=True)
class Staff:
    """People at work, as rules see them."""

    cast: Cast
    specialists: tuple[Viewer, ...]
    managers: tuple[Viewer, ...]
    supervisor: Viewer
    administrator: Viewer
    officers: dict[int, Viewer]

    def specialist(self, chance: Random) -> Viewer:
        """Whoever has the shift."""
        return chance.choice(self.specialists)

    def manager(self, chance: Random) -> Viewer:
        """Whoever has room for a case."""
        return chance.choice(self.managers)


def employ(now: datetime) -> Staff:
    """Enter the cast and its colleagues and return them."""
    cast = enter(now=now)
    colleagues = {email: _colleague(email, now) for email in COLLEAGUES}
    by_role: dict[str, list[Viewer]] = {"hotline_specialist": [], "case_manager": []}
    for account in (cast.specialist, cast.case_manager, *colleagues.values()):
        viewer = viewer_for(account, now=now)
        by_role[next(iter(viewer.roles))].append(viewer)
    officers = (viewer_for(one, now=now) for one in (cast.officer, cast.other_officer))
    return Staff(
        cast,
        tuple(by_role["hotline_specialist"]),
        tuple(by_role["case_manager"]),
        viewer_for(cast.supervisor, now=now),
        viewer_for(cast.administrator, now=now),
        {officer.agency_id: officer for officer in officers if officer.agency_id is not None},
    )


def _colleague(email: str, now: datetime) -> Account:
    name, role = COLLEAGUES[email]
    there = Account.objects.filter(email=email).first()
    return there or create_account(email, name, role, by=ENTERS, now=now)
