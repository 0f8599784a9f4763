import base64
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from porchlight.core.signing import make_first_key
from porchlight.house.accounts.actions.keys import issue_key
from porchlight.house.accounts.machines import viewer_of
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.directory.models import Agency
from porchlight.programmes.cybertips.models import Provider
from porchlight.programmes.cybertips.tests.samples import MINIMAL, details


@pytest.fixture(autouse=True)
def _signing_key(settings, tmp_path_factory):
    settings.SIGNING_KEYS = tmp_path_factory.getbasetemp() / "signing"
    make_first_key(settings.SIGNING_KEYS)


@dataclass
class Answer:
    """An answer of the API, read by the names of its elements."""

    status: int
    headers: dict
    body: bytes

    def __getattr__(self, name):
        found = etree.fromstring(self.body).find(name)
        return None if found is None else found.text

    @property
    def code(self):
        return int(self.responseCode)

    @property
    def root(self):
        return etree.fromstring(self.body).tag


class Sender:
    """A provider's program: knows its key and the seven addresses."""

    def __init__(self, key, secret):
        self.key = key
        self.viewer = viewer_of(key)
        words = base64.b64encode(f"{key.username}:{secret}".encode()).decode()
        self.client = Client(REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION=f"Basic {words}")

    def get(self, path):
        return self._answer(self.client.get(f"/ispws/{path}"))

    def document(self, path, body, content_type="text/xml; charset=utf-8", **headers):
        sent = self.client.post(f"/ispws/{path}", body, content_type=content_type, headers=headers)
        return self._answer(sent)

    def form(self, path, **fields):
        return self._answer(self.client.post(f"/ispws/{path}", fields))

    def submit(self, body=MINIMAL, **headers):
        return self.document("submit", body, **headers)

    def upload(self, report_id, content, name="a.bin", head="", **headers):
        body = (
            f'--B\r\nContent-Disposition: form-data; name="id"\r\n\r\n{report_id}\r\n--B\r\n'
            f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode() + content
        sent = self.client.post(
            "/ispws/upload",
            body + b"\r\n--B--\r\n",
            content_type="multipart/form-data; boundary=B",
            headers=headers,
        )
        return self._answer(sent)

    def fileinfo(self, report_id, file_id, inner=""):
        return self.document("fileinfo", details(report_id, file_id, inner))

    def finish(self, report_id):
        return self.form("finish", id=report_id)

    def retract(self, report_id):
        return self.form("retract", id=report_id)

    def opened(self, body=MINIMAL):
        answer = self.submit(body)
        assert answer.code == 0, answer.body
        return int(answer.reportId)

    @staticmethod
    def _answer(sent):
        return Answer(sent.status_code, dict(sent.headers), sent.content)


def provider(name):
    now = timezone.now()
    return Agency.objects.create(kind="provider", name=name, created_at=now)


def sender_of(agency, cast):
    agency.verified_at, agency.verified_by = timezone.now(), cast.supervisor
    agency.save()
    by = viewer_for(cast.administrator)
    return Sender(*issue_key(agency.id, agency.name, "provider_system", by=by, now=timezone.now()))


@pytest.fixture
def chatterbee(cast):
    """A provider in strict mode."""
    return sender_of(provider("Chatterbee"), cast)


@pytest.fixture
def pond(cast):
    """Another provider, in tolerant mode."""
    sender = sender_of(provider("Pond Pictures"), cast)
    Provider.objects.create(agency_id=sender.viewer.agency_id, mode="tolerant")
    return sender
