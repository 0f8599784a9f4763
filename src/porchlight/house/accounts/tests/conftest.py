"""People with a password and an authenticator key, and the steps of signing in."""

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from porchlight.core.viewer import house_viewer
from porchlight.house.accounts import factors, permissions
from porchlight.house.accounts.actions import prepare_demonstration

ENTERS = house_viewer("demo", frozenset({permissions.MANAGE}))
PASSWORD = "lantern orchard velvet anchor"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def quick_hash(settings):
    """Argon2 is meant to be slow; what it is set to is tested where it matters."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def enrolled(cast, quick_hash):
    """``enrolled(cast.specialist)``: the same person with PASSWORD and SECRET."""

    def prepare(account):
        return prepare_demonstration(account.pk, PASSWORD, SECRET, by=ENTERS, now=timezone.now())

    return prepare


def code(at: datetime | None = None) -> str:
    return factors.code_at(SECRET, at or timezone.now())


def forget_used_codes(account):
    """As if half a minute had gone by."""
    row = Authenticator.objects.get(user_id=account.pk, type=factors.Kind.TOTP)
    row.data.pop("last_step", None)
    row.save()


def give_password(client: Client, email: str, password: str = PASSWORD, **more):
    said = {"email": email, "password": password, "notice": "on", **more}
    return client.post("/sign-in/", said)


def sign_in(client: Client, account):
    give_password(client, account.email)
    answer = client.post("/sign-in/code/", {"code": code()})
    assert answer.status_code == 302, answer.content
    return answer
