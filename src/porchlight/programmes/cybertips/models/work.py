"""The analysts' own work: who has a report, what they added, which cases it touches."""

from django.db import models
from django.db.models import CheckConstraint, Q

from porchlight.core.text import Say
from porchlight.house.audit.pairs import signed
from porchlight.programmes.cybertips.rules.keys import KINDS, KeyKind
from porchlight.programmes.cybertips.rules.work import RESULTS, Result


class Work(models.Model):
    """A report in somebody's hands, and how they were done with it."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    CATALOGUE = {
        "report_id": "operational",
        "taken_at": "operational",
        "taken_by": "operational",
        "done_at": "operational",
        "done_by": "operational",
        "result": "operational",
    }

    report_id = models.BigIntegerField(primary_key=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    result = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            signed("done", table="cybertips_work"),
            CheckConstraint(condition=Q(result__in=["", *Result]), name="cybertips_work_result"),
            CheckConstraint(
                condition=Q(done_at__isnull=True, result="")
                | (Q(done_at__isnull=False) & ~Q(result="")),
                name="cybertips_work_done",
            ),
        ]
        indexes = [models.Index(fields=["taken_by", "-taken_at"], name="cybertips_work_person")]

    @property
    def result_name(self) -> Say | None:
        """How it ended, in words."""
        return RESULTS[Result(self.result)] if self.result else None


class Supplement(models.Model):
    """What an analyst adds to a report; it goes into packages made afterwards. Only added."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "report_id": "operational",
        "words": "sealed",
        "added_at": "operational",
        "added_by": "operational",
    }

    report_id = models.BigIntegerField(db_index=True)
    words = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")


class CaseKey(models.Model):
    """A name, number or account of a missing child of an open case, for comparing with reports."""

    OWNER = "case manager"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "kind": "operational",
        "value": "personal",
    }

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "value"], name="cybertips_casekey_once")
        ]
        indexes = [models.Index(fields=["kind", "value"], name="cybertips_casekey_value")]


class CaseTouch(models.Model):
    """A report and an open case that share something; both are told."""

    OWNER = "case manager"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "report_id": "operational",
        "case": "operational",
        "kinds": "operational",
        "found_at": "operational",
        "task": "operational",
    }

    report_id = models.BigIntegerField()
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    kinds = models.JSONField()
    found_at = models.DateTimeField()
    # What the case's manager was given to do; null until the job has done so.
    task = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report_id", "case"], name="cybertips_casetouch_once")
        ]

    def kind_words(self) -> list[Say]:
        """What they share, in words."""
        return [KINDS[KeyKind(kind)] for kind in self.kinds]
