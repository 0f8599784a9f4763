"""Reports given to agencies: the package, who took what of it, what the agency answered."""

from django.db import models
from django.db.models import CheckConstraint, Q

from porchlight.core.text import Say
from porchlight.house.audit.pairs import signed
from porchlight.programmes.cybertips.rules.referral import (
    AUTHORITIES,
    OUTCOMES,
    Authority,
    Outcome,
    Standing,
    Step,
)
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level


class Referral(models.Model):
    """A report given to one agency, until it is taken back."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "code": "operational",
        "report_id": "operational",
        "agency": "operational",
        "level": "operational",
        "because": "operational",
        "words": "sealed",
        "referred_at": "operational",
        "referred_by": "operational",
        "open_by": "operational",
        "opened_at": "operational",
        "opened_by": "operational",
        "reader": "operational",
        "step": "operational",
        "stepped_at": "operational",
        "outcome": "operational",
        "outcome_at": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    code = models.CharField(max_length=40, unique=True)
    report_id = models.BigIntegerField(db_index=True)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    level = models.CharField(max_length=1)
    # Why this agency: a template and what fills it.
    because = models.JSONField()
    words = models.TextField(blank=True)
    referred_at = models.DateTimeField()
    referred_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    open_by = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    # Who read it in the agency's own system, as its machine says.
    reader = models.CharField(max_length=120, blank=True)
    # Who was told that nobody opened it.
    step = models.CharField(max_length=12, blank=True)
    stepped_at = models.DateTimeField(null=True)
    # The agency's newest word; every word stands in Feedback.
    outcome = models.CharField(max_length=16, blank=True)
    outcome_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_by__isnull=True, reader="")
                | (Q(opened_at__isnull=False) & (Q(opened_by__isnull=False) ^ ~Q(reader=""))),
                name="cybertips_referral_opened_signed",
            ),
            signed("ended", table="cybertips_referral"),
            CheckConstraint(condition=Q(step__in=list(Step)), name="cybertips_referral_step"),
            CheckConstraint(
                condition=Q(outcome__in=["", *Outcome]), name="cybertips_referral_outcome"
            ),
            models.UniqueConstraint(
                fields=["report_id", "agency"],
                condition=Q(ended_at__isnull=True),
                name="cybertips_referral_once",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-referred_at"], name="cybertips_referral_agency"),
            models.Index(
                fields=["open_by"],
                condition=Q(opened_at__isnull=True, ended_at__isnull=True),
                name="cybertips_referral_unopened",
            ),
        ]

    @property
    def level_name(self) -> Say:
        """The level in words."""
        return LEVELS[Level(self.level)]

    @property
    def because_words(self) -> Say:
        """Why this agency, in words."""
        return Say(self.because["words"], self.because["params"])

    @property
    def outcome_name(self) -> Say | None:
        """The agency's newest word."""
        return OUTCOMES[Outcome(self.outcome)] if self.outcome else None

    def standing(self) -> Standing:
        """What rules need of it."""
        return Standing(
            self.referred_at,
            Level(self.level),
            self.opened_at is not None,
            self.ended_at is not None,
            Step(self.step),
        )


class ReferralPart(models.Model):
    """One part of a package as it was made: the JSON, the readable sheet, the manifest."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "referral": "operational",
        "name": "operational",
        "media_type": "operational",
        "body": "sealed",
        "sha256": "operational",
        "size": "operational",
    }

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=20)
    media_type = models.CharField(max_length=40)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "name"], name="cybertips_referralpart_once")
        ]


class Taken(models.Model):
    """A download receipt: who at the agency took what, when, on whose authority."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "referral": "operational",
        "part": "operational",
        "file_id": "operational",
        "sha256": "operational",
        "authority": "operational",
        "words": "sealed",
        "taken_at": "operational",
        "taken_by": "operational",
        "machine": "operational",
    }

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="taken")
    part = models.CharField(max_length=20, blank=True)
    file_id = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64)
    authority = models.CharField(max_length=10, blank=True)
    words = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField()
    # Null for the agency's machine, whose key then stands beside.
    taken_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    machine = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(file_id="") ^ Q(part=""), name="cybertips_taken_part_or_file"
            ),
            # A machine takes papers; a file is taken by a person, on an authority.
            CheckConstraint(
                condition=Q(file_id="") | (Q(taken_by__isnull=False) & ~Q(authority="")),
                name="cybertips_taken_file_by_a_person",
            ),
        ]

    @property
    def authority_name(self) -> Say | None:
        """What allowed it, in words."""
        return AUTHORITIES[Authority(self.authority)] if self.authority else None


class Feedback(models.Model):
    """One word of an agency on a report it was given; rows are only added."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "referral": "operational",
        "outcome": "operational",
        "words": "sealed",
        "case_number": "operational",
        "told_at": "operational",
        "told_by": "operational",
        "machine": "operational",
    }

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="feedback")
    outcome = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    machine = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(outcome__in=list(Outcome)), name="cybertips_feedback_outcome"
            )
        ]

    @property
    def outcome_name(self) -> Say:
        """The word in words."""
        return OUTCOMES[Outcome(self.outcome)]
