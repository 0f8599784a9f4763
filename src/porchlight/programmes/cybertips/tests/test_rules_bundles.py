from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from porchlight.programmes.cybertips.rules.bundles import (
    VIRAL_FROM,
    BundleKind,
    bundle_key,
    folds,
)
from porchlight.programmes.cybertips.rules.ispws.parties import IpCapture
from porchlight.programmes.cybertips.rules.keys import STRENGTH, KeyKind, _networks, keys
from porchlight.programmes.cybertips.rules.triage import (
    AS_WRITTEN,
    RULES,
    Facts,
    Level,
    Points,
    decide,
    rules_of,
)
from porchlight.programmes.cybertips.tests.test_rules_referral import said

ACCOUNT = b"<personOrUserReported><espIdentifier>u-7</espIdentifier></personOrUserReported>"
VICTIM = b"<victim><victimPerson><age>12</age></victimPerson></victim>"
FILE = ("ab" * 32,)


def key_of(inner, files=(), viral=0, sender=3):
    sent = said(inner)
    return bundle_key(sent, keys(sent, sender, files), files, viral)


class TestBundleKey:
    def test_is_the_viral_file_from_enough_reports_on(self):
        assert key_of(ACCOUNT, FILE, VIRAL_FROM).kind is BundleKind.FILE
        assert key_of(ACCOUNT, FILE, VIRAL_FROM - 1).kind is BundleKind.INCIDENT

    def test_is_the_incident_of_an_account_at_one_sender(self):
        assert key_of(ACCOUNT) == key_of(ACCOUNT)
        assert key_of(ACCOUNT) != key_of(ACCOUNT, sender=4)
        assert key_of(ACCOUNT) != key_of(ACCOUNT.replace(b"u-7", b"u-8"))
        assert key_of(ACCOUNT) != key_of(ACCOUNT, FILE)

    def test_is_nothing_when_a_child_is_named_or_nobody_is(self):
        assert key_of(ACCOUNT + VICTIM, FILE, 500) is None
        assert key_of(b"") is None


class TestFolds:
    @given(st.sampled_from(Level), st.booleans(), st.booleans())
    def test_never_hides_what_could_be_an_emergency_or_the_first(self, level, escalated, first):
        hidden = folds(level, escalated=escalated, first=first)
        assert hidden == (level is not Level.URGENT and not escalated and not first)


AT = datetime(2026, 3, 1, tzinfo=UTC)


def capture(address, minutes):
    return IpCapture(ip_address=address, date_time=AT + timedelta(minutes=minutes))


class TestTheNetworkWithItsTime:
    @given(st.integers(0, 100_000), st.integers(0, 100_000))
    def test_links_what_is_less_than_half_a_day_apart_and_nothing_beyond_a_day(self, one, other):
        mine, theirs = (set(_networks(capture("192.0.2.7", each))) for each in (one, other))
        apart = abs(one - other)
        if apart < 12 * 60:
            assert mine & theirs
        elif apart > 24 * 60:
            assert not mine & theirs

    def test_takes_neighbours_of_one_network_and_no_others(self):
        first = set(_networks(capture("192.0.2.7", 0)))
        assert first & set(_networks(capture("192.0.2.200", 1)))
        assert not first & set(_networks(capture("192.0.3.7", 1)))
        assert set(_networks(capture("2001:db8::1", 0))) & set(_networks(capture("2001:db8::2", 0)))

    def test_says_nothing_without_a_time(self):
        assert _networks(IpCapture(ip_address="192.0.2.7")) == ()


class TestKeys:
    def test_take_associated_accounts_web_addresses_and_the_senders_own_fingerprints(self):
        sent = said(
            b"<personOrUserReported><profileUrl>https://Pond.example/a/</profileUrl>"
            b'<associatedAccount type="Linked"><email>X@Mail.example</email></associatedAccount>'
            b"</personOrUserReported>"
        )
        found = keys(sent, 3, ())
        assert (KeyKind.URL, "https://pond.example/a") in found
        assert (KeyKind.EMAIL, "x@mail.example") in found

    def test_each_have_a_strength(self):
        assert set(STRENGTH) == set(KeyKind)


class TestPoints:
    def test_as_written_change_nothing(self):
        assert [r.code for r in rules_of(AS_WRITTEN)] == [r.code for r in RULES]
        facts = Facts(said(ACCOUNT))
        assert decide(facts) == decide(facts, Points())

    def test_give_other_points_switch_off_and_look_for_further_words(self):
        facts = Facts(said(b"<additionalInfo>see you at the Lighthouse</additionalInfo>"))
        page = Points("v2", {"trafficking": 0, "thin": 0}, words={"soon": ("lighthouse",)})
        made = decide(facts, page)
        assert (made.version, made.reasons, made.points) == ("v2", ("soon",), 20)

    @given(st.integers(-200, 200))
    def test_never_lower_a_level_by_more_points(self, points):
        facts = Facts(said(ACCOUNT))
        lower = decide(facts, Points(points={"trafficking": points - 1 or -1}))
        higher = decide(facts, Points(points={"trafficking": points or 1}))
        assert higher.level <= lower.level
