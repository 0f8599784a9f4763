"""How a refusal looks: a page for people, a problem detail (RFC 9457) for machines."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from porchlight.core.errors import NotFound, Problem
from porchlight.core.text import say
from porchlight.core.viewer import Door

THRESHOLD_BASE = "accounts/base.html"
# Proofs of who somebody is are never shown again nor kept, not even sealed.
PROOFS = frozenset({"csrfmiddlewaretoken", "password", "answer", "code"})
# A text worth typing once only: longer than the value of a choice.
WORTH_KEEPING = 20


def refusal(
    request: HttpRequest, problem: Problem, *, template: str = "ui/refusal.html", **context: object
) -> HttpResponse:
    """
    Return ``problem`` in the form of the request's door.

    The page shows the texts that were sent with it, so that nothing typed is lost even where a
    form did not foresee the refusal.
    """
    door = door_of(request)
    if door is Door.API or request.headers.get("Accept") == "application/json":
        return problem_detail(problem)
    page = {"problem": problem, "base": base_of(door), "typed": typed_in(request), **context}
    return render(request, template, page, status=problem.status)


def door_of(request: HttpRequest) -> Door:
    """The door that the request came to; before it has come to one, the person's own."""
    viewer = getattr(request, "viewer", None)
    return getattr(request, "door", None) or (viewer.door if viewer else Door.PUBLIC)


def base_of(door: Door) -> str:
    """The base page at ``door``; where people sign in, a stranger stands before the doors."""
    return THRESHOLD_BASE if door is Door.PUBLIC and _signs_in() else f"ui/base_{door}.html"


def _signs_in() -> bool:
    try:
        return bool(reverse("sign-in"))
    except NoReverseMatch:
        return False


def typed_in(request: HttpRequest) -> list[str]:
    """Return the longer texts that a form brought, without passwords and codes."""
    if request.method != "POST":
        return []
    texts = [
        text for name, each in request.POST.lists() if name not in PROOFS for text in each if text
    ]
    return [text for text in texts if len(text) > WORTH_KEEPING or " " in text.strip()]


def problem_detail(problem: Problem) -> JsonResponse:
    """Return the problem as RFC 9457 has it."""
    detail: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": str(problem),
    }
    if problem.field:
        detail["field"] = problem.field
    return JsonResponse(detail, status=problem.status, content_type="application/problem+json")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to an address that leads nowhere; the same as for what is not yours."""
    return refusal(request, NotFound(say("There is nothing at this address.")))


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort: says that nothing typed was lost here and what to do."""
    return render(request, "ui/server_error.html", status=500)
