"""The family's own pages: theirs alone, and calm."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from porchlight.core.errors import Conflict
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.delivery.models import Message
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases.rules.recovery import Recovery
from porchlight.programmes.cases.rules.vocabulary import RecoveredBy
from porchlight.programmes.families.actions import access, contacts, messages, support
from porchlight.programmes.families.models import (
    FamilyAccess,
    FamilyDocument,
    FamilyMessage,
    FamilyPhotograph,
)
from porchlight.programmes.families.rules.vocabulary import Part

pytestmark = pytest.mark.django_db


@pytest.fixture
def mothers(page, cast, client_as):
    return client_as(cast.mother)


def text_of(client, address="/family/"):
    answer = client.get(address, {"language": "en"})
    assert answer.status_code == 200, address
    return answer.content.decode()


class TestHome:
    def test_names_the_advocate_her_number_and_the_next_contact(self, mothers, promised):
        said = text_of(mothers)
        assert "Naomi Reyes-Hart" in said
        assert 'href="tel:+15125550160"' in said
        assert "Telephone call" in said
        assert "Wants to hear of the search" not in said

    def test_tells_what_is_entered_where(self, mothers, case, cast, now):
        assert "Not yet. The police must enter" in text_of(mothers)
        cases.record_ncic(
            case.id,
            ncic_number="M123456789",
            entered_at=now,
            by=viewer_for(cast.case_manager),
            now=now,
        )
        said = text_of(mothers)
        assert "In the national police computer" in said
        assert "Every police officer" in said
        assert "M123456789" not in said
        assert "Harlan Creek County Sheriff" in said

    def test_shows_the_parts_that_were_given_only(self, fathers_page, cast, client_as):
        said = text_of(client_as(cast.stranger))
        assert "Naomi Reyes-Hart" in said
        assert "Messages" in said
        assert "What is entered where" not in said
        assert "Give a photograph" not in said

    def test_never_tells_one_of_another_who_is_kept_apart(
        self, page, fathers_page, cast, client_as
    ):
        said = text_of(client_as(cast.stranger))
        for secret in ("Rosa", "Willow House", "Cedar Lane", "555-0133", "5550133"):
            assert secret not in said

    def test_says_calmly_that_there_is_none(self, cast, client_as):
        assert "There is no page for you now" in text_of(client_as(cast.stranger))

    def test_is_gone_with_the_access(self, page, cast, client_as, advocate, now):
        access.end_access(page.id, by=advocate, now=now)
        assert "Naomi" not in text_of(client_as(cast.mother))

    def test_is_an_event_of_the_record_and_never_of_the_case(self, mothers, page, case):
        text_of(mothers)
        entry = Entry.objects.filter(kind="families.page.viewed").latest("id")
        assert f"support:{page.support_id}" in entry.records
        assert f"case:{case.id}" not in entry.records

    def test_says_sorry_for_a_missed_promise(self, mothers, record, advocate, now):
        early = timezone.now() - timedelta(days=2)
        contacts.promise_contact(
            record.id, contacts.Promise(early + timedelta(hours=1)), by=advocate, now=early
        )
        assert "are late" in text_of(mothers)


@pytest.fixture
def recovered(case, cast, now):
    recovery = Recovery(
        at=now,
        by_whom=RecoveredBy.LAW_ENFORCEMENT,
        place="Austin, TX",
        words="Found at a bus station.",
        officer="Ella Marsh",
    )
    child = case.children.get()
    return cases.confirm_recovery(
        case.id, child.id, recovery, by=viewer_for(cast.case_manager), now=now
    )


class TestARecovery:
    def test_is_told_by_a_person_before_a_page(self, mothers, recovered):
        said = text_of(mothers)
        assert "Please call your advocate" in said
        for words in ("taken down", "found", "Found", "Austin", "What is entered where"):
            assert words not in said

    def test_is_shown_once_the_family_was_told(self, mothers, recovered, record, advocate, now):
        support.tell_recovery(record.id, by=advocate, now=now)
        said = text_of(mothers)
        assert "The poster has been taken down" in said
        assert "Austin" not in said
        assert "bus station" not in said

    def test_of_a_second_child_is_told_anew(self, mothers, recovered, record, advocate, case, now):
        support.tell_recovery(record.id, by=advocate, now=now)
        with pytest.raises(Conflict):
            support.tell_recovery(record.id, by=advocate, now=now)
        later = now + timedelta(hours=3)
        case.children.update(recovered_at=later)
        assert "Please call your advocate" in text_of(mothers)
        support.tell_recovery(record.id, by=advocate, now=later)
        assert "Please call your advocate" not in text_of(mothers)

    def test_is_written_down_at_the_desk(self, page, recovered, case, cast, client_as):
        desk = client_as(cast.advocate)
        assert "Tell the family in person" in text_of(desk, f"/staff/families/{case.number}/")
        assert "Recovered: tell the family" in text_of(desk, "/staff/families/")
        assert desk.post(f"/staff/families/{case.number}/told/").status_code == 302
        assert "Tell the family in person" not in text_of(desk, f"/staff/families/{case.number}/")
        assert desk.post(f"/staff/families/{case.number}/told/").status_code == 302

    def test_plans_calls_after_it(self, page, recovered, record, run_jobs):
        run_jobs()
        assert record.contacts.filter(after_recovery=True).count() == 4


class TestThread:
    def test_is_written_and_read(self, mothers, page, cast, advocate, now):
        sent = mothers.post(f"/family/messages/{page.id}/", {"text": "Is there news?"})
        assert sent.status_code == 302
        messages.write_as_advocate(page.id, "Nothing new yet.", by=advocate, now=now)
        assert "1 new" in text_of(mothers)
        said = text_of(mothers, f"/family/messages/{page.id}/")
        assert "Is there news?" in said
        assert "Nothing new yet." in said
        assert FamilyMessage.objects.get(from_family=False).read_by_id == cast.mother.id

    def test_keeps_what_was_typed_when_it_cannot_be_sent(self, mothers, page):
        answer = mothers.post(f"/family/messages/{page.id}/", {"text": "x" * 5000})
        assert answer.status_code == 422
        assert "x" * 4000 in answer.content.decode()

    def test_is_nobody_elses(self, page, fathers_page, cast, client_as):
        fathers = client_as(cast.stranger)
        for method in (fathers.get, fathers.post):
            assert method(f"/family/messages/{page.id}/", {"text": "Hello"}).status_code == 404
        assert fathers.get(f"/family/photographs/{fathers_page.id}/").status_code == 404


def picture():
    out = BytesIO()
    Image.new("RGB", (40, 50), "#9bbbcc").save(out, "JPEG")
    out.seek(0)
    out.name = "mia.jpg"
    return out


class TestPictures:
    def test_are_given_once(self, mothers, page):
        address = f"/family/photographs/{page.id}/"
        sent = mothers.post(address, {"picture": picture(), "words": "Last week"})
        assert sent.status_code == 302
        assert FamilyPhotograph.objects.get().words == "Last week"
        assert "We are looking at it" in text_of(mothers, address)
        assert mothers.post(address, {"picture": picture()}).status_code == 409

    def test_say_at_the_field_what_is_no_picture(self, mothers, page):
        words = BytesIO(b"no picture")
        words.name = "mia.jpg"
        answer = mothers.post(f"/family/photographs/{page.id}/", {"picture": words})
        assert answer.status_code == 422
        assert FamilyPhotograph.objects.count() == 0

    def test_wait_for_the_desk_on_the_case(self, mothers, page, cast, client_as, case):
        mothers.post(f"/family/photographs/{page.id}/", {"picture": picture()})
        row = FamilyPhotograph.objects.get()
        manager = client_as(cast.case_manager)
        overview = text_of(manager, f"/staff/cases/{case.number}/")
        assert "From the family" in overview
        shown = manager.get(f"/staff/families/photographs/{row.id}/thumbnail.jpg")
        assert shown["Content-Type"] == "image/jpeg"
        address = f"/staff/families/photographs/{row.id}/"
        assert manager.post(address, {"child": "999"}).status_code == 302
        assert case.photographs.count() == 0
        manager.post(address, {"child": str(case.children.get().id)})
        assert case.photographs.get().sha256 == row.sha256
        manager.post(address, {"child": "aside"})
        row.refresh_from_db()
        assert row.outcome == "added"

    def test_are_not_shown_to_those_who_do_not_see_the_case(self, mothers, page, cast, client_as):
        mothers.post(f"/family/photographs/{page.id}/", {"picture": picture()})
        address = f"/staff/families/photographs/{FamilyPhotograph.objects.get().id}/thumbnail.jpg"
        assert client_as(cast.advocate).get(address).status_code == 403
        assert client_as(cast.mother).get(address).status_code == 403


def paper(data=b"%PDF-1.7 drawn", name="order.pdf"):
    out = BytesIO(data)
    out.name = name
    return out


class TestPapers:
    def test_are_sealed_and_opened_with_a_reason_by_those_who_look(
        self, mothers, page, cast, client_as, case
    ):
        address = f"/family/documents/{page.id}/"
        assert mothers.post(address, {"document": paper(), "title": "Custody"}).status_code == 302
        assert mothers.post(address, {"document": paper(), "title": "Again"}).status_code == 409
        assert "Custody" in text_of(mothers, address)
        row = FamilyDocument.objects.get()
        manager = client_as(cast.case_manager)
        assert "Custody" in text_of(manager, f"/staff/cases/{case.number}/")
        opens = f"/staff/families/documents/{row.id}/"
        assert manager.post(opens, {"why": ""}).status_code == 403
        opened = manager.post(opens, {"why": "triage"})
        assert b"".join(opened.streaming_content) == b"%PDF-1.7 drawn"
        assert opened["Content-Disposition"].startswith("attachment")
        for other in (cast.advocate, cast.mother, cast.administrator):
            assert client_as(other).post(opens, {"why": "triage"}).status_code == 403

    @pytest.mark.parametrize("data", [b"MZ a programme", b"<html>", b""])
    def test_are_refused_when_they_are_none_and_nothing_typed_is_lost(self, mothers, page, data):
        sent = {"document": paper(data, "order.pdf"), "title": "Custody order"}
        answer = mothers.post(f"/family/documents/{page.id}/", sent)
        assert answer.status_code == 422
        assert "Custody order" in answer.content.decode()
        assert not FamilyDocument.objects.exists()

    def test_are_not_taken_where_the_page_has_no_such_part(self, fathers_page, cast, client_as):
        client = client_as(cast.stranger)
        assert client.get(f"/family/documents/{fathers_page.id}/").status_code == 404


@pytest.fixture
def letter(mother, advocate, now):
    """A mother without a mailbox: the letter alone is her key."""
    page = access.give_access(mother.id, list(Part), by=advocate, now=timezone.now())
    return access.make_code(page.id, by=advocate, now=timezone.now())


def knock(code, source="192.0.2.50"):
    client = Client(REMOTE_ADDR=source)
    return client, client.post("/sign-in/paper/", {"code": code})


class TestSigningInByLetter:
    def test_opens_the_page_however_it_is_typed(self, letter):
        typed = letter.code.lower().replace("-", " ").replace("0", "o")
        client, answer = knock(typed)
        assert answer["Location"] == "/family/"
        assert "Naomi Reyes-Hart" in text_of(client)

    def test_keeps_the_code_nowhere(self, letter):
        row = FamilyAccess.objects.get()
        assert letter.code not in str(vars(row))
        assert len(row.code_digest) == 64

    @pytest.mark.parametrize("code", ["", "PL", "0000-0000-0000-0000-0000-0000", "'; --"])
    def test_refuses_what_is_none(self, letter, code):
        client, answer = knock(code)
        assert answer.status_code == 422
        assert client.get("/family/").status_code == 302

    def test_ends_with_the_access_with_a_new_code_and_with_time(self, letter, advocate):
        FamilyAccess.objects.update(code_expires_at=timezone.now())
        assert knock(letter.code)[1].status_code == 422
        again = access.make_code(letter.access.id, by=advocate, now=timezone.now())
        assert knock(letter.code)[1].status_code == 422
        client, answer = knock(again.code)
        assert answer.status_code == 302
        access.end_access(letter.access.id, by=advocate, now=timezone.now())
        assert client.get("/family/")["Location"].startswith("/sign-in/")
        assert knock(again.code)[1].status_code == 422

    def test_is_refused_to_a_disabled_account(self, letter):
        Account.objects.filter(id=letter.access.account_id).update(is_active=False)
        assert knock(letter.code)[1].status_code == 422

    def test_lets_a_network_try_so_often_only(self, letter):
        for _ in range(12):
            knock("0000-0000-0000-0000-0000-0000")
        client, answer = knock(letter.code, "192.0.2.99")
        assert answer.status_code == 429
        assert knock(letter.code, "198.51.100.7")[1].status_code == 302

    def test_writes_down_every_try(self, letter):
        knock("0000-0000-0000-0000-0000-0000")
        knock(letter.code)
        kinds = list(Entry.objects.order_by("id").values_list("kind", flat=True))
        assert "families.access.code_refused" in kinds
        assert kinds[-2:] == ["families.access.code_used", "accounts.session.began"]

    def test_unlocks_a_page_that_locked_itself(self, letter):
        client, _ = knock(letter.code)
        session = client.session
        session["locked"] = True
        session.save()
        assert client.get("/family/")["Location"].startswith("/locked/")
        assert client.post("/unlock/", {"answer": "wrong"}).status_code == 403
        assert client.post("/unlock/", {"answer": letter.code}).status_code == 204
        assert client.get("/family/").status_code == 200

    def test_sends_no_mail_to_an_address_that_is_nobodys(self, letter, advocate, run_jobs, now):
        messages.write_as_advocate(letter.access.id, "Hello", by=advocate, now=now)
        run_jobs()
        family = Message.objects.filter(path="/family/")
        assert not family.exists()
