"""The case and the agencies on it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from porchlight.core.dates import PartialDate
from porchlight.core.places import Place
from porchlight.house.audit.pairs import signed
from porchlight.programmes.cases.models.columns import (
    Versioned,
    date_of,
    in_order,
    known_word,
    partial_date,
    words_array,
)
from porchlight.programmes.cases.rules.intake import LastContact, place_of
from porchlight.programmes.cases.rules.vocabulary import (
    AgencyRole,
    CaseStatus,
    Category,
    ClosingReason,
)


class Case(Versioned):
    """One event of children gone missing together. ``number`` tells nothing and may be public."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "number": "public",
        "category": "public",
        "status": "operational",
        "circumstances": "personal",
        "summary": "public",
        "jurisdiction": "operational",
        "source": "operational",
        "missing_on": "public",
        "last_contact_earliest_at": "personal",
        "last_contact_latest_at": "personal",
        "last_contact_place": "public",
        "last_contact_street": "personal",
        "last_seen_by": "personal",
        "timezone": "operational",
        "state": "public",
        "county_fips": "public",
        "from_care": "sealed",
        "amber": "public",
        "restricted": "operational",
        "unknown": "operational",
        "reported_at": "operational",
        "ncic_number": "personal",
        "ncic_entered_at": "operational",
        "ncic_recorded_at": "operational",
        "ncic_recorded_by": "operational",
        "manager": "operational",
        "assigned_at": "operational",
        "assigned_by": "operational",
        "opened_at": "operational",
        "opened_by": "operational",
        "recovered_at": "operational",
        "closed_at": "operational",
        "closed_by": "operational",
        "closed_reason": "operational",
        "closed_words": "personal",
        "version": "operational",
    }

    number = models.CharField(max_length=20, unique=True)
    category = models.CharField(max_length=30)
    status = models.CharField(max_length=30, default=CaseStatus.ACTIVE)
    circumstances = models.TextField()
    # What the public may read of it; written apart so that nothing private slips in.
    summary = models.TextField(blank=True)
    jurisdiction = models.CharField(max_length=10, default="us")
    source = models.CharField(max_length=40, blank=True)
    missing_on = models.CharField(max_length=10, blank=True)
    last_contact_earliest_at = models.DateTimeField(null=True)
    last_contact_latest_at = models.DateTimeField(null=True)
    last_contact_place = models.JSONField(null=True)
    last_contact_street = models.CharField(max_length=200, blank=True)
    last_seen_by = models.CharField(max_length=200, blank=True)
    timezone = models.CharField(max_length=40, default="America/New_York")
    state = models.CharField(max_length=2, blank=True)
    county_fips = models.CharField(max_length=5, blank=True)
    from_care = models.BooleanField(null=True)
    amber = models.BooleanField(null=True)
    restricted = models.BooleanField(default=False)
    unknown = words_array(40)
    # When police took the report: the clock of the entry into NCIC starts then.
    reported_at = models.DateTimeField(null=True)
    ncic_number = models.CharField(max_length=10, blank=True)
    ncic_entered_at = models.DateTimeField(null=True)
    ncic_recorded_at = models.DateTimeField(null=True)
    ncic_recorded_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    manager = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    assigned_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    # Empty when a machine opened it (another clearinghouse's system).
    opened_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    recovered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    closed_reason = models.CharField(max_length=30, blank=True)
    closed_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_word("category", Category, table="cases_case"),
            known_word("status", CaseStatus, table="cases_case"),
            known_word("closed_reason", ClosingReason, table="cases_case", blank=True),
            partial_date("missing_on", table="cases_case"),
            signed("ncic_recorded", table="cases_case"),
            signed("assigned", table="cases_case"),
            signed("closed", table="cases_case"),
            in_order("last_contact_earliest_at", "last_contact_latest_at", table="cases_case"),
            in_order("reported_at", "ncic_entered_at", table="cases_case"),
            in_order("opened_at", "closed_at", table="cases_case"),
            in_order("opened_at", "assigned_at", table="cases_case"),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | Q(assigned_at__isnull=False),
                name="cases_case_manager_assigned",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="cases_case_closed_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(ncic_entered_at__isnull=True) | Q(ncic_recorded_at__isnull=False),
                name="cases_case_ncic_entry_recorded",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-opened_at"], name="cases_case_status"),
            models.Index(fields=["manager", "status"], name="cases_case_manager"),
            models.Index(fields=["state", "status"], name="cases_case_state"),
            models.Index(fields=["-opened_at"], name="cases_case_opened"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def place(self) -> Place | None:
        """Where the child was last known to be."""
        return place_of(self.last_contact_place)

    @property
    def last_contact(self) -> LastContact:
        """When and where the child was last seen or heard of."""
        return LastContact(
            self.last_contact_earliest_at,
            self.last_contact_latest_at,
            self.place,
            self.last_contact_street,
            self.last_seen_by,
            self.timezone,
        )

    @property
    def missing_since(self) -> PartialDate | None:
        """The day the child is missing since."""
        return date_of(self.missing_on)

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on."""
        return self.status != CaseStatus.CLOSED

    @property
    def in_ncic(self) -> bool:
        """Whether the record is known to be in NCIC."""
        return self.ncic_entered_at is not None

    def started_at(self) -> datetime:
        """When police, or else we, learned of it: from here the clocks run."""
        return self.reported_at or self.opened_at


class CaseAgency(models.Model):
    """An agency on the case: told when, answered what, its own report number."""

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "agency": "operational",
        "role": "operational",
        "report_number": "personal",
        "told_at": "operational",
        "told_by": "operational",
        "accepted": "operational",
        "answered_at": "operational",
        "answered_by": "operational",
        "answer_words": "personal",
        "consulted_on_poster": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="shares")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, default=AgencyRole.INVESTIGATING)
    report_number = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    accepted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    answer_words = models.TextField(blank=True)
    consulted_on_poster = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            known_word("role", AgencyRole, table="cases_caseagency"),
            signed("answered", table="cases_caseagency"),
            signed("ended", table="cases_caseagency"),
            in_order("told_at", "answered_at", table="cases_caseagency"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | Q(accepted__isnull=False, answered_at__isnull=False),
                name="cases_caseagency_answer_signed",
            ),
            models.UniqueConstraint(
                fields=["case", "agency"],
                condition=Q(ended_at__isnull=True),
                name="cases_caseagency_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["agency", "ended_at"], name="cases_caseagency_agency")]

    @property
    def is_active(self) -> bool:
        """Whether the agency sees the case."""
        return self.ended_at is None and self.accepted is not False
