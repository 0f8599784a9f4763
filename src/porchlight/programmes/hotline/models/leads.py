"""Leads of the public: what was told, what it may be about, who has it, what came of it."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from porchlight.house.audit.pairs import signed, two_persons
from porchlight.programmes.hotline.rules.lead_priority import Priority, open_by
from porchlight.programmes.hotline.rules.lead_states import State
from porchlight.programmes.hotline.rules.sightings import Sighting
from porchlight.programmes.hotline.rules.tips import Answer, Channel, Tip

LEAD, REFERRAL, CANDIDATE = "hotline_lead", "hotline_leadreferral", "hotline_leadcandidate"


def _by() -> Any:  # noqa: ANN401 the stubs cannot name it shortly
    return models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")


class Lead(models.Model):
    """
    One person's report. Reports of one sighting stay rows of their own, each with its own way of
    answering, and hang below the first of them (``head``).
    """

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "number": "operational",
        "attempt": "operational",
        "channel": "operational",
        "language": "operational",
        "state": "operational",
        "received_at": "operational",
        "taken_in_at": "operational",
        "words": "personal",
        "danger": "operational",
        "still_there": "operational",
        "seen_words": "personal",
        "seen_from": "personal",
        "seen_until": "personal",
        "place": "personal",
        "spot": "personal",
        "lat": "personal",
        "lon": "personal",
        "area": "operational",
        "county_fips": "operational",
        "zone": "operational",
        "people": "personal",
        "vehicle": "personal",
        "poster_code": "public",
        "case": "operational",
        "placed_how": "operational",
        "priority": "operational",
        "bits": "operational",
        "reasons": "operational",
        "held": "operational",
        "source": "operational",
        "sender": "sealed",
        "lookup": "sealed",
        "reply_key": "sealed",
        "sketch": "operational",
        "addresses": "personal",
        "wants_force": "operational",
        "head": "operational",
        "joined_how": "operational",
        "alone": "operational",
        "copy_of": "operational",
        "credibility": "operational",
        "credibility_words": "personal",
        "rated_at": "operational",
        "rated_by": "operational",
        "check_words": "personal",
        "checked_at": "operational",
        "checked_by": "operational",
        "aside_reason": "operational",
        "aside_words": "personal",
        "aside_at": "operational",
        "aside_by": "operational",
        "confirmed_at": "operational",
        "confirmed_by": "operational",
        "opened_at": "operational",
        "opened_by": "operational",
        "escalated_at": "operational",
        "closed_at": "operational",
        "closed_by": "operational",
        "closed_words": "personal",
    }

    number = models.CharField(max_length=20, unique=True)
    attempt = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=10, default=Channel.WEB)
    language = models.CharField(max_length=12, default="en")
    state = models.CharField(max_length=10, default=State.NEW)
    received_at = models.DateTimeField()
    taken_in_at = models.DateTimeField()
    words = models.TextField()
    danger = models.BooleanField(default=False)
    still_there = models.CharField(max_length=10, blank=True)
    seen_words = models.CharField(max_length=200, blank=True)
    seen_from = models.DateTimeField(null=True)
    seen_until = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    spot = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    area = models.CharField(max_length=2, blank=True)
    county_fips = models.CharField(max_length=5, blank=True)
    zone = models.CharField(max_length=40, default="America/New_York")
    people = models.TextField(blank=True)
    vehicle = models.TextField(blank=True)
    poster_code = models.CharField(max_length=40, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    # poster, score or person.
    placed_how = models.CharField(max_length=10, blank=True)
    priority = models.CharField(max_length=10, default=Priority.NORMAL)
    bits = models.FloatField(default=0)
    # Sentences as template, params and bits, so that each reader reads them in their language.
    reasons = models.JSONField(default=list)
    held = models.CharField(max_length=10, blank=True)
    # Emptied after a day (security.md, P7).
    source = models.CharField(max_length=64, blank=True)
    sender = models.CharField(max_length=64, blank=True)
    lookup = models.CharField(max_length=64, blank=True)
    reply_key = models.CharField(max_length=64, blank=True)
    sketch = ArrayField(models.BigIntegerField(), default=list)
    addresses = ArrayField(models.CharField(max_length=120), default=list)
    wants_force = models.BooleanField(default=False)
    head = models.ForeignKey("self", models.PROTECT, null=True, related_name="others")
    # score or person.
    joined_how = models.CharField(max_length=10, blank=True)
    # Somebody said that it is a sighting of its own: nothing joins it again.
    alone = models.BooleanField(default=False)
    # The first of many that came in nearly the same words, or about one claimed address.
    copy_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    credibility = models.CharField(max_length=12, blank=True)
    credibility_words = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True)
    rated_by = _by()
    check_words = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = _by()
    aside_reason = models.CharField(max_length=12, blank=True)
    aside_words = models.TextField(blank=True)
    aside_at = models.DateTimeField(null=True)
    aside_by = _by()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = _by()
    opened_at = models.DateTimeField(null=True)
    opened_by = _by()
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = _by()
    closed_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            *(
                signed(act, table=LEAD)
                for act in ("rated", "checked", "aside", "confirmed", "opened", "closed")
            ),
            two_persons("aside", "confirmed", table=LEAD),
            CheckConstraint(condition=Q(state__in=sorted(State)), name=f"{LEAD}_state_known"),
            CheckConstraint(
                condition=Q(priority__in=sorted(Priority)), name=f"{LEAD}_priority_known"
            ),
            CheckConstraint(
                condition=~Q(state=State.ASIDE) | Q(aside_at__isnull=False),
                name=f"{LEAD}_aside_by_somebody",
            ),
            # What may be danger now is taken out of sight by two persons only.
            CheckConstraint(
                condition=~Q(state=State.ASIDE, priority__in=[Priority.URGENT, Priority.HIGH])
                | Q(confirmed_at__isnull=False),
                name=f"{LEAD}_danger_aside_by_two",
            ),
            CheckConstraint(
                condition=Q(case__isnull=True) | ~Q(placed_how=""), name=f"{LEAD}_placed_somehow"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="hotline_lead_state"),
            models.Index(fields=["case", "received_at"], name="hotline_lead_case"),
            models.Index(fields=["lookup"], name="hotline_lead_lookup"),
            models.Index(fields=["sender"], name="hotline_lead_sender"),
            GinIndex(fields=["sketch"], name="hotline_lead_sketch", opclasses=["array_ops"]),
            GinIndex(fields=["addresses"], name="hotline_lead_addresses"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def tip(self) -> Tip:
        """What was told, without who told it."""
        return Tip(
            words=self.words,
            danger=self.danger,
            still_there=Answer(self.still_there),
            seen_words=self.seen_words,
            seen_from=self.seen_from,
            seen_until=self.seen_until,
            place=self.place,
            spot=self.spot,
            lat=self.lat,
            lon=self.lon,
            state=self.area,
            county_fips=self.county_fips,
            zone=self.zone,
            people=self.people,
            vehicle=self.vehicle,
        )

    @property
    def sighting(self) -> Sighting:
        """What is compared with cases and other leads."""
        return Sighting(
            text=self.tip.whole_text,
            seen_from=self.seen_from,
            seen_until=self.seen_until,
            lat=self.lat,
            lon=self.lon,
            state=self.area,
            county_fips=self.county_fips,
            case_id=self.case_id,
        )

    @property
    def open_by(self) -> datetime:
        """When somebody must have opened it."""
        return open_by(self.received_at, self.priority)


class LeadTipster(models.Model):
    """Who told it, apart from what was told: read with a reason only, each time written down."""

    OWNER = "hotline"
    KEEP = "P3Y"
    CATALOGUE = {
        "id": "operational",
        "lead": "operational",
        "name": "sealed",
        "phone": "sealed",
        "email": "sealed",
        "police_may_ask": "operational",
    }

    lead = models.OneToOneField(Lead, models.CASCADE, related_name="tipster")
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    police_may_ask = models.BooleanField(default=False)


class LeadPicture(models.Model):
    """
    A picture that came with a lead: the sealed original, and what the camera wrote into it. What
    the desk and officers look at is drawn anew and holds none of that.
    """

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "lead": "operational",
        "position": "operational",
        "drop": "operational",
        "file_id": "operational",
        "sha256": "operational",
        "state": "operational",
        "taken": "personal",
        "lat": "personal",
        "lon": "personal",
        "added_at": "operational",
    }

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)
    # The drop it came in: taking in twice keeps it once.
    drop = models.CharField(max_length=64, unique=True)
    file_id = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # waiting, ready or unreadable.
    state = models.CharField(max_length=12, default="waiting")
    taken = models.CharField(max_length=40, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="hotline_leadpicture_sha256")]

    @property
    def taken_shown(self) -> str:
        """When its camera says it was taken, as a person reads it: the camera's own clock."""
        return self.taken.replace("T", " ")


class LeadMessage(models.Model):
    """One message between the desk and the tipster, either way."""

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "lead": "operational",
        "key": "operational",
        "inward": "operational",
        "words": "personal",
        "language": "operational",
        "said_at": "operational",
        "said_by": "operational",
        "held": "operational",
    }

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="messages")
    key = models.CharField(max_length=64, unique=True)
    inward = models.BooleanField()
    words = models.TextField()
    language = models.CharField(max_length=12)
    said_at = models.DateTimeField()
    # Nobody: it came from the tipster.
    said_by = _by()
    held = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(inward=True, said_by__isnull=True)
                | Q(inward=False, said_by__isnull=False),
                name="hotline_leadmessage_said_signed",
            )
        ]
        indexes = [models.Index(fields=["lead", "said_at"], name="hotline_leadmessage_order")]


class LeadReferral(models.Model):
    """A lead given to an agency: seen, accepted or declined, and what came of it."""

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "code": "operational",
        "lead": "operational",
        "case": "operational",
        "agency": "operational",
        "words": "personal",
        "routed_at": "operational",
        "routed_by": "operational",
        "reminded_at": "operational",
        "seen_at": "operational",
        "seen_by": "operational",
        "accepted": "operational",
        "answer_words": "personal",
        "answered_at": "operational",
        "answered_by": "operational",
        "outcome": "operational",
        "outcome_words": "personal",
        "outcome_at": "operational",
        "outcome_by": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    # The officer's own number for it: knowing it tells nothing of ours (security.md, K5).
    code = models.CharField(max_length=22, unique=True)
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="referrals")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    routed_at = models.DateTimeField()
    routed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = _by()
    accepted = models.BooleanField(null=True)
    answer_words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = _by()
    outcome = models.CharField(max_length=20, blank=True)
    outcome_words = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = _by()
    ended_at = models.DateTimeField(null=True)
    ended_by = _by()

    class Meta:
        constraints = [
            *(signed(act, table=REFERRAL) for act in ("seen", "answered", "outcome", "ended")),
            UniqueConstraint(
                fields=["lead", "agency"],
                condition=Q(ended_at__isnull=True),
                name=f"{REFERRAL}_once_an_agency",
            ),
            CheckConstraint(
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | Q(accepted__isnull=False, answered_at__isnull=False),
                name=f"{REFERRAL}_answered_somehow",
            ),
            CheckConstraint(
                condition=Q(outcome_at__isnull=True) | Q(accepted=True),
                name=f"{REFERRAL}_outcome_of_accepted",
            ),
        ]
        indexes = [models.Index(fields=["agency", "routed_at"], name="hotline_referral_agency")]


class LeadCandidate(models.Model):
    """A case that a lead may be about, with the reasons; somebody takes it or says no."""

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "lead": "operational",
        "case": "operational",
        "bits": "operational",
        "reasons": "personal",
        "dismissed_at": "operational",
        "dismissed_by": "operational",
    }

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="candidates")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    bits = models.FloatField()
    reasons = models.JSONField(default=list)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = _by()

    class Meta:
        constraints = [
            signed("dismissed", table=CANDIDATE),
            UniqueConstraint(fields=["lead", "case"], name=f"{CANDIDATE}_once"),
        ]
