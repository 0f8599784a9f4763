"""Links that open a case for reading to somebody without an account, and who opened them."""

from django.db import models

from porchlight.house.audit.pairs import signed
from porchlight.programmes.cases.models.case import Case
from porchlight.programmes.cases.models.columns import in_order


class CaseLink(models.Model):
    """A link for one named person, until a time. Only the digest of its secret is kept."""

    OWNER = "case manager"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "case": "operational",
        "digest": "sealed",
        "given_to": "personal",
        "purpose": "personal",
        "made_at": "operational",
        "made_by": "operational",
        "expires_at": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    given_to = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            signed("ended", table="cases_caselink"),
            in_order("made_at", "expires_at", table="cases_caselink"),
        ]


class LinkView(models.Model):
    """One opening of a link: when, and from which network address."""

    OWNER = "case manager"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "link": "operational",
        "viewed_at": "operational",
        "source": "personal",
    }

    link = models.ForeignKey(CaseLink, models.CASCADE, related_name="views")
    viewed_at = models.DateTimeField()
    source = models.CharField(max_length=60, blank=True)
