"""Keys for partners' machines: given once, shown once, taken back at once."""

import secrets
from datetime import datetime

from django.apps import apps
from django.db import transaction

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.events import KeyIssued, KeyRevoked
from porchlight.house.accounts.models import MachineKey
from porchlight.house.accounts.permissions import may_manage_keys
from porchlight.house.accounts.roles import MACHINES
from porchlight.house.accounts.rules import KEY_FOR, digest, machine_name, new_token
from porchlight.house.audit.actions import record


@transaction.atomic
def issue_key(
    agency_id: int, label: str, role: str, *, by: Viewer, now: datetime
) -> tuple[MachineKey, str]:
    """
    Give a machine of a partner a key for a year; return it and its secret.

    The secret is told here and never again: only its digest is kept.

    :raises NotAllowed: when ``may_manage_keys`` says no
    :raises RuleBroken: if there is no such role for machines, no agency, or it is not verified
    """
    may_manage_keys(by).require()
    if by.id is None:
        raise NotAllowed(say("A person must do this, signed in."))
    if role not in MACHINES:
        raise RuleBroken(say("There is no role {role}.", role=role), field="role")
    # The directory stands above the accounts; its table is asked by name.
    agency = apps.get_model("directory", "Agency").objects.filter(id=agency_id).first()
    if agency is None or agency.verified_at is None:
        raise RuleBroken(say("Choose a partner that was called back and verified."), field="agency")
    secret = new_token()
    key = MachineKey.objects.create(
        agency_id=agency_id,
        label=label,
        username=machine_name(label, secrets.token_hex(3)),
        secret_digest=digest(secret),
        role=role,
        issued_at=now,
        issued_by_id=by.id,
        expires_at=now + KEY_FOR,
    )
    record(KeyIssued(key.id, agency_id, role), by=by, at=now)
    return key, secret


@transaction.atomic
def revoke_key(key_id: int, *, by: Viewer, now: datetime) -> MachineKey:
    """
    Take a key back: the machine's next request is refused.

    :raises NotAllowed: when ``may_manage_keys`` says no
    :raises NotFound: when there is no such key
    :raises Conflict: when it was taken back already
    """
    may_manage_keys(by).require()
    key = MachineKey.objects.select_for_update().filter(id=key_id).first()
    if key is None:
        raise NotFound(say("There is no such key."))
    if key.revoked_at is not None:
        raise Conflict(say("This key was taken back already."))
    key.revoked_at, key.revoked_by_id = now, by.id
    key.save(update_fields=["revoked_at", "revoked_by"])
    record(KeyRevoked(key.id, key.agency_id), by=by, at=now)
    return key
