"""Looking at a sealed file: one at a time, grey and blurred, for a reason, so many a day."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.files import actions as vault
from porchlight.house.files.pictures.sandbox import Undecodable, decode
from porchlight.house.files.pictures.shapes import VEILED
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.events import FileLabelled, FileSeen, LookRefused
from porchlight.programmes.cybertips.models import LABELS, FileLabel, Look, ReportFile
from porchlight.programmes.cybertips.queries.exposure import known_as, seen_by
from porchlight.programmes.cybertips.rules.exposure import LARGEST_LOOK, may_look
from porchlight.programmes.cybertips.rules.referral import Authority, suffices


def look(  # noqa: PLR0913 each is a column of the ledger
    report_id: int, file_id: str, why: str, authority: Authority, words: str = "", *, by: Viewer,
    now: datetime,
) -> tuple[Look, bytes]:  # fmt: skip
    """
    Return one file as a small grey blurred JPEG, drawn in memory in a locked-down process, and the
    row of the ledger. Nothing of it is kept.

    :raises NotAllowed: when the role does not include looking at files
    :raises NotFound: when the report has no such file
    :raises RuleBroken: when it is known, enough for now, not allowed by law, or no picture
    """
    permissions.may_look(by).require()
    file = ReportFile.objects.filter(report_id=report_id, file_id=file_id).first()
    if file is None:
        raise NotFound(say("There is no such file."))
    if refused := _refused(file, authority, words, by, now):
        because, sentence = refused
        record(LookRefused(report_id, file_id, because), by=by, at=now)
        raise RuleBroken(sentence)
    assert by.id is not None, "a person looks"
    with transaction.atomic():
        opened = vault.open_sealed(
            file.kept_id, why=why, words=words, about=f"report:{report_id}", by=by, now=now
        )
        row = Look.objects.create(
            report_id=report_id,
            file_id=file_id,
            sha256=file.sha256,
            why=why,
            words=words[:200],
            opened_at=now,
            opened_by_id=by.id,
        )
        record(FileSeen(report_id, file_id, why), by=by, at=now)
    try:
        return row, decode(opened.read(), (VEILED,)).drawn["veiled"].jpeg()
    except Undecodable as error:
        Look.objects.filter(id=row.id).update(closed_at=timezone.now())
        raise RuleBroken(
            say("This file cannot be shown here. Say what it is by its data.")
        ) from error


def _refused(
    file: ReportFile, authority: Authority, words: str, by: Viewer, now: datetime
) -> tuple[str, Say] | None:
    if known_as(file) is not None:
        return "known", say("This file is known by its hash: nobody has to see it again.")
    if enough := may_look(seen_by(by, now), now):
        return "enough", enough
    if missing := suffices(authority, file.viewed_by_sender, words):
        return "law", missing
    if not file.media_type.startswith("image/") or file.size > LARGEST_LOOK:
        return "kind", say("Only pictures can be looked at here.")
    return None


@transaction.atomic
def close_look(look_id: int, label: str = "", *, by: Viewer, now: datetime) -> Look:
    """
    Close the file that is open; with a label, nobody has to see the same file again.

    :raises NotFound: when it is not the person's own
    :raises RuleBroken: for an unknown label
    :raises Conflict: when it was closed already
    """
    permissions.may_look(by).require()
    rows = Look.objects.select_for_update(of=("self",))
    row = rows.filter(id=look_id, opened_by_id=by.id or 0).first()
    if row is None:
        raise NotFound(say("There is no such look of yours."))
    if row.closed_at is not None:
        raise Conflict(say("This file was closed already."))
    if label and label not in LABELS:
        raise RuleBroken(say("Choose what it is."), field="label")
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    if label:
        said = {"label": label, "labelled_at": now, "labelled_by_id": by.id}
        FileLabel.objects.get_or_create(sha256=row.sha256, defaults=said)
    record(FileLabelled(row.report_id, row.file_id, label or "none"), by=by, at=now)
    return row
