import pycountry
import pytest
from lxml import etree

from porchlight.programmes.cybertips.rules.ispws import values
from porchlight.programmes.cybertips.rules.ispws.answers import Code, done, not_done, response
from porchlight.programmes.cybertips.rules.ispws.schema import STRICT, TOLERANT, xsd


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.fromstring(xsd().encode()))


class TestXsd:
    def test_is_a_schema_in_both_modes(self):
        for form in (STRICT, TOLERANT):
            etree.XMLSchema(etree.fromstring(xsd(form).encode()))

    def test_holds_our_own_answers(self, schema):
        for text in (
            response(Code.SUCCESS),
            response(Code.SUCCESS, report_id=7, file_id="ab", hash="cd"),
            response(Code.VALIDATION_FAILED, description="a < b & \x00 \ud800"),
            done(7, ()),
            done(7, ("ab", "cd")),
            not_done(Code.ALREADY_RETRACTED, 7),
            not_done(Code.NO_SUCH_REPORT, None, "<gone>"),
        ):
            schema.assertValid(etree.fromstring(text.encode()))

    def test_keeps_what_2026_brought_out_of_strict_mode(self):
        for name in ("informational", "ageAssertionDiscrepancy"):
            assert f'"{name}"' not in xsd(STRICT)
            assert f'"{name}"' in xsd(TOLERANT)

    def test_bounds_the_capture_of_a_file_in_strict_mode_only(self):
        one = '<xs:element name="ipCaptureEvent" type="ipCaptureType" minOccurs="0"/>'
        assert one in xsd(STRICT)
        assert one not in xsd(TOLERANT)


class TestTheLists:
    def test_have_the_published_sizes(self):
        assert len(values.INCIDENT_TYPES) == 8
        assert len(values.STATES) == len(set(values.STATES)) == 55
        assert len(values.COUNTRIES) == len(set(values.COUNTRIES)) == 258

    def test_hold_every_country(self):
        assert {each.alpha_2 for each in pycountry.countries} <= set(values.COUNTRIES)
