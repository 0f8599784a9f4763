"""What is to be done on a case, what was written down, and what was entered into NCIC."""

from django.db import models
from django.db.models import Q

from porchlight.house.audit.pairs import signed
from porchlight.programmes.cases.models.case import Case
from porchlight.programmes.cases.models.columns import in_order, known_word
from porchlight.programmes.cases.models.people import Child
from porchlight.programmes.cases.rules.vocabulary import Compartment


class Note(models.Model):
    """A note of the investigation. Notes are added, never changed."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "compartment": "operational",
        "text": "personal",
        "written_at": "operational",
        "written_by": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    compartment = models.CharField(max_length=30, default=Compartment.STAFF)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [known_word("compartment", Compartment, table="cases_note")]


class Clock(models.Model):
    """A time that the law or the house sets. ``name`` is the clock's in core.law."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "name": "operational",
        "source": "operational",
        "started_at": "operational",
        "due_at": "operational",
        "paused_at": "operational",
        "met_at": "operational",
        "reminded_at": "operational",
        "overdue_told_at": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            in_order("started_at", "due_at", table="cases_clock"),
            models.UniqueConstraint(
                fields=["case", "name", "started_at"], name="cases_clock_once_per_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(met_at__isnull=True, paused_at__isnull=True),
                name="cases_clock_running",
            ),
        ]


class Task(models.Model):
    """Something somebody is to do. ``code`` names a usual task; ``words`` are for the others."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "clock": "operational",
        "code": "operational",
        "words": "personal",
        "due_at": "operational",
        "assigned_to": "operational",
        "added_at": "operational",
        "added_by": "operational",
        "done_at": "operational",
        "done_by": "operational",
        "outcome": "personal",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    clock = models.ForeignKey(Clock, models.SET_NULL, null=True, related_name="tasks")
    code = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            signed("done", table="cases_task"),
            models.CheckConstraint(
                condition=~Q(code="", words=""), name="cases_task_says_what_to_do"
            ),
        ]
        indexes = [
            models.Index(
                fields=["assigned_to", "due_at"],
                condition=Q(done_at__isnull=True),
                name="cases_task_open",
            ),
        ]


class NcicEntry(models.Model):
    """
    An entry of a child into NCIC: the number, what was on the worksheet then, and the signed
    receipt. The next worksheet shows what changed since the last one.
    """

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "child": "operational",
        "number": "personal",
        "keyed": "personal",
        "receipt": "personal",
        "entered_at": "operational",
        "recorded_at": "operational",
        "recorded_by": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="ncic_entries")
    child = models.ForeignKey(Child, models.CASCADE, related_name="ncic_entries")
    number = models.CharField(max_length=10)
    keyed = models.JSONField(default=dict)
    receipt = models.TextField()
    entered_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
