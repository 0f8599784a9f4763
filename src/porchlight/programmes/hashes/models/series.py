"""Series of files that show the same children, who identified them, who wants to be told."""

from django.db import models

from porchlight.core.phones import Phone
from porchlight.house.audit.pairs import signed


class Series(models.Model):
    """
    Files that belong together. ``code`` is what agencies call it; the children's names are not
    here, only how many they are.
    """

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE = {
        "id": "operational",
        "code": "sealed",
        "victims": "sealed",
        "identified_on": "sealed",
        "agency": "sealed",
        "agency_case": "sealed",
        "contact_name": "personal",
        "contact_phone": "personal",
        "contact_email": "personal",
        "opened_at": "operational",
        "opened_by": "operational",
    }

    code = models.CharField(max_length=120, unique=True)
    victims = models.PositiveSmallIntegerField(default=1)
    # Empty while the children are not identified.
    identified_on = models.DateField(null=True)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, null=True, related_name="+")
    agency_case = models.CharField(max_length=60, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_email = models.EmailField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(identified_on__isnull=True) | models.Q(agency__isnull=False),
                name="hashes_series_identified_by_an_agency",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def contact_phone_shown(self) -> str:
        """The contact's number as people write it."""
        return Phone.of(self.contact_phone).shown() if self.contact_phone else ""

    @property
    def is_identified(self) -> bool:
        """Whether the children are known and safe to be told apart."""
        return self.identified_on is not None


class NoticeWish(models.Model):
    """A victim, or who speaks for them, asked to be told when the series is found anew."""

    OWNER = "family_advocate"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "series": "sealed",
        "victim_code": "sealed",
        "reach": "sealed",
        "language": "operational",
        "asked_at": "operational",
        "asked_by": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    series = models.ForeignKey(Series, models.CASCADE, related_name="wishes")
    victim_code = models.CharField(max_length=40)
    # How to reach them safely: their own words, read by the advocate only.
    reach = models.TextField()
    language = models.CharField(max_length=12, default="en")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            signed("ended", table="hashes_noticewish"),
            models.UniqueConstraint(
                fields=["series", "victim_code"],
                condition=models.Q(ended_at__isnull=True),
                name="hashes_noticewish_once",
            ),
        ]


class Notice(models.Model):
    """One finding that a victim is to be told of, and who told them when."""

    OWNER = "family_advocate"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "wish": "sealed",
        "submission": "sealed",
        "found_at": "operational",
        "sent_at": "operational",
        "sent_by": "operational",
    }

    wish = models.ForeignKey(NoticeWish, models.CASCADE, related_name="notices")
    submission = models.ForeignKey("hashes.Submission", models.CASCADE, related_name="notices")
    found_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            signed("sent", table="hashes_notice"),
            # A comparison that runs twice tells nobody twice.
            models.UniqueConstraint(fields=["wish", "submission"], name="hashes_notice_once"),
        ]
