"""The record of a family's support, its members, and their pages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q

from porchlight.house.audit.pairs import signed
from porchlight.programmes.families.models.columns import KEEP, OWNER, signer, surely_signer
from porchlight.programmes.families.permissions import AccessFacts, SupportFacts
from porchlight.programmes.families.rules.safe_contact import SafeRules
from porchlight.programmes.families.rules.vocabulary import Part


class SupportRecord(models.Model):
    """The support of one case's family: whose it is, how safe they are, the plan for a crisis."""

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "advocate": "operational",
        "phone": "operational",
        "assigned_at": "operational",
        "assigned_by": "operational",
        "safety": "sealed",
        "crisis_plan": "sealed",
        "recovery_told_at": "operational",
        "recovery_told_by": "operational",
        "version": "operational",
    }

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    advocate = surely_signer()
    # The number under which the family reaches the advocate.
    phone = models.CharField(max_length=40)
    assigned_at = models.DateTimeField()
    assigned_by = signer()
    safety = models.TextField(blank=True)
    crisis_plan = models.TextField(blank=True)
    # Until somebody told them in person, no page says that a child was found.
    recovery_told_at = models.DateTimeField(null=True)
    recovery_told_by = signer()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [signed("recovery_told", table="families_supportrecord")]
        indexes = [models.Index(fields=["advocate"], name="families_support_advocate")]

    def facts(self) -> SupportFacts:
        """What decides who sees the record."""
        return SupportFacts(self.pk, self.advocate_id)


class Relative(models.Model):
    """
    Somebody of the family, and how it is safe to reach them. Those who are ``apart`` never learn
    how another is reached.
    """

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "support": "operational",
        "name": "personal",
        "relation": "operational",
        "language": "operational",
        "phones": "sealed",
        "call_after": "sealed",
        "call_before": "sealed",
        "no_call": "sealed",
        "no_voicemail": "sealed",
        "places": "sealed",
        "rules": "sealed",
        "apart": "sealed",
        "added_at": "operational",
        "added_by": "operational",
        "version": "operational",
    }

    support = models.ForeignKey(SupportRecord, models.PROTECT, related_name="relatives")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=30)
    language = models.CharField(max_length=12, default="en")
    phones = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    call_after = models.TimeField(null=True)
    call_before = models.TimeField(null=True)
    no_call = models.BooleanField(default=False)
    no_voicemail = models.BooleanField(default=False)
    places = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    rules = models.TextField(blank=True)
    apart = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = surely_signer()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(call_after__isnull=True, call_before__isnull=True)
                | Q(call_after__isnull=False, call_before__isnull=False),
                name="families_relative_hours_both",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def safe(self) -> SafeRules:
        """How the person may be called, as rules read it."""
        return SafeRules(self.call_after, self.call_before, self.no_call)


class FamilyAccess(models.Model):
    """A family member's page of one case: whose account, what it shows, the code of the letter."""

    OWNER = OWNER
    KEEP = KEEP
    CATALOGUE = {
        "id": "operational",
        "support": "operational",
        "relative": "operational",
        "account": "operational",
        "sees": "operational",
        "by_mail": "operational",
        "code_digest": "sealed",
        "code_expires_at": "operational",
        "code_used_at": "operational",
        "given_at": "operational",
        "given_by": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    support = models.ForeignKey(SupportRecord, models.PROTECT, related_name="accesses")
    relative = models.ForeignKey(Relative, models.PROTECT, related_name="accesses")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    sees = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    # Whether their mailbox is theirs alone: only then is mail sent that something waits.
    by_mail = models.BooleanField(default=False)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_used_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField()
    given_by = surely_signer()
    ended_at = models.DateTimeField(null=True)
    ended_by = signer()

    class Meta:
        constraints = [
            signed("ended", table="families_familyaccess"),
            models.UniqueConstraint(
                fields=["support", "account"],
                condition=Q(ended_at__isnull=True),
                name="families_access_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["code_digest"],
                condition=~Q(code_digest=""),
                name="families_access_code_unique",
            ),
            CheckConstraint(
                condition=Q(code_digest="", code_expires_at__isnull=True)
                | (~Q(code_digest="") & Q(code_expires_at__isnull=False)),
                name="families_access_code_expires",
            ),
            CheckConstraint(
                condition=Q(sees__contained_by=[part.value for part in Part]),
                name="families_access_sees_known",
            ),
            # A code of an access that ended is worth nothing, so it is not kept.
            CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(code_digest=""),
                name="families_access_ended_without_code",
            ),
        ]
        indexes = [models.Index(fields=["account"], name="families_access_account")]

    def facts(self) -> AccessFacts:
        """What decides what the account sees."""
        sees = frozenset(Part(part) for part in self.sees)
        return AccessFacts(self.account_id, sees, self.ended_at)
