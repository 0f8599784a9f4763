"""What happens to lists, entries, series and submissions: ids and codes, never a hash."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class MemberAdded(Event):
    """A partner shares hashes now."""

    KIND = "hashes.member.added"
    SENTENCE = say("Took a partner in as member of the hash exchange")
    member_id: int
    agency_id: int


@dataclass(frozen=True)
class AccessGranted(Event):
    """A member may use a list."""

    KIND = "hashes.access.granted"
    SENTENCE = say("Gave access to the list {list_code}")
    member_id: int
    list_code: str
    may_contribute: bool


@dataclass(frozen=True)
class AccessEnded(Event):
    """A member may use a list no longer."""

    KIND = "hashes.access.ended"
    SENTENCE = say("Ended access to the list {list_code}")
    member_id: int
    list_code: str


@dataclass(frozen=True)
class EntriesProposed(Event):
    """Entries wait for review."""

    KIND = "hashes.entry.proposed"
    SENTENCE = say("Proposed {count} entries for the list {list_code}")
    list_code: str
    count: int


@dataclass(frozen=True)
class EntryReviewed(Event):
    """Somebody looked at an entry."""

    KIND = "hashes.entry.reviewed"
    SENTENCE = say("Reviewed an entry")
    entry_id: int
    belongs: bool


@dataclass(frozen=True)
class EntryReleased(Event):
    """An entry is handed out to members."""

    KIND = "hashes.entry.released"
    SENTENCE = say("Released an entry of the list {list_code}")
    entry_id: int
    list_code: str


@dataclass(frozen=True)
class EntryRefused(Event):
    """An entry is not taken."""

    KIND = "hashes.entry.refused"
    SENTENCE = say("Refused an entry")
    entry_id: int


@dataclass(frozen=True)
class EntryRetracted(Event):
    """An entry is taken back; members get a tombstone."""

    KIND = "hashes.entry.retracted"
    SENTENCE = say("Retracted an entry of the list {list_code}")
    entry_id: int
    list_code: str


@dataclass(frozen=True)
class EntriesContributed(Event):
    """A member's machine sent entries."""

    KIND = "hashes.exchange.contributed"
    SENTENCE = say("Contributed {count} entries to the list {list_code}")
    member_id: int
    list_code: str
    count: int


@dataclass(frozen=True)
class EntriesWithdrawn(Event):
    """A member's machine took entries back."""

    KIND = "hashes.exchange.withdrawn"
    SENTENCE = say("Withdrew {count} entries from the list {list_code}")
    member_id: int
    list_code: str
    count: int
    entry_id: int | None


@dataclass(frozen=True)
class LargePrintKept(Event):
    """A member's machine sent the bytes of a long fingerprint."""

    KIND = "hashes.exchange.uploaded"
    SENTENCE = say("Uploaded a long fingerprint ({kind})")
    member_id: int
    entry_id: int
    kind: str


@dataclass(frozen=True)
class FeedbackGiven(Event):
    """A member agrees with a fingerprint or speaks against it."""

    KIND = "hashes.exchange.feedback"
    SENTENCE = say("Gave feedback on an entry: {verdict}")
    member_id: int
    entry_id: int
    kind: str
    verdict: str


@dataclass(frozen=True)
class DisputeSettled(Event):
    """A reviewer keeps a disputed entry."""

    KIND = "hashes.entry.settled"
    SENTENCE = say("Settled a dispute about an entry: it stays")
    entry_id: int


@dataclass(frozen=True)
class EntriesServed(Event):
    """A page of a list was handed to a member."""

    KIND = "hashes.exchange.served"
    SENTENCE = say("Handed out {count} entries of the list {list_code}")
    member_id: int
    list_code: str
    count: int


@dataclass(frozen=True)
class LargePrintServed(Event):
    """The bytes of a long fingerprint were handed to a member."""

    KIND = "hashes.exchange.downloaded"
    SENTENCE = say("Handed out a long fingerprint ({kind})")
    member_id: int
    entry_id: int
    kind: str


@dataclass(frozen=True)
class HashesLookedUp(Event):
    """Somebody asked whether hashes are known."""

    KIND = "hashes.hash.looked_up"
    SENTENCE = say("Looked {count} hashes up; {known} are known")
    count: int
    known: int


@dataclass(frozen=True)
class ListViewed(Event):
    """Entries were shown at the desk."""

    KIND = "hashes.list.viewed"
    SENTENCE = say("Saw {count} entries of the hash lists")
    count: int


@dataclass(frozen=True)
class ListExported(Event):
    """Entries left as a file."""

    KIND = "hashes.list.exported"
    SENTENCE = say("Exported {count} entries of the hash lists")
    count: int


@dataclass(frozen=True)
class EntryViewed(Event):
    """An entry was shown."""

    KIND = "hashes.entry.viewed"
    SENTENCE = say("Saw an entry of a hash list")
    entry_id: int


@dataclass(frozen=True)
class SeriesOpened(Event):
    """A series is kept now."""

    KIND = "hashes.series.opened"
    SENTENCE = say("Opened a series")
    series_id: int


@dataclass(frozen=True)
class SeriesChanged(Event):
    """What is known of a series changed."""

    KIND = "hashes.series.changed"
    SENTENCE = say("Changed a series ({fields})")
    series_id: int
    fields: str


@dataclass(frozen=True)
class SeriesHashesAdded(Event):
    """Files were added to a series."""

    KIND = "hashes.series.extended"
    SENTENCE = say("Added {count} files to a series")
    series_id: int
    count: int


@dataclass(frozen=True)
class SeriesViewed(Event):
    """A series was shown."""

    KIND = "hashes.series.viewed"
    SENTENCE = say("Saw a series")
    series_id: int


@dataclass(frozen=True)
class SeriesListViewed(Event):
    """The list of series was shown."""

    KIND = "hashes.series.listed"
    SENTENCE = say("Saw {count} series")
    count: int


@dataclass(frozen=True)
class FiguresExported(Event):
    """The figures for restitution left as a file."""

    KIND = "hashes.series.exported"
    SENTENCE = say("Exported the figures of a series")
    series_id: int


@dataclass(frozen=True)
class NoticeWished(Event):
    """A victim asked to be told."""

    KIND = "hashes.notice.wished"
    SENTENCE = say("Wrote down that a victim wants to be told")
    series_id: int
    wish_id: int


@dataclass(frozen=True)
class WishEnded(Event):
    """A victim wants to be told no longer."""

    KIND = "hashes.notice.ended"
    SENTENCE = say("Ended a victim's wish to be told")
    series_id: int
    wish_id: int


@dataclass(frozen=True)
class NoticesViewed(Event):
    """The notices that wait were shown, with how to reach the victims."""

    KIND = "hashes.notice.viewed"
    SENTENCE = say("Saw {count} notices and how to reach the victims")
    count: int


@dataclass(frozen=True)
class NoticeSent(Event):
    """A victim was told."""

    KIND = "hashes.notice.sent"
    SENTENCE = say("Told a victim that the series was found")
    notice_id: int


@dataclass(frozen=True)
class SetSubmitted(Event):
    """An officer sent a hash set."""

    KIND = "hashes.set.submitted"
    SENTENCE = say("Sent a hash set of {total} files")
    submission_id: int
    agency_id: int
    total: int


@dataclass(frozen=True)
class SetPartCompared(Event):
    """A part of a set was compared."""

    KIND = "hashes.set.compared"
    SENTENCE = say("Compared {done} of {total} files of a set")
    submission_id: int
    done: int
    total: int


@dataclass(frozen=True)
class SetReady(Event):
    """A set is compared; the officer can read what was found."""

    KIND = "hashes.set.ready"
    SENTENCE = say("Finished comparing a set")
    submission_id: int
    agency_id: int


@dataclass(frozen=True)
class SetViewed(Event):
    """What was found in a set was shown."""

    KIND = "hashes.set.viewed"
    SENTENCE = say("Saw what was found in a set")
    submission_id: int


@dataclass(frozen=True)
class SetExported(Event):
    """What was found in a set left as a file."""

    KIND = "hashes.set.exported"
    SENTENCE = say("Exported what was found in a set")
    submission_id: int


@dataclass(frozen=True)
class SetsEmptied(Event):
    """Single hashes of old sets were deleted; the counts stay."""

    KIND = "hashes.set.emptied"
    SENTENCE = say("Deleted the hashes of {count} sets that are a year old")
    count: int


@dataclass(frozen=True)
class FingerprintsDeleted(Event):
    """Fingerprints of entries that were taken back or refused were deleted; the tombstone stays."""

    KIND = "hashes.entry.emptied"
    SENTENCE = say("Deleted the fingerprints of {count} entries no longer on a list")
    count: int
