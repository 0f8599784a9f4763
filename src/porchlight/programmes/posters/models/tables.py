"""Posters as they are worked on, and apart from them the copies that the public sees."""

import json
from hashlib import sha256
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from porchlight.house.audit.pairs import signed, two_persons
from porchlight.house.doors.public_tables import ReleasedCopy
from porchlight.programmes.posters.rules.content import PosterFacts
from porchlight.programmes.posters.rules.states import OPEN, State
from porchlight.programmes.posters.rules.stored import from_json

TABLE = "posters_poster"


def _by() -> Any:  # noqa: ANN401 the stubs cannot name it shortly
    return models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")


class Poster(models.Model):
    """
    One version of a case's poster. ``code`` is its public address and the same for all versions,
    so that a code scanned from an old print leads to what is true now.
    """

    OWNER = "posters"
    KEEP = "P10Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "case": "operational",
        "code": "public",
        "version": "public",
        "languages": "public",
        "state": "operational",
        "area": "public",
        "child_ids": "operational",
        "facts": "personal",
        "words": "personal",
        "made_at": "operational",
        "drafted_at": "operational",
        "drafted_by": "operational",
        "family_approved_at": "operational",
        "family_approved_by": "operational",
        "family_words": "personal",
        "released_at": "operational",
        "released_by": "operational",
        "withdrawn_at": "operational",
        "withdrawn_by": "operational",
        "ended_at": "operational",
        "ended_reason": "operational",
        "typeset_at": "operational",
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    code = models.CharField(max_length=22, db_index=True)
    version = models.PositiveIntegerField()
    languages = ArrayField(models.CharField(max_length=5))
    state = models.CharField(max_length=12, default=State.DRAFT)
    # The state of the country it is about, as searches ask for it.
    area = models.CharField(max_length=2, blank=True)
    # The children of ``facts``, in its order.
    child_ids = ArrayField(models.BigIntegerField(), default=list)
    facts = models.JSONField()
    # Sentences by place: what the case said when they were written, and each language's text.
    words = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    drafted_at = models.DateTimeField(null=True)
    drafted_by = _by()
    family_approved_at = models.DateTimeField(null=True)
    family_approved_by = _by()
    family_words = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = _by()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = _by()
    # The house ends versions too (a child is found), so this has no person.
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=20, blank=True)
    typeset_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            signed("drafted", table=TABLE),
            signed("family_approved", table=TABLE),
            signed("released", table=TABLE),
            signed("withdrawn", table=TABLE),
            two_persons("drafted", "released", table=TABLE),
            UniqueConstraint(fields=["case", "version"], name=f"{TABLE}_version_once"),
            UniqueConstraint(
                fields=["case"],
                condition=Q(state=State.RELEASED),
                name=f"{TABLE}_one_released",
            ),
            UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=sorted(OPEN)),
                name=f"{TABLE}_one_draft",
            ),
            CheckConstraint(condition=Q(state__in=sorted(State)), name=f"{TABLE}_state_known"),
            CheckConstraint(
                condition=~Q(state=State.RELEASED)
                | Q(released_at__isnull=False, family_approved_at__isnull=False),
                name=f"{TABLE}_released_by_somebody",
            ),
            CheckConstraint(
                condition=~Q(state=State.APPROVED) | Q(family_approved_at__isnull=False),
                name=f"{TABLE}_approved_by_somebody",
            ),
        ]

    def content(self) -> PosterFacts:
        """Return what this version says."""
        return from_json(self.facts)

    @property
    def stamp(self) -> int:
        """A number that changes whenever the words do: what was shown is what is agreed to."""
        said = json.dumps([self.facts, self.languages], sort_keys=True)
        return int(sha256(said.encode()).hexdigest()[:12], 16)


class ReleasedPoster(ReleasedCopy):
    """
    What the public sees of a case: words that were approved, and nothing that leads back to it.
    A withdrawn one keeps its code and nothing else.
    """

    OWNER = "posters"
    KEEP = "forever"
    HISTORY = False
    CATALOGUE: ClassVar[dict[str, str]] = {
        "code": "public",
        "version": "public",
        "languages": "public",
        "names": "public",
        "name_words": "public",
        "name_keys": "public",
        "state": "public",
        "age_low": "public",
        "age_high": "public",
        "missing_on": "public",
        "content": "public",
        "released_at": "public",
        "expires_at": "public",
        "withdrawn_at": "public",
    }

    code = models.CharField(primary_key=True, max_length=22)
    version = models.PositiveIntegerField(default=0)
    languages = ArrayField(models.CharField(max_length=5), default=list)
    names = models.CharField(max_length=400, blank=True)
    name_words = models.CharField(max_length=400, blank=True)
    name_keys = ArrayField(models.CharField(max_length=40), default=list)
    state = models.CharField(max_length=2, blank=True)
    age_low = models.PositiveSmallIntegerField(null=True)
    age_high = models.PositiveSmallIntegerField(null=True)
    missing_on = models.CharField(max_length=10, blank=True)
    # By language: everything a page or the printed poster says, in its words.
    content = models.JSONField(default=dict)
    released_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["name_keys"], name="posters_released_name_keys"),
            # Words by how they begin, as the public's search asks for them.
            GinIndex(SearchVector("name_words", config="simple"), name="posters_released_words"),
            models.Index(fields=["released_at", "code"], name="posters_released_newest"),
            # How many are public is counted from this alone.
            models.Index(
                fields=["expires_at"],
                condition=Q(withdrawn_at__isnull=True),
                name="posters_released_public",
            ),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(
                    names="",
                    name_words="",
                    name_keys=[],
                    state="",
                    age_low__isnull=True,
                    age_high__isnull=True,
                    missing_on="",
                    content={},
                    released_at__isnull=True,
                    expires_at__isnull=True,
                ),
                name="posters_releasedposter_withdrawn_says_nothing",
            ),
        ]


class ReleasedSheet(ReleasedCopy):
    """
    A file of a released poster: PDF, picture to share, photograph. In the database, so that a
    withdrawal is one transaction and no copy is left on a disk.
    """

    OWNER = "posters"
    KEEP = "P1Y"
    HISTORY = False
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "code": "public",
        "name": "public",
        "version": "public",
        "media_type": "public",
        "sha256": "public",
        "content": "public",
    }

    code = models.CharField(max_length=22)
    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["code", "name"], name="posters_releasedsheet_name_once")
        ]


class ReleasedPerson(ReleasedCopy):
    """
    One child of a public poster, as partners' machines take it. ``record`` stays the same as long
    as the poster's address does. What is withdrawn leaves its id, its time and a signed word that
    it is over; ``withdrawal_key`` was told with the child, so nobody else can say that it is.
    """

    OWNER = "posters"
    KEEP = "forever"
    HISTORY = False
    CATALOGUE: ClassVar[dict[str, str]] = {
        "record": "public",
        "code": "public",
        "facts": "public",
        "released_at": "public",
        "source_at": "public",
        "entered_at": "public",
        "expires_at": "public",
        "withdrawn_at": "public",
        "withdrawal_key": "public",
        "tombstone": "public",
    }

    record = models.CharField(primary_key=True, max_length=28)
    code = models.CharField(max_length=22, db_index=True)
    facts = models.JSONField(default=dict)
    released_at = models.DateTimeField(null=True)
    # When the facts last changed, and when the row did: partners ask for what came since.
    source_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_key = models.CharField(max_length=64)
    tombstone = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["entered_at", "record"], name="posters_person_entered")]
        constraints = [
            CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, tombstone="")
                | Q(
                    ~Q(tombstone=""),
                    withdrawn_at__isnull=False,
                    facts={},
                    released_at__isnull=True,
                    source_at__isnull=True,
                    expires_at__isnull=True,
                ),
                name="posters_releasedperson_withdrawn_says_nothing",
            ),
        ]
