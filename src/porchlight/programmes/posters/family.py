"""The family sees the draft of its child's poster and agrees to it, from a telephone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from porchlight.house.doors import Request, family
from porchlight.programmes.posters import actions, permissions, queries
from porchlight.programmes.posters.clients import typst
from porchlight.programmes.posters.forms import seen_number
from porchlight.programmes.posters.models import Poster
from porchlight.programmes.posters.queries.pictures import pictures_of, with_pictures
from porchlight.programmes.posters.rules.shown import shown, spoken


@family(needs=permissions.APPROVE_OWN)
def listed(request: Request) -> HttpResponse:
    """The posters of one's own children."""
    posters = list(queries.posters_for(request.viewer).order_by("-version"))
    actions.view_list(posters, by=request.viewer, now=timezone.now())
    named = [(each, ", ".join(c.name for c in each.content().children)) for each in posters]
    return render(request, "posters/family/list.html", {"posters": named})


@family(needs=permissions.APPROVE_OWN)
def seen(request: Request, poster_id: int) -> HttpResponse:
    """The draft as it will be printed, and every word of it."""
    poster = queries.poster_for(request.viewer, poster_id)
    actions.view_poster(poster, by=request.viewer, now=timezone.now())
    language = _language(poster)
    standing = queries.standing(request.viewer, poster, ())
    context = {
        "poster": poster,
        "said": shown(poster.content(), language),
        "stamp": poster.stamp,
        "language_shown": language,
        "may": permissions.may_approve(request.viewer, standing),
    }
    return render(request, "posters/family/poster.html", context)


@family(needs=permissions.APPROVE_OWN, methods=["POST"])
def approve(request: Request, poster_id: int) -> HttpResponse:
    """Agree to the poster as it was shown."""
    poster = queries.poster_for(request.viewer, poster_id)
    stamp = seen_number(request.POST.get("seen", ""))
    actions.approve_for_family(poster.id, seen=stamp, by=request.viewer, now=timezone.now())
    messages.success(request, _("Thank you. A second person looks at it, then it goes out."))
    return redirect("family-poster", poster.id)


@family(needs=permissions.APPROVE_OWN)
def preview(request: Request, poster_id: int, language: str) -> HttpResponse:
    """The printed page as a picture."""
    poster = queries.poster_for(request.viewer, poster_id)
    if language not in poster.languages:
        raise Http404
    pictures = pictures_of(poster.case_id, poster.content())
    facts = spoken(with_pictures(poster.content(), pictures), language)
    return HttpResponse(typst.typesetter().preview(facts, pictures), content_type="image/png")


def _language(poster: Poster) -> str:
    asked = get_language() or "en"
    return asked if asked in poster.languages else poster.languages[0]


urlpatterns = [
    path("posters/", listed, name="family-posters"),
    path("posters/<int:poster_id>/", seen, name="family-poster"),
    path("posters/<int:poster_id>/approve/", approve, name="family-poster-approve"),
    path(
        "posters/<int:poster_id>/preview-<str:language>.png",
        preview,
        name="family-poster-preview",
    ),
]
