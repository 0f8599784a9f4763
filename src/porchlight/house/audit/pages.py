"""The audit screen: everything, one record, one person."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from porchlight.house.audit import permissions, queries
from porchlight.house.audit.actions import record
from porchlight.house.audit.events import TrailRead
from porchlight.house.doors import Request, staff

PER_PAGE = 50


@staff(needs=permissions.READ)
def trail(request: Request) -> HttpResponse:
    """The list of events, narrowed by ?record=case:12, ?person=7 or ?kind=cases."""
    about = request.GET.get("record", "").strip()
    person = request.GET.get("person", "")
    kind = request.GET.get("kind", "").strip()
    actor_id = int(person) if person.isdecimal() and len(person) < 19 else None
    found = queries.entries(request.viewer, record=about, actor_id=actor_id, kind=kind)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    looked_at = about or (f"account:{actor_id}" if actor_id else "everything")
    record(TrailRead(looked_at), by=request.viewer, at=timezone.now())
    context = {
        "page": page,
        "lines": queries.lines(list(page.object_list)),
        "record": about,
        "person": person,
        "kind": kind,
    }
    return render(request, "audit/trail.html", context)


urlpatterns = [path("audit/", trail, name="audit-trail")]
