"""Members, their access, entries with fingerprints, reviews and feedback."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from porchlight.core.errors import NotFound
from porchlight.core.text import Say, say
from porchlight.house.audit.pairs import signed, two_persons
from porchlight.programmes.hashes.rules.review import Opinion
from porchlight.programmes.hashes.rules.states import check_entry_move
from porchlight.programmes.hashes.rules.vocabulary import (
    LARGE,
    LISTS,
    SIZES,
    STATUS_NAMES,
    VISIBLE,
    Kind,
    ListKind,
    Status,
    write_value,
)

STEP = timedelta(microseconds=1)


class Member(models.Model):
    """Who shares hashes: a partner, or the clearinghouse itself (no agency)."""

    OWNER = "administrator"
    KEEP = "forever"
    CATALOGUE = {
        "id": "operational",
        "agency": "operational",
        "name": "operational",
        "joined_at": "operational",
    }

    agency = models.OneToOneField(
        "directory.Agency", models.PROTECT, null=True, related_name="hash_member"
    )
    name = models.CharField(max_length=160)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(agency__isnull=True),
                name="hashes_member_one_house",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def house(cls, now: datetime) -> "Member":
        """Return the clearinghouse as a member among members."""
        named = {"name": settings.ENV.organisation, "joined_at": now}
        return cls.objects.get_or_create(agency=None, defaults=named)[0]


class ListAccess(models.Model):
    """A member may read one list, and perhaps contribute to it, from when until when."""

    OWNER = "administrator"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "member": "operational",
        "list_code": "operational",
        "may_contribute": "operational",
        "granted_at": "operational",
        "granted_by": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    member = models.ForeignKey(Member, models.CASCADE, related_name="access")
    list_code = models.CharField(max_length=30)
    may_contribute = models.BooleanField(default=False)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "list_code"],
                condition=models.Q(ended_at__isnull=True),
                name="hashes_listaccess_once",
            ),
            signed("ended", table="hashes_listaccess"),
        ]

    @property
    def kind(self) -> ListKind:
        """The list."""
        return LISTS[self.list_code]


class ListClock(models.Model):
    """
    The last time a list gave out: each change of the list gets a later one, also later than every
    range that was read, so that no reader ever misses a change that was being written.
    """

    OWNER = "operations"
    KEEP = "forever"
    HISTORY = False
    CATALOGUE = {"list_code": "operational", "last_at": "operational"}

    list_code = models.CharField(primary_key=True, max_length=30)
    last_at = models.DateTimeField()

    @classmethod
    def locked(cls, list_code: str, now: datetime) -> "ListClock":
        """Return the clock, locked to the end of the transaction: changes show in their order."""
        cls.objects.get_or_create(list_code=list_code, defaults={"last_at": now - STEP})
        return cls.objects.select_for_update().get(list_code=list_code)

    @classmethod
    def tick(cls, list_code: str, now: datetime) -> datetime:
        """Return the time of a change: later than every change and every range read before."""
        clock = cls.locked(list_code, now)
        clock.last_at = max(now, clock.last_at + STEP)
        clock.save(update_fields=["last_at"])
        return clock.last_at

    @classmethod
    def close(cls, list_code: str, until: datetime, now: datetime) -> datetime:
        """Return the end of a range to read (never to come): nothing more happens before it."""
        clock = cls.locked(list_code, now)
        end = min(until, now)
        if end > clock.last_at:
            clock.last_at = end
            clock.save(update_fields=["last_at"])
        return end


class Standing(models.TextChoices):
    """Whether the search holds a fingerprint, and what is still to do."""

    NEW = "new"
    IN = "in"
    GOING = "going"
    OUT = "out"


def _standing(kind: Kind, *, shown: bool) -> Standing:
    return Standing.NEW if shown and kind in SIZES else Standing.OUT


class Entry(models.Model):
    """One file that a member or the clearinghouse knows, by nothing but its fingerprints."""

    OWNER = "analyst"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "list_code": "operational",
        "member": "operational",
        "name": "operational",
        "media": "operational",
        "classification": "operational",
        "categories": "operational",
        "source": "operational",
        "series": "sealed",
        "status": "operational",
        "was_visible": "operational",
        "is_disputed": "operational",
        "changed_at": "operational",
        "proposed_at": "operational",
        "proposed_by": "operational",
        "released_at": "operational",
        "released_by": "operational",
        "retracted_at": "operational",
        "retracted_because": "operational",
    }

    list_code = models.CharField(max_length=30)
    member = models.ForeignKey(Member, models.PROTECT, related_name="entries")
    # The member's own identifier: with the member's number it names the entry in the exchange.
    name = models.CharField(max_length=100)
    media = models.CharField(max_length=5, default="image")
    classification = models.CharField(max_length=2, blank=True)
    categories = ArrayField(models.CharField(max_length=40), default=list)
    source = models.CharField(max_length=200, blank=True)
    series = models.ForeignKey("hashes.Series", models.PROTECT, null=True, related_name="entries")
    status = models.CharField(max_length=10)
    # Once handed out, an entry leaves a tombstone when it goes.
    was_visible = models.BooleanField(default=False)
    is_disputed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    proposed_at = models.DateTimeField()
    # Empty when a member's machine sent it.
    proposed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    retracted_at = models.DateTimeField(null=True)
    retracted_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list_code", "member", "name"], name="hashes_entry_one_name"
            ),
            signed("released", table="hashes_entry"),
            two_persons("proposed", "released", table="hashes_entry"),
            models.CheckConstraint(
                condition=~models.Q(status="released") | models.Q(released_at__isnull=False),
                name="hashes_entry_released_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["list_code", "changed_at", "id"],
                condition=models.Q(was_visible=True),
                name="hashes_entry_exchange",
            ),
            models.Index(fields=["status", "list_code", "id"], name="hashes_entry_desk"),
            models.Index(fields=["series"], name="hashes_entry_series"),
            models.Index(
                fields=["list_code"],
                condition=models.Q(is_disputed=True),
                name="hashes_entry_disputed",
            ),
        ]

    @classmethod
    def locked(cls, entry_id: int) -> "Entry":
        """
        Return an entry, locked for the transaction.

        :raises NotFound: when there is none
        """
        found = cls.objects.select_for_update().filter(id=entry_id).first()
        if found is None:
            raise NotFound(say("There is no such entry."))
        return found

    def write_fingerprints(self, wanted: Iterable[tuple[Kind, bytes]]) -> None:
        """Make ``wanted`` the entry's short fingerprints; the search follows by itself."""
        shown = self.status in VISIBLE
        kept = {(kind, value): _standing(kind, shown=shown) for kind, value in wanted}
        for row in self.fingerprints.exclude(kind__in=LARGE):
            standing = kept.pop((Kind(row.kind), bytes(row.value)), None)
            if standing is None and row.standing in {Standing.NEW, Standing.IN}:
                # The search must forget it first; the job deletes it then.
                row.standing = Standing.GOING
            elif standing is None:
                row.delete()
                continue
            elif standing is not Standing.NEW or row.standing != Standing.IN:
                row.standing = standing
            row.save(update_fields=["standing"])
        Fingerprint.objects.bulk_create(
            Fingerprint(entry=self, kind=kind, value=value, standing=standing)
            for (kind, value), standing in kept.items()
        )

    def take_back(self, why: str, now: datetime) -> None:
        """Leave a tombstone to members and have the search forget the fingerprints."""
        self.status = check_entry_move(Status(self.status), Status.RETRACTED)
        self.retracted_at, self.retracted_because, self.is_disputed = now, why, False
        self.changed_at = ListClock.tick(self.list_code, now)
        self.save()
        held = self.fingerprints.filter(standing__in=[Standing.NEW, Standing.IN])
        held.update(standing=Standing.GOING)

    @property
    def status_name(self) -> Say:
        """Where it stands, in words."""
        return STATUS_NAMES[Status(self.status)]

    @property
    def list_title(self) -> Say:
        """The list's name."""
        return LISTS[self.list_code].title


class Fingerprint(models.Model):
    """One fingerprint of an entry; ``standing`` says what the search knows of it."""

    OWNER = "analyst"
    KEEP = "P10Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "entry": "operational",
        "kind": "operational",
        "value": "operational",
        "standing": "operational",
    }

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="fingerprints")
    kind = models.CharField(max_length=16)
    value = models.BinaryField()
    standing = models.CharField(max_length=5, choices=Standing, default=Standing.OUT)

    class Meta:
        indexes = [
            models.Index(fields=["entry"], name="hashes_fingerprint_entry"),
            models.Index(
                fields=["id"],
                condition=models.Q(standing__in=["new", "going"]),
                name="hashes_fingerprint_waiting",
            ),
        ]

    @property
    def written(self) -> str:
        """The fingerprint as it is written; long ones by their beginning."""
        text = write_value(Kind(self.kind), bytes(self.value))
        return text if len(text) <= 64 else f"{text[:48]}…"


class Review(models.Model):
    """What one person found when looking at an entry."""

    OWNER = "analyst"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "entry": "operational",
        "belongs": "operational",
        "classification": "operational",
        "remark": "sealed",
        "reviewed_at": "operational",
        "reviewed_by": "operational",
    }

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="reviews")
    belongs = models.BooleanField()
    classification = models.CharField(max_length=2, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "reviewed_by"], name="hashes_review_one_per_person"
            )
        ]

    def opinion(self) -> Opinion:
        """As rules weigh it."""
        return Opinion(self.reviewed_by_id, self.belongs, self.classification)


class Feedback(models.Model):
    """What a member thinks of one kind of fingerprint of an entry; no reasons: it agrees."""

    OWNER = "analyst"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "entry": "operational",
        "kind": "operational",
        "member": "operational",
        "reasons": "operational",
        "given_at": "operational",
    }

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="feedback")
    kind = models.CharField(max_length=16)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    reasons = ArrayField(models.CharField(max_length=60), default=list)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind", "member"], name="hashes_feedback_one_per_member"
            )
        ]
