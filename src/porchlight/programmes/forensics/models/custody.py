"""Evidence items and who held them, partner laboratories, requests to them, what they found."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from porchlight.core.measures import Span
from porchlight.house.audit.pairs import signed
from porchlight.programmes.forensics.models.biometrics import of_one
from porchlight.programmes.forensics.models.persons import UnidentifiedPerson, by_account
from porchlight.programmes.forensics.rules.custody import Act, Link
from porchlight.programmes.forensics.rules.findings import Finding
from porchlight.programmes.forensics.rules.items import ITEM_KINDS
from porchlight.programmes.forensics.rules.services import Stage


class EvidenceItem(models.Model):
    """A thing that is kept as evidence: of a missing child's case, or of an unidentified person."""

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "number": "operational",
        "child": "operational",
        "person": "operational",
        "parent": "operational",
        "kind": "operational",
        "words": "personal",
        "quantity": "operational",
        "container": "operational",
        "authority": "operational",
        "instruction": "operational",
        "registered_at": "operational",
        "registered_by": "operational",
    }

    number = models.CharField(max_length=20, unique=True)
    child = models.ForeignKey("cases.Child", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(UnidentifiedPerson, models.PROTECT, null=True, related_name="items")
    # What it was cut, swabbed or extracted from.
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    kind = models.CharField(max_length=12)
    words = models.CharField(max_length=300)
    quantity = models.CharField(max_length=60, blank=True)
    container = models.CharField(max_length=120, blank=True)
    # By whose consent or order it was taken.
    authority = models.CharField(max_length=200, blank=True)
    # What is to be done with what is left: return, keep, destroy.
    instruction = models.CharField(max_length=120, blank=True)
    registered_at = models.DateTimeField()
    registered_by = by_account()

    class Meta:
        constraints = [
            of_one("forensics_evidenceitem", "child", "person"),
            CheckConstraint(
                condition=Q(kind__in=sorted(ITEM_KINDS)), name="forensics_evidenceitem_kind_known"
            ),
        ]


class CustodyLink(models.Model):
    """
    One entry of an item's chain of custody. The table itself refuses any change: a mistake is put
    right by a further entry.
    """

    OWNER = "analyst"
    KEEP = "forever"
    # It is its own history.
    HISTORY = False
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "item": "operational",
        "seq": "operational",
        "happened_on": "operational",
        "act": "operational",
        "giver": "operational",
        "taker": "operational",
        "organisation": "operational",
        "purpose": "operational",
        "seal_before": "operational",
        "seal_after": "operational",
        "condition": "operational",
        "place": "operational",
        "approval": "operational",
        "tracking": "operational",
        "hash": "operational",
        "recorded_at": "operational",
        "recorded_by": "operational",
    }

    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="chain")
    seq = models.PositiveIntegerField()
    # The instant at which it went from hand to hand, as it was told.
    happened_on = models.DateTimeField()
    act = models.CharField(max_length=12)
    giver = models.CharField(max_length=120)
    taker = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    seal_before = models.CharField(max_length=60, blank=True)
    seal_after = models.CharField(max_length=60, blank=True)
    condition = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=160, blank=True)
    approval = models.CharField(max_length=200, blank=True)
    tracking = models.CharField(max_length=120, blank=True)
    hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = by_account()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["item", "seq"], name="forensics_custodylink_seq_once"),
            CheckConstraint(
                condition=Q(act__in=sorted(Act)), name="forensics_custodylink_act_known"
            ),
        ]

    def link(self) -> Link:
        """Return the plain form."""
        return Link(
            self.seq,
            self.happened_on,
            Act(self.act),
            self.giver,
            self.taker,
            self.seal_before,
            self.seal_after,
            self.approval,
        )

    def told(self) -> dict[str, object]:
        """Return what the hash covers."""
        names = (
            "act",
            "giver",
            "taker",
            "organisation",
            "purpose",
            "seal_before",
            "seal_after",
            "condition",
            "place",
            "approval",
            "tracking",
        )
        return {
            **{name: getattr(self, name) for name in names},
            "item": self.item.number,
            "seq": self.seq,
            "at": self.happened_on.astimezone().isoformat(timespec="seconds"),
            "by": self.recorded_by_id,
        }


class Laboratory(models.Model):
    """A partner laboratory: which services it gives, accredited by whom until when, how many."""

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "name": "operational",
        "services": "operational",
        "accreditation": "operational",
        "accredited_until": "operational",
        "capacity": "operational",
        "contact": "operational",
        "added_at": "operational",
        "added_by": "operational",
    }

    name = models.CharField(max_length=160, unique=True)
    services = ArrayField(models.CharField(max_length=20))
    accreditation = models.CharField(max_length=120, blank=True)
    accredited_until = models.DateField(null=True)
    # Requests that it takes at a time.
    capacity = models.PositiveIntegerField(default=5)
    contact = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = by_account()


class LabRequest(models.Model):
    """A question put to a partner laboratory, and how far it is."""

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "child": "operational",
        "person": "operational",
        "item": "operational",
        "service": "operational",
        "question": "personal",
        "authority": "operational",
        "approval": "operational",
        "laboratory": "operational",
        "stage": "operational",
        "due_on": "operational",
        "stage_words": "operational",
        "asked_at": "operational",
        "asked_by": "operational",
        "moved_at": "operational",
        "moved_by": "operational",
    }

    child = models.ForeignKey("cases.Child", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        UnidentifiedPerson, models.PROTECT, null=True, related_name="requests"
    )
    item = models.ForeignKey(EvidenceItem, models.PROTECT, null=True, related_name="requests")
    service = models.CharField(max_length=20)
    question = models.CharField(max_length=300)
    authority = models.CharField(max_length=200)
    # Who approved that material is used up; needed where a service uses some.
    approval = models.CharField(max_length=200, blank=True)
    laboratory = models.ForeignKey(Laboratory, models.PROTECT, null=True, related_name="requests")
    stage = models.CharField(max_length=10, default=Stage.ASKED)
    due_on = models.DateField(null=True)
    stage_words = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = by_account()
    moved_at = models.DateTimeField(null=True)
    moved_by = by_account()

    class Meta:
        constraints = [
            of_one("forensics_labrequest", "child", "person"),
            signed("moved", table="forensics_labrequest"),
            CheckConstraint(
                condition=Q(stage__in=sorted(Stage)), name="forensics_labrequest_stage_known"
            ),
            CheckConstraint(
                condition=Q(laboratory__isnull=False) | Q(stage__in=["asked", "cancelled"]),
                name="forensics_labrequest_offered_to_somebody",
            ),
        ]


class LabFinding(models.Model):
    """One thing that a laboratory found, and whether the record took it over."""

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "request": "operational",
        "kind": "operational",
        "low": "personal",
        "high": "personal",
        "word": "personal",
        "words": "personal",
        "changed": "operational",
        "found_at": "operational",
        "found_by": "operational",
    }

    request = models.ForeignKey(LabRequest, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=12)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    word = models.CharField(max_length=200, blank=True)
    # Limits, method, number of the report.
    words = models.TextField(blank=True)
    # The columns of the record that it changed.
    changed = ArrayField(models.CharField(max_length=30), default=list)
    found_at = models.DateTimeField()
    found_by = by_account()

    def finding(self) -> Finding:
        """Return the plain form."""
        span = None if self.low is None or self.high is None else Span(self.low, self.high)
        return Finding(self.kind, span, self.word)
