"""
Which role holds which permission: the one registry. What is not listed here is denied.

A permission is ``programme:thing:verb``. It opens a route; whether a person may do the thing to
*this* record is decided by the programme's ``permissions.py``.
"""

from dataclasses import dataclass

from porchlight.core.text import Say, say
from porchlight.core.viewer import Door


@dataclass(frozen=True)
class Role:
    """A kind of person: the door they use and what they may do there."""

    name: str
    title: Say
    door: Door
    permissions: frozenset[str]


def _role(name: str, title: Say, door: Door, *permissions: str) -> Role:
    return Role(name, title, door, frozenset(permissions))


# Whoever reads cases can be given a task; which one is theirs to do, the case decides.
READS_CASES = (
    "cases:case:read",
    "cases:case:search",
    "cases:task:do",
    "files:file:view",
    "directory:agency:read",
)
WORKS_CASES = (*READS_CASES, "cases:case:write", "cases:task:write", "matching:person:search")
WORKS_POSTERS = ("posters:poster:read", "posters:poster:draft", "posters:poster:release")
READS_REPORTS = (
    "cybertips:report:read",
    "cybertips:report:triage",
    "cybertips:report:refer",
    "cybertips:rules:write",
)
TAKES_REPORTS = ("cybertips:referral:read", "cybertips:referral:answer", "files:referred:open")
WORKS_LEADS = ("hotline:lead:read", "hotline:lead:triage")
READS_HASHES = ("hashes:list:read", "hashes:hash:look_up", "hashes:series:read")
EXCHANGES_HASHES = (
    "hashes:exchange:read",
    "hashes:exchange:write",
    "hashes:feedback:give",
    "hashes:hash:look_up",
)
READS_UNIDENTIFIED = ("forensics:person:read", "matching:pairing:read")
WORKS_UNIDENTIFIED = (
    *READS_UNIDENTIFIED,
    "forensics:person:write",
    "forensics:biometric:read",
    "forensics:biometric:write",
    "forensics:custody:read",
    "forensics:custody:write",
    "matching:pairing:decide",
)
OWN_ACCOUNT = ("accounts:self:manage", "ui:gallery:read")

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        _role(
            "hotline_specialist",
            say("Hotline specialist"),
            Door.STAFF,
            *OWN_ACCOUNT,
            *WORKS_CASES,
            *WORKS_LEADS,
            "hotline:tipster:open",
            "hotline:call:take",
            "cases:case:open",
            "posters:poster:read",
            "posters:poster:draft",
            "accounts:glass:break",
        ),
        _role(
            "case_manager",
            say("Case manager"),
            Door.STAFF,
            *OWN_ACCOUNT,
            *WORKS_UNIDENTIFIED,
            "files:sealed:open",
            *WORKS_CASES,
            *WORKS_POSTERS,
            *WORKS_LEADS,
            "hotline:call:take",
            "cases:case:open",
            "cases:case:close",
            "accounts:glass:break",
        ),
        _role(
            "supervisor",
            say("Supervisor"),
            Door.STAFF,
            *OWN_ACCOUNT,
            *WORKS_UNIDENTIFIED,
            "files:sealed:open",
            "files:file:destroy",
            *WORKS_CASES,
            *WORKS_POSTERS,
            *WORKS_LEADS,
            "hotline:tipster:open",
            "hotline:call:take",
            *READS_REPORTS,
            "cybertips:queue:oversee",
            "cybertips:report:dispose",
            "cybertips:provider:manage",
            "hotline:shift:oversee",
            "cases:case:open",
            "cases:case:close",
            "cases:case:assign",
            "families:advocate:choose",
            "families:advocate:assign",
            "cases:case:import",
            "accounts:glass:break",
            "accounts:glass:review",
            "accounts:officer:invite",
            "accounts:invitation:send",
            "directory:agency:verify",
            "delivery:message:read",
            "rosters:roster:read",
            "rosters:roster:write",
            "audit:entry:read",
            "jobs:job:read",
            *READS_HASHES,
            "hashes:entry:review",
            "hashes:entry:release",
        ),
        _role(
            "analyst",
            say("Analyst"),
            Door.STAFF,
            *OWN_ACCOUNT,
            *WORKS_UNIDENTIFIED,
            "files:sealed:open",
            "files:vault:open",
            *READS_CASES,
            *READS_REPORTS,
            "matching:person:search",
            "hotline:lead:read",
            "posters:poster:read",
            "accounts:glass:break",
            *READS_HASHES,
            "hashes:entry:propose",
            "hashes:entry:review",
            "hashes:series:write",
        ),
        _role(
            "forensic_artist",
            say("Forensic artist"),
            Door.STAFF,
            *OWN_ACCOUNT,
            *READS_UNIDENTIFIED,
            "files:sealed:open",
            *READS_CASES,
            "posters:poster:read",
        ),
        _role(
            "family_advocate",
            say("Family advocate"),
            Door.STAFF,
            *OWN_ACCOUNT,
            "cases:case:read",
            "cases:case:search",
            "cases:task:do",
            "directory:agency:read",
            "families:support:read",
            "families:support:write",
            "families:advocate:choose",
            "families:access:grant",
            "accounts:family:invite",
            "accounts:invitation:send",
            "hashes:notice:send",
        ),
        _role("trainer", say("Trainer"), Door.STAFF, *OWN_ACCOUNT, "directory:agency:read"),
        _role(
            "administrator",
            say("Administrator"),
            Door.STAFF,
            *OWN_ACCOUNT,
            "files:file:destroy",
            "accounts:account:manage",
            "accounts:key:manage",
            "accounts:invitation:send",
            "directory:agency:read",
            "directory:agency:manage",
            "directory:agency:verify",
            "rosters:roster:read",
            "rosters:roster:write",
            "delivery:message:read",
            "jobs:job:read",
            "jobs:job:manage",
            "audit:entry:read",
            "hashes:member:manage",
        ),
        _role(
            "agency_officer",
            say("Agency officer"),
            Door.PARTNER,
            *OWN_ACCOUNT,
            "cases:shared:read",
            "cases:shared:answer",
            "hotline:lead:answer",
            *TAKES_REPORTS,
            "files:file:view",
            "directory:own:read",
            "hashes:set:submit",
        ),
        _role(
            "agency_coordinator",
            say("Agency coordinator"),
            Door.PARTNER,
            *OWN_ACCOUNT,
            "cases:shared:read",
            "cases:shared:answer",
            "hotline:lead:answer",
            *TAKES_REPORTS,
            "files:file:view",
            "accounts:officer:invite",
            "accounts:invitation:send",
            "directory:own:read",
            "directory:own:write",
            "hashes:set:submit",
        ),
        _role(
            "provider",
            say("Provider"),
            Door.PARTNER,
            *OWN_ACCOUNT,
            "directory:own:read",
            "cybertips:own:read",
            "cybertips:report:submit",
            "hashes:own:read",
        ),
        _role("volunteer", say("Volunteer"), Door.PARTNER, *OWN_ACCOUNT, "directory:own:read"),
        _role(
            "family_member",
            say("Family member"),
            Door.FAMILY,
            *OWN_ACCOUNT,
            "families:own:read",
            "families:own:send",
            "posters:own:approve",
        ),
    )
}


# What a partner's machine may do at the API door. People never hold these.
MACHINES: dict[str, Role] = {
    role.name: role
    for role in (
        _role(
            "provider_system",
            say("Provider's system"),
            Door.API,
            *EXCHANGES_HASHES,
            "cybertips:report:submit",
        ),
        _role(
            "partner_system",
            say("Partner's system"),
            Door.API,
            *EXCHANGES_HASHES,
            "posters:feed:read",
        ),
        _role(
            "agency_system",
            say("Agency's system"),
            Door.API,
            "cybertips:referral:read",
            "cybertips:referral:answer",
        ),
    )
}
EVERYBODY = (*ROLES.values(), *MACHINES.values())


def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """Everything that the roles together may do; an unknown role gives nothing."""
    return frozenset().union(*(ROLES[name].permissions for name in roles if name in ROLES))
