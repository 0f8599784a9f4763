"""One box in which everything of the desk is looked for: persons, vehicles, numbers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation

from porchlight.core.errors import Problem
from porchlight.core.text import Say, say
from porchlight.house.doors import Request, staff
from porchlight.programmes.cases.queries import case_for
from porchlight.programmes.matching import actions, permissions, queries
from porchlight.programmes.matching.rules.question import read_question

MOST_SHOWN = 20
SHORTEST = 2
ROLES: dict[str, Say] = {
    "child": say("Child"),
    "companion": say("Companion"),
    "contact": say("Family or caller"),
    "caller": say("Caller"),
    "vehicle": say("Vehicle"),
}


@staff(needs=permissions.SEARCH)
def search(request: Request) -> HttpResponse:
    """What was typed, read as what it may be; the results alone when asked while typing."""
    typed = request.GET.get("q", "")
    now = timezone.now()
    asked = read_question(typed, timezone.localdate(now), translation.get_language() or "en")
    if asked.number and not request.htmx:  # type: ignore[attr-defined]
        try:
            return redirect("case-overview", case_for(request.viewer, asked.number).number)
        except Problem as problem:
            return _page(request, typed, [], str(problem.sentence))
    found = (
        queries.look_alikes(request.viewer, asked.described, limit=MOST_SHOWN)
        if len(typed.strip()) >= SHORTEST
        else []
    )
    actions.show_look_alikes(
        [one.source for one in found if one.may_open], by=request.viewer, now=now
    )
    return _page(request, typed, found)


def _page(
    request: Request, typed: str, found: list[queries.Candidate], refusal: str = ""
) -> HttpResponse:
    context = {
        "typed": typed,
        "asked": len(typed.strip()) >= SHORTEST,
        "found": [(one, str(ROLES.get(one.role, one.role))) for one in found],
        "refusal": refusal,
    }
    part = "results" if request.htmx else "search"  # type: ignore[attr-defined]
    return render(request, f"matching/staff/{part}.html", context)


urlpatterns = [path("search/", search, name="staff-search")]
