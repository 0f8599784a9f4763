"""Draft, approval, release, new versions, withdrawal."""

from dataclasses import replace

import pytest

from porchlight.core.errors import Conflict, NotAllowed
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.posters import actions, queries
from porchlight.programmes.posters.models import Poster, ReleasedPoster, ReleasedSheet
from porchlight.programmes.posters.rules.states import State
from porchlight.programmes.posters.tests.conftest import find

pytestmark = pytest.mark.django_db


class TestDraftPoster:
    def test_tells_what_the_case_tells(self, case, desk, now):
        poster = actions.draft_poster(case.id, by=desk, now=now)
        facts = poster.content()
        assert facts.children[0].name == "Mia Lucía Núñez Vance"
        assert facts.children[0].missing_from == "Austin, Texas"
        assert facts.url.endswith(f"/p/{poster.code}/sighting/")
        assert len(poster.code) == 22
        assert poster.drafted_by is None or poster.state == State.DRAFT

    def test_does_nothing_the_second_time(self, case, desk, now):
        actions.draft_poster(case.id, by=desk, now=now)
        assert actions.draft_poster(case.id, by=desk, now=now) is None
        assert Poster.objects.count() == 1

    def test_names_nobody_the_agency_did_not_want_named(self, case, desk, now):
        facts = actions.draft_poster(case.id, by=desk, now=now).content()
        assert facts.companions == ()
        assert facts.vehicle is None

    def test_is_refused_to_those_who_only_read(self, case, cast, now):
        with pytest.raises(NotAllowed):
            actions.draft_poster(case.id, by=viewer_for(cast.analyst), now=now)


class TestEditDraft:
    def test_makes_the_writer_the_one_who_drafted(self, draft, desk):
        assert draft.drafted_by_id == desk.id

    def test_takes_back_the_familys_yes(self, approved, desk, now):
        place = next(place for place in approved.words if place.endswith("clothing"))
        poster = actions.edit_draft(approved.id, {place: {"en": "Red coat"}}, by=desk, now=now)
        assert poster.state == State.DRAFT
        assert poster.family_approved_by is None


class TestApproveForFamily:
    def test_is_for_the_words_that_were_shown(self, draft, desk, now):
        with pytest.raises(Conflict):
            actions.approve_for_family(draft.id, seen=1, by=desk, now=now)

    def test_is_not_for_another_family(self, draft, cast, now):
        with pytest.raises(NotAllowed):
            actions.approve_for_family(
                draft.id, seen=draft.stamp, by=viewer_for(cast.mother), now=now
            )

    def test_is_for_the_own_family(self, draft, cast, now):
        mother = replace(viewer_for(cast.mother), case_ids=frozenset({draft.case_id}))
        poster = actions.approve_for_family(draft.id, seen=draft.stamp, by=mother, now=now)
        assert poster.state == State.APPROVED


class TestReleasePoster:
    def test_needs_a_second_person(self, cleared, second, now):
        draft = actions.draft_poster(cleared.id, by=second, now=now)
        places = {place: {"es": "Suéter"} for place in draft.words}
        draft = actions.edit_draft(draft.id, places, by=second, now=now)
        actions.approve_for_family(draft.id, seen=draft.stamp, by=second, now=now)
        with pytest.raises(NotAllowed, match="second person"):
            actions.release_poster(draft.id, by=second, now=now)

    def test_needs_the_familys_yes(self, draft, second, now):
        with pytest.raises(NotAllowed, match="family"):
            actions.release_poster(draft.id, by=second, now=now)

    def test_needs_everything_that_must_have_happened(self, approved, second, cast, now):
        child = approved.case.children.get()
        child.publicity = False
        child.save()
        with pytest.raises(NotAllowed, match="guardian"):
            actions.release_poster(approved.id, by=second, now=now)

    def test_copies_what_was_approved(self, released, now):
        copy = ReleasedPoster.objects.get(code=released.code)
        assert copy.names == "Mia Lucía Núñez Vance"
        assert copy.state == "TX"
        assert (copy.age_low, copy.age_high) == (13, 13)
        assert set(copy.content) == {"en", "es"}


class TestReissuePoster:
    def test_says_coded_facts_at_once(self, released, second, now):
        child = released.case.children.get()
        child.hair = "RED"
        child.save()
        after = actions.reissue_poster(released.case_id, by=second, now=now)
        assert (after.version, after.state) == (2, State.RELEASED)
        assert "Red" in str(ReleasedPoster.objects.get().content["en"])

    def test_lets_people_see_new_words_first(self, released, second, now):
        child = released.case.children.get()
        child.clothing = "Yellow raincoat"
        child.save()
        waiting = actions.reissue_poster(released.case_id, by=second, now=now)
        assert waiting.state == State.DRAFT
        assert "Yellow" not in str(ReleasedPoster.objects.get().content)

    def test_does_nothing_when_nothing_changed(self, released, second, now):
        assert actions.reissue_poster(released.case_id, by=second, now=now) is None

    def test_withdraws_when_no_child_is_missing(self, released, second, now):
        find(released.case.children.get(), second, now)
        actions.reissue_poster(released.case_id, by=second, now=now)
        assert queries.released_of_case(released.case_id) is None


class TestWithdrawPoster:
    def test_leaves_the_code_and_nothing_else(self, released, second, now):
        ReleasedSheet.objects.create(
            code=released.code, name="a.pdf", version=1, media_type="x", sha256="", content=b"1"
        )
        actions.withdraw_poster(released.id, reason="desk", by=second, now=now)
        copy = ReleasedPoster.objects.get()
        assert (copy.code, copy.withdrawn_at) == (released.code, now)
        assert not (copy.names or copy.name_words or copy.name_keys or copy.content or copy.state)
        assert not ReleasedSheet.objects.exists()

    def test_is_refused_to_those_who_only_draft(self, released, desk, now):
        with pytest.raises(NotAllowed):
            actions.withdraw_poster(released.id, reason="desk", by=desk, now=now)
