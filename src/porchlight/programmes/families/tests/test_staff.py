"""The advocate's desk, and the doors that stay closed to everybody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from porchlight.core.errors import NotAllowed
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.actions.glass import break_glass
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.families.actions import contacts, messages
from porchlight.programmes.families.actions.requests import Asked, ask_support, settle_request
from porchlight.programmes.families.models import (
    Contact,
    FamilyAccess,
    FamilyMessage,
    Need,
    Referral,
    Relative,
    SupportRecord,
)

pytestmark = pytest.mark.django_db
TABS = ("", "contacts/", "needs/", "messages/", "access/")


@pytest.fixture
def desk(record, cast, client_as):
    return client_as(cast.advocate)


def read(client, address):
    answer = client.get(address, {"language": "en"})
    assert answer.status_code == 200, address
    return answer.content.decode()


class TestTheRecord:
    def test_opens_to_its_advocate(self, desk, page, promised, case):
        for tab in TABS:
            assert case.number in read(desk, f"/staff/families/{case.number}/{tab}")

    @pytest.mark.parametrize(
        "part", ["specialist", "case_manager", "supervisor", "analyst", "artist", "administrator"]
    )
    def test_stays_closed_to_the_investigation(self, part, page, case, cast, client_as):
        client = client_as(getattr(cast, part))
        for tab in TABS:
            answer = client.get(f"/staff/families/{case.number}/{tab}")
            assert answer.status_code == 403, tab
            assert b"Rosa" not in answer.content
        for change in ("safety/", "people/new/", "needs/new/", "contacts/promise/", "access/new/"):
            assert client.post(f"/staff/families/{case.number}/{change}").status_code == 403

    def test_opens_to_a_supervisor_in_an_emergency_to_read_only(
        self, page, record, case, cast, client_as
    ):
        client = client_as(cast.supervisor)
        closed = client.get(f"/staff/families/{case.number}/", {"language": "en"})
        assert f"/staff/emergency/?record=support:{record.id}" in closed.content.decode()
        by = viewer_for(cast.supervisor)
        now = timezone.now()
        break_glass(f"support:{record.id}", "She said she would hurt herself", by=by, now=now)
        assert "Willow House" in read(client, f"/staff/families/{case.number}/")
        assert client.post(f"/staff/families/{case.number}/safety/").status_code == 403

    def test_does_not_open_to_an_investigator_who_breaks_the_glass(
        self, page, record, case, cast, client_as
    ):
        by, now = viewer_for(cast.case_manager), timezone.now()
        break_glass(f"support:{record.id}", "I want to know more", by=by, now=now)
        client = client_as(cast.case_manager)
        assert client.get(f"/staff/families/{case.number}/").status_code == 403

    def test_is_not_there_for_others_and_nobodys_case(self, desk, cast, client_as, case):
        assert desk.get("/staff/families/PL-00000-00000/").status_code == 404
        assert client_as(cast.mother).get(f"/staff/families/{case.number}/").status_code == 403

    def test_leaves_the_advocates_name_and_nothing_else_on_the_case(
        self, page, promised, case, cast, client_as
    ):
        said = read(client_as(cast.case_manager), f"/staff/cases/{case.number}/")
        assert "Naomi Reyes-Hart" in said
        for secret in ("Rosa", "Willow", "hear of the search"):
            assert secret not in said


class TestTheDay:
    def test_begins_with_what_is_due(self, desk, page, record, promised, case, cast, now):
        messages.write_as_family(page.id, "Hello", by=viewer_for(cast.mother), now=now)
        said = read(desk, "/staff/families/")
        assert "Wants to hear of the search" in said
        assert "Families who wrote" in said
        assert case.number in said

    def test_prompts_a_call_on_a_hard_day(self, desk, record, case):
        born = (timezone.localdate() + timedelta(days=2)).replace(year=2012)
        case.children.update(born=str(born))
        said = read(desk, "/staff/families/")
        assert "Mia would turn" in said or "Mia Delgado Vance would turn" in said
        assert "contacts/promise/?about=" in said

    def test_offers_families_without_an_advocate(self, cast, client_as, case):
        desk = client_as(cast.advocate)
        assert "Take on" in read(desk, "/staff/families/")
        address = f"/staff/families/{case.number}/advocate/"
        wrong = {"advocate": str(cast.advocate.id), "phone": "12"}
        assert desk.post(address, wrong).status_code == 422
        right = {**wrong, "phone": "(512) 555-0160"}
        assert desk.post(address, right)["Location"] == f"/staff/families/{case.number}/"
        assert SupportRecord.objects.get().phone == "+15125550160"
        assert "Take on" not in read(desk, "/staff/families/")

    def test_is_led_to_from_the_first_page_and_from_the_summary_of_the_case(
        self, desk, record, advocate, case
    ):
        soon = timezone.now()
        due = contacts.Promise(soon + timedelta(seconds=1))
        row = contacts.promise_contact(record.id, due, by=advocate, now=soon)
        first = read(desk, "/staff/")
        assert f"/staff/families/{case.number}/contacts/{row.id}/" in first
        summary = read(desk, f"/staff/cases/{case.number}/")
        assert f"/staff/families/{case.number}/" in summary
        assert "What the investigation knows is kept apart" in summary

    def test_is_assigned_by_a_supervisor_too(self, case, cast, client_as):
        client = client_as(cast.supervisor)
        said = {"advocate": str(cast.advocate.id), "phone": "512 555 0160"}
        sent = client.post(f"/staff/families/{case.number}/advocate/", said)
        assert sent["Location"] == "/staff/"
        manager = client_as(cast.case_manager)
        assert manager.get(f"/staff/families/{case.number}/advocate/").status_code == 403


class TestAsked:
    @pytest.fixture
    def asked(self, cast, now):
        wish = Asked(name="Ana Vance", phones=("+15125550199",), words="I cannot sleep")
        return ask_support("call:1", wish, by=house_viewer("tests"), now=now)

    def test_is_answered_once_by_an_advocate(self, asked, cast, client_as):
        desk = client_as(cast.advocate)
        assert "I cannot sleep" in read(desk, "/staff/families/")
        address = f"/staff/families/requests/{asked.id}/"
        assert "(512) 555-0199" in read(desk, address)
        assert desk.post(address, {"outcome": " "}).status_code == 422
        assert desk.post(address, {"outcome": "Called; calls again."}).status_code == 302
        late = desk.post(address, {"outcome": "Called too"})
        assert late.status_code == 409
        assert "I cannot sleep" not in read(desk, "/staff/families/")

    def test_is_not_for_the_investigation(self, asked, cast, client_as):
        for part in ("case_manager", "supervisor", "analyst"):
            client = client_as(getattr(cast, part))
            assert client.get(f"/staff/families/requests/{asked.id}/").status_code == 403
        with pytest.raises(NotAllowed):
            settle_request(asked.id, "Seen", by=viewer_for(cast.supervisor), now=timezone.now())


class TestForms:
    def test_take_down_a_family_member_with_safe_hours(self, desk, case):
        address = f"/staff/families/{case.number}/people/new/"
        said = {
            "version": "1",
            "name": "Ana Vance",
            "relation": "grandparent",
            "language": "es",
            "phones": "(512) 555-0101\n+1 512 555 0102",
            "call_after": "18:00",
            "apart": "on",
        }
        half = desk.post(address, said)
        assert half.status_code == 422
        assert "Ana Vance" in half.content.decode()
        assert desk.post(address, {**said, "call_before": "21:00"}).status_code == 302
        row = Relative.objects.get()
        assert row.phones == ["+15125550101", "+15125550102"]
        again = {**said, "call_before": "21:30", "version": "1"}
        change = f"/staff/families/{case.number}/people/{row.id}/"
        assert desk.post(change, again).status_code == 302
        stale = desk.post(change, {**again, "name": "Ana V."})
        assert stale.status_code == 409
        assert "Ana V." in stale.content.decode()

    def test_take_down_safety(self, desk, case, record):
        address = f"/staff/families/{case.number}/safety/"
        said = {"version": "1", "safety": "No weapons.", "crisis_plan": "Calls 988."}
        assert desk.post(address, said).status_code == 302
        assert desk.post(address, said).status_code == 409
        assert "Calls 988." in read(desk, f"/staff/families/{case.number}/")

    def test_promise_keep_and_take_back(self, desk, case, mother):
        base = f"/staff/families/{case.number}/contacts/"
        tomorrow = timezone.localtime() + timedelta(days=1)
        due = {"due_at": f"{tomorrow:%Y-%m-%dT%H:%M}", "channel": "call", "relative": mother.id}
        past = {**due, "due_at": "2020-01-01T10:00"}
        assert desk.post(f"{base}promise/", past).status_code == 422
        assert desk.post(f"{base}promise/", due).status_code == 302
        first = Contact.objects.get()
        assert desk.post(f"{base}{first.id}/", {"came": "nothing_new"}).status_code == 302
        first.refresh_from_db()
        assert first.nothing_new
        desk.post(f"{base}promise/", due)
        second = Contact.objects.latest("id")
        assert desk.post(f"{base}{second.id}/take-back/").status_code == 302
        desk.post(f"{base}new/", {"channel": "visit", "came": "missed", "words": "Door closed"})
        said = read(desk, base)
        assert "Nothing new" in said
        assert "Nobody reached" in said

    def test_needs_and_referrals(self, desk, case):
        base = f"/staff/families/{case.number}/"
        desk.post(f"{base}needs/new/", {"kind": "legal", "words": "Custody hearing"})
        need = Need.objects.get()
        refer = f"{base}needs/{need.id}/refer/"
        assert desk.post(refer, {"helper": "Legal aid"}).status_code == 422
        assert desk.post(refer, {"helper": "Legal aid", "consent": "on"}).status_code == 302
        referral = Referral.objects.get()
        desk.post(f"{base}referrals/{referral.id}/", {"outcome": "helped", "words": "Lawyer came"})
        desk.post(f"{base}needs/{need.id}/", {"outcome": "Has a lawyer"})
        said = read(desk, f"{base}needs/")
        for words in ("Legal help", "Lawyer came", "Has a lawyer", "Settled"):
            assert words in said

    def test_never_touch_another_familys_lines(self, desk, case, promised, cast, now):
        base = f"/staff/families/{case.number}/"
        for path in ("people/999/", "contacts/999/", "needs/999/", "referrals/999/"):
            assert desk.get(f"{base}{path}").status_code == 404
        for path in ("access/999/letter/", "access/999/end/", "messages/999/"):
            assert desk.post(f"{base}{path}", {"text": "Hello"}).status_code == 404


class TestMessagesOfTheDesk:
    def test_are_answered_each_in_its_thread(self, desk, case, page, fathers_page, cast, now):
        messages.write_as_family(page.id, "Is there news?", by=viewer_for(cast.mother), now=now)
        base = f"/staff/families/{case.number}/messages/"
        assert "Is there news?" in read(desk, base)
        assert FamilyMessage.objects.get().read_by_id == cast.advocate.id
        given = desk.post(f"{base}{fathers_page.id}/", {"text": "She is at 512 555 0133"})
        assert given.status_code == 422
        assert "512 555 0133" in given.content.decode()
        assert desk.post(f"{base}{page.id}/", {"text": "Nothing new"}).status_code == 302
        assert page.messages.count() == 2
        assert fathers_page.messages.count() == 0


class TestLetters:
    def test_are_shown_once_in_the_readers_language(self, desk, case, mother):
        base = f"/staff/families/{case.number}/access/"
        sees = {"relative": mother.id, "sees": ["entries", "messages"]}
        assert desk.post(f"{base}new/", sees).status_code == 302
        row = FamilyAccess.objects.get()
        letter = desk.post(f"{base}{row.id}/letter/", {}, HTTP_ACCEPT_LANGUAGE="en")
        said = letter.content.decode()
        assert letter["Cache-Control"].find("no-store") >= 0
        assert '<html lang="es"' in said
        assert "/sign-in/paper/" in said
        # The way back to the desk is not printed; on the sheet itself stands nothing of the case.
        assert f'class="no-print"><a class="button" href="{base}"' in said
        for secret in ("Mia", case.number):
            assert secret not in said.replace(base, "")
        page = read(desk, base)
        assert "Works until" in page
        assert desk.get(f"{base}{row.id}/letter/").status_code == 405
        desk.post(f"{base}{row.id}/end/")
        assert "Ended" in read(desk, base)
        assert desk.post(f"{base}{row.id}/letter/").status_code == 302


def test_contacts_need_no_promise(record, advocate, now):
    held = contacts.Held(True, words="Came by")
    row = contacts.log_contact(record.id, contacts.Channel.VISIT, held, by=advocate, now=now)
    assert row.due_at is None
