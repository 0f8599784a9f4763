"""The agency's portal."""

import pytest

from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.rules.vocabulary import AgencyRole, Compartment

pytestmark = pytest.mark.django_db


def at(case, rest=""):
    return f"/partner/cases/{case.number}/{rest}"


class TestTheOfficersCases:
    def test_are_those_of_the_agency(self, cast, case, client_as):
        assert case.number in client_as(cast.officer).get("/partner/").content.decode()
        assert case.number not in client_as(cast.other_officer).get("/partner/").content.decode()
        assert client_as(cast.other_officer).get(at(case)).status_code == 404

    def test_each_view_is_one_event_of_the_officer(self, cast, case, client_as):
        client_as(cast.officer).get(at(case))
        entry = Entry.objects.get(kind="cases.case.viewed")
        assert (entry.actor_id, entry.agency_id) == (cast.officer.id, cast.sheriff.id)

    def test_show_shared_notes_and_not_the_desks(self, cast, case, client_as, now):
        by = viewer_for(cast.specialist)
        actions.add_note(case.id, "For the desk only.", by=by, now=now)
        actions.add_note(
            case.id, "For the sheriff too.", compartment=Compartment.SHARED, by=by, now=now
        )
        words = client_as(cast.officer).get(at(case)).content.decode()
        assert "For the sheriff too." in words
        assert "For the desk only." not in words

    def test_family_and_health_are_for_the_investigating_agency(self, cast, case, client_as, now):
        actions.share_with_agency(
            case.id,
            cast.tribal_police.id,
            role=AgencyRole.ASSISTING,
            by=viewer_for(cast.specialist),
            now=now,
        )
        mine = client_as(cast.officer).get(at(case)).content.decode()
        other = client_as(cast.other_officer).get(at(case)).content.decode()
        assert "Inhaler" in mine and "Rosa" in mine
        assert "Inhaler" not in other and "Rosa" not in other


class TestAnOfficersWork:
    def test_from_acceptance_to_recovery(self, cast, case, client_as):
        client = client_as(cast.officer)
        for rest, data in (
            ("answer/", {"accepted": "yes", "report_number": "26-0999"}),
            ("ncic/", {"ncic_number": "M123456789", "entered_at": "now"}),
            ("poster-agreed/", {}),
            ("note/", {"text": "Camera footage secured."}),
        ):
            page = client.post(at(case, rest), data)
            assert page.status_code == 302, (rest, page.content.decode())
        share = case.shares.get()
        assert (share.accepted, share.report_number) == (True, "26-0999")
        assert share.consulted_on_poster
        child = case.children.get()
        found = {
            "child": child.id,
            "at": "now",
            "place": "Travis County",
            "by_whom": "law_enforcement",
            "words": "Found well.",
        }
        assert client.post(at(case, "recovery/"), {**found, "place": ""}).status_code == 422
        assert client.post(at(case, "recovery/"), found).status_code == 302
        child.refresh_from_db()
        assert (child.status, child.confirmed_by_id) == ("recovered", cast.officer.id)

    def test_declining_needs_a_reason_and_ends_the_view(self, cast, case, client_as):
        client = client_as(cast.officer)
        assert client.post(at(case, "answer/"), {"accepted": "no"}).status_code == 422
        why = {"accepted": "no", "words": "Outside our county; it is the city's."}
        assert client.post(at(case, "answer/"), why).headers["Location"] == "/partner/"
        assert client.get(at(case)).status_code == 404

    def test_a_number_that_cannot_be_is_refused_where_it_was_typed(self, cast, case, client_as):
        wrong = {"ncic_number": "12", "entered_at": "now"}
        page = client_as(cast.officer).post(at(case, "ncic/"), wrong)
        assert page.status_code == 422

    def test_an_assisting_agency_confirms_no_recovery(self, cast, case, client_as, now):
        actions.share_with_agency(
            case.id,
            cast.tribal_police.id,
            role=AgencyRole.ASSISTING,
            by=viewer_for(cast.specialist),
            now=now,
        )
        page = client_as(cast.other_officer).post(
            at(case, "recovery/"),
            {
                "child": case.children.get().id,
                "at": "now",
                "place": "X",
                "by_whom": "family",
            },
        )
        assert page.status_code == 403
