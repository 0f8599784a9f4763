"""Columns and constraints that the tables of a case share."""

from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span


def known_word(name: str, words: type[StrEnum], *, table: str, blank: bool = False) -> Any:  # noqa: ANN401
    """The column holds a word of the list (or nothing, with ``blank``)."""
    allowed = [each.value for each in words] + ([""] if blank else [])
    return CheckConstraint(condition=Q(**{f"{name}__in": allowed}), name=f"{table}_{name}_known")


def partial_date(name: str, *, table: str) -> CheckConstraint:
    """The column holds a year, a month, a day, or nothing."""
    return CheckConstraint(
        condition=Q(**{f"{name}__regex": r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"}),
        name=f"{table}_{name}_form",
    )


def span(name: str, unit: str, *, table: str) -> CheckConstraint:
    """Both ends of the range are there, the smaller first, or none is."""
    low, high = f"{name}_min_{unit}", f"{name}_max_{unit}"
    return CheckConstraint(
        condition=Q(**{f"{low}__isnull": True, f"{high}__isnull": True})
        | Q(**{f"{low}__isnull": False, f"{high}__isnull": False, f"{low}__lte": F(high)}),
        name=f"{table}_{name}_span",
    )


def in_order(first: str, second: str, *, table: str) -> CheckConstraint:
    """The second instant is not before the first."""
    return CheckConstraint(
        condition=Q(**{f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": True})
        | Q(**{f"{second}__gte": F(first)}),
        name=f"{table}_{second}_after",
    )


def span_of(low: float | None, high: float | None) -> Span | None:
    """Return the range of two columns."""
    return None if low is None or high is None else Span(low, high)


def date_of(text: str) -> PartialDate | None:
    """Return the partial date of a column."""
    return PartialDate.of(text) if text else None


def words_array(size: int = 120) -> Any:  # noqa: ANN401 the stubs cannot name it shortly
    """Return a column of several short texts."""
    return ArrayField(models.CharField(max_length=size), default=list, blank=True)


class Versioned(models.Model):
    """A row whose edit form carries the version it was read at."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


LOOKS = {
    "sex": "public",
    "races": "public",
    "ethnicity": "public",
    "hair": "public",
    "hair_words": "public",
    "eyes": "public",
    "skin": "public",
    "build": "public",
    "height_min_cm": "public",
    "height_max_cm": "public",
    "weight_min_kg": "public",
    "weight_max_kg": "public",
    "measured_on": "public",
    "marks": "personal",
}


class Described(models.Model):
    """How a person looks, in NCIC's codes. ``unknown`` names the questions asked in vain."""

    sex = models.CharField(max_length=1, blank=True)
    races = words_array(1)
    ethnicity = models.CharField(max_length=1, blank=True)
    hair = models.CharField(max_length=3, blank=True)
    hair_words = models.CharField(max_length=120, blank=True)
    eyes = models.CharField(max_length=3, blank=True)
    skin = models.CharField(max_length=3, blank=True)
    build = models.CharField(max_length=20, blank=True)
    height_min_cm = models.PositiveSmallIntegerField(null=True)
    height_max_cm = models.PositiveSmallIntegerField(null=True)
    weight_min_kg = models.FloatField(null=True)
    weight_max_kg = models.FloatField(null=True)
    measured_on = models.CharField(max_length=10, blank=True)
    marks = models.JSONField(default=list)
    unknown = words_array(40)

    class Meta:
        abstract = True

    @property
    def height_cm(self) -> Span | None:
        """The height as a range."""
        return span_of(self.height_min_cm, self.height_max_cm)

    @property
    def weight_kg(self) -> Span | None:
        """The weight as a range."""
        return span_of(self.weight_min_kg, self.weight_max_kg)
