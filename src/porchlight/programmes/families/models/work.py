"""What is done with a family: contacts, needs, referrals, messages, and what they gave."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q

from porchlight.house.audit.pairs import signed
from porchlight.programmes.families.models.columns import (
    KEEP,
    OWNER,
    known,
    signer,
    surely_signer,
)
from porchlight.programmes.families.models.record import FamilyAccess, Relative, SupportRecord
from porchlight.programmes.families.rules.vocabulary import Channel, NeedKind, Outcome


class Contact(models.Model):
    """
    A contact with the family: promised for an instant, kept or missed; or one that just happened.
    Without ``relative`` it is with whoever of the family is reached.
    """

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "support": "operational",
        "relative": "operational",
        "channel": "operational",
        "due_at": "operational",
        "about": "sealed",
        "after_recovery": "operational",
        "promised_at": "operational",
        "promised_by": "operational",
        "kept_at": "operational",
        "kept_by": "operational",
        "reached": "operational",
        "nothing_new": "operational",
        "words": "sealed",
        "missed_told_at": "operational",
        "taken_back_at": "operational",
        "taken_back_by": "operational",
    }

    support = models.ForeignKey(SupportRecord, models.PROTECT, related_name="contacts")
    relative = models.ForeignKey(Relative, models.PROTECT, null=True, related_name="contacts")
    channel = models.CharField(max_length=20, default=Channel.CALL)
    # Empty when nobody had promised it.
    due_at = models.DateTimeField(null=True)
    about = models.CharField(max_length=200, blank=True)
    after_recovery = models.BooleanField(default=False)
    promised_at = models.DateTimeField()
    # Empty when the calendar of a recovery planned it.
    promised_by = signer()
    kept_at = models.DateTimeField(null=True)
    kept_by = signer()
    reached = models.BooleanField(null=True)
    nothing_new = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    missed_told_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = signer()

    class Meta:
        constraints = [
            known("channel", Channel, table="families_contact"),
            signed("kept", table="families_contact"),
            signed("taken_back", table="families_contact"),
            CheckConstraint(
                condition=Q(kept_at__isnull=True) | Q(taken_back_at__isnull=True),
                name="families_contact_one_end",
            ),
            CheckConstraint(
                condition=Q(due_at__isnull=False) | Q(kept_at__isnull=False),
                name="families_contact_promised_or_kept",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(kept_at__isnull=True, taken_back_at__isnull=True),
                name="families_contact_due",
            )
        ]


class Need(models.Model):
    """What the family needs beside the search."""

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "support": "operational",
        "relative": "operational",
        "kind": "operational",
        "words": "sealed",
        "urgent": "operational",
        "added_at": "operational",
        "added_by": "operational",
        "met_at": "operational",
        "met_by": "operational",
        "outcome": "sealed",
    }

    support = models.ForeignKey(SupportRecord, models.PROTECT, related_name="needs")
    relative = models.ForeignKey(Relative, models.PROTECT, null=True, related_name="needs")
    kind = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    urgent = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = surely_signer()
    met_at = models.DateTimeField(null=True)
    met_by = signer()
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            known("kind", NeedKind, table="families_need"),
            signed("met", table="families_need"),
        ]


class Referral(models.Model):
    """Help of others for a need: to whom, whether the family agreed, what became of it."""

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "need": "operational",
        "helper": "sealed",
        "consent": "operational",
        "words": "sealed",
        "made_at": "operational",
        "made_by": "operational",
        "outcome": "operational",
        "outcome_words": "sealed",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    need = models.ForeignKey(Need, models.PROTECT, related_name="referrals")
    helper = models.CharField(max_length=200)
    consent = models.BooleanField()
    words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = surely_signer()
    outcome = models.CharField(max_length=20, blank=True)
    outcome_words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = signer()

    class Meta:
        constraints = [
            known("outcome", Outcome, table="families_referral", blank=True),
            signed("ended", table="families_referral"),
            # Nobody is named to a helper who did not agree to it.
            CheckConstraint(condition=Q(consent=True), name="families_referral_consented"),
            CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True)
                | (~Q(outcome="") & Q(ended_at__isnull=False)),
                name="families_referral_ends_with_outcome",
            ),
        ]


class FamilyMessage(models.Model):
    """One message between a family member and the advocate; each member has a thread alone."""

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "access": "operational",
        "from_family": "operational",
        "text": "sealed",
        "written_at": "operational",
        "written_by": "operational",
        "read_at": "operational",
        "read_by": "operational",
    }

    access = models.ForeignKey(FamilyAccess, models.PROTECT, related_name="messages")
    from_family = models.BooleanField()
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = surely_signer()
    read_at = models.DateTimeField(null=True)
    read_by = signer()

    class Meta:
        constraints = [
            signed("read", table="families_familymessage"),
            # Whoever wrote it is not the one who read it.
            CheckConstraint(
                condition=Q(read_by__isnull=True) | ~Q(read_by=F("written_by")),
                name="families_message_read_by_the_other",
            ),
        ]


class FamilyDocument(models.Model):
    """A paper that the family gave: sealed, opened by those who work on the case, with a reason."""

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "access": "operational",
        "file_id": "operational",
        "sha256": "operational",
        "media_type": "operational",
        "title": "personal",
        "given_at": "operational",
        "given_by": "operational",
    }

    access = models.ForeignKey(FamilyAccess, models.PROTECT, related_name="documents")
    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    given_at = models.DateTimeField()
    given_by = surely_signer()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["access", "sha256"], name="families_document_once_per_access"
            ),
        ]


class FamilyPhotograph(models.Model):
    """A picture of the child that the family gave, until the desk puts it on the case."""

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "access": "operational",
        "file_id": "operational",
        "sha256": "operational",
        "words": "personal",
        "given_at": "operational",
        "given_by": "operational",
        "outcome": "operational",
        "settled_at": "operational",
        "settled_by": "operational",
    }

    access = models.ForeignKey(FamilyAccess, models.PROTECT, related_name="photographs")
    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    words = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    given_by = surely_signer()
    # "added" to the case, or "aside".
    outcome = models.CharField(max_length=10, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = signer()

    class Meta:
        constraints = [
            signed("settled", table="families_familyphotograph"),
            CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | Q(outcome__in=["added", "aside"], settled_at__isnull=False),
                name="families_photograph_settled_with_outcome",
            ),
            models.UniqueConstraint(
                fields=["access", "sha256"], name="families_photograph_once_per_access"
            ),
        ]


class SupportRequest(models.Model):
    """Somebody of a family asked to be called by an advocate; ``source`` says where they asked."""

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "source": "operational",
        "case": "operational",
        "name": "personal",
        "relation": "operational",
        "phones": "personal",
        "email": "personal",
        "language": "operational",
        "safe_contact": "sealed",
        "words": "sealed",
        "best_time": "personal",
        "crisis": "sealed",
        "asked_at": "operational",
        "settled_at": "operational",
        "settled_by": "operational",
        "outcome": "sealed",
    }

    source = models.CharField(max_length=40, unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=30, blank=True)
    phones = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=12, default="en")
    safe_contact = models.TextField(blank=True)
    words = models.TextField(blank=True)
    best_time = models.CharField(max_length=300, blank=True)
    crisis = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = signer()
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [signed("settled", table="families_supportrequest")]
