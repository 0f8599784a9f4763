"""Papers that the family gives: sealed, and opened by those who work on the case."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from porchlight.core.errors import Conflict, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.permissions import person
from porchlight.house.audit.actions import record
from porchlight.house.files import actions as files
from porchlight.house.files.keys import Compartment
from porchlight.house.files.rules.reasons import Reason
from porchlight.programmes.families.events import DocumentGiven
from porchlight.programmes.families.models import FamilyAccess, FamilyDocument
from porchlight.programmes.families.permissions import may_see
from porchlight.programmes.families.queries.support import require_work_on
from porchlight.programmes.families.rules.documents import (
    MOST_BYTES,
    MOST_DOCUMENTS,
    document_type,
)
from porchlight.programmes.families.rules.vocabulary import Part


def give_document(
    access_id: int, source: "UploadedFile[bytes]", title: str, *, by: Viewer, now: datetime
) -> FamilyDocument:
    """
    Take a family's paper in, such as a custody order: sealed while it streams in.

    :raises NotAllowed: when it is not one's own page, or it takes no documents
    :raises RuleBroken: about ``document``, when it is none that is taken, or there are too many
    :raises Conflict: when they gave the same one before
    :raises NoRoom: when the store is full; nothing is kept
    """
    access = FamilyAccess.objects.select_related("support").get(id=access_id)
    may_see(by, access.facts(), Part.PHOTOGRAPHS).require()
    if access.documents.count() >= MOST_DOCUMENTS:
        raise RuleBroken(say("At most {n} documents. Call us.", n=MOST_DOCUMENTS), field="document")
    if (source.size or 0) > MOST_BYTES:
        raise RuleBroken(say("This file is too large. At most 20 MB."), field="document")
    kind = document_type(source.read(16))
    source.seek(0)
    about = f"support:{access.support_id}"
    kept = files.keep(
        source,
        compartment=Compartment.CASE,
        declared_type=source.content_type or "",
        most_bytes=MOST_BYTES,
        about=about,
        by=by,
        now=now,
    )
    with transaction.atomic():
        row, new = FamilyDocument.objects.get_or_create(
            access=access,
            sha256=kept.sha256,
            defaults={
                "file_id": kept.id,
                "media_type": kind,
                "title": title.strip(),
                "given_at": now,
                "given_by_id": person(by),
            },
        )
        if not new:
            raise Conflict(say("You sent us this document before. We have it."))
        record(DocumentGiven(access.support_id, row.pk, kept.id), by=by, at=now)
    return row


def open_document(
    document_id: int, why: Reason | str, words: str = "", *, by: Viewer, now: datetime
) -> files.Opened:
    """
    Open a paper for a reason that stays beside the opening.

    :raises NotAllowed: when ``by`` does not work on the case, opens no sealed files, or gives no
        reason
    """
    row = FamilyDocument.objects.select_related("access__support").get(id=document_id)
    require_work_on(by, row.access.support.case_id)
    about = f"support:{row.access.support_id}"
    return files.open_sealed(row.file_id, why=why, words=words, about=about, by=by, now=now)
