"""Entries through their reviews, disputes, series, sets and notices."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry as Line
from porchlight.programmes.hashes import jobs
from porchlight.programmes.hashes.actions import exchange, lists, members, series, submissions
from porchlight.programmes.hashes.actions.series import SeriesFacts
from porchlight.programmes.hashes.models import (
    Entry,
    Finding,
    Fingerprint,
    ListClock,
    Notice,
    Standing,
    SubmissionItem,
)
from porchlight.programmes.hashes.queries import index
from porchlight.programmes.hashes.queries import series as reads
from porchlight.programmes.hashes.rules import hash_sets
from porchlight.programmes.hashes.rules.compare import Outcome
from porchlight.programmes.hashes.rules.hash_sets import Item
from porchlight.programmes.hashes.rules.states import Progress
from porchlight.programmes.hashes.rules.vocabulary import Kind, Media

pytestmark = pytest.mark.django_db


def lines(kind):
    return Line.objects.filter(kind=kind).count()


@pytest.fixture
def proposed(analyst, contribution, now):
    (entry,) = lists.propose_entries("ngo", [contribution()], by=analyst, now=now)
    return entry


@pytest.fixture
def reviewed(proposed, more_analysts, now):
    for reviewer in more_analysts:
        lists.review_entry(proposed.id, belongs=True, classification="B1", by=reviewer, now=now)
    return proposed


def known(kind, value):
    return index.hits({kind: [(0, value)]}).get(0, [])


def pdq_of(entry):
    return bytes(entry.fingerprints.get(kind="PDQ").value)


class TestReview:
    def test_is_for_others_than_the_one_who_proposed(self, proposed, analyst, now):
        with pytest.raises(NotAllowed, match="you proposed it"):
            lists.review_entry(proposed.id, belongs=True, by=analyst, now=now)

    def test_counts_each_person_once(self, proposed, more_analysts, now):
        for belongs in (False, True):
            lists.review_entry(proposed.id, belongs=belongs, by=more_analysts[0], now=now)
        assert [row.belongs for row in proposed.reviews.all()] == [True]

    def test_refuses_a_class_that_there_is_not(self, proposed, more_analysts, now):
        with pytest.raises(RuleBroken):
            lists.review_entry(
                proposed.id, belongs=True, classification="Z9", by=more_analysts[0], now=now
            )


class TestRelease:
    def test_needs_three_who_agree(self, proposed, more_analysts, supervisor, now):
        for reviewer in more_analysts[:2]:
            lists.review_entry(proposed.id, belongs=True, classification="A1", by=reviewer, now=now)
        with pytest.raises(NotAllowed, match="still needed: 1"):
            lists.release_entry(proposed.id, by=supervisor, now=now)
        last = more_analysts[2]
        lists.review_entry(proposed.id, belongs=True, classification="B1", by=last, now=now)
        with pytest.raises(NotAllowed, match="disagree"):
            lists.release_entry(proposed.id, by=supervisor, now=now)
        lists.review_entry(proposed.id, belongs=False, by=last, now=now)
        with pytest.raises(NotAllowed, match="does not belong"):
            lists.release_entry(proposed.id, by=supervisor, now=now)

    def test_hands_out_with_the_class_agreed_upon(self, reviewed, supervisor, now):
        entry = lists.release_entry(reviewed.id, by=supervisor, now=now)
        assert (entry.status, entry.classification) == ("released", "B1")
        assert lines("hashes.entry.released") == 1
        assert not known(Kind.PDQ, pdq_of(entry))
        jobs.index_waiting(now=now)
        assert known(Kind.PDQ, pdq_of(entry))[0].classification == "B1"
        with pytest.raises(NotAllowed):
            lists.release_entry(reviewed.id, by=supervisor, now=now)

    def test_by_the_one_who_proposed_is_refused_by_the_database_too(self, reviewed, now):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(id=reviewed.id).update(
                status="released", released_at=now, released_by=reviewed.proposed_by
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(id=reviewed.id).update(status="released")

    def test_is_not_for_analysts(self, reviewed, more_analysts, now):
        with pytest.raises(NotAllowed, match="supervisor"):
            lists.release_entry(reviewed.id, by=more_analysts[0], now=now)


class TestRetract:
    def test_makes_the_search_forget_and_leaves_a_tombstone(self, reviewed, supervisor, now):
        lists.release_entry(reviewed.id, by=supervisor, now=now)
        jobs.index_waiting(now=now)
        value = pdq_of(reviewed)
        entry = lists.retract_entry(reviewed.id, "a mistake", by=supervisor, now=now)
        assert not known(Kind.PDQ, value)
        jobs.index_waiting(now=now)
        assert len(index.store(Kind.PDQ).refresh()) == 0
        assert (entry.was_visible, entry.status) == (True, "retracted")
        later = now + timedelta(days=91)
        jobs.keep_no_longer(now=later)
        assert not Fingerprint.objects.filter(entry=entry).exists()
        assert Entry.objects.filter(id=entry.id).exists()

    def test_refuses_what_is_not_handed_out(self, proposed, supervisor, now):
        with pytest.raises(NotAllowed):
            lists.retract_entry(proposed.id, "x", by=supervisor, now=now)
        assert lists.refuse_entry(proposed.id, "x", by=supervisor, now=now).status == "refused"
        with pytest.raises(NotFound):
            lists.retract_entry(0, "x", by=supervisor, now=now)


class TestDispute:
    def test_stays_until_somebody_settles_it(
        self, provider, other, contributed, more_analysts, now
    ):
        (entry,) = contributed(provider)
        exchange.give_feedback(
            "industry",
            provider.member.id,
            entry.name,
            Kind.PDQ,
            ["Wrong Classification"],
            by=other.viewer,
            now=now,
        )
        settled = lists.settle_dispute(entry.id, by=more_analysts[0], now=now)
        assert not settled.is_disputed
        with pytest.raises(NotAllowed):
            lists.settle_dispute(entry.id, by=more_analysts[0], now=now)


class TestContribute:
    def test_cannot_change_what_was_released_after_review(
        self, machine_of, provider_agency, contributed, contribution, more_analysts, supervisor, now
    ):
        machine = machine_of(provider_agency, "ngo")
        (entry,) = contributed(machine, list_code="ngo")
        for reviewer in more_analysts:
            lists.review_entry(entry.id, belongs=True, by=reviewer, now=now)
        lists.release_entry(entry.id, by=supervisor, now=now)
        again = contribution(name=entry.name)
        with pytest.raises(Conflict):
            exchange.contribute("ngo", [again], by=machine.viewer, now=now)
        exchange.withdraw("ngo", [entry.name], by=machine.viewer, now=now)
        (entry,) = exchange.contribute("ngo", [again], by=machine.viewer, now=now)
        assert entry.status == "proposed"
        assert not entry.reviews.exists()

    def test_gives_every_change_a_time_of_its_own(self, provider, contributed, now):
        times = [contributed(provider)[0].changed_at for _ in range(3)]
        assert times == sorted(set(times))
        assert ListClock.close("industry", now + timedelta(days=1), now) == now

    def test_ends_with_the_access(self, provider, contributed, administrator, now):
        members.end_access(provider.member.id, "industry", by=administrator, now=now)
        with pytest.raises(NotAllowed):
            contributed(provider)
        with pytest.raises(NotFound):
            members.end_access(provider.member.id, "industry", by=administrator, now=now)


class TestMembers:
    def test_are_verified_partners_once(self, provider, administrator, analyst, now):
        with pytest.raises(Conflict):
            members.add_member(provider.member.agency_id, by=administrator, now=now)
        with pytest.raises(RuleBroken):
            members.add_member(0, by=administrator, now=now)
        with pytest.raises(NotAllowed):
            members.add_member(provider.member.agency_id, by=analyst, now=now)

    def test_are_never_given_the_list_of_series(self, provider, administrator, now):
        with pytest.raises(RuleBroken):
            members.grant_access(provider.member.id, "identification", by=administrator, now=now)


@pytest.fixture
def officer(cast):
    return viewer_for(cast.officer)


@pytest.fixture
def advocate(cast):
    return viewer_for(cast.advocate)


@pytest.fixture
def items(random_hash):
    return [
        Item(
            {Kind.MD5: random_hash(Kind.MD5), Kind.PDQ: random_hash(Kind.PDQ)},
            media=Media.VIDEO if number == 2 else Media.IMAGE,
        )
        for number in range(3)
    ]


@pytest.fixture
def one_series(analyst, items, now):
    row = series.open_series(SeriesFacts("Blue kite", victims=2), by=analyst, now=now)
    series.extend_series(row.id, items, source="set.csv", by=analyst, now=now)
    jobs.index_waiting(now=now)
    return row


def set_of(items):
    found = hash_sets.HashSet("csv")
    found.items = list(items)
    return found


class TestSeries:
    def test_takes_each_file_once(self, one_series, items, analyst, now):
        again = series.extend_series(one_series.id, items, source="x", by=analyst, now=now)
        assert again == 0
        assert reads.one_series(analyst, one_series.id).files == 3

    def test_is_never_handed_out(self, one_series, provider, items):
        assert not index.hits(
            {Kind.MD5: [(0, items[0].hashes[Kind.MD5])]}, lists=frozenset({"industry"})
        )

    def test_is_identified_by_somebody_and_not_tomorrow(self, one_series, analyst, cast, now):
        with pytest.raises(RuleBroken):
            facts = SeriesFacts("Blue kite", identified_on=date(2026, 1, 1))
            series.change_series(one_series.id, facts, by=analyst, now=now)
        with pytest.raises(RuleBroken):
            facts = SeriesFacts(
                "Blue kite", identified_on=date(2027, 1, 1), agency_id=cast.sheriff.id
            )
            series.change_series(one_series.id, facts, by=analyst, now=now)
        with pytest.raises(Conflict):
            series.open_series(SeriesFacts("BLUE KITE"), by=analyst, now=now)


class TestSubmission:
    def test_is_compared_with_series_and_lists(
        self, one_series, items, officer, random_hash, run_jobs, now
    ):
        pdq = items[1].hashes[Kind.PDQ]
        near = (int.from_bytes(pdq, "big") ^ (0b1011 << 60)).to_bytes(32, "big")
        sent = [items[0], Item({Kind.PDQ: near}), items[2], Item({Kind.MD5: random_hash(Kind.MD5)})]
        row = submissions.submit_set("24-117", "seized.csv", set_of(sent), by=officer, now=now)
        jobs.compare_set(submission_id=row.id, now=now)
        row.refresh_from_db()
        assert (row.progress, row.done) == (Progress.READY, 4)
        assert reads.outcomes(row)[Outcome.UNIDENTIFIED] == 3
        bits = list(row.items.order_by("number").values_list("bits", flat=True))
        assert bits == [0, 3, 0, None]
        finding = Finding.objects.get()
        assert (finding.images, finding.videos) == (2, 1)
        figures = reads.figures(one_series)
        assert (figures.cases, figures.images, figures.videos) == (1, 2, 1)

    def test_goes_on_where_a_crash_left_it(self, one_series, items, officer, now, monkeypatch):
        monkeypatch.setattr(jobs, "PART", 1)
        row = submissions.submit_set("24-117", "x.csv", set_of(items), by=officer, now=now)
        real, asked = reads.compared, []

        def falling(part):
            asked.append([item.number for item in part])
            if len(asked) == 2:
                raise OSError("the machine went away")
            return real(part)

        monkeypatch.setattr(jobs.series, "compared", falling)
        with pytest.raises(OSError, match="went away"):
            jobs.compare_set(submission_id=row.id, now=now)
        jobs.compare_set(submission_id=row.id, now=now)
        jobs.compare_set(submission_id=row.id, now=now)
        assert asked == [[1], [2], [2], [3]]
        assert lines("hashes.set.ready") == 1

    def test_is_for_officers_and_needs_digests(self, analyst, officer, items, now):
        with pytest.raises(NotAllowed):
            submissions.submit_set("1", "x", set_of(items), by=analyst, now=now)
        with pytest.raises(RuleBroken):
            submissions.submit_set("1", "x", set_of([]), by=officer, now=now)

    def test_is_hidden_from_other_agencies(self, one_series, items, officer, cast, now):
        row = submissions.submit_set("1", "x", set_of(items), by=officer, now=now)
        with pytest.raises(NotFound):
            reads.submission(viewer_for(cast.other_officer), row.id)

    def test_keeps_figures_when_the_hashes_go(self, one_series, items, officer, now):
        row = submissions.submit_set("1", "x", set_of(items), by=officer, now=now)
        jobs.compare_set(submission_id=row.id, now=now)
        jobs.keep_no_longer(now=now + timedelta(days=366))
        assert not SubmissionItem.objects.exists()
        assert reads.figures(one_series).cases == 1


class TestNotices:
    def test_wait_once_for_each_set_and_victim_and_end_with_the_wish(
        self, one_series, items, officer, advocate, analyst, now
    ):
        wish = series.wish_notice(one_series.id, "V-7", "letter to counsel", by=advocate, now=now)
        with pytest.raises(Conflict):
            series.wish_notice(one_series.id, "V-7", "x", by=advocate, now=now)
        with pytest.raises(NotAllowed):
            series.wish_notice(one_series.id, "V-8", "x", by=analyst, now=now)
        for case in ("1", "2"):
            row = submissions.submit_set(case, "x", set_of(items), by=officer, now=now)
            jobs.compare_set(submission_id=row.id, now=now)
        submissions.finish_set(row.id, by=jobs.COMPARER, now=now)
        assert Notice.objects.count() == 2
        told = series.send_notice(Notice.objects.first().id, by=advocate, now=now)
        with pytest.raises(Conflict):
            series.send_notice(told.id, by=advocate, now=now)
        assert not reads.notices(analyst).exists()
        assert reads.notices(advocate).count() == 1
        series.end_wish(wish.id, by=advocate, now=now)
        assert not reads.notices(advocate).exists()
        with pytest.raises(NotFound):
            series.end_wish(wish.id, by=advocate, now=now)


class TestTheIndex:
    def test_is_built_anew_where_it_is_missing(self, one_series, items, settings, tmp_path, now):
        settings.HASH_INDEX = tmp_path / "another-machine"
        assert not known(Kind.MD5, items[0].hashes[Kind.MD5])
        jobs.tend_index(now=now)
        assert known(Kind.MD5, items[0].hashes[Kind.MD5])
        assert len(index.store(Kind.PDQ).refresh()) == 3

    def test_is_told_twice_without_harm(self, one_series, now):
        Fingerprint.objects.update(standing=Standing.NEW)
        assert jobs.index_waiting(now=now) == 6
        assert len(index.store(Kind.PDQ).refresh()) == 3
