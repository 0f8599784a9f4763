"""The searching family's pages: made for a telephone, at night, without anything to learn."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages as notes
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request, family
from porchlight.house.ui.panels import Panel, panels_for
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families import permissions
from porchlight.programmes.families.actions import access as accesses
from porchlight.programmes.families.actions import documents, messages, photographs
from porchlight.programmes.families.forms import DocumentForm, MessageForm, PhotographForm
from porchlight.programmes.families.models import Contact, FamilyAccess, FamilyMessage
from porchlight.programmes.families.queries import access as queries
from porchlight.programmes.families.queries import support
from porchlight.programmes.families.rules.promises import Kept, is_told, standing
from porchlight.programmes.families.rules.vocabulary import CHANNELS, Channel, Part

LAST_MESSAGES = 3
SAVED = 200


@dataclass(frozen=True)
class Mine:
    """One case as this family member's page shows it."""

    access: FamilyAccess
    source: cases.FamilySource
    next: Contact | None
    next_how: str
    next_late: bool
    last: Contact | None
    panels: list[Panel]
    messages: list[FamilyMessage]
    unread: int
    photographs: int
    told: bool
    shows: frozenset[str]

    @property
    def found(self) -> bool:
        """Every child is found, and the family was told so in person."""
        return self.told and self.source.recovered_at is not None

    @property
    def quiet(self) -> bool:
        """Something happened that nobody has told the family yet: a page is no way to learn it."""
        return not self.told


def _mine(request: Request, access: FamilyAccess) -> Mine:
    record, now = access.support, timezone.now()
    coming = support.next_promise(record, access.relative)
    source = cases.family_source(record.case_id)
    told = is_told(record.recovery_told_at, source.last_recovered_at)
    shows = frozenset(access.sees)
    panels = panels_for("family home", request.viewer, record.case_id) if told else []
    thread = support.messages_of(access) if Part.MESSAGES in shows else []
    return Mine(
        access=access,
        source=source,
        next=coming,
        next_how=str(CHANNELS[Channel(coming.channel)]) if coming else "",
        next_late=bool(
            coming and coming.due_at and standing(coming.due_at, None, now=now) is Kept.MISSED
        ),
        last=support.last_contact(record, access.relative),
        panels=panels if Part.POSTER in shows else [],
        messages=thread[-LAST_MESSAGES:],
        unread=sum(not one.from_family and one.read_at is None for one in thread),
        photographs=access.photographs.count(),
        told=told,
        shows=shows,
    )


@family(needs=permissions.OWN)
def home(request: Request) -> HttpResponse:
    """Who is there for them, when the next contact is, and how things stand."""
    mine = [_mine(request, access) for access in queries.accesses_of(request.viewer)]
    for one in mine:
        accesses.view_page(one.access, "home", by=request.viewer, now=timezone.now())
    context = {"mine": mine, "now": timezone.now()}
    return render(request, "families/family/home.html", context)


def _saved(form: Form, field: str, save: Callable[[], object]) -> int:
    """Save what was typed and return SAVED, or write what is wrong to ``field``: 422, 409."""
    if not form.is_valid():
        return 422
    try:
        save()
    except NotAllowed:
        raise
    except Problem as problem:
        form.add_error(field, str(problem))
        return problem.status
    return SAVED


@family(needs=permissions.OWN, changes=permissions.SEND, methods=["GET", "POST"])
def thread(request: Request, access_id: int) -> HttpResponseBase:
    """Read what the advocate wrote, and write."""
    access = queries.access_for(request.viewer, access_id, Part.MESSAGES)
    form = MessageForm(request.POST or None)
    now, status = timezone.now(), 200
    if request.method == "POST":

        def save() -> None:
            text = form.cleaned_data["text"]
            messages.write_as_family(access.pk, text, by=request.viewer, now=now)

        status = _saved(form, "text", save)
        if status == SAVED:
            notes.success(request, _("Sent. Your advocate reads it."))
            return redirect("family-messages", access.pk)
    shown = support.messages_of(access)
    messages.read_messages(access, by=request.viewer, now=now)
    context = {"access": access, "messages_shown": shown, "form": form}
    return render(request, "families/family/messages.html", context, status=status)


@family(needs=permissions.OWN, changes=permissions.SEND, methods=["GET", "POST"])
def pictures(request: Request, access_id: int) -> HttpResponseBase:
    """Give a photograph of the child."""
    access = queries.access_for(request.viewer, access_id, Part.PHOTOGRAPHS)
    form = PhotographForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":

        def save() -> None:
            picture = form.cleaned_data["picture"]
            photographs.give_photograph(
                access.pk,
                picture,
                declared_type=picture.content_type or "",
                words=form.cleaned_data["words"],
                by=request.viewer,
                now=timezone.now(),
            )

        status = _saved(form, "picture", save)
        if status == SAVED:
            notes.success(request, _("Thank you. We have the photograph."))
            return redirect("family-photographs", access.pk)
    accesses.view_page(access, "photographs", by=request.viewer, now=timezone.now())
    context = {"access": access, "given": support.photographs_of(access), "form": form}
    return render(request, "families/family/photographs.html", context, status=status)


@family(needs=permissions.OWN, changes=permissions.SEND, methods=["GET", "POST"])
def papers(request: Request, access_id: int) -> HttpResponseBase:
    """Give a document, such as a custody order."""
    access = queries.access_for(request.viewer, access_id, Part.PHOTOGRAPHS)
    form = DocumentForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        given = form.cleaned_data if form.is_valid() else {}

        def save() -> None:
            documents.give_document(
                access.pk,
                given["document"],
                given["title"],
                by=request.viewer,
                now=timezone.now(),
            )

        status = _saved(form, "document", save)
        if status == SAVED:
            notes.success(request, _("Thank you. We have the document."))
            return redirect("family-documents", access.pk)
    accesses.view_page(access, "documents", by=request.viewer, now=timezone.now())
    rows = list(access.documents.order_by("-id"))
    context = {"access": access, "given": rows, "form": form}
    return render(request, "families/family/documents.html", context, status=status)


urlpatterns = [
    path("", home, name="family-home"),
    path("messages/<int:access_id>/", thread, name="family-messages"),
    path("photographs/<int:access_id>/", pictures, name="family-photographs"),
    path("documents/<int:access_id>/", papers, name="family-documents"),
]
