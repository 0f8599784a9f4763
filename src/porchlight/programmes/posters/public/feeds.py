"""
The feed for partners: released posters as JSON, Atom and PFIF, with withdrawals that are signed;
and the widget that other sites put in a frame.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem, RuleBroken
from porchlight.core.pfif import records as pfif
from porchlight.core.pfif import writing
from porchlight.core.text import say
from porchlight.house.doors import Request, public
from porchlight.house.doors.bucket import Limit, network_of, take
from porchlight.house.doors.pages import problem_detail
from porchlight.programmes.posters.public.forms import FeedQuestion, WidgetQuestion
from porchlight.programmes.posters.public.pages import Card, card, line
from porchlight.programmes.posters.queries import feed, released
from porchlight.programmes.posters.rules.feed import RULES_OF_USE, Item, in_json, in_pfif

FETCHES = Limit("posters feed", capacity=120, per_second=2.0)
# The widget asks again after half a minute, and no cache keeps it longer than that.
FORGET_SECONDS = 25
# Rows are seen when they are committed, which may be a little after the time they carry.
OVERLAP = timedelta(minutes=2)


@dataclass(frozen=True)
class Asked:
    """What a partner's machine asks for."""

    start: datetime | None
    most: int
    skip: int
    record: str
    language: str
    notes: bool


@public(keep=True)
def posters_json(request: Request) -> HttpResponseBase:
    """The feed as JSON."""
    now = timezone.now()
    try:
        asked = _asked(request, now)
        items, more = _found(asked, now)
    except Problem as problem:
        return _refused(problem)
    speaker = feed.source()
    head: dict[str, Any] = {
        "title": _title(),
        "updated": writing.instant(now),
        "next": _next(request, asked, items, now),
        "more": more,
        "rules_of_use": RULES_OF_USE,
        "items": [in_json(item, speaker) for item in items],
    }
    return _open(JsonResponse(head))


@public(keep=True)
def posters_atom(request: Request) -> HttpResponseBase:
    """The feed as Atom, each entry with its PFIF record."""

    def pieces(people: Iterable[pfif.Person], now: datetime) -> Iterator[str]:
        address = request.build_absolute_uri()
        about = _("Stable ids, an expiry in each record, and a placeholder for what is withdrawn.")
        head = writing.Feed(address, _title(), about, now, settings.ENV.organisation)
        return writing.atom(head, people)

    return _records(request, pieces, "application/atom+xml")


@public(keep=True)
def posters_pfif(request: Request) -> HttpResponseBase:
    """The feed as a PFIF file."""
    return _records(request, lambda people, now: writing.file(people), pfif.MEDIA_TYPE)


def _records(request: Request, pieces: Any, kind: str) -> HttpResponseBase:  # noqa: ANN401 callable
    now = timezone.now()
    try:
        asked = _asked(request, now)
        items, more = _found(asked, now)
    except Problem as problem:
        return _refused(problem)
    speaker = feed.source()
    people = [in_pfif(item, speaker, asked.language) for item in items]
    if not asked.notes:
        people = [_without_notes(person) for person in people]
    answer = StreamingHttpResponse(pieces(people, now), content_type=f"{kind}; charset=utf-8")
    answer.headers["Link"] = f'<{_next(request, asked, items, now)}>; rel="next"'
    return _open(answer)


@public(keep=True)
@csp_replace({"frame-ancestors": ["*"]})
def widget(request: HttpRequest) -> HttpResponse:
    """A few children in a frame on another site; a withdrawn one is gone within a minute."""
    now = timezone.now()
    form = WidgetQuestion(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = released.search(now, state=asked.get("state", ""))[: asked.get("count") or 3]
    sheets = released.sheets_of([one.code for one in found])
    cards: list[Card] = [card(one, sheets.get(one.code, [])) for one in found]
    context = {"cards": cards, **line()}
    answer = render(request, "posters/public/widget.html", context)
    answer.xframe_options_exempt = True
    # That a child who is found disappears is why the page loads itself anew: it takes no input.
    answer.headers["Refresh"] = str(FORGET_SECONDS)
    patch_cache_control(answer, public=True, max_age=FORGET_SECONDS, must_revalidate=True)
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@public(keep=True)
def for_partners(request: Request) -> HttpResponse:
    """How to show our posters elsewhere: the widget, the feeds, the rules."""
    home = settings.ENV.public_url
    frame = f"{home}{reverse('poster-widget')}"
    context = {
        "frame": f'<iframe src="{frame}?count=3" title="{_("Missing children")}" '
        'width="360" height="520" loading="lazy" referrerpolicy="no-referrer"></iframe>',
        "widget": reverse("poster-widget"),
        "feeds": [
            (name, f"{home}{reverse(route)}")
            for name, route in (
                ("JSON", "feed-json"),
                ("Atom", "feed-atom"),
                ("PFIF 1.4", "feed-pfif"),
            )
        ],
        **line(),
    }
    answer = render(request, "posters/public/partners.html", context)
    patch_cache_control(answer, public=True, max_age=3600)
    return answer


def _asked(request: Request, now: datetime) -> Asked:
    if not take(FETCHES, network_of(request), now=now):
        raise TooMany(say("Too many requests. Wait a few seconds and ask for what is new."))
    form = FeedQuestion(request.GET)
    if not form.is_valid():
        field, faults = next(iter(form.errors.items()))
        raise RuleBroken(say("{field}: {fault}", field=field, fault=faults[0]), field=field)
    given = form.cleaned_data
    return Asked(
        given["min_entry_date"],
        given["max_results"] or 50,
        given["skip"] or 0,
        given["person_record_id"],
        given["language"] or "en",
        not given["omit_notes"],
    )


class TooMany(Problem):
    """Asked too often: 429."""

    status = 429


def _found(asked: Asked, now: datetime) -> tuple[list[Item], bool]:
    if asked.record:
        domain, _slash, record = asked.record.partition("/")
        return (feed.one(record, now) if domain == feed.source().domain else []), False
    return feed.since(now, asked.start, skip=asked.skip, most=asked.most)


def _next(request: Request, asked: Asked, items: list[Item], now: datetime) -> str:
    """Where to go on: behind the last row, or a little before now when there is no more."""
    start, skip = now - OVERLAP, 0
    if asked.start is not None and len(items) == asked.most:
        start = items[-1].entered_at
        skip = sum(item.entered_at == start for item in items)
        skip += asked.skip if start == asked.start else 0
    query = request.GET.copy()
    for name, value in (("min_entry_date", writing.instant(start)), ("skip", str(skip))):
        query[name] = value
    query.pop("person_record_id", None)
    return f"{settings.ENV.public_url}{request.path}?{urlencode(sorted(query.items()))}"


def _without_notes(person: pfif.Person) -> pfif.Person:
    given = {name: value for name, value in vars(person).items() if name != "notes"}
    return pfif.Person(**given)


def _title() -> str:
    return f"{_('Missing children')} · {settings.ENV.organisation}"


def _open(answer: HttpResponseBase) -> HttpResponseBase:
    """Other sites' scripts may read it, and no cache keeps it for long."""
    patch_cache_control(answer, public=True, max_age=FORGET_SECONDS)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _refused(problem: Problem) -> HttpResponseBase:
    answer = problem_detail(problem)
    if isinstance(problem, TooMany):
        answer.headers["Retry-After"] = "5"
    patch_cache_control(answer, no_store=True)
    return answer


urlpatterns = [
    path("feed/posters.json", posters_json, name="feed-json"),
    path("feed/posters.atom", posters_atom, name="feed-atom"),
    path("feed/posters.pfif", posters_pfif, name="feed-pfif"),
    path("widget/", widget, name="poster-widget"),
    path("partners/", for_partners, name="public-partners"),
]
