"""Posters at the desk: the list, one poster with what keeps it from going out, its files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core.text import Say, say
from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Table, badge, link, text, when
from porchlight.programmes.posters import actions, permissions, queries
from porchlight.programmes.posters.clients import typst
from porchlight.programmes.posters.forms import Agreed, Draft, label_of
from porchlight.programmes.posters.models import Poster
from porchlight.programmes.posters.queries.pictures import pictures_of, with_pictures
from porchlight.programmes.posters.rules.layout import Paper
from porchlight.programmes.posters.rules.shown import sheet_names, spoken
from porchlight.programmes.posters.rules.states import OPEN, State

STATES: dict[str, Say] = {
    State.DRAFT: say("Draft"),
    State.APPROVED: say("The family agreed"),
    State.RELEASED: say("Public"),
    State.SUPERSEDED: say("Replaced"),
    State.WITHDRAWN: say("Withdrawn"),
}
KINDS = {State.DRAFT: "wait", State.APPROVED: "info", State.RELEASED: "good"}
LANGUAGE_NAMES = {"en": gettext_lazy("English"), "es": gettext_lazy("Spanish")}


def _state(poster: Poster) -> str:
    return str(STATES[poster.state])


@staff(needs=permissions.READ)
def listed(request: Request) -> HttpResponse:
    """All posters of the cases that one sees."""
    shown = {str(STATES[state]): kind for state, kind in KINDS.items()}
    table = Table(
        queries.posters_for(request.viewer).select_related("case"),
        [
            link("id", _("Poster"), url=_address, read=_title, order=""),
            badge("state", _("State"), kinds=shown, read=_state, order="state"),
            text("version", _("Version")),
            text("area", _("Missing from")),
            when("made_at", _("Made")),
            when("released_at", _("Released")),
        ],
        request=request,
        sort="-made_at",
        caption=_("Posters"),
        empty=_("There is no poster yet. It is drafted when a case is opened."),
    )
    actions.view_list(list(table.page), by=request.viewer, now=timezone.now())
    return render(request, "posters/staff/list.html", {"table": table})


def _title(poster: Poster) -> str:
    return ", ".join(child.name for child in poster.content().children) or poster.case.number


def _address(poster: Poster) -> str:
    return reverse("poster-desk", args=[poster.id])


@staff(needs=permissions.READ)
def seen(request: Request, poster_id: int) -> HttpResponse:
    """One version: its preview in each language, what it lacks, what can be done."""
    poster = queries.poster_for(request.viewer, poster_id)
    actions.view_poster(poster, by=request.viewer, now=timezone.now())
    return render(request, "posters/staff/poster.html", _context(request, poster))


def _context(request: Request, poster: Poster) -> dict[str, Any]:
    standing = queries.standing(request.viewer, poster)
    return {
        "poster": poster,
        "case": poster.case,
        "title": _title(poster),
        "state": _state(poster),
        "kind": KINDS.get(State(poster.state), "plain"),
        "obstacles": [(str(one.sentence), label_of(one.place)) for one in standing.obstacles]
        if poster.state in OPEN
        else [],
        "languages_shown": [(one, LANGUAGE_NAMES[one]) for one in poster.languages],
        "may": {
            "draft": permissions.may_draft(request.viewer, standing),
            "approve": permissions.may_approve(request.viewer, standing),
            "release": permissions.may_release(request.viewer, standing),
            "withdraw": permissions.may_withdraw(request.viewer, standing),
        },
        "agreed": Agreed(initial={"seen": poster.stamp}),
        "versions": [(each, _state(each)) for each in queries.posters_of_case(poster.case_id)],
        "files": [name for name, _language, form in sheet_names(poster.languages)],
        "open": poster.state in OPEN,
    }


@staff(needs=permissions.DRAFT, methods=["GET", "POST"])
def write(request: Request, poster_id: int) -> HttpResponse:
    """Write the sentences of the draft, both languages beside each other."""
    poster = queries.poster_for(request.viewer, poster_id)
    permissions.may_draft(request.viewer, queries.standing(request.viewer, poster, ())).require()
    form = Draft(poster, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.edit_draft(
            poster.id,
            form.texts(),
            languages=form.languages(),
            by=request.viewer,
            now=timezone.now(),
        )
        messages.success(request, _("The draft is kept."))
        return redirect("poster-desk", poster.id)
    context = {"form": form, "poster": poster, "title": _title(poster)}
    status = 422 if form.is_bound else 200
    return render(request, "posters/staff/write.html", context, status=status)


@staff(needs=permissions.DRAFT, methods=["POST"])
def approve(request: Request, poster_id: int) -> HttpResponse:
    """Write down that the family agreed by telephone."""
    poster = queries.poster_for(request.viewer, poster_id)
    form = Agreed(request.POST)
    if not form.is_valid():
        context = _context(request, poster) | {"agreed": form}
        return render(request, "posters/staff/poster.html", context, status=422)
    actions.approve_for_family(
        poster.id,
        seen=form.cleaned_data["seen"],
        words=form.cleaned_data["who"],
        by=request.viewer,
        now=timezone.now(),
    )
    messages.success(request, _("The family's agreement is recorded."))
    return redirect("poster-desk", poster.id)


@staff(needs=permissions.RELEASE, methods=["POST"])
def release(request: Request, poster_id: int) -> HttpResponse:
    """Show the poster to the public."""
    poster = queries.poster_for(request.viewer, poster_id)
    actions.release_poster(poster.id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The poster is public. Its files are typeset in a moment."))
    return redirect("poster-desk", poster.id)


@staff(needs=permissions.RELEASE, methods=["POST"])
def withdraw(request: Request, poster_id: int) -> HttpResponse:
    """Take the poster away from the public at once."""
    poster = queries.poster_for(request.viewer, poster_id)
    actions.withdraw_poster(poster.id, reason="desk", by=request.viewer, now=timezone.now())
    messages.success(request, _("The poster is withdrawn everywhere."))
    return redirect("poster-desk", poster.id)


@staff(needs=permissions.DRAFT, methods=["POST"])
def renew(request: Request, poster_id: int) -> HttpResponse:
    """Make a new draft for the poster's case, with what the case says now."""
    poster = queries.poster_for(request.viewer, poster_id)
    made = actions.draft_poster(poster.case_id, by=request.viewer, now=timezone.now())
    if made is None:
        messages.info(request, _("There is nothing to draft: no child is missing, or it waits."))
        return redirect("poster-desk", poster.id)
    messages.success(request, _("A new draft is made from what the case says now."))
    return redirect("poster-desk", made.id)


@staff(needs=permissions.READ)
def preview(request: Request, poster_id: int, language: str) -> HttpResponse:
    """The printed page as a picture; part of the poster's page, whose view is recorded."""
    poster = queries.poster_for(request.viewer, poster_id)
    if language not in poster.languages:
        raise Http404
    pictures = pictures_of(poster.case_id, poster.content())
    facts = spoken(with_pictures(poster.content(), pictures), language)
    return HttpResponse(typst.typesetter().preview(facts, pictures), content_type="image/png")


@staff(needs=permissions.READ)
def taken(request: Request, poster_id: int, name: str) -> HttpResponse:
    """A file of the poster to take away: printing is recorded, drafts as well."""
    poster = queries.poster_for(request.viewer, poster_id)
    forms = {each: (language, form) for each, language, form in sheet_names(poster.languages)}
    if name not in forms:
        raise Http404
    language, form = forms[name]
    pictures = pictures_of(poster.case_id, poster.content())
    facts = spoken(with_pictures(poster.content(), pictures), language)
    if isinstance(form, Paper):
        response = HttpResponse(typst.pdf(facts, form, pictures), content_type="application/pdf")
    else:
        response = HttpResponse(typst.png(facts, form, pictures), content_type="image/png")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    actions.print_poster(poster, name, by=request.viewer, now=timezone.now())
    return response


urlpatterns = [
    path("posters/", listed, name="poster-list"),
    path("posters/<int:poster_id>/", seen, name="poster-desk"),
    path("posters/<int:poster_id>/write/", write, name="poster-write"),
    path("posters/<int:poster_id>/approve/", approve, name="poster-approve"),
    path("posters/<int:poster_id>/release/", release, name="poster-release"),
    path("posters/<int:poster_id>/withdraw/", withdraw, name="poster-withdraw"),
    path("posters/<int:poster_id>/renew/", renew, name="poster-renew"),
    path("posters/<int:poster_id>/preview-<str:language>.png", preview, name="poster-preview"),
    path("posters/<int:poster_id>/files/<str:name>", taken, name="poster-file"),
]
