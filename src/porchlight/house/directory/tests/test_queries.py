import pytest

from porchlight.core.errors import NotFound
from porchlight.core.places import place_of_zip
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.directory import queries
from porchlight.house.directory.models import Agency, Jurisdiction

ALEXANDRIA = place_of_zip("22314")


@pytest.fixture
def agencies(db, now):
    def add(kind, name, **facts):
        return Agency.objects.create(kind=kind, name=name, created_at=now, **facts)

    federal = add("federal", "Federal bureau")
    state = add("state_police", "State police", state="VA")
    clearinghouse = add("state_clearinghouse", "State clearinghouse", state="VA")
    sheriff = add("sheriff", "Sheriff", state="VA", counties=["51510"])
    police = add("police", "City police", state="VA", city="Alexandria")
    add("police", "Police elsewhere", state="VA", city="Norfolk")
    add("sheriff", "Sheriff elsewhere", state="MD", counties=["24031"])
    tribal = add("tribal_police", "Tribal police", tribe="Red Willow", counties=["51510"])
    far = add("tribal_police", "Far tribal police", tribe="Blue Mesa", counties=["35001"])
    return {
        "in_order": [police, sheriff, tribal, state, clearinghouse, federal],
        "far": far,
    }


class TestAgenciesFor:
    def test_names_the_most_specific_first(self, agencies):
        found = [match.agency for match in queries.agencies_for(ALEXANDRIA)]
        assert found == agencies["in_order"]

    def test_gives_each_a_reason(self, agencies):
        reasons = [str(match.reason) for match in queries.agencies_for(ALEXANDRIA)]
        assert reasons[0] == "Answers for the city of Alexandria"
        assert "touches" in reasons[2]

    def test_finds_the_childs_own_tribe_wherever_it_is(self, agencies):
        found = queries.agencies_for(ALEXANDRIA, tribe="blue mesa")
        assert found[1].agency == agencies["far"]

    def test_narrows_to_kinds(self, agencies):
        found = queries.agencies_for(ALEXANDRIA, frozenset({"sheriff"}))
        assert [match.agency.name for match in found] == ["Sheriff"]

    def test_believes_what_is_written_before_what_is_usual(self, agencies):
        police = agencies["in_order"][0]
        Jurisdiction.objects.create(agency=police, kind="county", code="24031")
        assert police not in [match.agency for match in queries.agencies_for(ALEXANDRIA)]


class TestAgencyFor:
    def test_shows_a_partner_their_own_only(self, cast):
        viewer = viewer_for(cast.coordinator)
        assert queries.agency_for(viewer, cast.sheriff.id) == cast.sheriff
        with pytest.raises(NotFound):
            queries.agency_for(viewer, cast.tribal_police.id)
