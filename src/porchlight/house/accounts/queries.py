"""Who somebody is, as rules see it."""

from porchlight.core.viewer import Door, Viewer
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.roles import ROLES, permissions_of


def viewer_for(account: Account) -> Viewer:
    """Return what rules and permissions may know of ``account`` now."""
    roles = frozenset(account.grants.filter(ended_at__isnull=True).values_list("role", flat=True))
    doors = {ROLES[name].door for name in roles if name in ROLES}
    return Viewer(
        id=account.id,
        door=next(iter(sorted(doors)), Door.PUBLIC),
        name=account.name,
        roles=roles,
        permissions=permissions_of(roles),
        agency_id=account.agency_id,
    )
