from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from porchlight.house.rosters.rules.capabilities import CAPABILITIES
from porchlight.house.rosters.rules.suitability import HelperFacts, Need, obstacles, score

TODAY = date(2026, 3, 2)
AREAS = st.frozensets(st.sampled_from(["51059", "VA", "US", "TX"]))
LANGUAGES = st.frozensets(st.sampled_from(["en", "es", "nv"]))
FACTS = st.builds(
    HelperFacts,
    capabilities=st.frozensets(st.sampled_from(sorted(CAPABILITIES))),
    areas=AREAS,
    languages=LANGUAGES,
    on_duty=st.booleans(),
    load=st.integers(0, 60),
    max_load=st.integers(0, 40),
)
NEEDS = st.builds(
    Need,
    capability=st.sampled_from(sorted(CAPABILITIES)),
    county_fips=st.sampled_from(["", "51059"]),
    state=st.sampled_from(["", "VA"]),
    language=st.sampled_from(["", "es"]),
)


class TestScore:
    @given(FACTS, NEEDS, AREAS, LANGUAGES)
    def test_never_falls_when_a_helper_has_more(self, facts, need, areas, languages):
        more = replace(
            facts,
            areas=facts.areas | areas,
            languages=facts.languages | languages,
            on_duty=True,
        )
        assert score(more, need).bits >= score(facts, need).bits

    @given(FACTS, NEEDS)
    def test_never_rises_with_the_load(self, facts, need):
        assert score(replace(facts, load=facts.load + 1), need).bits <= score(facts, need).bits

    @given(FACTS, NEEDS)
    def test_says_every_step_in_words(self, facts, need):
        assert all("{" not in str(reason.label) for reason in score(facts, need).reasons)


class TestObstacles:
    @given(FACTS, NEEDS)
    def test_never_grow_when_a_helper_has_more(self, facts, need):
        more = replace(facts, capabilities=frozenset(CAPABILITIES))
        assert set(map(str, obstacles(more, need, TODAY))) <= set(
            map(str, obstacles(facts, need, TODAY))
        )

    @given(FACTS, st.integers(-400, 400))
    def test_end_with_the_last_day_of_a_credential(self, facts, days):
        until = TODAY + timedelta(days=days)
        able = replace(
            facts,
            capabilities=frozenset(CAPABILITIES),
            credentials=frozenset({("background_check", until)}),
            max_load=0,
        )
        assert bool(obstacles(able, Need("family_support"), TODAY)) == (until < TODAY)

    def test_name_a_full_load(self):
        full = HelperFacts(frozenset({"case_management"}), load=5, max_load=5)
        [reason] = obstacles(full, Need("case_management"), TODAY)
        assert str(reason) == "Has 5 of at most 5"
