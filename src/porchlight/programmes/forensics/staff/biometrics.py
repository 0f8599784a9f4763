"""What is on file of a missing child or an unidentified person: teeth, prints, DNA, family."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from porchlight.core.dates import parse_date
from porchlight.core.errors import Problem, RuleBroken
from porchlight.core.text import say
from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, staff
from porchlight.house.ui.panels import panels_for
from porchlight.programmes.forensics import actions, events, permissions, queries
from porchlight.programmes.forensics.actions import Whose
from porchlight.programmes.forensics.queries import Kin, Subject
from porchlight.programmes.forensics.rules import family
from porchlight.programmes.forensics.rules.dental import (
    PRIMARY,
    TEETH,
    Chart,
    Position,
    from_codes,
    parse_ncic,
)
from porchlight.programmes.forensics.rules.mouth import MILK_UNTIL_YEARS, mouth
from porchlight.programmes.forensics.rules.profiles import format_profile
from porchlight.programmes.forensics.rules.tree import RELATIONS

Act = Callable[[], object]


@staff(needs=permissions.READ_BIOMETRICS)
def seen(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """All that is on file of one."""
    return _page(request, queries.subject_for(request.viewer, kind, subject_id))


def _page(request: Request, subject: Subject, problem: str = "") -> HttpResponse:
    viewed = events.BiometricsViewed(subject.child_id, subject.person_id)
    record(viewed, by=request.viewer, at=timezone.now())
    file = queries.on_file(f"{subject.kind}_id", [subject.id])[subject.id]
    kin = queries.kin_of(subject.id) if subject.child_id else []
    context = {
        "subject": subject,
        "jaws": mouth(file.chart) if file.chart else (),
        "codes": queries.codes_of(file.chart, subject) if file.chart else [],
        "prints": "".join(finger.code for finger in file.fingers),
        "profile": format_profile(file.profile).splitlines() if file.profile else [],
        "kept": queries.kept_of(subject),
        "family": _family(kin, subject) if subject.child_id else None,
        "relations": [(code, str(one.words)) for code, one in RELATIONS.items()],
        "samples": [(code, str(words)) for code, words in family.SAMPLES.items()],
        "due_now": (subject.progression_on or date.max) <= timezone.localdate(),
        "panels": panels_for(f"on file {subject.kind}", request.viewer, subject.id),
        "may": permissions.may_write_biometrics(request.viewer),
        "problem": problem,
        "typed": request.POST,
    }
    status = 422 if problem else 200
    return render(request, "forensics/staff/on_file.html", context, status=status)


def _family(kin: list[Kin], subject: Subject) -> dict[str, object]:
    """The family as it is drawn, what their samples can tell, and whom to ask next."""
    listed = [(f"r{one.id}", one.relation, one.name, one.profile is not None) for one in kin]
    typed = [one.relation for one in kin if one.profile is not None]
    asked = [one.relation for one in kin if one.profile is None and one.sample != "no"]
    return {
        "drawing": family.drawing(listed, subject.sex),
        "kin": [(one, str(RELATIONS[one.relation].words)) for one in kin],
        "gap": family.gap(typed),
        "next": [
            (str(RELATIONS[relation].words), gap)
            for relation, gap in family.next_best(typed, asked)
        ],
        "missing": [
            (str(RELATIONS[relation].words), gap)
            for relation, gap in family.next_best(typed, _not_named(kin))
        ][:3],
    }


def _not_named(kin: list[Kin]) -> list[str]:
    named = {one.relation for one in kin}
    return [code for code, one in RELATIONS.items() if code not in named and code != "child"]


def _done(request: Request, subject: Subject, act: Act, words: str) -> HttpResponse:
    """Do it and come back; what was wrong is said on the page, with all that was typed."""
    try:
        act()
    except Problem as problem:
        return _page(request, subject, str(problem.sentence))
    messages.success(request, words)
    return redirect("on-file", subject.kind, subject.id)


@staff(needs=permissions.WRITE_BIOMETRICS, methods=["GET", "POST"])
def teeth(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """Chart the teeth on a picture of the mouth."""
    subject = queries.subject_for(request.viewer, kind, subject_id)
    file = queries.on_file(f"{kind}_id", [subject.id])[subject.id]
    chart, problems = file.chart or Chart(), dict[str, str]()
    if request.method == "POST":
        chart, problems = _typed_chart(request)
        charted_on = _day(request, problems)
        if not problems and "look" not in request.POST:
            try:
                actions.keep_chart(
                    subject.whose,
                    chart,
                    charted_on=charted_on,
                    words=request.POST.get("words", "")[:2000],
                    by=request.viewer,
                    now=timezone.now(),
                )
                messages.success(request, _("The teeth are on file."))
                return redirect("on-file", subject.kind, subject.id)
            except Problem as problem:
                problems = {"": str(problem.sentence)}
    return _teeth_page(request, subject, chart, problems)


def _teeth_page(
    request: Request, subject: Subject, chart: Chart, problems: dict[str, str]
) -> HttpResponse:
    milk = request.GET.get("milk") == "1" or (subject.age or 99) < MILK_UNTIL_YEARS
    typed = {name[1:]: value for name, value in request.POST.items() if name.startswith("t")}
    jaws = [
        (
            str(jaw.words),
            [(one, typed.get(one.number, one.code), problems.get(one.number)) for one in jaw.teeth],
        )
        for jaw in mouth(chart, milk=milk)
    ]
    context = {
        "subject": subject,
        "jaws": jaws,
        "problems": problems,
        "typed": request.POST,
        "milk": milk,
        "codes": queries.codes_of(chart, subject) if chart.teeth else [],
    }
    status = 422 if problems else 200
    return render(request, "forensics/staff/teeth.html", context, status=status)


def _typed_chart(request: Request) -> tuple[Chart, dict[str, str]]:
    """Read what was typed tooth by tooth, over an NCIC code when there is one."""
    chart, problems = Chart(), dict[str, str]()
    ncic = request.POST.get("ncic", "").strip()
    try:
        chart = parse_ncic(ncic) if ncic else chart
    except RuleBroken as problem:
        problems["ncic"] = str(problem.sentence)
    every: tuple[Position, ...] = (*TEETH, *PRIMARY)
    for number in every:
        code = request.POST.get(f"t{number}", "").strip()
        try:
            if code:
                chart = chart.set(number, from_codes({str(number): code}).at(number))
        except RuleBroken as problem:
            problems[str(number)] = str(problem.sentence)
    return chart, problems


def _day(request: Request, problems: dict[str, str]) -> str:
    """Read when it was charted; empty when nobody says."""
    text = request.POST.get("charted_on", "").strip()
    try:
        language = (get_language() or "en")[:2]
        return str(parse_date(text, timezone.localdate(), language)) if text else ""
    except RuleBroken as problem:
        problems["charted_on"] = str(problem.sentence)
        return ""


@staff(needs=permissions.WRITE_BIOMETRICS, methods=["POST"])
def prints(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """Put a fingerprint classification on file."""
    subject = queries.subject_for(request.viewer, kind, subject_id)
    fpc, holder = request.POST.get("fpc", ""), request.POST.get("holder", "")[:120]
    return _done(
        request,
        subject,
        lambda: actions.keep_prints(
            subject.whose, fpc, holder=holder, by=request.viewer, now=timezone.now()
        ),
        _("The fingerprint classes are on file."),
    )


@staff(needs=permissions.WRITE_BIOMETRICS, methods=["POST"])
def dna(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """Put a DNA profile on file: of the subject, or of one of the family."""
    subject = queries.subject_for(request.viewer, kind, subject_id)
    told = {
        name: request.POST.get(name, "")[:8000]
        for name in ("relative", "loci", "laboratory", "mitochondrial")
    }

    def keep() -> None:
        actions.keep_profile(
            _whose_dna(subject, told["relative"]),
            told["loci"],
            laboratory=told["laboratory"][:120],
            mitochondrial=told["mitochondrial"][:2000],
            degraded="degraded" in request.POST,
            by=request.viewer,
            now=timezone.now(),
        )

    return _done(request, subject, keep, _("The profile is on file."))


def _whose_dna(subject: Subject, chosen: str) -> Whose:
    """Whose profile it is; a relative must be one of the child's own."""
    if not chosen:
        return subject.whose
    kin = {str(one.id): one.id for one in queries.kin_of(subject.child_id or 0)}
    if chosen not in kin:
        raise RuleBroken(say("Choose somebody of this family."))
    return Whose(relative_id=kin[chosen])


@staff(needs=permissions.WRITE_BIOMETRICS, methods=["POST"])
def relative(request: Request, child_id: int) -> HttpResponse:
    """Add somebody to the family."""
    subject = queries.subject_for(request.viewer, "child", child_id)
    told = {name: request.POST.get(name, "")[:120] for name in ("relation", "name")}
    return _done(
        request,
        subject,
        lambda: actions.add_relative(child_id, **told, by=request.viewer, now=timezone.now()),
        _("The relative is in the family tree."),
    )


@staff(needs=permissions.WRITE_BIOMETRICS, methods=["POST"])
def sample(request: Request, child_id: int, relative_id: int) -> HttpResponse:
    """Note how far it is with a relative's sample."""
    subject = queries.subject_for(request.viewer, "child", child_id)
    state = request.POST.get("sample", "")
    return _done(
        request,
        subject,
        lambda: actions.note_sample(
            child_id, relative_id, state=state, by=request.viewer, now=timezone.now()
        ),
        _("Noted."),
    )


def address(kind: str, subject_id: int) -> str:
    """Return where all that is on file of one is shown."""
    return reverse("on-file", args=[kind, subject_id])


urlpatterns = [
    path("on-file/<str:kind>/<int:subject_id>/", seen, name="on-file"),
    path("on-file/<str:kind>/<int:subject_id>/teeth/", teeth, name="on-file-teeth"),
    path("on-file/<str:kind>/<int:subject_id>/prints/", prints, name="on-file-prints"),
    path("on-file/<str:kind>/<int:subject_id>/dna/", dna, name="on-file-dna"),
    path("on-file/child/<int:child_id>/relatives/", relative, name="on-file-relative"),
    path(
        "on-file/child/<int:child_id>/relatives/<int:relative_id>/",
        sample,
        name="on-file-sample",
    ),
]
