"""Kept bytes, their keys, their arrivals and openings, and what pictures tell."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from porchlight.core.text import say
from porchlight.house.doors.public_tables import DropBox
from porchlight.house.files.keys import Compartment, Wrapped
from porchlight.house.files.rules.media import PICTURES, Agreement
from porchlight.house.files.rules.reasons import Order, Reason


def _in(words: type[StrEnum], column: str) -> Q:
    return Q(**{f"{column}__in": ["", *(each.value for each in words)]})


class KeptFile(models.Model):
    """
    Bytes that are kept once, however often they arrive. ``address`` is where they lie: for plain
    bytes their SHA-256, for sealed ones that of the sealed form.
    """

    OWNER = "operations"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "sha256": "operational",
        "sha1": "operational",
        "md5": "operational",
        "size": "operational",
        "media_type": "operational",
        "compartment": "operational",
        "address": "operational",
        "kept_at": "operational",
        "kept_by": "operational",
    }

    sha256 = models.CharField(max_length=64)
    sha1 = models.CharField(max_length=40)
    md5 = models.CharField(max_length=32)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    # Empty: plain.
    compartment = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "compartment"], name="files_kept_once"),
            models.CheckConstraint(
                condition=_in(Compartment, "compartment"), name="files_keptfile_compartment"
            ),
        ]
        indexes = [models.Index(fields=["address"], name="files_keptfile_address")]

    @property
    def is_sealed(self) -> bool:
        """Whether it opens only with a key."""
        return bool(self.compartment)

    @property
    def needs_reason(self) -> bool:
        """Whether it is opened for a reason only; copies for the desks are looked at without."""
        return self.compartment not in ("", Compartment.DESK)

    @property
    def is_picture(self) -> bool:
        """Whether its first bytes are those of a kind of picture that is decoded."""
        return self.media_type in PICTURES


class FileKey(models.Model):
    """The key of one sealed file, wrapped. Without this row the file can never be opened."""

    OWNER = "operations"
    KEEP = "P75Y"
    # A kept history would keep the key of what is to be unreadable.
    HISTORY = False
    CATALOGUE = {
        "file": "operational",
        "key_id": "operational",
        "wrapped": "sealed",
        "header": "operational",
    }

    file = models.OneToOneField(KeptFile, models.CASCADE, primary_key=True, related_name="key")
    key_id = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    # That of the sealed form, to which the key is bound: another key needs no look at the bytes.
    header = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["key_id"], name="files_filekey_key")]

    def as_wrapped(self) -> Wrapped:
        """The plain form."""
        return Wrapped(self.key_id, bytes(self.wrapped), bytes(self.header))


class Arrival(models.Model):
    """One receipt of bytes: when the first one came, from whom, what they were said to be."""

    OWNER = "operations"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "file": "operational",
        "began_at": "operational",
        "arrived_at": "operational",
        "arrived_by": "operational",
        "about": "operational",
        "declared_type": "operational",
        "agreement": "operational",
        "drop": "operational",
    }

    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="arrivals")
    began_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    arrived_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=60, blank=True)
    declared_type = models.CharField(max_length=100, blank=True)
    agreement = models.CharField(max_length=14)
    # The drop it came from, when a stranger left it.
    drop = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_in(Agreement, "agreement"), name="files_arrival_agreement"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__gte=models.F("began_at")), name="files_arrival_order"
            ),
        ]
        indexes = [models.Index(fields=["about"], name="files_arrival_about")]


PICTURE_STATES = {
    "decoded": say("A picture"),
    "not_a_picture": say("No picture of a kind we show"),
    "too_large": say("Too large to be shown"),
    "too_many_frames": say("Too many frames to be shown"),
    "unreadable": say("Broken: it could not be decoded"),
    "gave_up": say("Decoding was stopped"),
}


class Picture(models.Model):
    """What decoding a kept picture showed; place and time are those its camera wrote into it."""

    OWNER = "operations"
    KEEP = "P75Y"
    CATALOGUE = {
        "file": "operational",
        "state": "operational",
        "width": "operational",
        "height": "operational",
        "frames": "operational",
        "taken": "sealed",
        "latitude": "sealed",
        "longitude": "sealed",
        "camera": "sealed",
        "pdq": "operational",
        "pdq_quality": "operational",
        "decoded_at": "operational",
        "made_with": "operational",
    }

    file = models.OneToOneField(KeptFile, models.CASCADE, primary_key=True, related_name="picture")
    state = models.CharField(max_length=20)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    frames = models.PositiveIntegerField(null=True)
    taken = models.CharField(max_length=32, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    camera = models.CharField(max_length=60, blank=True)
    pdq = models.CharField(max_length=64, blank=True)
    pdq_quality = models.PositiveSmallIntegerField(null=True)
    decoded_at = models.DateTimeField()
    made_with = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(PICTURE_STATES)), name="files_picture_state"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="files_picture_place",
            ),
        ]


class Derivative(models.Model):
    """A copy drawn from a picture's pixels: in which shape, by which version of what."""

    OWNER = "operations"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "original": "operational",
        "shape": "operational",
        "file": "operational",
        "width": "operational",
        "height": "operational",
        "made_with": "operational",
        "drawn_at": "operational",
    }

    original = models.ForeignKey(KeptFile, models.CASCADE, related_name="derivatives")
    shape = models.CharField(max_length=20)
    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    made_with = models.CharField(max_length=60)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["original", "shape"], name="files_derivative_once")
        ]


class Opening(models.Model):
    """A sealed file was opened: by whom, when, why. Rows are only ever added."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "file": "operational",
        "why": "operational",
        "words": "sealed",
        "about": "operational",
        "opened_at": "operational",
        "opened_by": "operational",
    }

    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="openings")
    why = models.CharField(max_length=20)
    words = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_in(Reason, "why"), name="files_opening_why")
        ]
        indexes = [models.Index(fields=["opened_by", "-opened_at"], name="files_opening_by")]


class DroppedFile(DropBox):
    """A file that a stranger left, sealed so that only the worker opens it."""

    OWNER = "operations"
    KEEP = "P30D"
    CATALOGUE = {
        "id": "operational",
        "dropped_at": "operational",
        "began_at": "operational",
        "address": "operational",
        "sha256": "operational",
        "sha1": "operational",
        "md5": "operational",
        "size": "operational",
        "declared_type": "operational",
        "media_type": "operational",
        "key_id": "operational",
        "wrapped": "sealed",
        "header": "operational",
    }

    began_at = models.DateTimeField()
    address = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    sha1 = models.CharField(max_length=40)
    md5 = models.CharField(max_length=32)
    size = models.BigIntegerField()
    declared_type = models.CharField(max_length=100, blank=True)
    media_type = models.CharField(max_length=100)
    key_id = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    header = models.BinaryField()

    def as_wrapped(self) -> Wrapped:
        """The plain form of its key."""
        return Wrapped(self.key_id, bytes(self.wrapped), bytes(self.header))


class Fault(models.Model):
    """Bytes that were found missing or altered; ``healed_at`` when they came whole again."""

    OWNER = "operations"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "file": "operational",
        "kind": "operational",
        "found_at": "operational",
        "healed_at": "operational",
    }

    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="faults")
    kind = models.CharField(max_length=10)
    found_at = models.DateTimeField()
    healed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file"], condition=Q(healed_at__isnull=True), name="files_fault_open_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["missing", "altered"]), name="files_fault_kind"
            ),
        ]


class Scrub(models.Model):
    """One walk over all kept bytes: how far it has come."""

    OWNER = "operations"
    KEEP = "P2Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "began_at": "operational",
        "ended_at": "operational",
        "position": "operational",
        "files": "operational",
        "size": "operational",
        "faults": "operational",
    }

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)
    files = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    faults = models.IntegerField(default=0)


class Destruction(models.Model):
    """A file is to be unreadable for good: asked for by one person, done by another."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "file": "operational",
        "order": "operational",
        "words": "sealed",
        "about": "operational",
        "asked_at": "operational",
        "asked_by": "operational",
        "done_at": "operational",
        "done_by": "operational",
        "key_id": "operational",
        "copies": "operational",
    }

    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="destructions")
    order = models.CharField(max_length=20)
    words = models.CharField(max_length=300)
    about = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    # The compartment's key under which the destroyed key was wrapped in older backups.
    key_id = models.CharField(max_length=40, blank=True)
    copies = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file"], condition=Q(done_at__isnull=True), name="files_destruction_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="files_destruction_done_signed",
            ),
            models.CheckConstraint(
                condition=~Q(done_by=models.F("asked_by")), name="files_destruction_two_people"
            ),
            models.CheckConstraint(condition=_in(Order, "order"), name="files_destruction_order"),
        ]
