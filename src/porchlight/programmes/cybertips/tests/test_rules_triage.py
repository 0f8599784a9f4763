# ruff: noqa: E501 each case is one line of a document
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.programmes.cybertips.rules.ispws.file_details import FileAnnotations, FileDetails
from porchlight.programmes.cybertips.rules.ispws.reading import Terms, read_report
from porchlight.programmes.cybertips.rules.ispws.report import Report
from porchlight.programmes.cybertips.rules.jurisdiction import find
from porchlight.programmes.cybertips.rules.keys import KeyKind, keys
from porchlight.programmes.cybertips.rules.quality import Sent
from porchlight.programmes.cybertips.rules.triage import (
    LEAST_POINTS,
    RULES,
    Facts,
    Level,
    actionable,
    decide,
    reason_words,
)
from porchlight.programmes.cybertips.tests.samples import BATCH, MINIMAL, NOW, documents, full

ADDRESS = "<ipCaptureEvent><ipAddress>198.51.100.7</ipAddress>{}</ipCaptureEvent>"
TIMED = ADDRESS.format("<dateTime>2026-10-01T00:00:00Z</dateTime>")


def sent(inner="", *files, body=MINIMAL):
    body = body.replace(b"</report>", f"{inner}</report>".encode())
    return Sent(read_report(body, Terms(NOW, tolerant=True)).document, files)


def nowhere(address):
    return "", ""


class TestDecide:
    @pytest.mark.parametrize(
        ("inner", "code"),
        [
            ("<additionalInfo>They will meet her tomorrow at six</additionalInfo>", "soon"),
            ("<additionalInfo>Se verán mañana</additionalInfo>", "soon"),
            ("<additionalInfo>She said she wants to end her life</additionalInfo>", "self-harm"),
            ("<victim><victimPerson><age>9</age></victimPerson></victim>", "young"),
            (f"<personOrUserReported>{TIMED}</personOrUserReported>", "traceable"),
        ],
    )
    def test_names_the_rules_that_hold(self, inner, code):
        assert code in decide(Facts(sent(inner))).reasons
        assert code not in decide(Facts(sent())).reasons

    def test_looks_at_what_is_said_of_files(self):
        marks = FileAnnotations(infant=True, live_streaming=True)
        file = FileDetails(report_id=1, file_id="a", file_annotations=marks, industry_classification="A1")  # fmt: skip
        assert {"infant", "livestream", "a-class"} <= set(decide(Facts(sent("", file))).reasons)

    def test_puts_an_escalated_approach_first_and_a_batch_last(self):
        urgent = MINIMAL.replace(
            b"<incidentDateTime>",
            b"<escalateToHighPriority>A child is in danger</escalateToHighPriority>"
            b"<incidentDateTime>",
        )
        assert decide(Facts(sent(body=urgent))).level is Level.URGENT
        kind = b"Child Pornography (possession, manufacture, and distribution)"
        assert decide(Facts(sent(body=BATCH.replace(b"Child Sex Trafficking", kind)))).level is Level.LOW  # fmt: skip

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=20)
    @given(documents(Report), st.integers(0, 40))
    def test_adds_the_points_of_its_reasons(self, document, viral):
        made = decide(Facts(Sent(document), viral=viral))
        points = {rule.code: rule.points for rule in RULES}
        assert made.points == sum(points[code] for code in made.reasons)
        least = dict(LEAST_POINTS)
        assert made.points >= least.get(made.level, -1000)

    def test_never_falls_because_something_worse_is_known(self):
        for document in (sent(), Sent(full(Report))):
            first = decide(Facts(document))
            more = decide(Facts(document, reports_of_account=3))
            assert more.points >= first.points

    def test_has_each_rule_once_and_words_for_all(self):
        assert len({rule.code for rule in RULES}) == len(RULES)
        assert str(reason_words("gone-rule")) == "gone-rule"


class TestActionable:
    def test_needs_somebody_and_a_trace(self):
        account = "<personOrUserReported><screenName>a</screenName>{}</personOrUserReported>"
        assert actionable(Facts(sent(account.format(TIMED))))
        assert not actionable(Facts(sent(account.format(""))))
        assert actionable(Facts(sent(account.format("")), has_place=True))
        assert not actionable(Facts(sent(body=BATCH), has_place=True))
        assert not actionable(replace(Facts(sent(account.format(TIMED))), viral=21))


class TestFind:
    def test_weighs_the_clues(self):
        inner = (
            "<personOrUserReported><personOrUserReportedPerson>"
            '<phone countryCallingCode="+52">55 1234 5678</phone>'
            "<address><city>Reno</city><state>NV</state></address>"
            f"</personOrUserReportedPerson>{TIMED}</personOrUserReported>"
        )
        found = find(sent(inner), lambda address: ("US", "NV"))
        assert (found.country, found.state) == ("US", "NV")
        assert [clue.weight for clue in found.clues] == sorted(
            (clue.weight for clue in found.clues), reverse=True
        )
        assert {clue.country for clue in found.clues} == {"US", "MX"}

    def test_knows_nothing_of_nothing(self):
        assert find(sent(), nowhere).country == ""

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=20)
    @given(documents(Report))
    def test_never_falls(self, document):
        found = find(Sent(document), nowhere)
        assert len(found.country) in (0, 2)


class TestKeys:
    def test_read_alike_what_is_written_differently(self):
        inner = (
            "<personOrUserReported><personOrUserReportedPerson>"
            "<phone>{}</phone><email>{}</email></personOrUserReportedPerson>"
            "<espIdentifier>7</espIdentifier><screenName>{}</screenName></personOrUserReported>"
        )
        one = keys(sent(inner.format("(703) 555-0123", "A@B.example", "Shadow")), 1, ("ab",))
        other = keys(sent(inner.format("+1 703 555 0123", "a@b.example", "SHADOW")), 1, ())
        assert one - other == {(KeyKind.FILE, "ab")}

    def test_keep_accounts_of_two_providers_apart(self):
        inner = "<personOrUserReported><espIdentifier>7</espIdentifier></personOrUserReported>"
        assert not keys(sent(inner), 1, ()) & keys(sent(inner), 2, ())
