"""Agencies, the areas they answer for, how to reach them, who vouched for them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from porchlight.core.phones import Phone
from porchlight.core.text import Say
from porchlight.house.audit.pairs import signed, two_persons
from porchlight.house.directory.rules.areas import Area, AreaKind, Seat, usual_areas
from porchlight.house.directory.rules.kinds import kind_name
from porchlight.house.directory.rules.verification import NAMES, State, VerificationFacts


class Agency(models.Model):
    """A police department, sheriff, tribal police, social service, provider or other partner."""

    OWNER = "administrator"
    KEEP = "forever"
    CATALOGUE = {
        "id": "operational",
        "kind": "public",
        "name": "public",
        "ori": "operational",
        "phone_24h": "public",
        "email": "operational",
        "state": "public",
        "counties": "public",
        "city": "public",
        "tribe": "public",
        "timezone": "operational",
        "call_back_number": "operational",
        "verified_at": "operational",
        "verified_by": "operational",
        "created_at": "operational",
    }

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    # Originating agency identifier of the FBI: nine characters, the first two the state.
    ori = models.CharField(max_length=9, blank=True)
    phone_24h = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    state = models.CharField(max_length=2, blank=True)
    counties = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    city = models.CharField(max_length=80, blank=True)
    tribe = models.CharField(max_length=80, blank=True)
    timezone = models.CharField(max_length=40, default="America/New_York")
    call_back_number = models.CharField(max_length=20, blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ori"], condition=~models.Q(ori=""), name="directory_agency_one_per_ori"
            ),
            signed("verified", table="directory_agency"),
        ]
        indexes = [
            GinIndex(fields=["counties"], name="directory_agency_counties"),
            models.Index(fields=["state", "kind"], name="directory_agency_state"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_name(self) -> Say:
        """The kind in words."""
        return kind_name(self.kind)

    @property
    def phone_shown(self) -> str:
        """Its number as people write it."""
        return Phone.of(self.phone_24h).shown() if self.phone_24h else ""

    def seat(self) -> Seat:
        """Where it sits, from which its usual area follows."""
        return Seat(self.kind, self.state, self.city, tuple(self.counties), self.tribe)

    def areas(self) -> frozenset[Area]:
        """What it answers for: as written down, otherwise what is usual for its kind."""
        written = frozenset(row.area() for row in self.jurisdictions.all())
        return written or usual_areas(self.seat())


class Jurisdiction(models.Model):
    """One area that an agency answers for."""

    OWNER = "administrator"
    KEEP = "forever"
    CATALOGUE = {
        "id": "operational",
        "agency": "public",
        "kind": "public",
        "code": "public",
    }

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="jurisdictions")
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=90)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "code"], name="directory_jurisdiction_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "code"], name="directory_jurisdiction_area")]

    def area(self) -> Area:
        """The area as rules know it."""
        return Area(AreaKind(self.kind), self.code)


class AgencyContact(models.Model):
    """A desk or person of an agency, when they answer, and when somebody last made sure."""

    OWNER = "administrator"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "agency": "operational",
        "role": "operational",
        "name": "personal",
        "phone": "personal",
        "email": "personal",
        "hours": "operational",
        "always": "operational",
        "checked_at": "operational",
        "checked_by": "operational",
    }

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="contacts")
    role = models.CharField(max_length=80)
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=120, blank=True)
    always = models.BooleanField(default=False)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    @property
    def phone_shown(self) -> str:
        """The number as people write it."""
        return Phone.of(self.phone).shown() if self.phone else ""


class Verification(models.Model):
    """One check of an agency, from the independent number to the second person's approval."""

    OWNER = "supervisor"
    KEEP = "forever"
    CATALOGUE = {
        "id": "operational",
        "agency": "operational",
        "state": "operational",
        "number": "operational",
        "source": "operational",
        "sourced_at": "operational",
        "sourced_by": "operational",
        "spoke_with": "personal",
        "called_at": "operational",
        "called_by": "operational",
        "approved_at": "operational",
        "approved_by": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
        "ended_because": "operational",
    }

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="verifications")
    state = models.CharField(max_length=10)
    number = models.CharField(max_length=30)
    source = models.CharField(max_length=200)
    sourced_at = models.DateTimeField()
    sourced_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    spoke_with = models.CharField(max_length=120, blank=True)
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            signed("called", table="directory_verification"),
            signed("approved", table="directory_verification"),
            signed("ended", table="directory_verification"),
            two_persons("called", "approved", table="directory_verification"),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True) | models.Q(called_at__isnull=False),
                name="directory_verification_called_before_approved",
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(state__in=["sourced", "called"]),
                name="directory_verification_one_at_a_time",
            ),
        ]

    @property
    def number_shown(self) -> str:
        """The number as people write it."""
        return Phone.of(self.number).shown() if self.number else ""

    @property
    def state_name(self) -> Say:
        """The state in words."""
        return NAMES[State(self.state)]

    def facts(self) -> VerificationFacts:
        """What permissions need of it."""
        return VerificationFacts(State(self.state), self.called_by_id)
