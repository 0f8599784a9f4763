"""The exchange as machines see it, over HTTP."""

from datetime import timedelta
from itertools import count
from xml.etree import ElementTree

import pytest

from porchlight.house.audit.models import Entry as Line
from porchlight.programmes.hashes import api
from porchlight.programmes.hashes.actions import exchange as acts
from porchlight.programmes.hashes.jobs import index_waiting
from porchlight.programmes.hashes.models import Entry, Feedback
from porchlight.programmes.hashes.rules.exchange import NAMESPACE, written
from porchlight.programmes.hashes.rules.vocabulary import (
    SHARED_PATHS,
    Kind,
    Media,
    guid,
    write_value,
)

pytestmark = pytest.mark.django_db
NS = {"h": NAMESPACE}
BASE = "/hashsharing/v2"


@pytest.fixture(autouse=True)
def _clock(monkeypatch, now):
    # An hour later, and every request a second after the one before.
    seconds = count(3600)
    monkeypatch.setattr(api.timezone, "now", lambda: now + timedelta(seconds=next(seconds)))


def xml(answer, status=200):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def ids(root):
    return [each.text for each in root.findall(".//h:id", NS)]


def everything(machine, base=BASE, **said):
    """All pages of a range, by the links."""
    root = xml(machine.get(f"{base}/entries", **said))
    found = [root]
    while (link := root.find("h:paging/h:next", NS)) is not None:
        root = xml(machine.get(base.removesuffix("/v2") + link.text))
        found.append(root)
    return found


class TestStatus:
    def test_says_who_asks(self, provider):
        root = xml(provider.get(f"{BASE}/status"))
        assert root.tag == f"{{{NAMESPACE}}}status"
        assert root.find("h:member", NS).get("id") == str(provider.member.id)
        assert root.find("h:member", NS).text == "Chatterbee"
        assert root.find("h:username", NS).text == provider.key.username

    def test_is_closed_to_strangers_and_to_other_lists(self, provider, client):
        assert client.get(f"{BASE}/status").status_code == 401
        assert provider.get("/npo/v2/status").status_code == 403
        assert provider.get("/nothing/v2/status").status_code == 404

    @pytest.mark.parametrize("path", sorted(SHARED_PATHS))
    def test_answers_at_the_address_of_every_list(self, machine_of, provider_agency, path):
        machine = machine_of(provider_agency, SHARED_PATHS[path].code)
        assert machine.get(f"/{path}/v2/status").status_code == 200


class TestMembers:
    def test_lists_who_shares(self, provider, other):
        root = xml(provider.get(f"{BASE}/members"))
        assert {each.get("id") for each in root} == {
            str(provider.member.id),
            str(other.member.id),
        }


class TestEntries:
    def test_hands_out_what_was_contributed_in_the_shape_of_the_reference(
        self, provider, contributed, now
    ):
        (entry,) = contributed(provider)
        root = xml(provider.get(f"{BASE}/entries", **{"from": written(now - timedelta(hours=1))}))
        images = root.find("h:images", NS)
        assert images.get("count") == "1"
        assert images.get("maxTimestamp") == written(now)
        assert root.find("h:videos", NS).attrib == {"count": "0"}
        image = images.find("h:image", NS)
        assert image.find("h:member", NS).get("id") == str(provider.member.id)
        assert image.find("h:classification", NS).text == "A1"
        prints = {each.tag.split("}")[1]: each.text for each in image.find("h:fingerprints", NS)}
        assert prints == {
            row.kind.lower(): bytes(row.value).hex() for row in entry.fingerprints.all()
        }

    def test_takes_after_from_up_to_and_with_to(self, provider, contributed, now):
        (entry,) = contributed(provider)
        second, before = written(now), written(now - timedelta(seconds=1))
        after = written(now + timedelta(seconds=1))
        for since, until, found in (
            (before, second, [entry.name]),
            (second, after, []),
            (before, before, []),
            (before, after, [entry.name]),
        ):
            answer = provider.get(f"{BASE}/entries", **{"from": since, "to": until})
            assert ids(xml(answer)) == found, (since, until)

    def test_shows_only_the_newest_state_and_leaves_a_tombstone(
        self, provider, other, contributed, now
    ):
        kept, gone = contributed(provider, 2)
        acts.withdraw("industry", [gone.name], by=provider.viewer, now=now + timedelta(minutes=1))
        root = xml(other.get(f"{BASE}/entries"))
        assert sorted(ids(root)) == sorted([kept.name, gone.name])
        (tomb,) = root.findall(".//h:deletedImage", NS)
        assert [child.tag.split("}")[1] for child in tomb] == ["member", "timestamp", "id"]

    def test_pages_by_links_that_lose_and_repeat_nothing(
        self, provider, contributed, now, monkeypatch
    ):
        monkeypatch.setattr("porchlight.programmes.hashes.queries.exchange.PAGE_SIZE", 7)
        entries = contributed(provider, 20)
        pages = everything(provider)
        assert [len(ids(page)) for page in pages] == [7, 7, 6]
        assert sorted(sum((ids(page) for page in pages), [])) == sorted(e.name for e in entries)
        link = pages[0].find("h:paging/h:next", NS).text
        assert link.startswith("/v2/entries?")
        assert "start=8&size=1000&max=20" in link

    def test_never_shows_an_entry_of_a_range_that_was_read_already(
        self, provider, contributed, now
    ):
        until = now + timedelta(minutes=30)
        assert ids(xml(provider.get(f"{BASE}/entries", to=written(until)))) == []
        # Written with an earlier clock, committed after the range was read.
        contributed(provider, at=now)
        assert ids(xml(provider.get(f"{BASE}/entries", to=written(until)))) == []
        assert len(ids(xml(provider.get(f"{BASE}/entries", **{"from": written(until)})))) == 1

    def test_keeps_lists_apart(self, machine_of, provider_agency, cast, contributed):
        ngo = machine_of(provider_agency, "ngo", "industry")
        contributed(ngo, list_code="industry")
        assert ids(xml(ngo.get("/npo/v2/entries"))) == []

    @pytest.mark.parametrize(
        "said",
        [
            {"from": "yesterday"},
            {"to": "2026-13-01T00:00:00Z"},
            {"from": "2026-01-01T00:00:00"},
            {"start": "x"},
            {"after": "x"},
            {"after": "2026-01-01T00:00:00Z,99999999999999999999"},
            {"after": "2026-01-01T00:00:00Z,1", "max": "-1"},
            {"from": "9999-99-99T99:99:99Z\x00"},
        ],
    )
    def test_refuses_what_it_cannot_read_and_says_which(self, provider, said):
        answer = provider.get(f"{BASE}/entries", **said)
        assert answer.status_code == 422
        assert answer.json()["field"] in {"from", "to", "start", "after", "max"}

    def test_leaves_a_line_in_the_audit_trail_for_every_page(self, provider, contributed):
        contributed(provider, 2)
        before = Line.objects.filter(kind="hashes.exchange.served").count()
        provider.get(f"{BASE}/entries")
        assert Line.objects.filter(kind="hashes.exchange.served").count() == before + 1

    def test_asks_the_database_no_more_often_for_more_entries(
        self, provider, contributed, django_assert_max_num_queries
    ):
        contributed(provider, 60)
        with django_assert_max_num_queries(25):
            provider.get(f"{BASE}/entries")


SUBMISSION = """<?xml version="1.0" encoding="UTF-8"?>
<entrySubmission xmlns="https://hashsharing.ncmec.org/hashsharing/v2">{}</entrySubmission>"""


def submission(*entries):
    return SUBMISSION.format("".join(entries)).encode()


def image(name, *prints, media="image", classification="B2", more=""):
    inner = "".join(f"<{kind.lower()}>{value}</{kind.lower()}>" for kind, value in prints)
    return (
        f"<{media}><id>{name}</id><classification>{classification}</classification>"
        f"<fingerprints>{inner}</fingerprints>{more}</{media}>"
    )


class TestContributing:
    def test_shares_in_the_industrys_list_at_once(self, provider, other, random_hash):
        value = random_hash(Kind.PDQ).hex()
        body = submission(image("a-1", ("PDQ", value)))
        root = xml(provider.send("POST", f"{BASE}/entries", body), 201)
        assert ids(root) == ["a-1"]
        found = xml(other.get(f"{BASE}/entries"))
        assert found.find(".//h:pdq", NS).text == value

    def test_waits_for_review_in_all_other_lists(self, machine_of, provider_agency, random_hash):
        ngo = machine_of(provider_agency, "ngo")
        body = submission(image("a-1", ("MD5", random_hash(Kind.MD5).hex())))
        assert ngo.send("POST", "/npo/v2/entries", body).status_code == 201
        assert ids(xml(ngo.get("/npo/v2/entries"))) == []
        assert Entry.objects.get().status == "proposed"

    def test_takes_all_or_none(self, provider, random_hash):
        good = image("a-1", ("MD5", random_hash(Kind.MD5).hex()))
        answer = provider.send(
            "POST", f"{BASE}/entries", submission(good, image("b", ("MD5", "x")))
        )
        assert answer.status_code == 422
        assert not Entry.objects.exists()

    def test_replaces_an_entry_sent_again_with_put(self, provider, other, random_hash):
        first, second = random_hash(Kind.PDQ), random_hash(Kind.PDQ)
        path = f"{BASE}/entries/{provider.member.id}/a-1"
        for value in (first, second):
            answer = provider.send("PUT", path, submission(image("a-1", ("PDQ", value.hex()))))
            assert answer.status_code == 200
        index_waiting(now=None)
        root = xml(other.get(f"{BASE}/entries"))
        assert [each.text for each in root.findall(".//h:pdq", NS)] == [second.hex()]
        assert other.send("PUT", path, submission(image("a-1"))).status_code == 403

    def test_withdraws_one_or_several(self, provider, other, contributed):
        one, two, three = contributed(provider, 3)
        path = f"{BASE}/entries/{provider.member.id}/{one.name}"
        assert provider.send("DELETE", path).status_code == 204
        assert provider.send("DELETE", path).status_code == 404
        inner = f"<id>{two.name}</id><id>{three.name}</id>"
        body = f'<entryWithdrawal xmlns="{NAMESPACE}">{inner}</entryWithdrawal>'.encode()
        assert other.send("DELETE", f"{BASE}/entries", body).status_code == 404
        assert provider.send("DELETE", f"{BASE}/entries", body).status_code == 204
        assert len(xml(other.get(f"{BASE}/entries")).findall(".//h:deletedImage", NS)) == 3

    def test_is_closed_to_readers(self, machine_of, provider_agency, random_hash):
        reader = machine_of(provider_agency, "industry", contributes=False)
        body = submission(image("a-1", ("MD5", random_hash(Kind.MD5).hex())))
        assert reader.send("POST", f"{BASE}/entries", body).status_code == 403

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<entrySubmission/>",
            b"<somethingElse/>",
            b"<entrySubmission><picture/></entrySubmission>",
            b"<entrySubmission><image><id>a b</id></image></entrySubmission>",
            b"<entrySubmission><image><id>a</id></image></entrySubmission>",
            submission(image("a", ("MD5", "d41d8cd98f00b204e9800998ecf8427e"))),
            submission(image("a", ("MD5", "0" * 31))),
            submission(image("a", ("MD5", "g" * 32))),
            submission(image("a", ("PDNA", "AAAA"))),
            submission(image("a", ("NONSENSE", "00"))),
            submission(image("a", ("MD5", "1" * 32), classification="C3")),
            submission(image("a", ("MD5", "1" * 32)), image("a", ("MD5", "2" * 32))),
            b'<!DOCTYPE x [<!ENTITY a "aaaa">]><entrySubmission>&a;</entrySubmission>',
            b"\xff\xfe\x00",
        ],
    )
    def test_refuses_what_is_wrong_with_a_reason(self, provider, body):
        answer = provider.send("POST", f"{BASE}/entries", body)
        assert answer.status_code == 422
        assert answer.json()["detail"]

    def test_attaches_categories_by_their_identifiers(self, provider, other, random_hash):
        root = xml(provider.get(f"{BASE}/categorizations"))
        assert root.find("h:group", NS).get("allowMultiple") == "false"
        viral = next(
            c for c in root.iter(f"{{{NAMESPACE}}}categorization") if c.get("name") == "Viral"
        )
        more = f'<categorizations><categorization guid="{viral.get("guid")}"/></categorizations>'
        body = submission(image("a", ("MD5", random_hash(Kind.MD5).hex()), more=more))
        assert provider.send("POST", f"{BASE}/entries", body).status_code == 201
        found = xml(other.get(f"{BASE}/entries")).find(".//h:image//h:categorization", NS)
        assert found.get("name") == "Viral"


class TestLargeFingerprints:
    def test_are_kept_and_handed_out_by_a_relative_link(self, provider, other, contributed):
        (entry,) = contributed(provider, media=Media.VIDEO)
        path = f"{BASE}/entries/{provider.member.id}/{entry.name}/TMK_PDQF"
        data = bytes(range(256)) * 20
        assert provider.send("PUT", path, data, "application/octet-stream").status_code == 204
        link = xml(other.get(f"{BASE}/entries")).find(".//h:tmk-pdqf", NS)
        assert (link.get("rel"), link.text) == ("self", None)
        assert other.get("/hashsharing" + link.get("href")).content == data
        assert other.send("PUT", path, data).status_code == 403

    def test_need_bytes_and_a_long_kind(self, provider, contributed):
        (entry,) = contributed(provider, media=Media.VIDEO)
        path = f"{BASE}/entries/{provider.member.id}/{entry.name}"
        assert provider.send("PUT", f"{path}/TMK_PDQF", b"").status_code == 422
        assert provider.send("PUT", f"{path}/MD5", b"x").status_code == 422
        assert provider.send("PUT", f"{path}/WHAT", b"x").status_code == 404
        assert provider.get(f"{path}/VIDENTIFIER").status_code == 404


def vote(inner):
    return f'<feedbackSubmission xmlns="{NAMESPACE}">{inner}</feedbackSubmission>'.encode()


class TestFeedback:
    def path(self, entry, kind="PDQ"):
        return f"{BASE}/entries/{entry.member_id}/{entry.name}/{kind}/feedback"

    def test_lists_the_reasons_in_the_documented_shape(self, provider):
        root = xml(provider.get(f"{BASE}/feedback/PDQ/reasons"))
        assert root.tag == f"{{{NAMESPACE}}}availableFeedbackReasons"
        assert {each.get("name") for each in root} >= {"Fingerprint Collision"}
        assert all(each.get("guid") and each.get("type") == "PDQ" for each in root)
        names = {each.get("name") for each in xml(provider.get(f"{BASE}/feedback/MD5/reasons"))}
        assert "Fingerprint Collision" not in names

    def test_shows_votes_to_all_and_moves_the_time(self, provider, other, contributed, now):
        (entry,) = contributed(provider)
        number = guid("industry", "reason PDQ", "Fingerprint Collision")
        against = vote(f"<negative><reasonIds><guid>{number}</guid></reasonIds></negative>")
        assert other.send("PUT", self.path(entry, "MD5"), vote("<affirmative/>")).status_code == 204
        assert other.send("PUT", self.path(entry), against).status_code == 204
        root = xml(provider.get(f"{BASE}/entries", **{"from": written(now)}))
        positive = root.find(".//h:affirmativeFeedback", NS)
        assert positive.get("type") == "Md5"
        assert positive.find("h:members/h:member", NS).text == other.member.name
        reasons = root.find(".//h:negativeFeedback/h:reasons", NS)
        assert [child.tag.split("}")[1] for child in reasons] == ["reason", "members"]
        entry.refresh_from_db()
        assert entry.is_disputed

    def test_replaces_what_the_member_thought_before(self, provider, other, contributed):
        (entry,) = contributed(provider)
        for _ in range(2):
            other.send("PUT", self.path(entry), vote("<affirmative/>"))
        assert Feedback.objects.count() == 1

    @pytest.mark.parametrize(
        "inner",
        [
            "",
            "<negative/>",
            "<negative><reasonIds><guid>x</guid></reasonIds></negative>",
            "<affirmative/><negative/>",
        ],
    )
    def test_refuses_what_says_nothing(self, provider, other, contributed, inner):
        (entry,) = contributed(provider)
        assert other.send("PUT", self.path(entry), vote(inner)).status_code == 422

    def test_is_for_entries_of_others_that_are_there(self, provider, other, contributed):
        (entry,) = contributed(provider)
        yes = vote("<affirmative/>")
        assert provider.send("PUT", self.path(entry), yes).status_code == 403
        assert other.send("PUT", self.path(entry, "SHA1"), yes).status_code == 404
        assert other.send("PUT", self.path(entry, "WHAT"), yes).status_code == 404
        entry.name = "another"
        assert other.send("PUT", self.path(entry), yes).status_code == 404


class TestLookUp:
    path = "/hashes/v1/look-up"

    def ask(self, machine, body):
        return machine.send("POST", self.path, body, "application/json")

    def test_tells_what_is_known_and_near(self, provider, other, contributed, random_hash):
        (entry,) = contributed(provider)
        index_waiting(now=None)
        pdq = bytes(entry.fingerprints.get(kind="PDQ").value)
        near = (int.from_bytes(pdq, "big") ^ 0b111).to_bytes(32, "big").hex()
        md5 = write_value(Kind.MD5, bytes(entry.fingerprints.get(kind="MD5").value))
        unknown = random_hash(Kind.PDQ).hex()
        answer = self.ask(other, f'{{"pdq": ["{unknown}", "{near}"], "md5": ["{md5}"]}}').json()
        assert (answer["asked"], answer["known"]) == (3, 2)
        told = [(match["place"], match["distance"]) for match in answer["matches"]]
        assert told == [(1, 3), (2, 0)]
        assert answer["matches"][0]["id"] == entry.name
        assert answer["matches"][0]["classification"] == "A1"

    def test_keeps_to_the_lists_of_the_member_and_to_the_distance(
        self, provider, machine_of, cast, contributed
    ):
        (entry,) = contributed(provider)
        index_waiting(now=None)
        pdq = bytes(entry.fingerprints.get(kind="PDQ").value)
        near = (int.from_bytes(pdq, "big") ^ 0b111).to_bytes(32, "big").hex()
        stranger = machine_of(cast.tribal_police, "ngo")
        assert self.ask(stranger, f'{{"pdq": ["{near}"]}}').json()["known"] == 0
        assert self.ask(provider, f'{{"pdq": ["{near}"], "distance": 2}}').json()["known"] == 0

    def test_forgets_what_was_withdrawn(self, provider, contributed, now):
        (entry,) = contributed(provider)
        index_waiting(now=None)
        acts.withdraw("industry", [entry.name], by=provider.viewer, now=now)
        md5 = bytes(entry.fingerprints.get(kind="MD5").value).hex()
        # At once, also before the index has heard of it; and afterwards.
        for _ in range(2):
            assert self.ask(provider, f'{{"md5": ["{md5}"]}}').json()["known"] == 0
            index_waiting(now=None)

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "[]",
            "{}",
            '{"pdq": "x"}',
            '{"pdq": ["x"]}',
            '{"pdq": [1]}',
            '{"md5": ["00"]}',
            '{"what": ["00"]}',
            '{"pdna": ["00"]}',
            '{"md5": ["0123456789abcdef0123456789abcde "]}',
            '{"md5": [], "distance": 3}',
            '{"md5": ["00000000000000000000000000000001"], "distance": 32}',
            '{"md5": ["00000000000000000000000000000001"], "distance": true}',
        ],
    )
    def test_refuses_nonsense(self, provider, body):
        assert self.ask(provider, body).status_code == 422
