"""Which child came from which record of another registry, and what that record said last."""

from django.db import models

from porchlight.programmes.cases.models.case import Case
from porchlight.programmes.cases.models.people import Child


class ImportedChild(models.Model):
    """
    A record of another registry and the child it became. ``given`` are the columns as that
    registry last gave them: what was changed here since is told apart from what changed there.
    """

    OWNER = "case manager"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "record": "operational",
        "group": "operational",
        "case": "operational",
        "child": "operational",
        "given": "personal",
        "changed_at": "operational",
        "first_imported_at": "operational",
        "last_imported_at": "operational",
        "ended_at": "operational",
    }

    record = models.CharField(max_length=300, unique=True)
    group = models.CharField(max_length=300, db_index=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    child = models.OneToOneField(Child, models.CASCADE, related_name="imported")
    given = models.JSONField(default=dict)
    changed_at = models.DateTimeField(null=True)
    first_imported_at = models.DateTimeField()
    last_imported_at = models.DateTimeField()
    # The registry has it no longer, or as found.
    ended_at = models.DateTimeField(null=True)
