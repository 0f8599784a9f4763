"""The desk of unidentified persons: what is typed, tried, taken over, taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.forensics import actions
from porchlight.programmes.forensics.models import Exclusion, TriedFile, UnidentifiedPerson
from porchlight.programmes.forensics.tests.test_rules_files import CSV

pytestmark = pytest.mark.django_db

TYPED = {
    "vital": "deceased",
    "found_on": "6/8/2012",
    "state": "NV",
    "city": "Reno",
    "condition": "skeleton",
    "pmi_low": "2",
    "pmi_high": "6",
    "pmi_unit": "months",
    "pmi_coverage": "80",
    "sex": "F",
    "age_min": "12",
    "age_max": "16",
    "age_coverage": "95",
    "height": "5'0\"-5'4\"",
    "height_coverage": "90",
    "ancestry": ["W", "H"],
    "hair": "BRO",
    "marks": "Scar on the left thigh\n\nHealed break of the left arm",
    "namus_number": "up0123",
}


@pytest.fixture
def desk(cast, client_as):
    return client_as(cast.analyst)


def file(data: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("persons.csv", data)}


class TestRecording:
    def test_keeps_what_was_typed_as_ranges_with_their_coverage(self, desk):
        desk.post(reverse("unidentified-new"), TYPED)
        facts = UnidentifiedPerson.objects.get().facts()
        assert (facts.age_years.lo, facts.age_coverage) == (12, 95)
        assert (round(facts.pmi_days.hi), facts.pmi_coverage) == (183, 80)
        assert (facts.height_cm.lo, facts.height_cm.hi) == (152, 163)
        assert facts.ancestry == ("W", "H")
        assert facts.marks == ("Scar on the left thigh", "Healed break of the left arm")
        assert facts.latitude is not None

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("found_on", "31/31/2012"),
            ("found_on", "2099-01-01"),
            ("age_max", "3"),
            ("height", "tall"),
            ("pmi_low", "-1"),
            ("namus_number", "hello"),
            ("ncic_number", "M123"),
            ("state", "ZZ"),
        ],
    )
    def test_shows_the_fault_at_its_field_and_loses_nothing(self, desk, name, value):
        answer = desk.post(reverse("unidentified-new"), {**TYPED, name: value})
        assert answer.status_code == 422
        assert answer.context["form"].errors[name]
        assert b"Scar on the left thigh" in answer.content
        assert not UnidentifiedPerson.objects.exists()

    def test_changes_a_record_as_it_was_read(self, desk):
        desk.post(reverse("unidentified-new"), TYPED)
        row = UnidentifiedPerson.objects.get()
        shown = desk.get(reverse("unidentified-edit", args=[row.number]))
        again = {name: value for name, value in shown.context["form"].initial.items() if value}
        desk.post(reverse("unidentified-edit", args=[row.number]), {**again, "hair": "BLK"})
        row.refresh_from_db()
        assert (row.hair, row.height_min, row.pmi_min) == ("BLK", 152.0, 60.875)
        late = desk.post(reverse("unidentified-edit", args=[row.number]), {**again, "hair": "RED"})
        assert late.status_code == 422

    def test_says_when_another_record_has_the_number(self, desk):
        desk.post(reverse("unidentified-new"), TYPED)
        assert desk.post(reverse("unidentified-new"), TYPED).status_code == 422


class TestAFile:
    def test_is_shown_record_by_record_before_it_is_taken_over(self, desk):
        broken = (CSV + "nobody,,1/1/2012,,,,,,,,\r\n").encode()
        sent = desk.post(reverse("unidentified-import"), file(broken))
        shown = desk.get(sent.url)
        assert b"nobody is no number of an unidentified person" in shown.content
        assert not UnidentifiedPerson.objects.exists()
        desk.post(sent.url)
        assert UnidentifiedPerson.objects.count() == 2
        assert TriedFile.objects.get().taken_by_id is not None
        assert desk.post(sent.url).status_code == 409

    @pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"{", b"\x00\x01", b"[]"])
    def test_that_is_another_is_refused_with_a_sentence(self, desk, data):
        answer = desk.post(reverse("unidentified-import"), file(data))
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]


class TestARecord:
    def test_is_read_by_the_artist_and_changed_by_others(self, cast, client_as, now):
        row = actions.record_person({"sex": "F"}, by=viewer_for(cast.analyst), now=now)
        artist = client_as(cast.artist)
        assert artist.get(reverse("unidentified-record", args=[row.number])).status_code == 200
        assert artist.get(reverse("unidentified-edit", args=[row.number])).status_code == 403
        assert client_as(cast.specialist).get(reverse("unidentified-list")).status_code == 403

    def test_shows_who_is_ruled_out_and_takes_it_back_with_a_reason(self, cast, desk, child, now):
        analyst = viewer_for(cast.analyst)
        row = actions.record_person({"sex": "F"}, by=analyst, now=now)
        made = actions.record_exclusion(
            row.id, child.id, basis="dental", words="Dr. Hale", by=analyst, now=now
        )
        page = reverse("unidentified-record", args=[row.number])
        assert b"Dr. Hale" in desk.get(page).content
        back = reverse("unidentified-exclusion-withdraw", args=[row.number, made.id])
        assert desk.post(back, {"words": ""}).status_code == 422
        desk.post(back, {"words": "Charts were swapped"})
        assert Exclusion.objects.get().withdrawn_words == "Charts were swapped"

    def test_that_its_source_took_back_can_be_taken_up_again(self, cast, desk, now):
        row = actions.record_person({"sex": "F"}, by=viewer_for(cast.analyst), now=now)
        desk.post(reverse("unidentified-withdraw", args=[row.number]), {"words": "Duplicate"})
        row.refresh_from_db()
        assert row.withdrawn_words == "Duplicate"
        desk.post(reverse("unidentified-restore", args=[row.number]))
        row.refresh_from_db()
        assert row.withdrawn_at is None
