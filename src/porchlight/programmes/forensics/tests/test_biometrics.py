"""Teeth, prints, DNA and family: typed by people, drawn, put on file, told onward."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import NotAllowed, NotFound, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.forensics import actions, queries
from porchlight.programmes.forensics.actions import Whose
from porchlight.programmes.forensics.models import DentalChart, DnaProfile, PrintClass, Relative
from porchlight.programmes.forensics.rules.dental import SOUND, TEETH, Chart, treated
from porchlight.programmes.forensics.rules.family import STEP_X, drawing, gap, next_best
from porchlight.programmes.forensics.rules.mouth import mouth, surfaces_at
from porchlight.programmes.forensics.rules.tree import CHILD, RELATIONS

PROFILE = "TH01 6 9.3\nvWA 17\nFGA 21 24"


class TestMouth:
    @pytest.mark.parametrize("number", TEETH)
    def test_has_every_surface_of_a_tooth_once(self, number):
        assert sorted(surfaces_at(number).values()) == sorted("MODFL")

    @pytest.mark.parametrize(("left", "right"), [(8, 9), (1, 16), (25, 24), (32, 17)])
    def test_is_the_same_on_both_sides_as_in_a_mirror(self, left, right):
        one, other = surfaces_at(left), surfaces_at(right)
        assert (one["left"], one["right"]) == (other["right"], other["left"])
        assert one["top"] == other["top"]

    def test_shows_what_is_done_at_a_tooth(self):
        tooth = mouth(Chart({3: treated("MOC")}))[0].teeth[2]
        assert {part.letter for part in tooth.parts if part.done} == {"M", "O"}
        assert (tooth.code, tooth.fdi, tooth.crown) == ("MO-C", 16, True)

    def test_shows_milk_teeth_when_there_are_some(self):
        assert len(mouth(Chart({"A": SOUND}))) == 4
        assert len(mouth(Chart())) == 2


KIN = st.lists(st.tuples(st.sampled_from(sorted(RELATIONS)), st.booleans()), max_size=8).map(
    lambda found: [
        (f"r{at}", relation, f"N{at}", typed)
        for at, (relation, typed) in enumerate(found)
        if not RELATIONS[relation].single or relation not in [one for one, _ in found[:at]]
    ]
)


class TestFamily:
    @given(KIN, st.sampled_from("MFU"))
    def test_is_drawn_with_everybody_apart_and_on_the_page(self, kin, sex):
        drawn = drawing(kin, sex)
        places = [(one.x, one.y) for one in drawn.people]
        assert len(set(places)) == len(places)
        assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in places)
        assert {key for key, *_ in kin} | {CHILD} <= {one.node.key for one in drawn.people}

    @given(KIN, st.sampled_from("MFU"))
    def test_has_parents_above_their_children(self, kin, sex):
        at = {one.node.key: one for one in drawing(kin, sex).people}
        for one in at.values():
            if one.node.father:
                assert at[one.node.father].y == at[one.node.mother].y < one.y

    def test_keeps_the_father_on_the_left(self):
        drawn = drawing([("m", "mother", "Ann", True), ("f", "father", "Ben", False)])
        at = {one.node.key: one.x for one in drawn.people}
        assert at["m"] - at["f"] == STEP_X


class TestWhomToAskNext:
    @given(st.lists(st.sampled_from(sorted(RELATIONS)), max_size=4), st.sampled_from(["sister"]))
    def test_never_tells_less_with_one_more(self, typed, more):
        before, after = gap(typed), gap([*typed, more])
        assert after is not None
        assert before is None or after.mean >= before.mean

    def test_is_the_other_parent_before_an_aunt(self):
        options = next_best(["mother"], ["maternal_aunt", "father", "sister"])
        assert [relation for relation, _ in options] == ["father", "sister"]

    def test_is_nobody_when_both_parents_are_typed(self):
        assert next_best(["mother", "father"], sorted(RELATIONS)) == []


@pytest.fixture
def analyst(cast):
    return viewer_for(cast.analyst)


@pytest.mark.django_db
class TestOnFile:
    def test_keeps_earlier_charts_and_compares_the_newest(self, child, analyst, now):
        whose = Whose(child_id=child.id)
        for surfaces in ("O", "MO"):
            actions.keep_chart(
                whose, Chart({3: treated(surfaces)}), charted_on="", words="", by=analyst, now=now
            )
        assert DentalChart.objects.count() == 2
        assert queries.on_file("child_id", [child.id])[child.id].chart.at(3).surfaces == "MO"

    def test_belongs_to_exactly_one(self, child, analyst, now):
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.keep_prints(Whose(), "A" * 20, holder="", by=analyst, now=now)

    @pytest.mark.parametrize(
        "told", [{"loci": ""}, {"loci": "TH01 6 7 8"}, {"loci": "TH01 6 x"}, {"laboratory": " "}]
    )
    def test_refuses_a_profile_that_cannot_be(self, child, analyst, now, told):
        told = {"loci": PROFILE, "laboratory": "Lab 7", **told}
        loci = told.pop("loci")
        with pytest.raises(RuleBroken):
            actions.keep_profile(Whose(child_id=child.id), loci, **told, by=analyst, now=now)

    def test_takes_one_mother_and_many_sisters(self, child, analyst, now):
        told = {"by": analyst, "now": now}
        for name in ("Ann", "Eva"):
            actions.add_relative(child.id, relation="sister", name=name, **told)
        actions.add_relative(child.id, relation="mother", name="Rosa", **told)
        with pytest.raises(RuleBroken):
            actions.add_relative(child.id, relation="mother", name="Rosa", **told)

    def test_follows_a_sample_from_asking_to_the_profile(self, child, analyst, now):
        told = {"by": analyst, "now": now}
        mother = actions.add_relative(child.id, relation="mother", name="Rosa", **told)
        actions.note_sample(child.id, mother.id, state="kit", **told)
        actions.keep_profile(Whose(relative_id=mother.id), PROFILE, laboratory="Lab 7", **told)
        mother.refresh_from_db()
        assert (mother.sample, mother.sample_by_id) == ("taken", analyst.id)
        with pytest.raises(NotFound):
            actions.note_sample(child.id + 1, mother.id, state="kit", **told)
        with pytest.raises(RuleBroken):
            actions.note_sample(child.id, mother.id, state="lost", **told)

    def test_is_not_for_everybody_to_write(self, child, cast, now):
        with pytest.raises(NotAllowed):
            actions.keep_prints(
                Whose(child_id=child.id),
                "A" * 20,
                holder="",
                by=viewer_for(cast.artist),
                now=now,
            )


@pytest.mark.django_db
class TestTheDesk:
    @pytest.fixture
    def desk(self, cast, client_as):
        return client_as(cast.case_manager)

    def at(self, name, child, *more):
        return reverse(name, args=["child", child.id, *more])

    def test_charts_tooth_by_tooth_and_shows_every_code(self, desk, child):
        typed = {"t3": "mo", "t14": "X", "t30": "MOD-C", "words": "Dr. Hale", "charted_on": "2025"}
        assert desk.post(self.at("on-file-teeth", child), typed).status_code == 302
        page = desk.get(self.at("on-file", child)).content.decode()
        assert "03MO" in page and "16:MO" in page and "30MODC" in page
        assert "Dr. Hale" in page

    def test_takes_an_ncic_code_with_teeth_over_it(self, desk, child):
        desk.post(self.at("on-file-teeth", child), {"ncic": "ALL", "t1": "X"})
        teeth = DentalChart.objects.get().teeth
        assert (teeth["1"], teeth["2"], len(teeth)) == ("X", "V", 32)

    @pytest.mark.parametrize(
        "typed",
        [{"t3": "QQ"}, {"ncic": "03OM"}, {"ncic": "99X"}, {"charted_on": "when?", "t1": "X"}, {}],
    )
    def test_says_what_is_wrong_at_the_tooth_and_loses_nothing(self, desk, child, typed):
        answer = desk.post(self.at("on-file-teeth", child), {"t14": "MODF", **typed})
        if typed:
            assert answer.status_code == 422
            assert 'value="MODF"' in answer.content.decode()
            assert not DentalChart.objects.exists()

    def test_shows_the_chart_first_when_asked(self, desk, child):
        answer = desk.post(self.at("on-file-teeth", child), {"t3": "MO", "look": "1"})
        assert "03MO" in answer.content.decode()
        assert not DentalChart.objects.exists()

    def test_offers_milk_teeth_by_age(self, desk, child, cast, now):
        young = actions.record_person(
            {"age_min": 5.0, "age_max": 8.0}, by=viewer_for(cast.analyst), now=now
        )
        page = desk.get(reverse("on-file-teeth", args=["person", young.id])).content.decode()
        assert 'name="tA"' in page
        assert 'name="tA"' not in desk.get(self.at("on-file-teeth", child)).content.decode()

    def test_keeps_prints_and_dna_and_draws_the_family(self, desk, child):
        desk.post(self.at("on-file-prints", child), {"fpc": "19PIPOPM0716PO18PICI"})
        desk.post(
            reverse("on-file-relative", args=[child.id]), {"relation": "mother", "name": "Rosa"}
        )
        mother = Relative.objects.get()
        told = {"loci": PROFILE, "laboratory": "Lab 7", "relative": str(mother.id)}
        desk.post(self.at("on-file-dna", child), told)
        assert PrintClass.objects.get().fpc == "19PIPOPM0716PO18PICI"
        assert DnaProfile.objects.get().relative_id == mother.id
        page = desk.get(self.at("on-file", child)).content.decode()
        assert "family__one--typed" in page and "Rosa" in page
        assert "father" in page

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("on-file-prints", {"fpc": "1234"}),
            ("on-file-dna", {"loci": "TH01 6 x", "laboratory": "Lab"}),
            ("on-file-dna", {"loci": PROFILE, "laboratory": "Lab", "relative": "77"}),
        ],
    )
    def test_says_why_something_cannot_be_kept(self, desk, child, name, typed):
        assert desk.post(self.at(name, child), typed).status_code == 422

    def test_says_when_an_age_progression_is_due(self, desk, child):
        child.case.missing_on = "2020-01-05"
        child.case.save()
        page = desk.get(self.at("on-file", child))
        assert page.context["due_now"]
        assert page.context["subject"].progression_on.day == 5

    def test_is_of_nobody_else(self, desk, child):
        for kind, id_ in (("child", child.id + 99), ("person", 7), ("dog", 1)):
            assert desk.get(reverse("on-file", args=[kind, id_])).status_code == 404

    def test_is_linked_from_the_case_with_what_is_missing(self, desk, child):
        page = desk.get(reverse("case-overview", args=[child.case.number])).content.decode()
        assert self.at("on-file", child) in page

    def test_is_closed_to_the_artist(self, cast, client_as, child):
        assert client_as(cast.artist).get(self.at("on-file", child)).status_code == 403
