"""Calls and other contacts: what was typed, what became of them, who goes on with them."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from porchlight.house.audit.pairs import signed
from porchlight.programmes.hotline.permissions.calls import CallFacts
from porchlight.programmes.hotline.rules import drafts
from porchlight.programmes.hotline.rules.call_words import CallState, Channel
from porchlight.programmes.hotline.rules.priorities import Priority

CALL = "hotline_call"


def _by(*, null: bool = True) -> Any:  # noqa: ANN401 the stubs cannot name it shortly
    return models.ForeignKey("accounts.Account", models.PROTECT, null=null, related_name="+")


class Call(models.Model):
    """
    A contact by telephone, text, web, e-mail or in person. ``began_at`` is when it began, also
    when it was written on paper first; ``entered_at`` when it came in here. ``key`` is drawn by
    the page, so that a press sent twice begins one call.
    """

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "number": "operational",
        "key": "operational",
        "channel": "operational",
        "state": "operational",
        "about": "operational",
        "priority": "operational",
        "points": "operational",
        "raised_at": "operational",
        "raised_by": "operational",
        "raised_to": "operational",
        "language": "operational",
        "zone": "operational",
        "began_at": "operational",
        "entered_at": "operational",
        "entered_by": "operational",
        "on_paper": "operational",
        "paper_by": "personal",
        "holder": "operational",
        "taken_at": "operational",
        "taken_by": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
        "ending": "operational",
        "phones": "personal",
        "names": "personal",
        "area": "personal",
    }

    number = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=40, unique=True)
    channel = models.CharField(max_length=12, default=Channel.TELEPHONE)
    state = models.CharField(max_length=8, default=CallState.OPEN)
    about = models.CharField(max_length=12, blank=True)
    priority = models.CharField(max_length=10, default=Priority.ROUTINE)
    points = models.FloatField(default=0)
    raised_at = models.DateTimeField(null=True)
    raised_by = _by()
    raised_to = models.CharField(max_length=10, blank=True)
    # Days and times typed into it are read in this language and zone, whoever looks later.
    language = models.CharField(max_length=5, default="en")
    zone = models.CharField(max_length=40, default="America/New_York")
    began_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = _by()
    on_paper = models.BooleanField(default=False)
    paper_by = models.CharField(max_length=120, blank=True)
    holder = _by()
    taken_at = models.DateTimeField(null=True)
    taken_by = _by()
    ended_at = models.DateTimeField(null=True)
    ended_by = _by()
    ending = models.CharField(max_length=12, blank=True)
    # Read out of what was typed, to be found by.
    phones = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    names = ArrayField(models.CharField(max_length=400), default=list, blank=True)
    area = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            signed("taken", table=CALL),
            signed("ended", table=CALL),
            signed("raised", table=CALL),
            CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name=f"{CALL}_ended_when_ended",
            ),
            CheckConstraint(
                condition=~Q(state="open") | Q(holder__isnull=False), name=f"{CALL}_open_is_held"
            ),
            CheckConstraint(
                condition=Q(began_at__lte=F("entered_at")), name=f"{CALL}_began_before_entered"
            ),
            CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name=f"{CALL}_ended_after",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "began_at"], name="hotline_call_queue"),
            models.Index(fields=["holder", "state"], name="hotline_call_holder"),
            models.Index(fields=["-began_at"], name="hotline_call_newest"),
            GinIndex(fields=["phones"], name="hotline_call_phones"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def urgency(self) -> Priority:
        """How urgent: as reckoned, or as a person raised it."""
        order = list(Priority)
        found = {Priority(self.priority), Priority(self.raised_to or self.priority)}
        return min(found, key=order.index)

    def facts(self) -> CallFacts:
        """Return what permissions ask of a call."""
        return CallFacts(
            id=self.id,
            state=CallState(self.state),
            holder_id=self.holder_id,
            taken_by_id=self.taken_by_id,
            entered_by_id=self.entered_by_id,
        )


class Typing(models.Model):
    """What stands in the fields of a call now; ``CallSave`` keeps how it came about."""

    OWNER = "hotline"
    KEEP = "P10Y"
    # Changes with every few letters; the saves are its history.
    HISTORY = False
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "call": "operational",
        "draft": "sealed",
        "revision": "operational",
        "saved_at": "operational",
        "compared": "operational",
        "findable_as": "operational",
    }

    call = models.OneToOneField(Call, models.CASCADE, related_name="typing")
    draft = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    # The records whose look-alikes were shown, so that each is written down once.
    compared = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # A hash of the persons as they were last made findable.
    findable_as = models.CharField(max_length=64, blank=True)

    def read(self) -> drafts.Draft:
        """Return the draft in the plain form."""
        return drafts.from_json(self.draft)


class CallSave(models.Model):
    """One save as it came, for good: an acknowledged letter is never lost. Nothing changes it."""

    OWNER = "hotline"
    KEEP = "P10Y"
    HISTORY = False
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "call": "operational",
        "revision": "operational",
        "writer": "operational",
        "sequence": "operational",
        "seen": "operational",
        "changes": "sealed",
        "typed_at": "operational",
        "saved_at": "operational",
        "saved_by": "operational",
    }

    call = models.ForeignKey(Call, models.CASCADE, related_name="saves")
    revision = models.PositiveIntegerField()
    writer = models.CharField(max_length=40)
    sequence = models.PositiveBigIntegerField()
    seen = models.PositiveIntegerField()
    changes = models.JSONField()
    typed_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = _by(null=False)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["call", "revision"], name="hotline_callsave_revision"),
            # A retry after a lost answer is the same save.
            UniqueConstraint(fields=["call", "writer", "sequence"], name="hotline_callsave_once"),
        ]

    def plain(self) -> drafts.Save:
        """Return the save in the plain form."""
        return drafts.Save(
            drafts.Stamp(self.sequence, self.writer),
            self.seen,
            self.changes,
            self.typed_at.isoformat(),
        )


class Outcome(models.Model):
    """What a call became: a case, a lead, a note, a report, a request. It may become several."""

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "call": "operational",
        "kind": "operational",
        "case": "operational",
        "lead_id": "operational",
        "words": "sealed",
        "made_at": "operational",
        "made_by": "operational",
    }

    call = models.ForeignKey(Call, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=12)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    lead_id = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = _by(null=False)

    class Meta:
        constraints = [
            # A press sent twice makes one case.
            UniqueConstraint(
                fields=["call", "kind"],
                condition=Q(kind__in=["case", "report", "support"]),
                name="hotline_outcome_once",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="hotline_outcome_case")]


class Handoff(models.Model):
    """
    A case going from the hotline to a case manager: offered with a clock, accepted or declined.
    Offered to nobody in particular, any case manager may accept it.
    """

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "call": "operational",
        "case": "operational",
        "priority": "operational",
        "words": "sealed",
        "to": "operational",
        "due_at": "operational",
        "offered_at": "operational",
        "offered_by": "operational",
        "accepted_at": "operational",
        "accepted_by": "operational",
        "overdue_told_at": "operational",
    }

    call = models.ForeignKey(Call, models.PROTECT, related_name="handoffs")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    priority = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    to = _by()
    due_at = models.DateTimeField()
    offered_at = models.DateTimeField()
    offered_by = _by(null=False)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = _by()
    # The house notices; nobody did it.
    overdue_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            signed("accepted", table="hotline_handoff"),
            UniqueConstraint(
                fields=["case"],
                condition=Q(accepted_at__isnull=True),
                name="hotline_handoff_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["accepted_at", "due_at"], name="hotline_handoff_due")]


class Declined(models.Model):
    """A case manager who could not take a case on, and why; the case goes back to all."""

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "handoff": "operational",
        "words": "personal",
        "declined_at": "operational",
        "declined_by": "operational",
    }

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="declines")
    words = models.CharField(max_length=300)
    declined_at = models.DateTimeField()
    declined_by = _by(null=False)


class CallBack(models.Model):
    """A promise to call somebody back, and what came of it."""

    OWNER = "hotline"
    KEEP = "P10Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "call": "operational",
        "case": "operational",
        "phone": "personal",
        "who": "personal",
        "language": "operational",
        "words": "sealed",
        "due_at": "operational",
        "promised_at": "operational",
        "promised_by": "operational",
        "done_at": "operational",
        "done_by": "operational",
        "result": "operational",
        "result_words": "sealed",
        "overdue_told_at": "operational",
    }

    call = models.ForeignKey(Call, models.PROTECT, null=True, related_name="call_backs")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=24)
    who = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, default="en")
    words = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField()
    promised_at = models.DateTimeField()
    promised_by = _by(null=False)
    done_at = models.DateTimeField(null=True)
    done_by = _by()
    result = models.CharField(max_length=12, blank=True)
    result_words = models.CharField(max_length=500, blank=True)
    overdue_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [signed("done", table="hotline_callback")]
        indexes = [models.Index(fields=["done_at", "due_at"], name="hotline_callback_due")]


class ShiftEntry(models.Model):
    """A line of the shift log; ``until_at`` keeps it in sight of the next shifts."""

    OWNER = "hotline"
    KEEP = "P3Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "words": "personal",
        "until_at": "operational",
        "written_at": "operational",
        "written_by": "operational",
    }

    words = models.CharField(max_length=1000)
    until_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    written_by = _by(null=False)

    class Meta:
        indexes = [models.Index(fields=["-written_at"], name="hotline_shiftentry_newest")]


class Shift(models.Model):
    """Somebody at the desk, from when until when."""

    OWNER = "hotline"
    KEEP = "P3Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "began_at": "operational",
        "began_by": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    began_at = models.DateTimeField()
    began_by = _by(null=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = _by()

    class Meta:
        constraints = [
            signed("ended", table="hotline_shift"),
            UniqueConstraint(
                fields=["began_by"],
                condition=Q(ended_at__isnull=True),
                name="hotline_shift_one_at_a_time",
            ),
        ]


class CallerFlag(models.Model):
    """What the desk should know when this number calls; it never keeps a call away."""

    OWNER = "hotline"
    KEEP = "P3Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "phone": "personal",
        "kind": "operational",
        "words": "personal",
        "until_at": "operational",
        "set_at": "operational",
        "set_by": "operational",
        "lifted_at": "operational",
        "lifted_by": "operational",
    }

    phone = models.CharField(max_length=24)
    kind = models.CharField(max_length=10)
    words = models.CharField(max_length=300)
    until_at = models.DateTimeField()
    set_at = models.DateTimeField()
    set_by = _by(null=False)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = _by()

    class Meta:
        constraints = [
            signed("lifted", table="hotline_callerflag"),
            CheckConstraint(
                condition=Q(until_at__gt=F("set_at")), name="hotline_callerflag_until_after"
            ),
        ]
        indexes = [models.Index(fields=["phone"], name="hotline_callerflag_phone")]

    def holds(self, now: datetime) -> bool:
        """Whether it is still shown."""
        return self.lifted_at is None and now < self.until_at
