"""Unidentified persons, who is excluded, and the files that brought records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.house.audit.pairs import signed
from porchlight.programmes.forensics.permissions import PersonFacts
from porchlight.programmes.forensics.rules.bases import BASIS_WORDS
from porchlight.programmes.forensics.rules.remains import COVERAGE, Condition, Remains, Vital

PERSON = "forensics_unidentifiedperson"
RANGES = ("age", "height", "weight", "pmi")


def by_account() -> Any:  # noqa: ANN401 the stubs cannot name it shortly
    return models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")


def _in_order(name: str) -> CheckConstraint:
    low, high = f"{name}_min", f"{name}_max"
    return CheckConstraint(
        condition=Q(**{f"{low}__isnull": True, f"{high}__isnull": True})
        | Q(**{f"{low}__isnull": False, f"{high}__isnull": False, f"{low}__lte": F(high)}),
        name=f"{PERSON}_{name}_span",
    )


def _once(name: str) -> UniqueConstraint:
    return UniqueConstraint(fields=[name], condition=~Q(**{name: ""}), name=f"{PERSON}_{name}_once")


def _coverage_known(name: str) -> CheckConstraint:
    column = f"{name}_coverage"
    return CheckConstraint(
        condition=Q(**{f"{column}__in": [80, 90, 95]}), name=f"{PERSON}_{column}_known"
    )


class UnidentifiedPerson(models.Model):
    """
    Somebody found whose name is not known. Estimates are ranges: years, cm, kg, days since death.
    """

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "number": "operational",
        "namus_number": "operational",
        "ncic_number": "operational",
        "coroner_case": "operational",
        "coroner_name": "operational",
        "coroner": "operational",
        "vital": "personal",
        "found_on": "personal",
        "state": "personal",
        "county": "personal",
        "city": "personal",
        "latitude": "personal",
        "longitude": "personal",
        "condition": "personal",
        "sex": "personal",
        "age_min": "personal",
        "age_max": "personal",
        "age_coverage": "personal",
        "height_min": "personal",
        "height_max": "personal",
        "height_coverage": "personal",
        "weight_min": "personal",
        "weight_max": "personal",
        "pmi_min": "personal",
        "pmi_max": "personal",
        "pmi_coverage": "personal",
        "ancestry": "personal",
        "hair": "personal",
        "eyes": "personal",
        "blood": "personal",
        "marks": "personal",
        "clothing": "personal",
        "possible_names": "personal",
        "circumstances": "sealed",
        "custody_holder": "operational",
        "custody_place": "operational",
        "version": "operational",
        "changed_at": "operational",
        "recorded_at": "operational",
        "recorded_by": "operational",
        "withdrawn_at": "operational",
        "withdrawn_by": "operational",
        "withdrawn_words": "operational",
        "identified_at": "operational",
        "identified_by": "operational",
        "identified_words": "sealed",
    }

    number = models.CharField(max_length=20, unique=True)
    # Its numbers elsewhere: by them a file finds the record again.
    namus_number = models.CharField(max_length=12, blank=True)
    ncic_number = models.CharField(max_length=10, blank=True)
    coroner_case = models.CharField(max_length=60, blank=True)
    coroner_name = models.CharField(max_length=120, blank=True)
    coroner = models.ForeignKey(
        "directory.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    vital = models.CharField(max_length=10, default=Vital.DECEASED)
    found_on = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=2, blank=True)
    county = models.CharField(max_length=5, blank=True)
    city = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    condition = models.CharField(max_length=20, default=Condition.UNKNOWN)
    sex = models.CharField(max_length=1, default="U")
    age_min = models.FloatField(null=True)
    age_max = models.FloatField(null=True)
    age_coverage = models.PositiveSmallIntegerField(default=COVERAGE)
    height_min = models.FloatField(null=True)
    height_max = models.FloatField(null=True)
    height_coverage = models.PositiveSmallIntegerField(default=COVERAGE)
    weight_min = models.FloatField(null=True)
    weight_max = models.FloatField(null=True)
    pmi_min = models.FloatField(null=True)
    pmi_max = models.FloatField(null=True)
    pmi_coverage = models.PositiveSmallIntegerField(default=COVERAGE)
    ancestry = ArrayField(models.CharField(max_length=1), default=list)
    hair = models.CharField(max_length=3, blank=True)
    eyes = models.CharField(max_length=3, blank=True)
    blood = models.CharField(max_length=5, blank=True)
    marks = models.JSONField(default=list)
    clothing = models.TextField(blank=True)
    possible_names = models.CharField(max_length=200, blank=True)
    circumstances = models.TextField(blank=True)
    custody_holder = models.CharField(max_length=120, blank=True)
    custody_place = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    # Empty when a file brought it.
    recorded_by = by_account()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = by_account()
    withdrawn_words = models.CharField(max_length=500, blank=True)
    identified_at = models.DateTimeField(null=True)
    identified_by = by_account()
    identified_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            signed("withdrawn", table=PERSON),
            signed("identified", table=PERSON),
            *map(_in_order, RANGES),
            *map(_once, ("namus_number", "ncic_number")),
            CheckConstraint(condition=Q(vital__in=sorted(Vital)), name=f"{PERSON}_vital_known"),
            CheckConstraint(
                condition=Q(condition__in=sorted(Condition)), name=f"{PERSON}_condition_known"
            ),
            CheckConstraint(condition=Q(sex__in=["M", "F", "U"]), name=f"{PERSON}_sex_known"),
            *map(_coverage_known, ("age", "height", "pmi")),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> Remains:
        """Return the plain form that rules compare."""
        return Remains(
            vital=Vital(self.vital),
            found_on=PartialDate.of(self.found_on) if self.found_on else None,
            state=self.state,
            county=self.county,
            city=self.city,
            latitude=self.latitude,
            longitude=self.longitude,
            condition=Condition(self.condition),
            sex=self.sex,
            age_years=_span(self.age_min, self.age_max),
            age_coverage=self.age_coverage,
            height_cm=_span(self.height_min, self.height_max),
            height_coverage=self.height_coverage,
            weight_kg=_span(self.weight_min, self.weight_max),
            pmi_days=_span(self.pmi_min, self.pmi_max),
            pmi_coverage=self.pmi_coverage,
            ancestry=tuple(self.ancestry),
            hair=self.hair,
            eyes=self.eyes,
            blood=self.blood,
            marks=tuple(self.marks),
            clothing=self.clothing,
        )

    def take(self, columns: Mapping[str, object], now: datetime) -> list[str]:
        """Set ``columns`` and return the names of those that changed; the caller saves."""
        changed = sorted(name for name in columns if getattr(self, name) != columns[name])
        for name in changed:
            setattr(self, name, columns[name])
        if changed:
            self.version += 1
            self.changed_at = now
        return changed

    def standing(self) -> PersonFacts:
        """Return what permissions ask."""
        return PersonFacts(self.withdrawn_at is not None, self.identified_at is not None)


def _span(low: float | None, high: float | None) -> Span | None:
    return None if low is None or high is None else Span(low, high)


def columns_of(facts: Remains) -> dict[str, Any]:
    """Return the columns of a record that holds ``facts``."""
    columns: dict[str, Any] = {
        "vital": facts.vital.value,
        "found_on": str(facts.found_on or ""),
        "state": facts.state,
        "county": facts.county,
        "city": facts.city,
        "latitude": facts.latitude,
        "longitude": facts.longitude,
        "condition": facts.condition.value,
        "sex": facts.sex,
        "age_coverage": facts.age_coverage,
        "height_coverage": facts.height_coverage,
        "pmi_coverage": facts.pmi_coverage,
        "ancestry": list(facts.ancestry),
        "hair": facts.hair,
        "eyes": facts.eyes,
        "blood": facts.blood,
        "marks": list(facts.marks),
        "clothing": facts.clothing,
    }
    spans = (facts.age_years, facts.height_cm, facts.weight_kg, facts.pmi_days)
    for name, span in zip(RANGES, spans, strict=True):
        columns[f"{name}_min"] = span.lo if span else None
        columns[f"{name}_max"] = span.hi if span else None
    return columns


class Exclusion(models.Model):
    """That a child is not this person: on what basis, said by whom; it can be taken back."""

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "person": "operational",
        "child": "operational",
        "basis": "operational",
        "words": "personal",
        "recorded_at": "operational",
        "recorded_by": "operational",
        "withdrawn_at": "operational",
        "withdrawn_by": "operational",
        "withdrawn_words": "personal",
    }

    person = models.ForeignKey(UnidentifiedPerson, models.CASCADE, related_name="exclusions")
    child = models.ForeignKey("cases.Child", models.CASCADE, related_name="+")
    basis = models.CharField(max_length=10)
    words = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = by_account()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = by_account()
    withdrawn_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            signed("withdrawn", table="forensics_exclusion"),
            CheckConstraint(
                condition=Q(basis__in=sorted(BASIS_WORDS)),
                name="forensics_exclusion_basis_known",
            ),
            UniqueConstraint(
                fields=["person", "child"],
                condition=Q(withdrawn_at__isnull=True),
                name="forensics_exclusion_once_at_a_time",
            ),
        ]


class TriedFile(models.Model):
    """A file of records that somebody tries, and may then take over."""

    OWNER = "analyst"
    KEEP = "P1Y"
    # What it brought is in the history of the records.
    HISTORY = False
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "name": "operational",
        "text": "sealed",
        "tried_at": "operational",
        "tried_by": "operational",
        "taken_at": "operational",
        "taken_by": "operational",
    }

    name = models.CharField(max_length=200)
    text = models.TextField()
    tried_at = models.DateTimeField()
    tried_by = by_account()
    taken_at = models.DateTimeField(null=True)
    taken_by = by_account()

    class Meta:
        constraints = [signed("taken", table="forensics_triedfile")]
