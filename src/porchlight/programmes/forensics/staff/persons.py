"""Unidentified persons at the desk: the list, a record, files taken over, exclusions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from porchlight.core.codes import ncic
from porchlight.core.errors import Conflict, Problem
from porchlight.core.measures import Span, show_height, show_weight
from porchlight.core.places import state as state_of
from porchlight.core.text import Say, say
from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, staff
from porchlight.house.ui.panels import panels_for
from porchlight.house.ui.table import Table, badge, link, number, text
from porchlight.programmes.forensics import actions, events, permissions, queries
from porchlight.programmes.forensics.forms import COVERAGES, ImportForm, PersonForm
from porchlight.programmes.forensics.models import UnidentifiedPerson
from porchlight.programmes.forensics.queries import Planned
from porchlight.programmes.forensics.rules.bases import BASIS_WORDS
from porchlight.programmes.forensics.rules.remains import CONDITION_WORDS, Remains

SEX_WORDS = {"M": say("Male"), "F": say("Female"), "U": say("Unsure")}
OUTCOMES: dict[str, tuple[Say, str]] = {
    "refused": (say("Cannot be taken over"), "danger"),
    "new": (say("New"), "info"),
    "changed": (say("Changed"), "wait"),
    "same": (say("As before"), "plain"),
}
# What a file may change, in the words of the desk; a column of the table is the key.
FIELD_WORDS: dict[str, Say] = {
    "vital": say("living or not"),
    "found_on": say("found on"),
    "state": say("state"),
    "county": say("county"),
    "city": say("city"),
    "latitude": say("place"),
    "longitude": say("place"),
    "condition": say("condition"),
    "sex": say("sex"),
    "age_min": say("age"),
    "age_max": say("age"),
    "height_min": say("height"),
    "height_max": say("height"),
    "weight_min": say("weight"),
    "weight_max": say("weight"),
    "pmi_min": say("time since death"),
    "pmi_max": say("time since death"),
    "ancestry": say("ancestry"),
    "hair": say("hair"),
    "eyes": say("eyes"),
    "blood": say("blood type"),
    "marks": say("marks"),
    "clothing": say("clothing"),
    "possible_names": say("possible names"),
    "coroner_case": say("coroner's number"),
    "dental": say("teeth"),
    "prints": say("fingerprints"),
}


@staff(needs=permissions.READ)
def listed(request: Request) -> HttpResponse:
    """All unidentified persons."""
    table = Table(
        queries.persons(request.viewer),
        [
            link("number", _("Number"), url=_address),
            text("found_on", _("Found on")),
            text("state", _("State")),
            text("sex", _("Sex"), read=lambda row: str(SEX_WORDS[row.sex])),
            text("age", _("Age"), read=lambda row: _range(row.facts().age_years), order="age_min"),
            text("elsewhere", _("NamUs, NCIC"), read=_elsewhere),
            badge("standing", _("State of the record"), read=_standing, kinds=_standing_kinds()),
        ],
        request=request,
        search=("number", "namus_number", "ncic_number", "coroner_case", "city"),
        sort="-number",
        caption=_("Unidentified persons"),
        empty=_("Nobody is on record. Record somebody, or take over a file."),
    )
    shown = len(list(table.page))
    record(events.PersonsListed(shown), by=request.viewer, at=timezone.now())
    may = permissions.may_write_person(request.viewer)
    return render(request, "forensics/staff/list.html", {"table": table, "may": may})


def _address(row: UnidentifiedPerson) -> str:
    return reverse("unidentified-record", args=[row.number])


def _elsewhere(row: UnidentifiedPerson) -> str:
    return ", ".join(one for one in (row.namus_number, row.ncic_number) if one)


def _standing(row: UnidentifiedPerson) -> str:
    if row.identified_at:
        return _("Identified")
    return _("Taken back") if row.withdrawn_at else _("Open")


def _standing_kinds() -> dict[str, str]:
    return {_("Identified"): "good", _("Open"): "info"}


def _range(span: Span | None) -> str:
    if span is None:
        return ""
    return f"{span.lo:g}" if span.is_exact else f"{span.lo:g}–{span.hi:g}"


@staff(needs=permissions.READ)
def seen(request: Request, number: str) -> HttpResponse:
    """One record: what is known, who holds the remains, who is ruled out."""
    return _record(request, number)


def _record(request: Request, number: str, problem: str = "") -> HttpResponse:
    person = queries.person_for(request.viewer, number)
    record(events.PersonViewed(person.id), by=request.viewer, at=timezone.now())
    found_in = state_of(person.state)
    context = {
        "person": person,
        "place": ", ".join(one for one in (person.city, found_in.name if found_in else "") if one),
        "groups": _groups(person),
        "exclusions": [
            (one, str(BASIS_WORDS[one.basis])) for one in queries.exclusions_of(person.id)
        ],
        "panels": panels_for("unidentified", request.viewer, person.id),
        "may": permissions.may_write_person(request.viewer, person.standing()),
        "problem": problem,
        "words": request.POST.get("words", ""),
        "about": request.POST.get("about", ""),
    }
    status = 422 if problem else 200
    return render(request, "forensics/staff/record.html", context, status=status)


def _groups(person: UnidentifiedPerson) -> list[tuple[str, list[tuple[str, str]]]]:
    facts = person.facts()
    return [
        (_("The find"), _find(facts) + [(_("How the person was found"), person.circumstances)]),
        (_("The body"), _body(facts)),
        (
            _("What was with the person"),
            [
                (_("Clothing and objects"), facts.clothing),
                (_("Possible names"), person.possible_names),
            ],
        ),
    ]


def _find(facts: Remains) -> list[tuple[str, str]]:
    window = facts.death_window()
    dead = _estimate(_range(facts.pmi_days), facts.pmi_coverage)
    told = [
        (_("Condition"), str(CONDITION_WORDS[facts.condition])),
        (_("Days since death when found"), dead),
    ]
    if window is not None:
        first, last = window
        span = f"{first} – {last}" if first else _("not after %(day)s") % {"day": last}
        told.append((_("Died"), span))
    return told


def _language() -> str:
    return (get_language() or "en")[:2]


def _body(facts: Remains) -> list[tuple[str, str]]:
    height = show_height(facts.height_cm, "both") if facts.height_cm else ""
    return [
        (_("Sex"), str(SEX_WORDS[facts.sex])),
        (_("Age in years"), _estimate(_range(facts.age_years), facts.age_coverage)),
        (_("Height"), _estimate(height, facts.height_coverage)),
        (_("Weight"), show_weight(facts.weight_kg, "both") if facts.weight_kg else ""),
        (
            _("Estimated ancestry"),
            ", ".join(ncic.label("RAC", one, _language()) for one in facts.ancestry),
        ),
        (_("Hair"), ncic.label("HAI", facts.hair, _language()) if facts.hair else ""),
        (_("Eyes"), ncic.label("EYE", facts.eyes, _language()) if facts.eyes else ""),
        (_("Blood type"), facts.blood),
        (_("Marks"), "; ".join(facts.marks)),
    ]


def _estimate(words: str, coverage: int) -> str:
    """An estimated range, and how often such ranges are right."""
    if not words:
        return ""
    sure = str(dict(COVERAGES)[str(coverage)])
    return _("%(range)s (right in %(sure)s)") % {"range": words, "sure": sure}


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def added(request: Request) -> HttpResponse:
    """Record somebody."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_person(form.columns(), by=request.viewer, now=timezone.now())
            return redirect("unidentified-record", made.number)
        except Conflict as problem:
            form.add_error(None, str(problem.sentence))
    return _form(request, form, _("Record an unidentified person"), reverse("unidentified-list"))


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def changed(request: Request, number: str) -> HttpResponse:
    """Change a record."""
    person = queries.person_for(request.viewer, number)
    form = PersonForm(request.POST or None, initial=PersonForm.of(person))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_person(
                person.id, form.columns(), version=version, by=request.viewer, now=timezone.now()
            )
            return redirect("unidentified-record", number)
        except Conflict as problem:
            form.add_error(None, str(problem.sentence))
    return _form(request, form, person.number, _address(person))


def _form(request: Request, form: PersonForm, title: str, cancel: str) -> HttpResponse:
    context = {"form": form, "title": title, "cancel": cancel}
    status = 422 if form.is_bound else 200
    return render(request, "forensics/staff/form.html", context, status=status)


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def imported(request: Request) -> HttpResponse:
    """Send a file: it is read and kept, and nothing is taken over yet."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            kept = actions.try_file(
                upload.name, upload.read(), by=request.viewer, now=timezone.now()
            )
            return redirect("unidentified-file", kept.id)
        except Problem as problem:
            form.add_error("file", str(problem.sentence))
    status = 422 if form.errors else 200
    return render(request, "forensics/staff/import.html", {"form": form}, status=status)


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def tried(request: Request, file_id: int) -> HttpResponse:
    """What a file would do, record by record; then take it over."""
    file = queries.file_for(request.viewer, file_id)
    if request.method == "POST":
        done = actions.import_persons(file.id, by=request.viewer, now=timezone.now())
        words = _("Taken over: %(new)s new, %(changed)s changed, %(same)s as before.")
        messages.success(request, words % done)
        return redirect("unidentified-list")
    plans = queries.plans_of(file)
    counts = [
        (str(words), kind, sum(plan.outcome == outcome for plan in plans))
        for outcome, (words, kind) in OUTCOMES.items()
    ]
    context = {"file": file, "table": _plans(request, plans), "counts": counts}
    return render(request, "forensics/staff/tried.html", context)


def _plans(request: Request, plans: list[Planned]) -> Table:
    kinds = {str(words): kind for words, kind in OUTCOMES.values()}
    return Table(
        sorted(plans, key=lambda plan: (not plan.record.problems, plan.record.place)),
        [
            number("place", _("Record"), read=lambda plan: plan.record.place, order=""),
            text("number", _("Number"), read=lambda plan: plan.record.number, order=""),
            badge("outcome", _("Outcome"), read=_outcome, kinds=kinds, order=""),
            text("fields", _("What changes"), read=_changes, order=""),
            text("problems", _("Not read"), read=_problems, order=""),
        ],
        request=request,
        caption=_("What it would do"),
    )


def _outcome(plan: Planned) -> str:
    return str(OUTCOMES[plan.outcome][0])


def _changes(plan: Planned) -> str:
    names = plan.fields if plan.person_id else plan.biometrics
    return ", ".join(dict.fromkeys(str(FIELD_WORDS.get(name, name)) for name in names))


def _problems(plan: Planned) -> str:
    return " ".join(str(one) for one in plan.record.problems)


@staff(needs=permissions.WRITE, methods=["POST"])
def withdrawn(request: Request, number: str) -> HttpResponse:
    """The source took its record back."""
    person = queries.person_for(request.viewer, number)
    words = request.POST.get("words", "")
    try:
        actions.withdraw_person(person.id, words=words, by=request.viewer, now=timezone.now())
    except Problem as problem:
        return _record(request, number, str(problem.sentence))
    messages.success(request, _("The record is kept, and no longer compared."))
    return redirect("unidentified-record", number)


@staff(needs=permissions.WRITE, methods=["POST"])
def restored(request: Request, number: str) -> HttpResponse:
    """Take a record up again that its source had taken back."""
    person = queries.person_for(request.viewer, number)
    actions.restore_person(person.id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The record is compared again."))
    return redirect("unidentified-record", number)


@staff(needs=permissions.WRITE, methods=["POST"])
def taken_back(request: Request, number: str, exclusion_id: int) -> HttpResponse:
    """Take an exclusion back."""
    words = request.POST.get("words", "")
    try:
        actions.withdraw_exclusion(exclusion_id, words=words, by=request.viewer, now=timezone.now())
    except Problem as problem:
        return _record(request, number, str(problem.sentence))
    messages.success(request, _("The exclusion is taken back; the pair is compared again."))
    return redirect("unidentified-record", number)


urlpatterns = [
    path("unidentified/", listed, name="unidentified-list"),
    path("unidentified/new/", added, name="unidentified-new"),
    path("unidentified/import/", imported, name="unidentified-import"),
    path("unidentified/import/<int:file_id>/", tried, name="unidentified-file"),
    path("unidentified/<str:number>/", seen, name="unidentified-record"),
    path("unidentified/<str:number>/edit/", changed, name="unidentified-edit"),
    path("unidentified/<str:number>/withdraw/", withdrawn, name="unidentified-withdraw"),
    path("unidentified/<str:number>/restore/", restored, name="unidentified-restore"),
    path(
        "unidentified/<str:number>/exclusions/<int:exclusion_id>/withdraw/",
        taken_back,
        name="unidentified-exclusion-withdraw",
    ),
]
