"""What posters do later: drafted, brought up to date, typeset, withdrawn."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.jobs import every, job, later, progress
from porchlight.programmes.posters import actions, queries
from porchlight.programmes.posters.clients import typst
from porchlight.programmes.posters.models import Poster
from porchlight.programmes.posters.queries.pictures import WEB, pictures_of, with_pictures
from porchlight.programmes.posters.rules.layout import Paper
from porchlight.programmes.posters.rules.shown import picture_names, sheet_names, spoken
from porchlight.programmes.posters.rules.states import OPEN, State

DESK = house_viewer("posters")


@job(name="posters.draft")
def draft(*, case_id: int, now: datetime) -> None:
    """A case was opened: have the draft of its poster ready."""
    actions.draft_poster(case_id, by=DESK, now=now)


@job(name="posters.reissue")
def reissue(*, case_id: int, now: datetime) -> None:
    """The case changed: so does its poster."""
    actions.reissue_poster(case_id, by=DESK, now=now)


@job(name="posters.withdraw")
def withdraw(*, case_id: int, now: datetime) -> None:
    """A child is found: the poster goes, or stays for the others without them."""
    actions.reissue_poster(case_id, by=DESK, now=now)
    _drop_drafts(case_id, "recovered", now)


@job(name="posters.end")
def end(*, case_id: int, now: datetime) -> None:
    """The case is closed: nothing of it stays in public, nothing waits for release."""
    public = queries.released_of_case(case_id)
    if public:
        actions.withdraw_poster(public.id, reason="closed", by=DESK, now=now)
    _drop_drafts(case_id, "closed", now)


def _drop_drafts(case_id: int, reason: str, now: datetime) -> None:
    if queries.is_active(case_id) and reason != "closed":
        return
    for waiting in Poster.objects.filter(case_id=case_id, state__in=OPEN):
        actions.withdraw_poster(waiting.id, reason=reason, by=DESK, now=now)


@job(name="posters.typeset", queue="default")
def typeset(*, poster_id: int, now: datetime) -> None:
    """Set the public version on every paper and in every shape, and put its pictures beside."""
    poster = Poster.objects.filter(id=poster_id, state=State.RELEASED).first()
    if poster is None:
        return
    kept = pictures_of(poster.case_id, poster.content())
    facts = with_pictures(poster.content(), kept)
    public = picture_names(facts)
    small = pictures_of(poster.case_id, facts, WEB)
    sheets = [actions.Sheet(public[one], "image/jpeg", small[one]) for one in small]
    names = sheet_names(poster.languages)
    for done, (name, language, form) in enumerate(names):
        progress(done, len(names))
        said = spoken(facts, language)
        if isinstance(form, Paper):
            sheets.append(actions.Sheet(name, "application/pdf", typst.pdf(said, form, kept)))
        else:
            sheets.append(actions.Sheet(name, "image/png", typst.png(said, form, kept)))
    actions.keep_sheets(poster.id, sheets, by=DESK, now=now)
    progress(len(names), len(names))


@every("41 5 * * *", name="posters.keep_current")
def keep_current(*, now: datetime) -> None:
    """
    Birthdays, and posters of cases that nobody closed: each public one is looked at daily. What
    has run out leaves nothing but its address and waits for somebody as a draft.
    """
    for over in queries.run_out(now):
        actions.withdraw_poster(over.id, reason="expired", by=DESK, now=now)
        later(draft, case_id=over.case_id)
    for case_id in Poster.objects.filter(state=State.RELEASED).values_list("case_id", flat=True):
        later(reissue, case_id=case_id, key=f"posters.reissue:{case_id}")
