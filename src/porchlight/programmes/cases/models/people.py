"""The people, vehicles and pictures of a case."""

from typing import Any

from django.db import models
from django.db.models import Q

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.house.audit.pairs import signed
from porchlight.programmes.cases.models.case import Case
from porchlight.programmes.cases.models.columns import (
    LOOKS,
    Described,
    Versioned,
    date_of,
    known_word,
    partial_date,
    span,
    span_of,
    words_array,
)
from porchlight.programmes.cases.rules.vocabulary import (
    ChildStatus,
    CompanionRole,
    RecoveredBy,
    Relation,
)


def _constraints(table: str) -> list[Any]:
    """What holds for every described person."""
    return [
        span("height", "cm", table=table),
        span("weight", "kg", table=table),
        span("age", "years", table=table),
        partial_date("born", table=table),
        partial_date("measured_on", table=table),
    ]


class Child(Versioned, Described):
    """A missing child. Consents say who allowed publicity, and what they are to the child."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "position": "operational",
        "status": "operational",
        "given_names": "public",
        "family_names": "public",
        "aliases": "public",
        "born": "public",
        "age_min_years": "public",
        "age_max_years": "public",
        "birth_place": "personal",
        **LOOKS,
        "languages": "personal",
        "tribe": "personal",
        "tribal_member": "personal",
        "clothing": "public",
        "items": "personal",
        "glasses": "public",
        "braces": "public",
        "piercings": "public",
        "phones": "personal",
        "devices": "personal",
        "socials": "personal",
        "school": "personal",
        "lives_with": "personal",
        "medical_needs": "sealed",
        "medication": "sealed",
        "runaway_before": "sealed",
        "trafficking_indicated": "sealed",
        "gang_indicated": "sealed",
        "self_harm_indicated": "sealed",
        "episodes": "sealed",
        "publicity": "operational",
        "publicity_name": "personal",
        "publicity_relation": "operational",
        "publicity_how": "operational",
        "publicity_at": "operational",
        "publicity_by": "operational",
        "picture": "operational",
        "picture_name": "personal",
        "picture_relation": "operational",
        "picture_how": "operational",
        "picture_at": "operational",
        "picture_by": "operational",
        "unknown": "operational",
        "recovered_at": "sealed",
        "recovered_by_whom": "sealed",
        "recovered_place": "sealed",
        "recovered_words": "sealed",
        "confirmed_at": "operational",
        "confirmed_by": "operational",
        "version": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=30, default=ChildStatus.MISSING)
    given_names = models.CharField(max_length=120, blank=True)
    family_names = models.CharField(max_length=120, blank=True)
    aliases = words_array()
    born = models.CharField(max_length=10, blank=True)
    age_min_years = models.PositiveSmallIntegerField(null=True)
    age_max_years = models.PositiveSmallIntegerField(null=True)
    birth_place = models.CharField(max_length=120, blank=True)
    languages = words_array(40)
    tribe = models.CharField(max_length=120, blank=True)
    tribal_member = models.BooleanField(null=True)
    clothing = models.TextField(blank=True)
    items = models.TextField(blank=True)
    glasses = models.BooleanField(null=True)
    braces = models.BooleanField(null=True)
    piercings = models.CharField(max_length=200, blank=True)
    phones = words_array(40)
    devices = models.TextField(blank=True)
    socials = models.JSONField(default=list)
    school = models.CharField(max_length=200, blank=True)
    lives_with = models.CharField(max_length=200, blank=True)
    medical_needs = models.TextField(blank=True)
    medication = models.TextField(blank=True)
    runaway_before = models.BooleanField(null=True)
    trafficking_indicated = models.BooleanField(null=True)
    gang_indicated = models.BooleanField(null=True)
    self_harm_indicated = models.BooleanField(null=True)
    episodes = models.JSONField(default=list)
    publicity = models.BooleanField(null=True)
    publicity_name = models.CharField(max_length=120, blank=True)
    publicity_relation = models.CharField(max_length=30, blank=True)
    publicity_how = models.CharField(max_length=40, blank=True)
    publicity_at = models.DateTimeField(null=True)
    publicity_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    picture = models.BooleanField(null=True)
    picture_name = models.CharField(max_length=120, blank=True)
    picture_relation = models.CharField(max_length=30, blank=True)
    picture_how = models.CharField(max_length=40, blank=True)
    picture_at = models.DateTimeField(null=True)
    picture_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    recovered_at = models.DateTimeField(null=True)
    recovered_by_whom = models.CharField(max_length=30, blank=True)
    # County or city: the street is never asked for.
    recovered_place = models.CharField(max_length=120, blank=True)
    recovered_words = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            *_constraints("cases_child"),
            known_word("status", ChildStatus, table="cases_child"),
            known_word("recovered_by_whom", RecoveredBy, table="cases_child", blank=True),
            known_word("publicity_relation", Relation, table="cases_child", blank=True),
            known_word("picture_relation", Relation, table="cases_child", blank=True),
            signed("publicity", table="cases_child"),
            signed("picture", table="cases_child"),
            signed("confirmed", table="cases_child"),
            models.CheckConstraint(
                condition=Q(status="missing", recovered_at__isnull=True, confirmed_at__isnull=True)
                | Q(status="recovered", recovered_at__isnull=False, confirmed_at__isnull=False),
                name="cases_child_recovery_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["family_names"], name="cases_child_family_names")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The whole name, given names first."""
        return f"{self.given_names} {self.family_names}".strip()

    @property
    def born_on(self) -> PartialDate | None:
        """The birth date as far as it is known."""
        return date_of(self.born)

    @property
    def age_years(self) -> Span | None:
        """The age said when the birth date was not known."""
        return span_of(self.age_min_years, self.age_max_years)


class Companion(Versioned, Described):
    """Somebody the child may be with: a friend, a parent, an abductor."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "role": "operational",
        "relation": "personal",
        "name": "personal",
        "aliases": "personal",
        "born": "personal",
        "age_min_years": "personal",
        "age_max_years": "personal",
        **dict.fromkeys(LOOKS, "personal"),
        "phones": "personal",
        "address": "personal",
        "socials": "personal",
        "words": "personal",
        "wanted": "sealed",
        "armed": "sealed",
        "publish": "operational",
        "unknown": "operational",
        "version": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="companions")
    role = models.CharField(max_length=30, default=CompanionRole.COMPANION)
    relation = models.CharField(max_length=30, default=Relation.OTHER)
    name = models.CharField(max_length=200, blank=True)
    aliases = words_array()
    born = models.CharField(max_length=10, blank=True)
    age_min_years = models.PositiveSmallIntegerField(null=True)
    age_max_years = models.PositiveSmallIntegerField(null=True)
    phones = words_array(40)
    address = models.CharField(max_length=200, blank=True)
    socials = models.JSONField(default=list)
    words = models.TextField(blank=True)
    wanted = models.BooleanField(null=True)
    armed = models.BooleanField(null=True)
    # Whether the agency wants this person named on the poster.
    publish = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *_constraints("cases_companion"),
            known_word("role", CompanionRole, table="cases_companion"),
            known_word("relation", Relation, table="cases_companion"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def born_on(self) -> PartialDate | None:
        """The birth date as far as it is known."""
        return date_of(self.born)

    @property
    def age_years(self) -> Span | None:
        """The age said when the birth date was not known."""
        return span_of(self.age_min_years, self.age_max_years)


class Vehicle(Versioned):
    """A vehicle the child may be in."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "plate": "public",
        "plate_state": "public",
        "vin": "personal",
        "year": "public",
        "make": "public",
        "model": "public",
        "style": "public",
        "colors": "public",
        "words": "personal",
        "publish": "operational",
        "unknown": "operational",
        "version": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="vehicles")
    plate = models.CharField(max_length=12, blank=True)
    plate_state = models.CharField(max_length=3, blank=True)
    vin = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    make = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=40, blank=True)
    style = models.CharField(max_length=10, blank=True)
    colors = words_array(7)
    words = models.TextField(blank=True)
    publish = models.BooleanField(default=False)
    unknown = words_array(40)

    def __str__(self) -> str:
        return " ".join(
            str(each) for each in (self.year, self.make, self.model, self.plate) if each
        )


class CaseContact(Versioned):
    """Somebody of the family, or who called: how they may be reached, and how they may not."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "name": "personal",
        "relation": "personal",
        "phones": "personal",
        "email": "personal",
        "address": "personal",
        "language": "operational",
        "interpreter": "operational",
        "safe_contact": "sealed",
        "custody": "sealed",
        "has_custody": "sealed",
        "is_caller": "operational",
        "unknown": "operational",
        "version": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=30, default=Relation.OTHER)
    phones = words_array(40)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")
    interpreter = models.BooleanField(default=False)
    safe_contact = models.TextField(blank=True)
    custody = models.TextField(blank=True)
    has_custody = models.BooleanField(null=True)
    is_caller = models.BooleanField(default=False)
    unknown = words_array(40)

    class Meta:
        constraints = [known_word("relation", Relation, table="cases_casecontact")]

    def __str__(self) -> str:
        return self.name


class Photograph(models.Model):
    """A picture of a child: which bytes, when it was taken, whether it may be shown."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "child": "operational",
        "file_id": "operational",
        "sha256": "operational",
        "kind": "operational",
        "taken_on": "public",
        "shown_age": "public",
        "position": "operational",
        "added_at": "operational",
        "added_by": "operational",
        "removed_at": "operational",
        "removed_by": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="photographs")
    child = models.ForeignKey(Child, models.CASCADE, related_name="photographs")
    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, default="current")
    taken_on = models.CharField(max_length=10, blank=True)
    shown_age = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            signed("removed", table="cases_photograph"),
            partial_date("taken_on", table="cases_photograph"),
            models.UniqueConstraint(
                fields=["child", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="cases_photograph_once_per_child",
            ),
        ]
