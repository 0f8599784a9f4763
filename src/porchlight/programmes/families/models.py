"""Family support: a compartment of its own beside the case."""

from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q

from porchlight.house.audit.pairs import signed
from porchlight.programmes.families.permissions import AccessFacts, SupportFacts
from porchlight.programmes.families.rules.safe_contact import SafeRules
from porchlight.programmes.families.rules.vocabulary import Channel, NeedKind, Outcome, Part

OWNER = "family_advocate"
KEEP = "P75Y"


def _by() -> Any:  # noqa: ANN401 the stubs cannot name it shortly
    return models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")


def _surely_by() -> Any:  # noqa: ANN401 as above
    return models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")


def _known(name: str, words: type[StrEnum], table: str, *, blank: bool = False) -> CheckConstraint:
    allowed = [each.value for each in words] + ([""] if blank else [])
    return CheckConstraint(condition=Q(**{f"{name}__in": allowed}), name=f"{table}_{name}_known")


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
    advocate = _surely_by()
    # The number under which the family reaches the advocate.
    phone = models.CharField(max_length=40)
    assigned_at = models.DateTimeField()
    assigned_by = _by()
    safety = models.TextField(blank=True)
    crisis_plan = models.TextField(blank=True)
    # Until somebody told them in person, no page says that a child was found.
    recovery_told_at = models.DateTimeField(null=True)
    recovery_told_by = _by()
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
    added_by = _surely_by()
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
    given_by = _surely_by()
    ended_at = models.DateTimeField(null=True)
    ended_by = _by()

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
    promised_by = _by()
    kept_at = models.DateTimeField(null=True)
    kept_by = _by()
    reached = models.BooleanField(null=True)
    nothing_new = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    missed_told_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = _by()

    class Meta:
        constraints = [
            _known("channel", Channel, "families_contact"),
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
    added_by = _surely_by()
    met_at = models.DateTimeField(null=True)
    met_by = _by()
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            _known("kind", NeedKind, "families_need"),
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
    made_by = _surely_by()
    outcome = models.CharField(max_length=20, blank=True)
    outcome_words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = _by()

    class Meta:
        constraints = [
            _known("outcome", Outcome, "families_referral", blank=True),
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
    written_by = _surely_by()
    read_at = models.DateTimeField(null=True)
    read_by = _by()

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
    given_by = _surely_by()

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
    given_by = _surely_by()
    # "added" to the case, or "aside".
    outcome = models.CharField(max_length=10, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = _by()

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
