"""What is done in family support, and what is refused."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from porchlight.core.errors import Conflict, NotAllowed, RuleBroken
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.actions import create_account
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.permissions import MANAGE
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.delivery.models import Message
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families import jobs
from porchlight.programmes.families.actions import access, contacts, messages, needs, support
from porchlight.programmes.families.models import Contact, FamilyAccess, Referral
from porchlight.programmes.families.permissions import may_read
from porchlight.programmes.families.queries.support import kept_from
from porchlight.programmes.families.rules.vocabulary import Channel, NeedKind, Outcome, Part
from porchlight.programmes.families.tests.conftest import FATHERS, MOTHERS, NUMBER, SHELTER

pytestmark = pytest.mark.django_db
ENTERS = house_viewer("tests", frozenset({MANAGE}))


class TestAssignAdvocate:
    def test_hands_a_family_on_and_with_it_the_reading(self, record, advocate, now):
        second = create_account("two@x.example", "Two", "family_advocate", by=ENTERS, now=now)
        row = support.assign_advocate(record.case_id, second.id, NUMBER, by=advocate, now=now)
        assert may_read(viewer_for(second), row.facts())
        assert not may_read(advocate, row.facts())

    def test_refuses_who_is_none_and_who_is_it_already(self, record, advocate, cast, now):
        by = viewer_for(cast.supervisor)
        with pytest.raises(RuleBroken, match="no family advocate"):
            support.assign_advocate(record.case_id, by.id, NUMBER, by=by, now=now)
        with pytest.raises(Conflict):
            support.assign_advocate(record.case_id, advocate.id, NUMBER, by=by, now=now)

    def test_is_not_for_an_investigator(self, case, advocate, cast, now):
        manager = viewer_for(cast.case_manager)
        with pytest.raises(NotAllowed):
            support.assign_advocate(case.id, advocate.id, NUMBER, by=manager, now=now)


class TestChangeRelative:
    def test_refuses_what_somebody_changed_meanwhile(self, mother, advocate, now):
        person = support.Person("Rosa", "mother", no_call=True)
        support.change_relative(mother.id, person, version=1, by=advocate, now=now)
        with pytest.raises(Conflict):
            support.change_relative(mother.id, person, version=1, by=advocate, now=now)

    def test_wants_both_ends_of_the_safe_hours(self, mother, advocate, now):
        half = support.Person("Rosa", "mother", call_after=time(9))
        with pytest.raises(RuleBroken):
            support.change_relative(mother.id, half, version=1, by=advocate, now=now)


class TestGiveAccess:
    def test_opens_an_account_that_no_mail_reaches(self, mother, advocate, now):
        given = access.give_access(mother.id, [Part.MESSAGES], by=advocate, now=now)
        assert given.account.email.endswith("@letter.invalid")
        assert not given.account.has_usable_password()
        assert viewer_for(given.account).case_ids == frozenset()

    def test_lets_the_poster_be_seen_only_when_given(self, page, cast, advocate, case, now):
        assert viewer_for(cast.mother).case_ids == {case.id}
        access.end_access(page.id, by=advocate, now=now)
        assert viewer_for(cast.mother).case_ids == frozenset()

    def test_refuses_addresses_of_the_house_and_a_second_page(
        self, page, mother, father, cast, advocate, now
    ):
        email = cast.case_manager.email
        with pytest.raises(RuleBroken, match="works here"):
            access.give_access(father.id, list(Part), email=email, by=advocate, now=now)
        # One account must not open the pages of two who are kept apart, not even in turn.
        access.end_access(page.id, by=advocate, now=now)
        with pytest.raises(Conflict, match="another of this family"):
            access.give_access(father.id, list(Part), email=cast.mother.email, by=advocate, now=now)
        with pytest.raises(RuleBroken, match="another name"):
            access.give_access(mother.id, [], email=cast.stranger.email, by=advocate, now=now)
        access.give_access(mother.id, [], email=cast.mother.email, by=advocate, now=now)
        with pytest.raises(Conflict):
            access.give_access(mother.id, list(Part), by=advocate, now=now)

    def test_gives_the_same_account_back_to_whoever_had_one(self, mother, advocate, now):
        first = access.give_access(mother.id, [], by=advocate, now=now)
        access.end_access(first.id, by=advocate, now=now)
        again = access.give_access(mother.id, [], by=advocate, now=now)
        assert again.account_id == first.account_id
        assert Account.objects.filter(email__endswith=".invalid").count() == 1

    def test_is_the_advocates_alone(self, mother, cast, now):
        for part in ("supervisor", "case_manager", "administrator"):
            with pytest.raises(NotAllowed):
                by = viewer_for(getattr(cast, part))
                access.give_access(mother.id, list(Part), by=by, now=now)


class TestMakeCode:
    def test_is_refused_after_the_end(self, page, advocate, now):
        access.end_access(page.id, by=advocate, now=now)
        with pytest.raises(Conflict):
            access.make_code(page.id, by=advocate, now=now)
        with pytest.raises(Conflict):
            access.end_access(page.id, by=advocate, now=now)

    def test_leaves_no_code_with_an_ended_access(self, page, advocate, now):
        access.make_code(page.id, by=advocate, now=now)
        access.end_access(page.id, by=advocate, now=now)
        row = FamilyAccess.objects.get(id=page.id)
        assert row.code_digest == ""
        row.code_digest, row.code_expires_at = "a" * 64, now
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


class TestPromiseContact:
    def test_refuses_the_past_strangers_and_unsafe_hours(
        self, record, mother, father, advocate, now
    ):
        promise = contacts.Promise(now)
        with pytest.raises(RuleBroken, match="past"):
            contacts.promise_contact(record.id, promise, by=advocate, now=now)
        evenings = support.Person("Rick", "father", call_after=time(18), call_before=time(21))
        support.change_relative(father.id, evenings, version=1, by=advocate, now=now)
        # Ten in the morning in New York, where the case is.
        morning = now.replace(hour=15) + timedelta(days=1)
        unsafe = contacts.Promise(morning, Channel.CALL, father.id)
        with pytest.raises(RuleBroken, match="safe from 18:00 to 21:00"):
            contacts.promise_contact(record.id, unsafe, by=advocate, now=now)
        written = contacts.Promise(morning, Channel.MESSAGE, father.id)
        assert contacts.promise_contact(record.id, written, by=advocate, now=now).relative == father


class TestKeepContact:
    def test_counts_nothing_new_as_kept(self, promised, advocate, now):
        held = contacts.Held(True, nothing_new=True)
        kept = contacts.keep_contact(promised.id, held, by=advocate, now=now)
        assert kept.nothing_new
        assert Entry.objects.filter(kind="families.contact.kept").count() == 1
        for act in (
            lambda: contacts.keep_contact(promised.id, held, by=advocate, now=now),
            lambda: contacts.take_back_contact(promised.id, by=advocate, now=now),
        ):
            with pytest.raises(Conflict):
                act()


class TestWatchPromises:
    def test_tells_the_advocate_once_of_each_that_was_missed(
        self, promised, cast, run_jobs, advocate, now
    ):
        late = promised.due_at + timedelta(hours=1)
        run_jobs()
        Message.objects.all().delete()
        jobs.watch_promises(now=late)
        jobs.watch_promises(now=late + timedelta(hours=1))
        run_jobs()
        told = Message.objects.get(recipient_id=cast.advocate.id)
        assert told.template == "task"
        assert "Mia" not in f"{told.about}{told.path}"

    def test_leaves_those_alone_that_are_kept_or_taken_back(self, promised, advocate, now):
        contacts.take_back_contact(promised.id, by=advocate, now=now)
        jobs.watch_promises(now=promised.due_at + timedelta(days=1))
        assert Contact.objects.get().missed_told_at is None


class TestMessages:
    @pytest.mark.parametrize(
        "text",
        [
            "You can call her: (512) 555-0133.",
            f"She sleeps at {SHELTER.upper()}",
        ],
    )
    def test_never_tell_one_how_another_is_reached(self, page, fathers_page, advocate, now, text):
        with pytest.raises(RuleBroken, match="kept apart"):
            messages.write_as_advocate(fathers_page.id, text, by=advocate, now=now)
        # Her own number and place may be named to her; his, who asked for nothing, may not:
        # she asked to be kept apart, and that holds both ways.
        assert messages.write_as_advocate(page.id, text, by=advocate, now=now)
        with pytest.raises(RuleBroken):
            messages.write_as_advocate(page.id, f"His: {FATHERS}", by=advocate, now=now)
        assert MOTHERS not in kept_from(page)

    def test_are_written_by_the_two_alone(self, page, cast, now):
        for part in ("stranger", "case_manager", "supervisor"):
            by = viewer_for(getattr(cast, part))
            with pytest.raises(NotAllowed):
                messages.write_as_family(page.id, "Hello", by=by, now=now)
            with pytest.raises(NotAllowed):
                messages.write_as_advocate(page.id, "Hello", by=by, now=now)

    def test_reach_a_mailbox_that_is_theirs_and_say_nothing(
        self, page, cast, advocate, run_jobs, now
    ):
        messages.write_as_advocate(page.id, "Mia was not there.", by=advocate, now=now)
        run_jobs()
        told = Message.objects.get(recipient_id=cast.mother.id)
        assert (told.template, told.path) == ("message", "/family/")

    def test_stay_unread_when_a_supervisor_looks(self, page, record, cast, advocate, now):
        mother = viewer_for(cast.mother)
        sent = messages.write_as_family(page.id, "Hello", by=mother, now=now)
        with pytest.raises(NotAllowed):
            messages.read_messages(page, by=viewer_for(cast.supervisor), now=now)
        assert messages.read_messages(page, by=advocate, now=now) == 1
        sent.refresh_from_db()
        assert sent.read_by_id == advocate.id


class TestReferrals:
    def test_need_the_familys_yes_and_end_once(self, record, advocate, now):
        need = needs.add_need(record.id, NeedKind.LEGAL, by=advocate, now=now)
        with pytest.raises(RuleBroken, match="Ask the family first"):
            needs.make_referral(need.id, "Legal aid", consent=False, by=advocate, now=now)
        made = needs.make_referral(need.id, "Legal aid", consent=True, by=advocate, now=now)
        needs.end_referral(made.id, Outcome.HELPED, by=advocate, now=now)
        with pytest.raises(Conflict):
            needs.end_referral(made.id, Outcome.DECLINED, by=advocate, now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.update(consent=False)

    def test_are_not_made_for_what_is_settled(self, record, advocate, now):
        need = needs.add_need(record.id, NeedKind.FOOD, by=advocate, now=now)
        with pytest.raises(RuleBroken):
            needs.settle_need(need.id, "  ", by=advocate, now=now)
        needs.settle_need(need.id, "The church brings it.", by=advocate, now=now)
        with pytest.raises(Conflict):
            needs.make_referral(need.id, "Food bank", consent=True, by=advocate, now=now)


class TestTheCase:
    def test_shows_nothing_of_the_support_in_its_timeline(
        self, page, promised, case, advocate, cast, now
    ):
        needs.add_need(page.support_id, NeedKind.SAFETY, by=advocate, now=now)
        messages.write_as_family(page.id, "Hello", by=viewer_for(cast.mother), now=now)
        messages.write_as_advocate(page.id, "Hello", by=advocate, now=now)
        access.make_code(page.id, by=advocate, now=now)
        said = [str(moment.label) for moment in cases.timeline(case)]
        assert said
        for words in ("family", "support", "message", "letter", "advocate", "contact ("):
            assert not [one for one in said if words in one.lower()], words
        trail = Entry.objects.filter(records__contains=[f"case:{case.id}"])
        assert not trail.filter(kind__startswith="families.").exists()
        assert Entry.objects.filter(kind__startswith="families.").count() > 6
