"""Taking a call: the console, its saves, and what appears beside it while one types."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem
from porchlight.house.doors import Request, staff
from porchlight.house.ui import clocks
from porchlight.programmes.hotline.actions import calls as actions
from porchlight.programmes.hotline.forms.calls import (
    CallBackForm,
    FlagForm,
    language,
    page_of,
)
from porchlight.programmes.hotline.models import Call
from porchlight.programmes.hotline.permissions.calls import (
    TAKE,
    may_reopen,
    may_settle,
    may_take_over,
    may_type,
)
from porchlight.programmes.hotline.queries import calls as queries
from porchlight.programmes.hotline.queries import calls_beside
from porchlight.programmes.hotline.rules.blocks import Per
from porchlight.programmes.hotline.rules.call_words import (
    CHANNEL_WORDS,
    ENDING_WORDS,
    WITHOUT_OUTCOME,
    CallState,
    Channel,
    Ending,
)
from porchlight.programmes.hotline.rules.drafts import Draft
from porchlight.programmes.hotline.rules.priorities import PRIORITY_WORDS, Priority
from porchlight.programmes.hotline.rules.readings import Desk
from porchlight.programmes.hotline.rules.sheet import Sheet, read_sheet
from porchlight.programmes.hotline.staff import calls_desk, calls_drawing
from porchlight.programmes.hotline.staff.calls_desk import Kept

BOTH = ["GET", "POST"]
BY_PAGE = "page"


def opened(request: Request, number: str) -> tuple[Call, Draft, Sheet]:
    """
    Return the call with what was typed and how it reads.

    :raises NotFound: when there is none for this viewer
    """
    call = queries.call_for(request.viewer, number)
    draft = queries.typing_of(call).read()
    return call, draft, queries.sheet_of(call, draft, timezone.now(), language())


@staff(needs=TAKE, methods=BOTH)
def console(request: Request, number: str) -> HttpResponseBase:
    """The call while it is taken; to others, and afterwards, its record."""
    call, draft, sheet = opened(request, number)
    if not may_type(request.viewer, call.facts()) or call.state == CallState.ENDED:
        return redirect("call-record", number)
    if request.method == "POST":
        return _saved_by_page(request, call)
    return _draw(request, call, draft, sheet)


def draw(request: Request, number: str, kept: Kept) -> HttpResponseBase:
    """Draw the console once more, with the form beside it that was sent wrongly."""
    call, draft, sheet = opened(request, number)
    if not may_type(request.viewer, call.facts()) or call.state == CallState.ENDED:
        return calls_desk.draw(request, replace(kept, place=""))
    return _draw(request, call, draft, sheet, kept)


def _draw(
    request: Request, call: Call, draft: Draft, sheet: Sheet, kept: Kept | None = None
) -> HttpResponse:
    now = timezone.now()
    actions.view_call(call, "console", by=request.viewer, now=now)
    add = request.GET.get("add", "")
    extra = Per(add) if add in set(Per) else None
    forms = {kept.place: kept.form} if kept else {}
    context = {
        **_head(request, call, sheet),
        "console": calls_drawing.console(sheet, draft, extra=extra),
        "revision": draft.revision,
        "sequence": draft.sequence,
        "saved_at": queries.typing_of(call).saved_at,
        "back_form": forms.get("back") or CallBackForm(auto_id="back_%s", initial=_caller(sheet)),
        "flag_form": forms.get("flag") or FlagForm(auto_id="flag_%s", initial=_caller(sheet)),
        "kept": kept if kept and kept.place not in {"back", "flag"} else None,
        **_beside(request, call, sheet),
    }
    status = calls_desk.WRONG if kept else 200
    return render(request, "hotline/staff/calls_console.html", context, status=status)


def _caller(sheet: Sheet) -> dict[str, str]:
    phones = sheet.value("caller-0-phones") or ("",)
    return {"phone": phones[0], "who": sheet.text("caller-0-name"), "within": "30", "days": "7"}


def _saved_by_page(request: Request, call: Call) -> HttpResponseBase:
    """Without script, or on the way on: keep the whole page, then go where the button says."""
    page = page_of(request.POST)
    # Each page that is sent as a whole is a writer of its own: the key it was drawn with.
    actions.type_call(call.id, page, by=request.viewer, now=timezone.now())
    go = request.POST.get("go", "")
    here = reverse("call-console", args=[call.number])
    if go == "finish":
        return redirect("call-finish", call.number)
    if go in set(Per):
        return redirect(f"{here}?add={go}#add-{go}")
    return redirect(here)


@staff(needs=TAKE, methods=["POST"])
def save(request: Request, number: str) -> HttpResponse:
    """Keep what was typed so far; answers with what others changed and how texts read."""
    call = queries.call_for(request.viewer, number)
    now = timezone.now()
    saved = actions.type_call(call.id, page_of(request.POST), by=request.viewer, now=now)
    sheet = queries.sheet_of(saved.call, saved.draft, now, language())
    return JsonResponse(
        {
            "saved_at": clocks.shown(now, "time"),
            "sequence": saved.draft.sequence,
            "revision": saved.draft.revision,
            "news": dict(saved.news),
            "readings": calls_drawing.readings_of(sheet),
            "rivals": {
                key: [one.text for one in found] for key, found in saved.draft.open_rivals.items()
            },
        }
    )


@staff(needs=TAKE)
def aside(request: Request, number: str) -> HttpResponse:
    """What appears beside the questions: urgency, look-alikes, clocks, what is missing."""
    call, _draft, sheet = opened(request, number)
    context = {**_head(request, call, sheet), **_beside(request, call, sheet)}
    return render(request, "hotline/staff/calls_beside.html", context)


def _beside(request: Request, call: Call, sheet: Sheet) -> dict[str, Any]:
    now = timezone.now()
    found = calls_beside.beside(request.viewer, call, sheet, now)
    shown = [one.source for one in found.alike]
    actions.see_look_alikes(call, shown, by=request.viewer, now=now)
    return {"beside": found, "priorities": [*PRIORITY_WORDS.items()]}


def _head(request: Request, call: Call, sheet: Sheet) -> dict[str, Any]:
    facts, viewer = call.facts(), request.viewer
    return {
        "call": call,
        "about": sheet.about,
        "now": timezone.now(),
        "channel": CHANNEL_WORDS[Channel(call.channel)],
        "priority": call.urgency,
        "priority_words": PRIORITY_WORDS[call.urgency],
        "may": {
            "type": may_type(viewer, facts),
            "settle": may_settle(viewer, facts),
            "take_over": may_take_over(viewer, facts),
            "reopen": may_reopen(viewer, facts),
        },
        "endings": [(each, ENDING_WORDS[each]) for each in Ending if each in WITHOUT_OUTCOME],
        "outcomes": list(call.outcomes.select_related("case", "made_by").order_by("made_at")),
    }


@staff(needs=TAKE)
def record(request: Request, number: str) -> HttpResponse:
    """All that was told on a call, to read; and how it came about."""
    call, draft, sheet = opened(request, number)
    actions.view_call(call, "record", by=request.viewer, now=timezone.now())
    context = {
        **_head(request, call, sheet),
        "console": calls_drawing.console(sheet, draft),
        "ending": ENDING_WORDS[Ending(call.ending)] if call.ending else None,
        "saves": list(call.saves.select_related("saved_by").order_by("-revision")[:100]),
        "late": calls_beside.typed_late(call),
    }
    return render(request, "hotline/staff/calls_record.html", context)


@staff(needs=TAKE, methods=["POST"])
def settle(request: Request, number: str) -> HttpResponseBase:
    """Keep what stands in a field of which two texts were typed."""
    call = queries.call_for(request.viewer, number)
    key = request.POST.get("key", "")[:80]
    actions.settle_rival(call.id, key, by=request.viewer, now=timezone.now())
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({})
    return redirect("call-console", number)


@staff(needs=TAKE, methods=["POST"])
def priority(request: Request, number: str) -> HttpResponseBase:
    """Say that the call is more urgent than reckoned."""
    call = queries.call_for(request.viewer, number)
    level = request.POST.get("priority", "")
    try:
        if level in set(Priority):
            actions.raise_priority(call.id, Priority(level), by=request.viewer, now=timezone.now())
    except Problem as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("The priority is raised."))
    return redirect("call-console", number)


def blank_sheet(words_of: str) -> dict[str, Any]:
    """Return the questions as they are printed, two children, one companion, one vehicle."""
    zone = ZoneInfo(timezone.get_current_timezone_name())
    desk = Desk(timezone.now(), zone, words_of, words_of)
    empty = read_sheet({}, desk)
    drawn = calls_drawing.console(empty, Draft(), extra=Per.COMPANION)
    more = calls_drawing.console(empty, Draft(), extra=Per.VEHICLE)
    vehicles = [one for one in more.sections if one.per is Per.VEHICLE]
    return {"sections": [*drawn.sections, *vehicles]}
