# ruff: noqa: E501 each case is one line of a document
import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from porchlight.programmes.cybertips.rules.ispws.faults import Fault, description
from porchlight.programmes.cybertips.rules.ispws.file_details import FileDetails
from porchlight.programmes.cybertips.rules.ispws.plain import NotPlain, plain
from porchlight.programmes.cybertips.rules.ispws.reading import (
    Terms,
    read_file_details,
    read_report,
)
from porchlight.programmes.cybertips.rules.ispws.report import Report
from porchlight.programmes.cybertips.rules.ispws.schema import STRICT, TOLERANT, xsd
from porchlight.programmes.cybertips.rules.ispws.writing import to_xml
from porchlight.programmes.cybertips.tests.samples import (
    BATCH,
    MINIMAL,
    NOW,
    details,
    documents,
    full,
)

STRICTLY, TOLERANTLY = Terms(NOW), Terms(NOW, tolerant=True)
BY_HAND = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=25)


def codes(reading):
    return {fault.code for fault in reading.faults}


def noted(reading):
    return {fault.code for fault in reading.notes}


def with_party(inner: str, party: str = "personOrUserReported") -> bytes:
    return MINIMAL.replace(b"</report>", f"<{party}>{inner}</{party}></report>".encode())


def changed(old: str, new: str, body: bytes = MINIMAL) -> bytes:
    assert old.encode() in body
    return body.replace(old.encode(), new.encode())


class TestReadReport:
    def test_reads_the_smallest(self):
        reading = read_report(MINIMAL, STRICTLY)
        assert not reading.faults
        assert not reading.notes
        summary = reading.document.incident_summary
        assert summary.incident_type == "Child Sex Trafficking"
        assert summary.incident_date_time.utcoffset() == timedelta(hours=-7)
        assert reading.document.incident_count == 1

    @pytest.mark.parametrize("form", [STRICT, TOLERANT], ids=["strict", "tolerant"])
    def test_reads_one_of_everything(self, form):
        terms = Terms(NOW, tolerant=form.tolerant)
        document = full(Report, form)
        body = to_xml(document)
        schema = etree.XMLSchema(etree.fromstring(xsd(form).encode()))
        schema.assertValid(etree.fromstring(body))
        # A full document breaks rules between values (a batch holds hardly anything).
        faults = codes(read_report(body, terms))
        assert not {code for code in faults if code.startswith("cvc")}
        assert faults <= {"batch", "cross-reference", "age-or-birth", "location", "order"}

    @BY_HAND
    @given(documents(Report))
    def test_gives_back_any_document_as_it_was(self, document):
        terms = Terms(NOW, tolerant=True)
        reading = read_report(to_xml(document), terms)
        if reading.document is None:
            assert codes(reading) == {"batch"}
        else:
            assert reading.document == document

    @BY_HAND
    @given(st.data())
    def test_answers_any_damage_without_falling(self, data):
        body = bytearray(to_xml(full(Report)))
        for _ in range(data.draw(st.integers(1, 6))):
            at = data.draw(st.integers(0, len(body) - 1))
            cut = data.draw(st.integers(0, 40))
            body[at : at + cut] = data.draw(st.binary(max_size=12))
        for terms in (STRICTLY, TOLERANTLY):
            reading = read_report(bytes(body), terms)
            assert (reading.document is None) == bool(reading.faults)
            for fault in reading.faults:
                assert fault.line >= 1
                assert fault.column >= 1

    @given(st.binary(max_size=300))
    def test_answers_any_bytes_without_falling(self, body):
        assert read_report(body, TOLERANTLY).malformed


class TestTheGate:
    BOMB = (
        b'<?xml version="1.0"?><!DOCTYPE report [<!ENTITY a "aaaaaaaaaa">'
        b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><report>&b;</report>'
    )

    @pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_refuses_every_document_type_in_any_coding(self, coding):
        text = self.BOMB.decode().replace('<?xml version="1.0"?>', "<!-- x --><?pi x?>\n ")
        reading = read_report(text.encode(coding), TOLERANTLY)
        assert reading.malformed

    def test_refuses_external_entities(self):
        body = b'<!DOCTYPE r SYSTEM "file:///etc/hostname"><report/>'
        assert read_report(body, STRICTLY).malformed

    def test_takes_the_words_in_a_text(self):
        body = changed(
            "</report>", "<additionalInfo><![CDATA[<!DOCTYPE html>]]></additionalInfo></report>"
        )
        assert read_report(body, STRICTLY).document.additional_info == "<!DOCTYPE html>"

    def test_passes_over_comments_and_instructions(self):
        body = changed("Robin", "Ro<!-- no part of it -->bin<?nor this?>")
        body = body.replace(b"<reporter>", b"<!-- here --><?pi x?><reporter>")
        reading = read_report(body, STRICTLY)
        assert reading.document.reporter.reporting_person.first_name == "Robin"
        wrong = body.replace(b"</report>", b"<!-- x --><more/></report>")
        for terms in (STRICTLY, TOLERANTLY):
            assert codes(read_report(wrong, terms)) == {"cvc-complex-type.2.4.a"}

    def test_refuses_depth(self):
        assert read_report(b"<report>" * 5000 + b"</report>" * 5000, STRICTLY).malformed

    @pytest.mark.parametrize("bad", [b"\x00", b"&#0;", b"&#x1;", b"\x08", b"\xff\xfe\xfa", b"&x;"])
    def test_refuses_what_xml_cannot_hold(self, bad):
        assert read_report(MINIMAL.replace(b"Robin", b"Ro" + bad + b"bin"), STRICTLY).malformed

    @pytest.mark.parametrize(
        ("declared", "coding"),
        [("ISO-8859-1", "latin-1"), ("windows-1252", "cp1252"), ("UTF-16", "utf-16")],
    )
    def test_reads_other_codings_that_are_declared(self, declared, coding):
        text = MINIMAL.decode().replace("UTF-8", declared).replace("Robin", "Renée")
        reading = read_report(text.encode(coding), STRICTLY)
        assert reading.document.reporter.reporting_person.first_name == "Renée"

    def test_reads_without_a_declaration_and_with_a_mark(self):
        bare = MINIMAL.partition(b"\n")[2]
        assert read_report(bare, STRICTLY).document
        assert read_report(b"\xef\xbb\xbf" + MINIMAL, STRICTLY).document

    def test_names_a_coding_that_is_not_read(self):
        with pytest.raises(NotPlain, match="ebcdic"):
            plain(b'<?xml version="1.0" encoding="ebcdic-us"?><a/>')


class TestFaults:
    def test_stand_at_line_and_column_in_the_words_of_the_real_service(self):
        body = changed("<firstName>Robin</firstName>\n      ", "", MINIMAL).replace(
            b"</email>", b"</email><firstName>Robin</firstName>"
        )
        (fault,) = read_report(body, STRICTLY).faults
        line = body.splitlines()[10]
        assert str(fault) == (
            f"[11,{line.index(b'<firstName>') + len('<firstName>') + 1}] - cvc-complex-type.2.4.a: "
            "Invalid content was found starting with element 'firstName'. One of "
            "'{email, address, age, dateOfBirth}' is expected."
        )
        assert description([fault]).startswith("Validation failed\n[11,")

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("<incidentSummary>", "<incidentSummary x='1'>", "cvc-complex-type.3.2.2"),
            ("<reporter>", "<reporter>words", "cvc-complex-type.2.3"),
            ("Child Sex Trafficking", "Child sex trafficking", "cvc-enumeration-valid"),
            ("2026-10-15T08:00:00-07:00", "yesterday", "cvc-datatype-valid.1.2.1"),
            ("<lastName>Invented</lastName>", "<middleName/>", "cvc-complex-type.2.4.a"),
            ("</report>", "<more/></report>", "cvc-complex-type.2.4.a"),
            ("</report>", "<additionalInfo/><more/></report>", "cvc-complex-type.2.4.d"),
            ("</report>", "<internetDetails/></report>", "cvc-complex-type.2.4.a"),
            (
                "</report>",
                "<victim></victim></report>",
                "cvc-complex-type.2.4.b",
            ),
            ("<report ", "<Report ", "not-xml"),
        ],
    )
    def test_have_the_codes_of_the_real_service(self, old, new, code):
        assert codes(read_report(changed(old, new), STRICTLY)) == {code}

    def test_name_an_attribute_that_is_missing(self):
        body = with_party("<associatedAccount/>")
        assert codes(read_report(body, STRICTLY)) == {"cvc-complex-type.4"}

    def test_name_a_root_that_is_not_known(self):
        reading = read_report(details(1, "ab"), STRICTLY)
        assert codes(reading) == {"cvc-elt.1.a"}
        assert not reading.malformed

    def test_are_listed_up_to_a_number(self):
        lines = description([Fault("limit", "long", n, 1) for n in range(1, 200)]).splitlines()
        assert lines[-1] == "and 149 more"


RULES = [
    ("platform too long", ("<incidentDateTime>", f"<platform>{'x' * 257}</platform><incidentDateTime>"), "limit"),
    ("incident in the future", ("2026-10-15", "2027-10-15"), "past"),
    ("a time without zone", ("08:00:00-07:00", "08:00:00"), "zone"),
    ("a blank escalation", ("<incidentDateTime>", "<escalateToHighPriority> </escalateToHighPriority><incidentDateTime>"), "said"),
    ("a broken address", ("robin@provider.example", "robin at provider"), "email"),
    ("a local part too long", ("robin@", "r" * 65 + "@"), "email"),
    ("a broken URL", ("</reporter>", "<legalURL>https://a.example/x y</legalURL></reporter>"), "url"),
    ("a verification without verified", ("<email>", '<email verificationDate="2026-01-01T00:00:00Z">'), "verified"),
    ("an age", ("</reportingPerson>", "<age>151</age></reportingPerson>"), "range"),
    ("a birth in the future", ("</reportingPerson>", "<dateOfBirth>2030-01-01</dateOfBirth></reportingPerson>"), "past"),
]  # fmt: skip
PARTY_RULES = [
    ("<ipCaptureEvent><ipAddress>300.1.1.1</ipAddress></ipCaptureEvent>", "ip"),
    ("<ipCaptureEvent><ipAddress> </ipAddress></ipCaptureEvent>", "ip"),
    ("<ipCaptureEvent><ipAddress>192.0.2.1</ipAddress><port>0</port></ipCaptureEvent>", "range"),
    ("<priorCTReports>-4</priorCTReports>", "prior"),
    ('<accountTemporarilyDisabled disabledDate="2026-02-01T00:00:00Z" userNotifiedDate="2026-01-01T00:00:00Z">true</accountTemporarilyDisabled>', "order"),
    ('<accountTemporarilyDisabled disabledDate="2026-02-01T00:00:00Z" reenabledDate="2026-02-01T00:00:00Z">true</accountTemporarilyDisabled>', "order"),
    ("<estimatedLocation><city>Reno</city></estimatedLocation>", "location"),
    ("<estimatedLocation><city>Reno</city><countryCode>US</countryCode></estimatedLocation>", "location"),
    ("<estimatedLocation><region>Nevada</region><countryCode>US</countryCode></estimatedLocation>", "location"),
    ('<associatedAccount type="Other"><approximateAge>20</approximateAge><dateOfBirth>2006-01-01</dateOfBirth></associatedAccount>', "age-or-birth"),
    ('<personOrUserReportedPerson><phone countryCallingCode="+1">+1 7035550123</phone></personOrUserReportedPerson>', "calling-code"),
    ("<deviceId><idType>IMEI</idType><idValue>1</idValue><dateTime>2027-01-01T00:00:00Z</dateTime></deviceId>", "past"),
]  # fmt: skip


class TestTheRulesBeyondTheSchema:
    @pytest.mark.parametrize(("name", "change", "code"), RULES, ids=[row[0] for row in RULES])
    def test_refuse_in_strict_mode_and_note_in_tolerant_mode(self, name, change, code):
        body = changed(*change)
        assert codes(read_report(body, STRICTLY)) == {code}
        taken = read_report(body, TOLERANTLY)
        assert taken.document is not None
        assert noted(taken) == {code}

    @pytest.mark.parametrize(("inner", "code"), PARTY_RULES)
    def test_look_at_every_party(self, inner, code):
        body = with_party(inner)
        assert codes(read_report(body, STRICTLY)) == {code}
        assert noted(read_report(body, TOLERANTLY)) == {code}

    def test_allow_a_clock_that_is_a_minute_ahead(self):
        near = (NOW + timedelta(seconds=50)).isoformat()
        body = changed("2026-10-15T08:00:00-07:00", near)
        assert read_report(body, STRICTLY).document

    def test_note_a_reporter_without_address_and_refuse_it_where_it_is_demanded(self):
        body = changed("<email>robin@provider.example</email>", "")
        assert noted(read_report(body, STRICTLY)) == {"reporter-email"}
        assert codes(read_report(body, Terms(NOW, reporter_email=True))) == {
            "reporter-email-required"
        }

    def test_allow_one_reported_person_unless_batched(self):
        two = with_party("<screenName>a</screenName>").replace(
            b"</report>", b"<personOrUserReported/></report>"
        )
        assert codes(read_report(two, STRICTLY)) == {"one-reported"}
        assert read_report(BATCH, STRICTLY).document.incident_count == 3

    def test_compare_an_incidents_addresses_with_the_parties(self):
        inner = "<internetDetails><emailIncident><emailAddress>a@b.example</emailAddress></emailIncident></internetDetails>"
        body = changed("<reporter>", inner + "<reporter>")
        assert codes(read_report(body, STRICTLY)) == {"cross-reference"}
        known = body.replace(
            b"</report>",
            b"<victim><victimPerson><email>A@b.example</email></victimPerson></victim></report>",
        )
        assert read_report(known, STRICTLY).document

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("</report>", "<additionalInfo>x</additionalInfo></report>"),
            ("</report>", "<victim><victimPerson/></victim></report>"),
            ("<espIdentifier>1</espIdentifier>", "<screenName>1</screenName>"),
            ("<incidentDateTime>", "<escalateToHighPriority>now</escalateToHighPriority><incidentDateTime>"),
            ("<reporter>", "<internetDetails><chatImIncident/></internetDetails><reporter>"),
        ],
    )  # fmt: skip
    def test_hold_a_batch_to_its_few_fields_in_both_modes(self, old, new):
        for terms in (STRICTLY, TOLERANTLY):
            assert codes(read_report(changed(old, new, BATCH), terms)) == {"batch"}


class TestReadFileDetails:
    def test_keeps_three_values_of_viewed(self):
        for inner, value in (
            ("", None),
            ("<fileViewedByEsp>true</fileViewedByEsp>", True),
            ("<fileViewedByEsp>0</fileViewedByEsp>", False),
        ):
            reading = read_file_details(details(7, "ab", inner), STRICTLY)
            assert reading.document.file_viewed_by_esp is value

    @pytest.mark.parametrize(
        ("inner", "code"),
        [
            ("<exifViewedByEsp>true</exifViewedByEsp>", "viewed"),
            ("<fileRelevance>Supplemental Reported</fileRelevance><potentialMeme>true</potentialMeme>", "supplemental"),
            ("<fileRelevance>Supplemental Reported</fileRelevance><industryClassification>A1</industryClassification>", "supplemental"),
            ("<locationOfFile>nowhere at all</locationOfFile>", "url"),
        ],
    )  # fmt: skip
    def test_refuses_what_contradicts_itself(self, inner, code):
        body = details(7, "ab", inner)
        assert codes(read_file_details(body, STRICTLY)) == {code}
        assert noted(read_file_details(body, TOLERANTLY)) == {code}

    @pytest.mark.parametrize("flag", ["<viral/>", "<viral></viral>", "<viral>true</viral>", "<viral>1</viral>"])  # fmt: skip
    def test_takes_a_flag_by_its_presence(self, flag):
        body = details(7, "ab", f"<fileAnnotations>{flag}</fileAnnotations>")
        reading = read_file_details(body, STRICTLY)
        assert reading.document.file_annotations.viral is True
        assert not reading.notes

    def test_refuses_a_flag_that_says_no(self):
        body = details(7, "ab", "<fileAnnotations><viral>false</viral></fileAnnotations>")
        for terms in (STRICTLY, TOLERANTLY):
            assert codes(read_file_details(body, terms)) == {"cvc-elt.5.2.2.2.2"}

    def test_refuses_both_ways_of_saying_meme(self):
        inner = "<potentialMeme>true</potentialMeme><fileAnnotations><viral/></fileAnnotations>"
        assert codes(read_file_details(details(7, "ab", inner), STRICTLY)) == {
            "cvc-complex-type.2.4.a"
        }

    @BY_HAND
    @given(documents(FileDetails))
    def test_gives_back_any_document_as_it_was(self, document):
        reading = read_file_details(to_xml(document), TOLERANTLY)
        assert reading.document == document


class TestTheKnownMistakesOfClients:
    """Each row of section 7: refused strictly as the real service does, read tolerantly."""

    @pytest.mark.parametrize(
        ("inner", "note"),
        [
            ('<associatedAccount accountType="Linked"/>', "account-type"),
            ("<associatedAccount><accountType>Linked</accountType></associatedAccount>", "account-type"),
            ('<associatedAccount type="Linked" thirdPartyUser="true"/>', "third-party-user"),
            ('<associatedAccount type="Linked"><platform>x</platform><thirdPartyUser>true</thirdPartyUser></associatedAccount>', "third-party-user"),
            ("<screenName>a</screenName><espService>b</espService>", "order"),
            ("<ipCaptureEvent><ipAddress>192.0.2.1</ipAddress><eventName>LOGIN</eventName></ipCaptureEvent>", "list-value"),
            ('<personOrUserReportedPerson><email type="home">a@b.example</email></personOrUserReportedPerson>', "attribute-value"),
        ],
    )  # fmt: skip
    def test_of_a_party(self, inner, note):
        body = with_party(inner)
        assert codes(read_report(body, STRICTLY))
        reading = read_report(body, TOLERANTLY)
        assert note in noted(reading), reading

    def test_of_account_kind_keep_their_value(self):
        body = with_party('<associatedAccount accountType="Linked" thirdPartyUser="false"/>')
        (reported,) = read_report(body, TOLERANTLY).document.person_or_user_reported
        (account,) = reported.associated_account
        assert (account.type, account.platform.third_party_user) == ("Linked", False)

    @pytest.mark.parametrize("served", ["", "<servedLegalProcessInternational>false</servedLegalProcessInternational>"])  # fmt: skip
    def test_of_the_country_of_foreign_process(self, served):
        inner = (
            f'<lawEnforcement fleaCountry="MX"><agencyName>A</agencyName>{served}</lawEnforcement>'
        )
        body = changed("<reporter>", inner + "<reporter>")
        assert codes(read_report(body, STRICTLY)) == {"cvc-complex-type.3.2.2"}
        reading = read_report(body, TOLERANTLY)
        assert noted(reading) == {"flea-country"}
        found = reading.document.law_enforcement.served_legal_process_international
        assert (found.flea_country, found.value) == ("MX", not served)

    def test_of_the_type_of_details(self):
        pair = '<nameValuePair type="{}"><name>{}</name><value>v</value></nameValuePair>'
        pairs = pair.format("EXIF", "a") + pair.format("HASH", "b") + pair.format("EXIF", "c")
        body = details(7, "ab", f"<details>{pairs}</details>")
        assert codes(read_file_details(body, STRICTLY)) == {"cvc-complex-type.3.2.2"}
        reading = read_file_details(body, TOLERANTLY)
        assert noted(reading) == {"details-type"}
        told = {d.type: [p.name for p in d.name_value_pair] for d in reading.document.details}
        assert told == {"EXIF": ["a", "c"], "HASH": ["b"]}

    def test_of_several_captures_of_a_file(self):
        one = "<ipCaptureEvent><ipAddress>192.0.2.1</ipAddress></ipCaptureEvent>"
        body = details(7, "ab", one * 3)
        assert codes(read_file_details(body, STRICTLY)) == {"cvc-complex-type.2.4.a"}
        assert len(read_file_details(body, TOLERANTLY).document.ip_capture_event) == 3

    def test_of_the_enticement_type(self):
        short = "Online Enticement of Children for Sexual Act"
        body = changed("Child Sex Trafficking", short)
        assert codes(read_report(body, STRICTLY)) == {"cvc-enumeration-valid"}
        reading = read_report(body, TOLERANTLY)
        assert reading.document.incident_summary.incident_type == short + "s"
        assert noted(reading) == {"incident-type"}

    def test_of_text_that_is_not_escaped(self):
        body = changed("Invented", "Fish & Chips < 3")
        reading = read_report(body, STRICTLY)
        assert reading.malformed
        assert reading.faults[0].line == 11 or reading.faults[0].line == 10
        taken = read_report(body, TOLERANTLY)
        assert taken.document.reporter.reporting_person.last_name == "Fish & Chips < 3"
        assert noted(taken) == {"unescaped"}

    def test_of_the_year_2026(self):
        body = changed(
            "<incidentDateTime>",
            "<reportAnnotations><informational/></reportAnnotations><incidentDateTime>",
        ).replace(
            b"</reportingPerson>",
            b"<age>40</age><ageAssertionDiscrepancy>true</ageAssertionDiscrepancy></reportingPerson>",
        )
        assert codes(read_report(body, STRICTLY)) == {"cvc-complex-type.2.4.a"}
        reading = read_report(body, TOLERANTLY)
        assert reading.document.incident_summary.report_annotations.informational
        assert not reading.notes

    def test_of_a_recipient_with_several_remarks_are_none(self):
        inner = "<additionalInfo>a</additionalInfo><additionalInfo>b</additionalInfo>"
        for terms in (STRICTLY, TOLERANTLY):
            reading = read_report(with_party(inner, "intendedRecipient"), terms)
            assert reading.document.intended_recipient[0].additional_info == ("a", "b")

    def test_that_are_unknown_stay_refused(self):
        body = changed("<reporter>", "<surprise/><reporter>")
        reading = read_report(body, TOLERANTLY)
        assert codes(reading) == {"cvc-complex-type.2.4.a"}
        assert re.match(r"\[\d+,\d+\] - cvc", str(reading.faults[0]))
