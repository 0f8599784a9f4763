"""The worksheet on its pages, what an entry leaves, and marks that get their codes."""

import pytest
from django.conf import settings

from porchlight.core import signing
from porchlight.core.errors import RuleBroken
from porchlight.core.jws import verified
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.cases import actions, queries
from porchlight.programmes.cases.models import NcicEntry
from porchlight.programmes.cases.rules.ncic import RECEIPT

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast):
    return viewer_for(cast.supervisor)


@pytest.fixture
def entered(case, by, now):
    actions.record_ncic(case.id, ncic_number="M123456789", entered_at=now, by=by, now=now)
    return case


class TestAnEntry:
    def test_keeps_the_worksheet_and_a_receipt(self, entered):
        entry = NcicEntry.objects.get()
        said = verified(RECEIPT, entry.receipt, signing.public_keys(settings.SIGNING_KEYS)[0])
        assert said["sub"] == entry.number == "M123456789"
        assert said["verifyBy"]
        assert entry.keyed["EYE"] == "BRO"

    def test_lets_the_next_worksheet_show_what_changed(self, entered):
        assert queries.worksheets(entered, "en")[0].changes == 0
        entered.children.update(eyes="GRN")
        sheet = queries.worksheets(entered, "en")[0]
        assert [line.code for line in sheet.lines if line.changed] == ["EYE"]


class TestThePages:
    def test_show_the_sheet_to_those_who_work_on_the_case(self, entered, cast, client_as):
        desk = client_as(cast.specialist)
        page = desk.get(f"/staff/cases/{entered.number}/ncic/sheet/")
        assert "DELGADO VANCE, MIA LUCIA" in page.content.decode()
        pdf = desk.get(f"/staff/cases/{entered.number}/ncic/sheet.pdf")
        assert pdf.content.startswith(b"%PDF")
        officer = client_as(cast.officer)
        assert officer.get(f"/partner/cases/{entered.number}/ncic/sheet/").status_code == 200
        assert officer.get(f"/partner/cases/{entered.number}/ncic/sheet.pdf").status_code == 200

    def test_are_not_for_others(self, entered, cast, client_as):
        path = f"cases/{entered.number}/ncic/sheet/"
        assert client_as(cast.other_officer).get(f"/partner/{path}").status_code == 404
        assert client_as(cast.analyst).get(f"/staff/{path}").status_code == 403


class TestCodeMarks:
    def test_gives_each_mark_its_code_and_refuses_others(self, case, by, now):
        child = case.children.get()
        with pytest.raises(RuleBroken):
            actions.code_marks(child.id, ["SCAR EYE"], version=child.version, by=by, now=now)
        after = actions.code_marks(child.id, ["SC FACE"], version=child.version, by=by, now=now)
        assert after.marks[0]["code"] == "SC FACE"
        assert after.marks[0]["words"] == "Small scar over the left eyebrow"

    def test_is_a_page(self, case, cast, client_as):
        child = case.children.get()
        path = f"/staff/cases/{case.number}/children/{child.id}/marks/"
        desk = client_as(cast.specialist)
        assert "Scar, left eye or eyelid" in desk.get(path).content.decode()
        assert desk.get(path, {"place": "hand"}).content.decode().count("<option") > 60
        given = {"version": child.version, "place": "head", "mark0": "SC FACE"}
        assert desk.post(path, given).status_code == 302
        assert desk.post(path, {**given, "mark0": "NO CODE"}).status_code == 422
