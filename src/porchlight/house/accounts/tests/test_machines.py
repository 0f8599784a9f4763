import base64
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.viewer import Door, house_viewer
from porchlight.house.accounts import machines, permissions
from porchlight.house.accounts.actions import create_account
from porchlight.house.accounts.actions.keys import issue_key, revoke_key
from porchlight.house.accounts.actions.people import disable_account, disable_idle_account
from porchlight.house.accounts.jobs import revoke_keys_of
from porchlight.house.accounts.models import MachineKey
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.accounts.roles import MACHINES, ROLES
from porchlight.house.accounts.rules import Refill
from porchlight.house.audit.models import Entry
from porchlight.house.doors import api

pytestmark = pytest.mark.django_db
READ = "hashes:exchange:read"


@pytest.fixture
def administrator(cast):
    return viewer_for(cast.administrator)


@pytest.fixture
def key(cast, administrator, now, monkeypatch):
    monkeypatch.setattr(machines.timezone, "now", lambda: now)
    return issue_key(cast.sheriff.id, "County server", "partner_system", by=administrator, now=now)


@pytest.fixture
def audit_lines(db):
    def lines(kind):
        rows = Entry.objects.filter(kind=kind).order_by("id")
        return [json.loads(row.body) for row in rows]

    return lines


def basic(username, secret):
    return "Basic " + base64.b64encode(f"{username}:{secret}".encode()).decode()


def knock(header="", needs=READ, method="get"):
    @api(needs=needs, methods=["GET", "POST"])
    def page(request):
        return HttpResponse(f"{request.viewer.name} {request.viewer.agency_id}")

    headers = {"Authorization": header} if header else {}
    return page(getattr(RequestFactory(), method)("/api/", headers=headers))


class TestIssueKey:
    def test_keeps_a_digest_and_never_the_secret(self, key):
        row, secret = key
        with connection.cursor() as cursor:
            cursor.execute("SELECT accounts_machinekey::text FROM accounts_machinekey")
            assert secret not in cursor.fetchone()[0]
        assert len(secret) >= 43
        assert row.username.startswith("county-server-")

    def test_is_for_administrators(self, cast, now):
        with pytest.raises(NotAllowed):
            by = viewer_for(cast.supervisor)
            issue_key(cast.sheriff.id, "x", "partner_system", by=by, now=now)

    def test_refuses_unverified_partners_and_roles_of_people(self, cast, administrator, now):
        with pytest.raises(RuleBroken):
            issue_key(cast.sheriff.id, "x", "administrator", by=administrator, now=now)
        cast.sheriff.verified_at = cast.sheriff.verified_by = None
        cast.sheriff.save()
        with pytest.raises(RuleBroken):
            issue_key(cast.sheriff.id, "x", "partner_system", by=administrator, now=now)


class TestTheApiDoor:
    def test_lets_a_machine_in_by_basic_and_by_bearer(self, key, cast):
        row, secret = key
        for header in (basic(row.username, secret), f"Bearer {row.username}:{secret}"):
            answer = knock(header)
            assert answer.status_code == 200
            assert answer.content.decode() == f"{row.username} {cast.sheriff.id}"

    def test_answers_a_stranger_with_an_empty_401(self, db):
        answer = knock()
        assert (answer.status_code, answer.content) == (401, b"")
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")

    @pytest.mark.parametrize(
        "header",
        ["Basic", "Basic %%%", "Basic " + base64.b64encode(b"\xff:\x00").decode(), "Digest a"],
    )
    def test_takes_no_harm_from_nonsense(self, db, header):
        assert knock(header).status_code == 401

    def test_refuses_a_wrong_secret_and_writes_it_down(self, key, audit_lines):
        row, secret = key
        assert knock(basic(row.username, secret + "x")).status_code == 401
        assert knock(basic("nobody", secret)).status_code == 401
        assert [line["data"]["why"] for line in audit_lines("accounts.key.refused")] == [
            "wrong",
            "unknown",
        ]

    def test_refuses_a_key_that_was_taken_back_or_has_ended(
        self, key, administrator, now, monkeypatch
    ):
        row, secret = key
        monkeypatch.setattr(machines.timezone, "now", lambda: now + timedelta(days=367))
        assert knock(basic(row.username, secret)).status_code == 401
        monkeypatch.setattr(machines.timezone, "now", lambda: now)
        revoke_key(row.id, by=administrator, now=now)
        assert knock(basic(row.username, secret)).status_code == 401

    def test_refuses_what_the_role_does_not_hold(self, key):
        row, secret = key
        answer = knock(basic(row.username, secret), needs="accounts:account:manage")
        assert answer.status_code == 403
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_takes_a_post_without_a_token_of_a_page(self, key):
        row, secret = key
        assert knock(basic(row.username, secret), method="post").status_code == 200

    def test_never_lets_a_signed_in_person_in(self, cast, client_as):
        answer = client_as(cast.administrator).get("/staff/machine-keys/")
        assert answer.status_code == 200
        request = RequestFactory().get("/api/")
        request.viewer = viewer_for(cast.administrator)
        assert machines.due(request).status_code == 401

    def test_stops_writing_down_refusals_of_a_flood(self, db, audit_lines, now, monkeypatch):
        monkeypatch.setattr(machines.timezone, "now", lambda: now)
        answers = [knock(basic("nobody", "x")).status_code for _ in range(40)]
        assert answers.count(401) == 30
        assert answers.count(429) == 10
        assert len(audit_lines("accounts.key.refused")) == 30

    def test_slows_a_machine_that_asks_too_much(self, key, monkeypatch):
        row, secret = key
        monkeypatch.setattr(machines, "GRANTED", Refill(2, 0))
        machines._left.clear()
        answers = [knock(basic(row.username, secret)).status_code for _ in range(3)]
        assert answers == [200, 200, 429]


class TestRevokeKey:
    def test_happens_once_and_is_signed(self, key, administrator, now):
        row, _secret = key
        assert revoke_key(row.id, by=administrator, now=now).revoked_by_id == administrator.id
        with pytest.raises(Conflict):
            revoke_key(row.id, by=administrator, now=now)
        with pytest.raises(NotFound):
            revoke_key(0, by=administrator, now=now)
        with pytest.raises(IntegrityError):
            MachineKey.objects.filter(id=row.id).update(revoked_by=None)


class TestTheScreen:
    def test_shows_the_secret_once(self, cast, client_as):
        client = client_as(cast.administrator)
        said = {"agency": cast.sheriff.id, "label": "Night server", "role": "partner_system"}
        answer = client.post("/staff/machine-keys/new/", said)
        assert answer.status_code == 200
        row = MachineKey.objects.get()
        assert row.username in answer.content.decode()
        listed = client.get("/staff/machine-keys/").content.decode()
        assert row.username in listed
        assert row.secret_digest not in listed
        client.post(f"/staff/machine-keys/{row.id}/revoke/")
        row.refresh_from_db()
        assert row.revoked_by == cast.administrator

    def test_keeps_what_was_typed(self, cast, client_as):
        said = {"agency": "", "label": "Night server", "role": ""}
        answer = client_as(cast.administrator).post("/staff/machine-keys/new/", said)
        assert answer.status_code == 422
        assert "Night server" in answer.content.decode()

    def test_is_closed_to_others(self, cast, client_as):
        assert client_as(cast.supervisor).get("/staff/machine-keys/").status_code == 403


def test_no_role_of_machines_is_a_role_of_people():
    assert not set(MACHINES) & set(ROLES)
    assert {role.door for role in MACHINES.values()} == {Door.API}


class TestTheKeysOfWhoeverWasDisabled:
    def test_end_with_the_account(self, key, cast, now):
        row, secret = key
        boss = viewer_for(cast.administrator)
        other = viewer_for(create_administrator(cast, now))
        assert knock(basic(row.username, secret)).status_code == 200
        disable_account(boss.id, by=other, now=now)
        revoke_keys_of(account_id=boss.id, now=now)
        revoke_keys_of(account_id=boss.id, now=now)
        row.refresh_from_db()
        assert (row.revoked_at, row.revoked_by_id) == (now, other.id)
        assert knock(basic(row.username, secret)).status_code == 401

    def test_stay_when_the_account_only_fell_idle(self, key, cast, now):
        row, _ = key
        late = now + timedelta(days=91)
        disable_idle_account(cast.administrator.pk, by=house_viewer("calendar"), now=late)
        cast.administrator.refresh_from_db()
        assert not cast.administrator.is_active
        revoke_keys_of(account_id=cast.administrator.pk, now=now)
        row.refresh_from_db()
        assert row.revoked_at is None


def create_administrator(cast, now):
    by = house_viewer("demo", frozenset({permissions.MANAGE}))
    return create_account("other@porchlight.example", "Other", "administrator", by=by, now=now)
