"""Breaking the glass and its review."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts import permissions
from porchlight.house.accounts.actions.glass import break_glass, review_glass
from porchlight.house.accounts.models import BrokenGlass
from porchlight.house.accounts.queries import viewer_for

pytestmark = pytest.mark.django_db
REASON = "the mother waits at the bus station now"


@pytest.fixture
def broken(cast, now):
    return break_glass("case:12", REASON, by=viewer_for(cast.supervisor), now=now)


class TestBreaking:
    def test_opens_one_record_for_four_hours(self, cast, now):
        break_glass("case:12", REASON, by=viewer_for(cast.specialist), now=now)
        assert viewer_for(cast.specialist, now=now).broken_glass == {"case:12"}
        assert not viewer_for(cast.specialist, now=now + timedelta(hours=4)).broken_glass
        assert not viewer_for(cast.case_manager, now=now).broken_glass

    @pytest.mark.parametrize("part", ["artist", "advocate", "trainer", "administrator", "officer"])
    def test_is_not_for(self, cast, now, part):
        with pytest.raises(NotAllowed):
            break_glass("case:12", REASON, by=viewer_for(getattr(cast, part)), now=now)

    def test_is_a_persons_act(self, cast, now):
        job = house_viewer("job", frozenset({permissions.BREAK_GLASS}))
        with pytest.raises(NotAllowed):
            break_glass("case:12", REASON, by=job, now=now)

    @pytest.mark.parametrize(
        ("about", "reason"),
        [("case:12", "urgent"), ("case:12", "  "), ("12", REASON), ("case:1; drop", REASON)],
    )
    def test_needs_a_record_and_a_reason(self, cast, now, about, reason):
        with pytest.raises(RuleBroken):
            break_glass(about, reason, by=viewer_for(cast.specialist), now=now)

    def test_is_told_to_supervisors_without_the_reason(self, cast, now, run_jobs, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        break_glass("case:12", REASON, by=viewer_for(cast.specialist), now=now)
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [[cast.supervisor.email]]
        assert "bus" not in mail.outbox[0].body

    def test_is_asked_for_on_a_page_that_keeps_what_was_typed(self, cast, client_as):
        client = client_as(cast.specialist)
        answer = client.post("/staff/emergency/", {"record": "case:12", "reason": "urgent"})
        assert answer.status_code == 422
        assert "urgent" in answer.content.decode()
        done = client.post("/staff/emergency/", {"record": "case:12", "reason": REASON})
        assert done.status_code == 302
        assert "case:12" in client.get("/staff/emergency/").content.decode()


class TestReviewing:
    def test_is_a_second_persons(self, cast, now, broken):
        with pytest.raises(NotAllowed):
            review_glass(
                broken.id, justified=True, remark="", by=viewer_for(cast.supervisor), now=now
            )
        with pytest.raises(NotAllowed):
            review_glass(broken.id, justified=True, remark="", by=viewer_for(cast.analyst), now=now)
        broken.reviewed_at, broken.reviewed_by = now, cast.supervisor
        with pytest.raises(IntegrityError), transaction.atomic():
            broken.save()

    def test_ends_at_once_what_was_not_right(self, cast, now):
        viewer = viewer_for(cast.supervisor)
        glass = break_glass("case:12", REASON, by=viewer_for(cast.specialist), now=now)
        with pytest.raises(RuleBroken):
            review_glass(glass.id, justified=False, remark=" ", by=viewer, now=now)
        review_glass(glass.id, justified=False, remark="I spoke with them", by=viewer, now=now)
        assert not viewer_for(cast.specialist, now=now).broken_glass
        with pytest.raises(Conflict):
            review_glass(glass.id, justified=True, remark="", by=viewer, now=now)
        with pytest.raises(NotFound):
            review_glass(0, justified=True, remark="", by=viewer, now=now)

    def test_happens_on_a_page(self, cast, client_as, now):
        glass = break_glass("case:12", REASON, by=viewer_for(cast.specialist), now=now)
        client = client_as(cast.supervisor)
        page = client.get("/staff/emergency/review/").content.decode()
        assert "the mother waits" in page
        client.post(f"/staff/emergency/review/{glass.id}/", {})
        client.post(f"/staff/emergency/review/{glass.id}/", {"justified": "no", "remark": ""})
        assert BrokenGlass.objects.get().reviewed_at is None
        client.post(f"/staff/emergency/review/{glass.id}/", {"justified": "yes", "remark": ""})
        assert BrokenGlass.objects.get().justified
        assert "It was right" in client.get("/staff/emergency/review/").content.decode()
