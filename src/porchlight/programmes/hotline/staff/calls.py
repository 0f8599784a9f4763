"""The hotline's desk: the list, calls from paper, the wall; and all its addresses."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core.errors import NotAllowed, Problem
from porchlight.core.identifiers import opaque
from porchlight.core.places import find_places
from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Column, Table, badge, link, text, when
from porchlight.programmes.hotline.actions import calls as actions
from porchlight.programmes.hotline.forms.calls import PaperForm, language
from porchlight.programmes.hotline.models import Call
from porchlight.programmes.hotline.permissions.calls import TAKE
from porchlight.programmes.hotline.queries import calls as queries
from porchlight.programmes.hotline.queries import calls_board
from porchlight.programmes.hotline.rules.call_words import (
    CHANNEL_WORDS,
    ENDING_WORDS,
    STATE_WORDS,
    CallState,
    Channel,
    Ending,
)
from porchlight.programmes.hotline.rules.priorities import PRIORITY_WORDS, Priority
from porchlight.programmes.hotline.staff import (
    calls_console,
    calls_desk,
    calls_finish,
    calls_going_on,
)

PRIORITY_KINDS = {
    Priority.IMMEDIATE: "danger",
    Priority.HIGH: "wait",
    Priority.MEDIUM: "info",
    Priority.ROUTINE: "plain",
}


@staff(needs=TAKE, methods=["POST"])
def take(request: Request) -> HttpResponseBase:
    """Begin a call; the same press sent twice begins one."""
    channel = request.POST.get("channel", "")
    begin = actions.Begin(
        channel=Channel(channel) if channel in set(Channel) else Channel.TELEPHONE,
        key=request.POST.get("key", "")[:40] or opaque(),
        language=language(),
        zone=timezone.get_current_timezone_name(),
    )
    call = actions.take_call(begin, by=request.viewer, now=timezone.now())
    return redirect("call-console", call.number)


@staff(needs=TAKE, methods=["GET", "POST"])
def from_paper(request: Request) -> HttpResponseBase:
    """Enter a contact that was written on paper, with its own time."""
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        begin = actions.Begin(
            channel=Channel(data["channel"]),
            key=request.POST.get("key", "")[:40] or opaque(),
            language=language(),
            zone=timezone.get_current_timezone_name(),
            began_at=data["began_at"],
            paper_by=data["paper_by"],
        )
        try:
            call = actions.take_call(begin, by=request.viewer, now=timezone.now())
            return redirect("call-console", call.number)
        except NotAllowed:
            raise
        except Problem as problem:
            form.add_error(problem.field, str(problem))
    status = 422 if form.errors else 200
    context = {"form": form, "key": request.POST.get("key") or opaque()}
    return render(request, "hotline/staff/calls_from_paper.html", context, status=status)


@staff(needs=TAKE)
def paper(request: Request) -> HttpResponse:
    """The questions on paper, to be printed and kept in a drawer."""
    return render(request, "hotline/staff/calls_paper.html", calls_console.blank_sheet(language()))


def _columns() -> list[Column]:
    priority = {str(PRIORITY_WORDS[word]): kind for word, kind in PRIORITY_KINDS.items()}
    return [
        link("number", _("Number"), url=lambda call: reverse("call-console", args=[call.number])),
        text("names", _("Names"), read=lambda call: ", ".join(call.names)),
        badge(
            "priority",
            _("Priority"),
            read=lambda call: str(PRIORITY_WORDS[call.urgency]),
            kinds=priority,
        ),
        text("channel", _("Came by"), read=lambda call: str(CHANNEL_WORDS[Channel(call.channel)])),
        text("state", _("State"), read=_state),
        text("holder", _("Who"), read=lambda call: call.holder.name if call.holder else ""),
        when("began_at", _("Began")),
    ]


def _state(call: Call) -> str:
    if call.ending:
        return str(ENDING_WORDS[Ending(call.ending)])
    return str(STATE_WORDS[CallState(call.state)])


STATES = (
    ("", gettext_lazy("All")),
    *((state.value, words) for state, words in STATE_WORDS.items()),
)


@staff(needs=TAKE)
def listed(request: Request) -> HttpResponse:
    """The calls that the viewer may read; ?q= number, name or figures of a telephone, ?state=."""
    words = request.GET.get("q", "").strip()[:80]
    state = request.GET.get("state", "")
    rows = queries.call_rows(request.viewer, words=words, state=state)
    table = Table(
        rows,
        columns=_columns(),
        request=request,
        sort="-began_at",
        caption=_("Calls"),
        empty=_("No call fits. Try one name, or the last figures of the number."),
    )
    actions.view_calls(list(table.page.object_list), by=request.viewer, now=timezone.now())
    context = {"table": table, "words": words, "state": state, "states": STATES}
    return render(request, "hotline/staff/calls_list.html", context)


@staff(needs=TAKE)
def wall(request: Request) -> HttpResponse:
    """Numbers for the screen on the wall; no name, no number of a telephone."""
    now = timezone.now()
    zone = ZoneInfo(timezone.get_current_timezone_name())
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = calls_board.wall(now, midnight)
    levels = [(PRIORITY_WORDS[each], found.by_priority[each], each) for each in Priority]
    context = {"wall": found, "now": now, "levels": levels}
    return render(request, "hotline/staff/calls_wall.html", context)


@staff(needs=TAKE)
def places(request: Request) -> HttpResponse:
    """Places while they are typed."""
    found = find_places(request.GET.get("q", "")[:80], 8, language())
    offers = [{"value": one.label, "label": one.label, "detail": one.county} for one in found]
    return JsonResponse(offers, safe=False)


@staff(needs=TAKE, methods=["POST"])
def take_over(request: Request, number: str) -> HttpResponseBase:
    """Go on with a call that waits, or that a colleague has."""
    call = queries.call_for(request.viewer, number)
    try:
        actions.take_over(call.id, by=request.viewer, now=timezone.now())
    except Problem as problem:
        messages.warning(request, str(problem))
    return redirect("call-console", number)


@staff(needs=TAKE, methods=["POST"])
def put_back(request: Request, number: str) -> HttpResponseBase:
    """Leave an open call to whoever is free."""
    call = queries.call_for(request.viewer, number)
    try:
        actions.put_back(call.id, by=request.viewer, now=timezone.now())
    except NotAllowed:
        raise
    except Problem as problem:
        messages.warning(request, str(problem))
    return redirect("call-list")


CALL = "calls/<str:number>/"

urlpatterns = [
    path("calls/", calls_desk.board, name="call-list"),
    path("calls/take/", take, name="call-take"),
    path("calls/all/", listed, name="call-all"),
    path("calls/from-paper/", from_paper, name="call-from-paper"),
    path("calls/paper/", paper, name="call-paper"),
    path("calls/wall/", wall, name="call-wall"),
    path("calls/places/", places, name="call-places"),
    path("calls/log/", calls_going_on.log, name="call-log"),
    path("calls/desk/", calls_going_on.desk, name="call-desk"),
    path("calls/back/", calls_going_on.promise, name="call-back-promise"),
    path("calls/back/<int:row_id>/", calls_going_on.called, name="call-back"),
    path("calls/hand-off/<int:row_id>/accept/", calls_going_on.accept, name="call-accept"),
    path("calls/hand-off/<int:row_id>/decline/", calls_going_on.decline, name="call-decline"),
    path("calls/flags/", calls_going_on.flag, name="call-flag"),
    path("calls/flags/<int:row_id>/lift/", calls_going_on.lift, name="call-flag-lift"),
    path(CALL, calls_console.console, name="call-console"),
    path(f"{CALL}save/", calls_console.save, name="call-save"),
    path(f"{CALL}aside/", calls_console.aside, name="call-aside"),
    path(f"{CALL}record/", calls_console.record, name="call-record"),
    path(f"{CALL}take-over/", take_over, name="call-take-over"),
    path(f"{CALL}put-back/", put_back, name="call-put-back"),
    path(f"{CALL}settle/", calls_console.settle, name="call-settle-rival"),
    path(f"{CALL}priority/", calls_console.priority, name="call-priority"),
    path(f"{CALL}end/", calls_finish.end, name="call-end"),
    path(f"{CALL}reopen/", calls_finish.reopen, name="call-reopen"),
    path(f"{CALL}finish/", calls_finish.finish, name="call-finish"),
    path(f"{CALL}finish/case/", calls_finish.new_case, name="call-case"),
    path(f"{CALL}finish/note/", calls_finish.note, name="call-note"),
    path(f"{CALL}finish/lead/", calls_finish.lead, name="call-lead"),
    path(f"{CALL}finish/report/", calls_finish.report, name="call-report"),
    path(f"{CALL}finish/support/", calls_finish.support, name="call-support"),
    path(f"{CALL}finish/information/", calls_finish.information, name="call-information"),
]
