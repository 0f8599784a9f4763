from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.delivery import actions
from porchlight.house.delivery.jobs import tell_agency
from porchlight.house.delivery.letters import letter
from porchlight.house.delivery.models import Message
from porchlight.house.delivery.queries import told_about

HOUSE = house_viewer("test")


def tell(*to, key="share:1", now, **more):
    facts = {"template": "message", "path": "/partner/", "about": "case:1", "urgent": True} | more
    return actions.tell(to=to, key=key, by=HOUSE, now=now, **facts)


class TestTell:
    def test_sends_what_was_queued_and_notes_it(self, cast, now, run_jobs):
        [message] = tell(cast.sheriff, now=now)
        run_jobs()
        message.refresh_from_db()
        assert message.state == "sent"
        assert [one.to for one in mail.outbox] == [[cast.sheriff.email]]
        assert [row.kind for row in message.receipts.order_by("id")] == ["queued", "sent"]

    def test_told_twice_is_told_once(self, cast, now, run_jobs):
        first, second = tell(cast.sheriff, now=now), tell(cast.sheriff, now=now)
        run_jobs()
        assert first == second
        assert len(mail.outbox) == 1

    def test_leaves_one_event_in_the_trail(self, cast, now):
        before = Entry.objects.filter(kind="delivery.message.queued").count()
        tell(cast.sheriff, cast.mother, now=now)
        after = Entry.objects.filter(kind="delivery.message.queued").count()
        assert after == before + 2

    def test_writes_in_the_readers_language(self, cast, now, run_jobs):
        tell(cast.mother, now=now, path="/family/")
        run_jobs()
        assert mail.outbox[0].subject == "Tiene un mensaje nuevo en Porchlight"

    def test_never_tells_an_agency_that_nobody_verified(self, cast, now, run_jobs):
        cast.sheriff.verified_at = cast.sheriff.verified_by = None
        [message] = tell(cast.sheriff, now=now)
        run_jobs()
        assert not mail.outbox
        assert message.state == "failed"
        assert [row.detail for row in message.receipts.filter(kind="failed")] == ["not verified"]

    def test_lets_a_family_sleep_unless_it_is_urgent(self, cast, now):
        [message] = tell(cast.mother, now=now, urgent=False)
        assert message.due_at > now

    def test_refuses_a_path_that_tells_something(self, cast, now):
        with pytest.raises(RuleBroken):
            tell(cast.sheriff, now=now, path="/partner/?child=Ana")

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
    )
    @given(address=st.text(max_size=60) | st.just("a@example.org\nBcc: b@example.org"))
    def test_lets_no_header_through_an_address(self, cast, now, address):
        cast.sheriff.email = address
        [message] = tell(cast.sheriff, now=now, key=f"fuzz:{hash(address)}")
        if message.state != "failed":
            built = letter(message).message()
            assert built["Bcc"] is None
            assert len(built.get_all("To")) == 1


class TestSendMessage:
    def test_ends_at_an_address_that_is_refused(self, cast, now, monkeypatch):
        [message] = tell(cast.sheriff, now=now)
        monkeypatch.setattr(
            "django.core.mail.EmailMessage.send", _raises(SMTPRecipientsRefused({}))
        )
        actions.send_message(message.id, by=HOUSE, now=now)
        message.refresh_from_db()
        assert message.state == "failed"

    def test_counts_a_fault_and_lets_the_queue_try_again(self, cast, now, monkeypatch):
        [message] = tell(cast.sheriff, now=now)
        monkeypatch.setattr("django.core.mail.EmailMessage.send", _raises(ConnectionError()))
        with pytest.raises(ConnectionError):
            actions.send_message(message.id, by=HOUSE, now=now)
        message.refresh_from_db()
        assert (message.state, message.tries) == ("queued", 1)

    def test_keeps_one_identity_over_all_tries(self, cast, now):
        [message] = tell(cast.sheriff, now=now)
        ids = {letter(message).message()["Message-ID"] for _ in range(2)}
        assert len(ids) == 1


def _raises(fault):
    def send(*args, **kwargs):
        raise fault

    return send


class TestOpenMessage:
    def test_counts_the_first_time(self, cast, now):
        [message] = tell(cast.sheriff, now=now)
        officer = viewer_for(cast.officer)
        actions.open_message(message.code, by=officer, now=now)
        actions.open_message(message.code, by=officer, now=now)
        assert Message.objects.get().state == "opened"
        assert Message.objects.get().receipts.filter(kind="opened").count() == 1

    def test_is_not_there_for_others(self, cast, now):
        [message] = tell(cast.sheriff, now=now)
        with pytest.raises(NotFound):
            actions.open_message(message.code, by=viewer_for(cast.other_officer), now=now)


class TestToldAbout:
    def test_lists_who_was_told_of_a_record(self, cast, now):
        tell(cast.sheriff, cast.mother, now=now)
        tell(cast.mother, now=now, key="other", about="case:2")
        assert [message.name for message in told_about("case:1")] == [
            cast.sheriff.name,
            cast.mother.name,
        ]


class TestTellAgency:
    def test_tells_once_for_each_sharing(self, cast, now, run_jobs):
        for _ in range(2):
            tell_agency(agency_id=cast.sheriff.id, case_id=7, event_id=3, now=now)
        run_jobs()
        assert len(mail.outbox) == 1
        assert [message.state for message in told_about("case:7")] == ["sent"]
