"""Members, machines and entries of the hash lists; every test has an index of its own."""

import base64
import secrets

import pytest
from django.test import Client

from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.actions import create_account
from porchlight.house.accounts.actions.keys import issue_key
from porchlight.house.accounts.machines import viewer_of
from porchlight.house.accounts.permissions import MANAGE
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.directory.models import Agency
from porchlight.programmes.hashes.actions import exchange, members
from porchlight.programmes.hashes.rules.exchange import Contribution
from porchlight.programmes.hashes.rules.vocabulary import SIZES, Kind, Media


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.HASH_INDEX = tmp_path / "hash-index"


@pytest.fixture
def random_hash():
    return lambda kind: secrets.token_bytes(SIZES[kind])


@pytest.fixture
def administrator(cast):
    return viewer_for(cast.administrator)


@pytest.fixture
def analyst(cast):
    return viewer_for(cast.analyst)


@pytest.fixture
def supervisor(cast):
    return viewer_for(cast.supervisor)


@pytest.fixture
def more_analysts(cast, now):
    by = house_viewer("test", frozenset({MANAGE}))
    return [
        viewer_for(create_account(f"{name}@porchlight.example", name, "analyst", by=by, now=now))
        for name in ("Odile", "Kwame", "Sunniva")
    ]


@pytest.fixture
def provider_agency(cast, now):
    """Chatterbee, a verified provider."""
    return Agency.objects.create(
        kind="provider",
        name="Chatterbee",
        created_at=now,
        verified_at=now,
        verified_by=cast.supervisor,
    )


class Machine:
    """A member's machine: its viewer, its key, and requests with it."""

    def __init__(self, key, secret, member):
        self.viewer, self.member, self.key, self.secret = viewer_of(key), member, key, secret
        signed = base64.b64encode(f"{key.username}:{secret}".encode()).decode()
        self.client = Client(headers={"Authorization": f"Basic {signed}"}, REMOTE_ADDR="192.0.2.7")

    def get(self, path, **said):
        return self.client.get(path, said)

    def send(self, method, path, body=b"", content_type="application/xml"):
        return self.client.generic(method, path, body, content_type)


@pytest.fixture
def machine_of(administrator, now):
    """``machine_of(agency, "industry", …)``: a member with these lists, and its machine."""

    def make(agency, *lists, contributes=True):
        member = members.add_member(agency.id, by=administrator, now=now)
        for code in lists:
            members.grant_access(
                member.id, code, may_contribute=contributes, by=administrator, now=now
            )
        key, secret = issue_key(
            agency.id, agency.name, "provider_system", by=administrator, now=now
        )
        return Machine(key, secret, member)

    return make


@pytest.fixture
def provider(machine_of, provider_agency):
    """Chatterbee's machine: reads and contributes to the industry's list."""
    return machine_of(provider_agency, "industry")


@pytest.fixture
def other(machine_of, cast):
    """Another member of the same list."""
    return machine_of(cast.sheriff, "industry")


@pytest.fixture
def contribution(random_hash):
    """A random entry: an image with MD5 and PDQ, or a video with MD5."""

    def make(name=None, media=Media.IMAGE, **said):
        kinds = (Kind.MD5, Kind.PDQ) if media is Media.IMAGE else (Kind.MD5,)
        prints = tuple((kind, random_hash(kind)) for kind in kinds)
        said.setdefault("fingerprints", prints)
        said.setdefault("classification", "A1")
        return Contribution(name or secrets.token_hex(8), media, **said)

    return make


@pytest.fixture
def contributed(contribution, now):
    """``contributed(machine, 3)``: so many entries that the machine shared."""

    def make(machine, count=1, *, list_code="industry", at=now, **said):
        given = [contribution(**said) for _ in range(count)]
        return exchange.contribute(list_code, given, by=machine.viewer, now=at)

    return make
