"""The board of the hotline's desk, also with a form on it that could not be taken yet."""

from dataclasses import dataclass

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise

from porchlight.core.identifiers import opaque
from porchlight.house.doors import Request, staff
from porchlight.programmes.hotline.actions import calls as actions
from porchlight.programmes.hotline.forms.calls import CallBackForm, ShiftForm
from porchlight.programmes.hotline.permissions.calls import TAKE, may_accept
from porchlight.programmes.hotline.queries import calls_board
from porchlight.programmes.hotline.rules.call_words import CHANNEL_WORDS

WRONG = 422


@dataclass(frozen=True)
class Kept:
    """
    What somebody typed and sent and that could not be taken: drawn again with the reason.

    ``place`` is where the page has this form by itself (``shift``, ``back``, ``flag``); a form of
    one row has none and stands above, because the row may be gone meanwhile.
    """

    form: Form
    action: str
    button: str | Promise
    place: str = ""


@staff(needs=TAKE)
def board(request: Request) -> HttpResponse:
    """The queue, one's own calls, what is due, and the shift log."""
    return draw(request)


def draw(request: Request, kept: Kept | None = None) -> HttpResponse:
    """Draw the board, with the form that was sent wrongly as it was typed."""
    now = timezone.now()
    found = calls_board.board(request.viewer, now)
    actions.view_calls(found.calls, by=request.viewer, now=now)
    forms = {kept.place: kept.form} if kept else {}
    context = {
        "board": found,
        "now": now,
        "key": opaque(),
        "channels": [(channel, words) for channel, words in CHANNEL_WORDS.items()],
        "handoffs": [
            (handoff, may_accept(request.viewer, handoff.to_id)) for handoff in found.handoffs
        ],
        "shift_form": forms.get("shift") or ShiftForm(auto_id="shift_%s"),
        "back_form": forms.get("back") or CallBackForm(auto_id="back_%s"),
        "kept": kept if kept and kept.place not in {"shift", "back"} else None,
    }
    status = WRONG if kept else 200
    return render(request, "hotline/staff/calls_board.html", context, status=status)
