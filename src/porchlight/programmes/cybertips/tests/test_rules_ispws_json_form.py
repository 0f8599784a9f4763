import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.programmes.cybertips.rules.ispws.json_form import (
    NotTheForm,
    json_schema,
    to_json,
    xml_of,
)
from porchlight.programmes.cybertips.rules.ispws.reading import Terms, read_report
from porchlight.programmes.cybertips.rules.ispws.report import Report
from porchlight.programmes.cybertips.tests.samples import MINIMAL, NOW, documents, full

SMALL = {
    "incidentSummary": {
        "incidentType": "Child Sex Tourism",
        "incidentDateTime": "2026-10-01T00:00:00Z",
    },
    "reporter": {"reportingPerson": {"firstName": "Robin", "email": ["robin@provider.example"]}},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["report", "reporter", "email", "value", "x"]), inner)
    ),
    max_leaves=12,
)


class TestTheJsonForm:
    def test_is_read_like_xml_in_any_order(self):
        turned = dict(reversed(SMALL.items()))
        reading = read_report(xml_of(json.dumps(turned).encode(), "report"), Terms(NOW))
        assert not reading.faults
        assert not reading.notes
        (email,) = reading.document.reporter.reporting_person.email
        assert email.value == "robin@provider.example"

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=20)
    @given(documents(Report))
    def test_says_the_same_as_the_document(self, document):
        body = json.dumps(to_json(document)).encode()
        reading = read_report(xml_of(body, "report"), Terms(NOW, tolerant=True))
        assert reading.document in (document, None)

    def test_holds_one_of_everything(self):
        said = to_json(full(Report))
        assert set(said) == set(json_schema("report")["$defs"]["Report"]["properties"])

    @given(JSON)
    def test_refuses_any_other_json_with_words(self, given_json):
        try:
            xml_of(json.dumps(given_json).encode(), "report")
        except NotTheForm as wrong:
            assert wrong.fault.text.startswith("report")

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b"{",
            b'{"reporter": 1, "reporter": 2}',
            b'{"surprise": 1}',
            b'{"incidentSummary": {"platform": NaN}}',
            b'{"incidentSummary": {"platform": "a\\u0000b"}}',
            b'{"incidentSummary": {"platform": "\\ud800"}}',
            b'{"incidentSummary": {"platform": ["a", {"b": 1}]}}',
            b'{"incidentSummary": {"reportAnnotations": {"spam": "yes"}}}',
            b'{"victim": [{"victimPerson": {}, "compromisedAccount": "true"}]}',
            b"[" * 100_000,
            b"\xff\xfe",
        ],
    )
    def test_refuses_what_has_not_the_form(self, body):
        with pytest.raises(NotTheForm):
            xml_of(body, "report")

    def test_describes_itself(self):
        schema = json_schema("report")
        assert schema["$defs"]["IncidentSummary"]["required"] == [
            "incidentType",
            "incidentDateTime",
        ]
        assert read_report(MINIMAL, Terms(NOW)).document
