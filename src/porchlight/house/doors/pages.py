"""How a refusal looks: a page for people, a problem detail (RFC 9457) for machines."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from porchlight.core.errors import NotFound, Problem
from porchlight.core.text import say
from porchlight.core.viewer import Door


def refusal(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return ``problem`` in the form of the request's door."""
    door = getattr(request, "door", Door.PUBLIC)
    if door is Door.API or request.headers.get("Accept") == "application/json":
        return problem_detail(problem)
    context = {"problem": problem, "door": str(door), "base": f"ui/base_{door}.html"}
    return render(request, "ui/refusal.html", context, status=problem.status)


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
