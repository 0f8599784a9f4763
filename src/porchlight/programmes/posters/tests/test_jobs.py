"""What follows by itself: drafted, typeset, withdrawn; and twice without harm."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from porchlight.core.dates import PartialDate
from porchlight.house.files.tests.drawing import MARK, photograph
from porchlight.house.jobs.models import Progress
from porchlight.house.jobs.progress import working_on
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases.rules.intake import CaseIntake
from porchlight.programmes.posters import actions, jobs, queries
from porchlight.programmes.posters.models import Poster, ReleasedPoster, ReleasedSheet
from porchlight.programmes.posters.rules.states import State
from porchlight.programmes.posters.tests.conftest import child, clear, find, write

pytestmark = pytest.mark.django_db


class TestDraft:
    def test_follows_an_opened_case(self, case, now):
        jobs.draft(case_id=case.id, now=now)
        jobs.draft(case_id=case.id, now=now)
        assert Poster.objects.get().state == State.DRAFT


class TestTypeset:
    def test_makes_each_paper_and_shape_in_each_language_once(self, released, now):
        with working_on(1):
            jobs.typeset(poster_id=released.id, now=now)
        jobs.typeset(poster_id=released.id, now=now)
        names = set(ReleasedSheet.objects.values_list("name", flat=True))
        assert {"poster-letter-en.pdf", "poster-a4-es.pdf", "share-square-es.png"} <= names
        assert ReleasedSheet.objects.count() == 8
        assert Progress.objects.get().done == 8

    def test_leaves_nothing_of_a_version_that_ended(self, released, second, now):
        find(released.case.children.get(), second, now)
        jobs.withdraw(case_id=released.case_id, now=now)
        jobs.typeset(poster_id=released.id, now=now)
        assert not ReleasedSheet.objects.exists()


class TestPictures:
    @pytest.fixture
    def pictured(self, cleared, desk, second, now):
        """A released poster of a child with a photograph that tells a place."""
        data = photograph((1600, 2000))
        one = cleared.children.get()
        row = cases.add_photograph(one.id, data, taken_on=PartialDate(2025, 9), by=desk, now=now)
        draft = write(actions.draft_poster(cleared.id, by=desk, now=now), desk, now)
        said = {"seen": draft.stamp, "words": "On the telephone"}
        actions.approve_for_family(draft.id, **said, by=desk, now=now)
        return actions.release_poster(draft.id, by=second, now=now), row

    def test_are_printed_and_shown_without_what_the_camera_wrote(self, pictured, now):
        poster, _ = pictured
        jobs.typeset(poster_id=poster.id, now=now)
        picture = ReleasedSheet.objects.get(media_type="image/jpeg")
        content = bytes(picture.content)
        assert Image.open(BytesIO(content)).size == (1024, 1280)
        assert MARK not in content
        assert b"Exif" not in content
        pdf = bytes(ReleasedSheet.objects.get(name="poster-letter-en.pdf").content)
        page = PdfReader(BytesIO(pdf)).pages[0]
        assert max(image.image.size for image in page.images) == (1600, 2000)
        assert MARK not in pdf

    def test_go_when_they_are_taken_off_the_case(self, pictured, desk, now):
        poster, row = pictured
        cases.remove_photograph(row.id, by=desk, now=now)
        jobs.typeset(poster_id=poster.id, now=now)
        assert not ReleasedSheet.objects.filter(media_type="image/jpeg").exists()

    def test_are_left_out_where_they_cannot_be_opened(self, pictured, settings, now):
        poster, _ = pictured
        settings.FILES_OPENED_HERE = ()
        jobs.typeset(poster_id=poster.id, now=now)
        assert ReleasedSheet.objects.count() == 8


class TestWithdraw:
    @pytest.fixture
    def intake(self, intake) -> CaseIntake:
        siblings = (child(), child("Teo", aliases=(), sex="M"))
        return CaseIntake(**{**vars(intake), "children": siblings})

    def test_keeps_the_poster_for_the_child_who_is_still_missing(self, released, second, now):
        jobs.typeset(poster_id=released.id, now=now)
        find(released.case.children.get(given_names="Teo"), second, now)
        jobs.withdraw(case_id=released.case_id, now=now)
        copy = ReleasedPoster.objects.get()
        assert copy.version == 2
        assert copy.names == "Mia Lucía Núñez Vance"
        assert "Teo" not in str(vars(copy))
        assert not ReleasedSheet.objects.exists()

    def test_ends_with_the_last_child(self, released, second, now):
        for each in released.case.children.all():
            find(each, second, now)
            jobs.withdraw(case_id=released.case_id, now=now)
            jobs.withdraw(case_id=released.case_id, now=now)
        assert queries.released_of_case(released.case_id) is None
        assert not Poster.objects.filter(state__in=[State.DRAFT, State.APPROVED]).exists()


class TestEnd:
    def test_withdraws_what_is_public_and_what_waits(self, released, now):
        jobs.end(case_id=released.case_id, now=now)
        jobs.end(case_id=released.case_id, now=now)
        assert Poster.objects.get().state == State.WITHDRAWN
        assert Poster.objects.get().withdrawn_by is None


class TestMissingAgain:
    def test_gets_a_new_address(self, released, second, now):
        one = released.case.children.get()
        find(one, second, now)
        jobs.withdraw(case_id=released.case_id, now=now)
        cases.missing_again(released.case_id, one.id, by=second, now=now)
        jobs.draft(case_id=released.case_id, now=now)
        assert Poster.objects.get(state=State.DRAFT).code != released.code


class TestTheWholeChain:
    def test_runs_by_itself_from_the_opened_case_to_the_withdrawal(
        self, cleared, cast, desk, second, run_jobs, now
    ):
        run_jobs()
        poster = write(Poster.objects.get(), desk, now)
        actions.approve_for_family(poster.id, seen=poster.stamp, by=desk, now=now)
        actions.release_poster(poster.id, by=second, now=now)
        run_jobs()
        assert ReleasedSheet.objects.filter(code=poster.code).count() == 8
        find(cleared.children.get(), second, now)
        run_jobs()
        assert ReleasedPoster.objects.get().withdrawn_at == now
        assert not ReleasedSheet.objects.exists()


def test_the_cleared_case_lacks_nothing(draft, cast, second, now):
    clear(draft.case, cast, second, now)
    assert queries.obstacles_of(draft) == ()
