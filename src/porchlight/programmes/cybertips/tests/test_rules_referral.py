from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.core.text import say
from porchlight.programmes.cybertips.rules.ispws.reading import Terms, read_report
from porchlight.programmes.cybertips.rules.quality import Sent
from porchlight.programmes.cybertips.rules.referral import (
    OPEN_WITHIN,
    Authority,
    Standing,
    Step,
    next_step,
    suffices,
    told_count,
)
from porchlight.programmes.cybertips.rules.referral_json import (
    Packed,
    PackedFile,
    package,
    written,
)
from porchlight.programmes.cybertips.rules.routing import Candidate, Rank, options, places
from porchlight.programmes.cybertips.rules.triage import Level
from porchlight.programmes.cybertips.tests.samples import MINIMAL, NOW, THEN, documents, full

AT = datetime(2026, 3, 2, 3, 15, tzinfo=UTC)
WHY = say("because")


class TestNextStep:
    @given(st.sampled_from(Level), st.integers(0, 60 * 24 * 60))
    def test_tells_nobody_before_the_time(self, level, minutes):
        now = AT + timedelta(minutes=minutes)
        step = next_step(Standing(AT, level), now)
        assert (step is Step.AGENCY) == (now >= AT + OPEN_WITHIN[level])

    def test_tells_supervisors_after_twice_the_time_and_then_nobody(self):
        told = Standing(AT, Level.URGENT, step=Step.AGENCY)
        assert next_step(told, AT + timedelta(minutes=59)) is None
        assert next_step(told, AT + timedelta(minutes=60)) is Step.SUPERVISORS
        assert (
            next_step(Standing(AT, Level.URGENT, step=Step.SUPERVISORS), AT.replace(2030)) is None
        )

    def test_is_over_when_it_was_opened_or_taken_back(self):
        later = AT.replace(2030)
        assert next_step(Standing(AT, Level.URGENT, opened=True), later) is None
        assert next_step(Standing(AT, Level.URGENT, ended=True), later) is None


class TestSuffices:
    def test_asks_for_more_than_the_companys_word_when_it_did_not_give_it(self):
        assert suffices(Authority.COMPANY_VIEWED, True, "") is None
        assert suffices(Authority.COMPANY_VIEWED, False, "because") is not None
        assert suffices(Authority.COMPANY_VIEWED, None, "because") is not None

    def test_wants_words_with_every_other_authority(self):
        for authority in (Authority.WARRANT, Authority.EMERGENCY, Authority.OWN_LAW):
            assert suffices(authority, None, "  ") is not None
            assert suffices(authority, None, "24-SW-9") is None


class TestToldCount:
    @given(st.integers(1, 4), st.integers(5, 10**6))
    def test_hides_small_numbers_and_no_others(self, small, large):
        assert str(told_count(small)) == "fewer than 5"
        assert str(told_count(large)) == str(large)


class TestOptions:
    def test_puts_the_tribe_first_then_the_task_force_then_the_federal_agency(self):
        found = options(
            [
                Candidate(1, "federal", WHY, verified=True),
                Candidate(2, "task_force", WHY, verified=True),
                Candidate(3, "tribal_police", WHY, verified=True),
                Candidate(4, "sheriff", WHY, verified=True),
            ],
            "US",
        )
        assert [each.agency_id for each in found] == [3, 2, 1, 4]

    def test_leaves_out_whoever_nobody_called_back_and_kinds_that_get_no_reports(self):
        found = [
            Candidate(1, "task_force", WHY, verified=False),
            Candidate(2, "school", WHY, verified=True),
        ]
        assert options(found, "US") == ()

    def test_sends_abroad_by_the_countrys_contact_or_a_federal_agency(self):
        given = [
            Candidate(1, "federal", WHY, verified=True),
            Candidate(2, "country_contact", WHY, verified=True),
            Candidate(3, "task_force", WHY, verified=True),
        ]
        found = options(given, "MX")
        assert [each.rank for each in found] == [Rank.COUNTRY, Rank.FEDERAL]
        assert str(found[1].because) == "Hands it on to the police of another country"


def said(inner):
    body = MINIMAL.replace(b"</report>", inner + b"</report>")
    found = read_report(body, Terms(NOW, tolerant=True)).document
    assert found is not None
    return Sent(found)


class TestPlaces:
    def test_takes_the_county_of_an_address_before_the_state(self):
        sent = said(
            b"<personOrUserReported><personOrUserReportedPerson><address><zipCode>87501</zipCode>"
            b"<country>US</country></address></personOrUserReportedPerson></personOrUserReported>"
        )
        county, state = places(sent, "US", "NM")
        assert (county.state, len(county.county_fips), state.state) == ("NM", 5, "NM")
        assert places(sent, "AP", "")[-1].state == "NM"  # a pseudo-code is no country


FILE = PackedFile("ab" * 16, "a.bin", "image/png", 5, "1" * 32, "2" * 40, "3" * 64, None)


class TestPackage:
    def test_has_the_shape_that_investigators_programs_read(self):
        made = package(Packed(7, THEN, "Pond", Sent(full()), (FILE,), ("US-NM: somewhere",)))
        told = made["reportedInformation"]
        (person,) = told["reportedPeople"]["reportedPersons"]
        assert made["dateReceived"] == "2026-10-15T08:30:00Z"
        assert told["reportingEsp"]["espName"] == "Pond"
        assert person["screenName"]["value"] == "some screenName"
        assert person["emails"]["emails"] == [{"value": "somebody@mail.example", "verified": True}]
        captures = person["sourceInformation"]["sourceCaptures"]
        assert {each["captureType"] for each in captures} == {"IP Address", "Profile URL"}
        (file,) = told["uploadedFiles"]["uploadedFiles"]
        assert (file["submittalId"], file["viewedByEsp"]) == ("ab" * 16, None)
        assert {"value": "US-NM: somewhere"} in told["additionalInformations"]

    def test_gives_null_for_an_empty_list(self):
        told = package(Packed(7, THEN, "Pond", said(b"")))["reportedInformation"]
        assert told["reportedPeople"]["reportedPersons"] is None
        assert told["uploadedFiles"]["uploadedFiles"] is None

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(documents(type(full())))
    def test_is_written_for_any_report_and_keeps_every_account(self, document):
        packed = Packed(7, THEN, "Pond", Sent(document))
        text = written(package(packed)).decode()
        for party in document.person_or_user_reported:
            assert party.esp_identifier is None or "espUserId" in text
