"""What can be done with a poster: one function per verb, one transaction, one event."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max

from porchlight.core.errors import Conflict, NotFound
from porchlight.core.identifiers import opaque
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases.queries import visible_case_ids
from porchlight.programmes.posters.events import (
    FamilyApproved,
    PosterDrafted,
    PosterEdited,
    PosterPrinted,
    PosterReissued,
    PosterReleased,
    PostersListed,
    PosterTypeset,
    PosterViewed,
    PosterWithdrawn,
)
from porchlight.programmes.posters.models import Poster, ReleasedSheet, copies
from porchlight.programmes.posters.permissions import (
    Standing,
    may_approve,
    may_draft,
    may_release,
    may_withdraw,
)
from porchlight.programmes.posters.queries import (
    Composed,
    composed,
    released_of_case,
    standing,
)
from porchlight.programmes.posters.queries.compose import Words, as_before
from porchlight.programmes.posters.rules.reissue import Issued, same, without_what_is_new
from porchlight.programmes.posters.rules.states import OPEN, State, check_move
from porchlight.programmes.posters.rules.stored import to_json
from porchlight.programmes.posters.rules.wording import LANGUAGES


@dataclass(frozen=True)
class Sheet:
    """A typeset file: its public name, media type and bytes."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic
def draft_poster(case_id: int, *, by: Viewer, now: datetime) -> Poster | None:
    """
    Make the draft of a case's poster from what the case tells, or bring the one that waits up to
    date. None when there is nothing to draft: no child is missing, or it is drafted already.

    :raises NotFound: when there is no such case
    :raises NotAllowed: when ``by`` does not write posters
    """
    versions = list(Poster.objects.select_for_update().filter(case_id=case_id).order_by("version"))
    last = versions[-1] if versions else None
    waiting = last if last and last.state in OPEN else None
    public = next((each for each in versions if each.state == State.RELEASED), None)
    code = public.code if public else (waiting.code if waiting else opaque())
    number = waiting.version if waiting else (last.version + 1 if last else 1)
    made = composed(case_id, code=code, version=number, words=last.words if last else {}, now=now)
    may_draft(by, _new(by, case_id)).require()
    if not made.active or (waiting and not _differs(made, waiting)):
        return None
    poster = waiting or Poster(case_id=case_id, code=code, version=number, made_at=now)
    poster.languages = poster.languages or list(LANGUAGES)
    _write(poster, made)
    poster.save()
    record(PosterDrafted(poster.id, case_id, poster.version), by=by, at=now)
    return poster


@transaction.atomic
def edit_draft(
    poster_id: int,
    texts: Mapping[str, Mapping[str, str]],
    *,
    languages: tuple[str, ...] = LANGUAGES,
    by: Viewer,
    now: datetime,
) -> Poster:
    """
    Write the draft's sentences by place and language; the writer is the one who drafted it.

    :raises NotAllowed: when ``by`` does not write posters, or it is no draft
    """
    poster = _locked(poster_id)
    may_draft(by, standing(by, poster, ())).require()
    words: Words = {place: dict(said) for place, said in poster.words.items()}
    changed = sorted(
        place
        for place, said in texts.items()
        if place in words and any(words[place].get(one) != text for one, text in said.items())
    )
    for place in changed:
        words[place] |= {language: text.strip() for language, text in texts[place].items()}
    made = composed(poster.case_id, code=poster.code, version=poster.version, words=words, now=now)
    poster.languages = list(languages)
    _write(poster, made)
    poster.drafted_at, poster.drafted_by_id = now, by.id
    poster.save()
    record(PosterEdited(poster.id, poster.case_id, ", ".join(changed)), by=by, at=now)
    return poster


@transaction.atomic
def approve_for_family(
    poster_id: int, *, seen: int, words: str = "", by: Viewer, now: datetime
) -> Poster:
    """
    The family agrees to the draft as it stands; at the desk ``words`` say who agreed and how.

    :raises NotAllowed: when ``by`` is neither of the family nor writes posters
    :raises Conflict: when the draft was changed since it was shown
    """
    poster = _locked(poster_id)
    may_approve(by, standing(by, poster, ())).require()
    if poster.stamp != seen:
        raise Conflict(say("The poster was changed meanwhile. Please look at it again."))
    check_move(State(poster.state), State.APPROVED)
    poster.state = State.APPROVED
    poster.family_approved_at, poster.family_approved_by_id = now, by.id
    poster.family_words = words.strip()
    poster.save()
    how = "telephone" if words.strip() else "page"
    record(FamilyApproved(poster.id, poster.case_id, how), by=by, at=now)
    return poster


@transaction.atomic
def release_poster(poster_id: int, *, by: Viewer, now: datetime) -> Poster:
    """
    Show the poster to the public from now on, in place of the version before.

    :raises NotAllowed: with the reason, when ``may_release`` says no
    """
    poster = _locked(poster_id)
    may_release(by, standing(by, poster)).require()
    check_move(State(poster.state), State.RELEASED)
    if before := released_of_case(poster.case_id):
        _supersede(before, now)
        # It was issued again while this draft waited: numbers only go up.
        if before.version > poster.version:
            poster.version = _next_version(poster.case_id)
    facts = replace(poster.content(), issued_on=now.date(), version=poster.version)
    poster.state, poster.facts = State.RELEASED, to_json(facts)
    poster.released_at, poster.released_by_id = now, by.id
    poster.save()
    copies.publish(poster, facts, now)
    record(PosterReleased(poster.id, poster.case_id, poster.version), by=by, at=now)
    return poster


@transaction.atomic
def reissue_poster(
    case_id: int, *, reason: str = "recovered", by: Viewer, now: datetime
) -> Poster | None:
    """
    Bring a public poster up to date with its case. Coded facts, ages and children who are found
    go out at once under the approvals it has; new words and new pictures become a draft, which
    the family and a second person see first. None when nothing changed.

    :raises NotFound: when there is no such case
    """
    before = Poster.objects.select_for_update().filter(
        case_id=case_id, state=State.RELEASED
    ).first()  # fmt: skip
    if before is None:
        return draft_poster(case_id, by=by, now=now)
    number = _next_version(case_id)
    made = composed(case_id, code=before.code, version=number, words=before.words, now=now)
    may_draft(by, _new(by, case_id)).require()
    if not made.active:
        return withdraw_poster(before.id, reason=reason, by=by, now=now)
    if copies.has_run_out(before.code, now):
        return withdraw_poster(before.id, reason="expired", by=by, now=now)
    old = Issued(before.content(), tuple(before.child_ids))
    allowed = without_what_is_new(Issued(made.facts, made.child_ids), old)
    if same(allowed, old):
        copies.renew(before, old.facts, now)
        return draft_poster(case_id, by=by, now=now) if _differs(made, before) else None
    _supersede(before, now)
    after = _next_of(before, number, now)
    after.area, after.child_ids = made.area, list(allowed.child_ids)
    after.facts = to_json(allowed.facts)
    after.save()
    copies.publish(after, allowed.facts, now)
    record(PosterReissued(after.id, case_id, after.version), by=by, at=now)
    return after


@transaction.atomic
def withdraw_poster(poster_id: int, *, reason: str, by: Viewer, now: datetime) -> Poster:
    """
    Take the poster away everywhere at once: page, search, files. Its address keeps nothing.

    :raises NotAllowed: when ``by`` does not withdraw posters, or it has ended
    """
    poster = _locked(poster_id)
    may_withdraw(by, standing(by, poster, ())).require()
    check_move(State(poster.state), State.WITHDRAWN)
    if poster.state == State.RELEASED:
        copies.bury(poster.code, now)
    poster.state, poster.ended_at, poster.ended_reason = State.WITHDRAWN, now, reason
    if by.id is not None:
        poster.withdrawn_at, poster.withdrawn_by_id = now, by.id
    poster.save()
    record(PosterWithdrawn(poster.id, poster.case_id, reason), by=by, at=now)
    return poster


@transaction.atomic
def keep_sheets(poster_id: int, sheets: list[Sheet], *, by: Viewer, now: datetime) -> bool:
    """
    Put the typeset files in public, when the version still is; says whether it was.

    :raises NotFound: when there is no such poster
    """
    poster = _locked(poster_id)
    may_draft(by, _new(by, poster.case_id)).require()
    if poster.state != State.RELEASED:
        return False
    ReleasedSheet.objects.filter(code=poster.code).delete()
    ReleasedSheet.objects.bulk_create(
        ReleasedSheet(
            code=poster.code,
            name=sheet.name,
            version=poster.version,
            media_type=sheet.media_type,
            sha256=sha256(sheet.content).hexdigest(),
            content=sheet.content,
        )
        for sheet in sheets
    )
    copies.pictures_are_there(poster.code, now)
    poster.typeset_at = now
    poster.save(update_fields=["typeset_at"])
    record(PosterTypeset(poster.id, poster.case_id, len(sheets)), by=by, at=now)
    return True


def view_poster(poster: Poster, *, by: Viewer, now: datetime) -> None:
    """Record that the poster was shown to somebody who may see it."""
    record(PosterViewed(poster.id, poster.case_id), by=by, at=now)


def view_list(posters: list[Poster], *, by: Viewer, now: datetime) -> None:
    """Record that a list of posters was shown."""
    cases = " ".join(str(number) for number in sorted({each.case_id for each in posters}))
    record(PostersListed(len(posters), cases), by=by, at=now)


def print_poster(poster: Poster, form: str, *, by: Viewer, now: datetime) -> None:
    """Record that a file of the poster was taken away."""
    record(PosterPrinted(poster.id, poster.case_id, form), by=by, at=now)


def _locked(poster_id: int) -> Poster:
    poster = Poster.objects.select_for_update().filter(id=poster_id).first()
    if poster is None:
        raise NotFound(say("There is no such poster."))
    return poster


def _new(by: Viewer, case_id: int) -> Standing:
    """The standing of a version that is not made yet: it hangs on the case alone."""
    seen = by.door is not Door.STAFF or bool(visible_case_ids(by, [case_id]))
    return Standing(case_id, State.DRAFT, seen=seen)


def _write(poster: Poster, made: Composed) -> None:
    """Put the facts into the draft; a family's yes was for the words before."""
    if poster.facts and _differs(made, poster):
        poster.state = State.DRAFT
        poster.family_approved_at, poster.family_approved_by = None, None
        poster.family_words = ""
    poster.facts, poster.words = to_json(made.facts), made.words
    poster.area, poster.child_ids = made.area, list(made.child_ids)


def _differs(made: Composed, poster: Poster) -> bool:
    before = poster.content()
    return to_json(as_before(made.facts, before)) != to_json(before)


def _next_version(case_id: int) -> int:
    last = Poster.objects.filter(case_id=case_id).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def _next_of(before: Poster, number: int, now: datetime) -> Poster:
    """The version after ``before``, under the same approvals."""
    return Poster(
        case_id=before.case_id,
        code=before.code,
        version=number,
        languages=before.languages,
        state=State.RELEASED,
        words=before.words,
        made_at=now,
        drafted_at=before.drafted_at,
        drafted_by=before.drafted_by,
        family_approved_at=before.family_approved_at,
        family_approved_by=before.family_approved_by,
        family_words=before.family_words,
        released_at=before.released_at,
        released_by=before.released_by,
    )


def _supersede(before: Poster, now: datetime) -> None:
    check_move(State(before.state), State.SUPERSEDED)
    before.state, before.ended_at, before.ended_reason = State.SUPERSEDED, now, "newer"
    before.save(update_fields=["state", "ended_at", "ended_reason"])
