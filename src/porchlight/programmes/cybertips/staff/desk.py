"""The analysts' desk: the queue; a report with its reasons, its links and its reporter."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.text import Say
from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Table, badge, link, number, text, when
from porchlight.programmes.cybertips import actions, permissions, queries
from porchlight.programmes.cybertips.forms import (
    AddSupplement,
    AnswerReporter,
    FinishWork,
    KeepLonger,
)
from porchlight.programmes.cybertips.models import Triage
from porchlight.programmes.cybertips.queries.bundles import bundled
from porchlight.programmes.cybertips.queries.desk import (
    backlog,
    conversation,
    desk_report,
    queue,
    supplements,
    touches,
    work_of,
)
from porchlight.programmes.cybertips.queries.exposure import known_files
from porchlight.programmes.cybertips.queries.links import Linked, linked
from porchlight.programmes.cybertips.queries.preserving import preservation_of
from porchlight.programmes.cybertips.queries.referrals import referrals_of
from porchlight.programmes.cybertips.rules.graph import Graph, graph
from porchlight.programmes.cybertips.rules.numbers import opened_at
from porchlight.programmes.cybertips.rules.sheet import rows_of
from porchlight.programmes.cybertips.rules.skills import SKILLS, Skill
from porchlight.programmes.cybertips.rules.states import NAMES, State
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level, reason_words

KINDS = {Level.URGENT: "danger", Level.HIGH: "wait", Level.ROUTINE: "info"}


def _level(row: Triage) -> str:
    return str(LEVELS[Level(row.level)])


def _reasons(row: Triage) -> str:
    return ", ".join(str(reason_words(code)) for code in row.reasons[:4])


def _place(row: Triage) -> str:
    return "-".join(filter(None, [row.country, row.state]))


@staff(needs=permissions.READ)
def listed(request: Request) -> HttpResponse:
    """The queue: the most urgent first, the oldest first among those."""
    shown = {str(LEVELS[level]): kind for level, kind in KINDS.items()}
    skill = request.GET.get("skill", "")
    skill = skill if skill in set(Skill) else ""
    table = Table(
        queue(request.viewer, skill),
        [
            link(
                "report_id",
                _("Report"),
                url=lambda row: reverse("tip-report", args=[row.report_id]),
            ),
            badge("level", _("Level"), kinds=shown, read=_level, order="level"),
            number("points", _("Points")),
            text("reasons", _("Because"), read=_reasons, order=""),
            badge("actionable", _("Enough to act on"), read=_act, order="actionable"),
            text("state", _("Place"), read=_place, order="state"),
            number("quality", _("Completeness")),
            when("opened", _("Opened"), read=lambda row: opened_at(row.report_id), order=""),
        ],
        request=request,
        sort="level",
        caption=_("CyberTipline reports"),
        empty=_("No report waits."),
    )
    actions.list_queue(list(table.page), by=request.viewer, now=timezone.now())
    context = {
        "table": table,
        "backlog": backlog(request.viewer),
        "skills": [(each.value, words) for each, words in SKILLS.items()],
        "skill": skill,
        "may_oversee": bool(permissions.may_oversee(request.viewer)),
    }
    return render(request, "cybertips/staff/queue.html", context)


def _act(row: Triage) -> str:
    return _("Yes") if row.actionable else _("For information")


@staff(needs=permissions.READ)
def seen(request: Request, report_id: int) -> HttpResponse:
    """One report as its sender wrote it, with the reasons of triage and the reports it touches."""
    return draw(request, report_id)


def draw(request: Request, report_id: int, status: int = 200, **forms: Form) -> HttpResponse:
    """Return the page of a report, with what was typed into one of its forms."""
    report, decision = desk_report(request.viewer, report_id)
    actions.view_report(report, by=request.viewer, now=timezone.now())
    answerable, words = conversation(report_id)
    near, files = linked(report_id), queries.files_of(report_id)
    known = known_files(files)
    context: dict[str, Any] = {
        "report": report,
        "state": str(NAMES[State(report.state)]),
        "decision": decision,
        "level": _level(decision) if decision else "",
        "kind": KINDS.get(Level(decision.level), "plain") if decision else "plain",
        "reasons": [reason_words(code) for code in decision.reasons] if decision else [],
        "clues": [_clue(clue) for clue in decision.clues] if decision else [],
        "said": rows_of(queries.accepted_document(report).content or {}),
        "files": [(each, known.get(each.file_id)) for each in files],
        "linked": near,
        "graph": _graph(report_id, near),
        "work": work_of(report_id),
        "supplements": supplements(report_id),
        "touches": touches(report_id),
        "may_look": bool(permissions.may_look(request.viewer)),
        "supplement_form": AddSupplement(),
        "done_form": FinishWork(),
        "kept": preservation_of(report_id),
        "keep_form": KeepLonger(),
        "answerable": answerable,
        "words": words,
        "form": AnswerReporter(),
        "bundled": bundled(report_id),
        "referrals": referrals_of(request.viewer, report_id),
        "may_refer": bool(permissions.may_refer(request.viewer)),
        "now": timezone.now(),
        **forms,
    }
    return render(request, "cybertips/staff/report.html", context, status=status)


def _graph(report_id: int, near: list[Linked]) -> Graph | None:
    lines = [(one.report_id, one.strength, ", ".join(map(str, one.shared))) for one in near]
    return graph(report_id, lines) if lines else None


def _clue(kept: dict[str, Any]) -> dict[str, str]:
    template: str = kept["words"]
    return {
        "words": str(Say(template, kept["params"])),
        "place": "-".join(filter(None, [kept["country"], kept["state"]])),
    }


@staff(needs=permissions.TRIAGE, methods=["POST"])
def answer(request: Request, report_id: int) -> HttpResponse:
    """Write to the anonymous reporter."""
    form = AnswerReporter(request.POST)
    if not form.is_valid():
        return draw(request, report_id, status=422, form=form)
    words = form.cleaned_data["words"]
    actions.answer_reporter(report_id, words, by=request.viewer, now=timezone.now())
    messages.success(request, _("The answer waits under the reporter's code."))
    return redirect("tip-report", report_id)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def again(request: Request, report_id: int) -> HttpResponse:
    """Decide anew by the rules of today."""
    actions.triage_report(report_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("Decided anew by the rules of today."))
    return redirect("tip-report", report_id)


urlpatterns = [
    path("reports/", listed, name="tip-queue"),
    path("reports/<int:report_id>/", seen, name="tip-report"),
    path("reports/<int:report_id>/answer/", answer, name="tip-answer"),
    path("reports/<int:report_id>/triage/", again, name="tip-triage"),
]
