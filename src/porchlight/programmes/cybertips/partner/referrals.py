"""An agency's reports: what was given to it, its package with receipts, its files, its answer."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request, partner
from porchlight.house.ui.saving import SAVED, refused, saved
from porchlight.house.ui.table import Table, badge, link, text, when
from porchlight.programmes.cybertips import permissions, queries
from porchlight.programmes.cybertips.actions import preserving, receiving
from porchlight.programmes.cybertips.forms import AnswerReferral, KeepLonger, TakeFile
from porchlight.programmes.cybertips.models import Referral
from porchlight.programmes.cybertips.queries.preserving import preservation_of
from porchlight.programmes.cybertips.queries.referrals import (
    also_with,
    referral_for,
    referrals_for,
)
from porchlight.programmes.cybertips.rules.referral import Authority, Outcome
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level

KINDS = {Level.URGENT: "danger", Level.HIGH: "wait", Level.ROUTINE: "info"}


def _state(row: Referral) -> str:
    if row.outcome:
        return str(row.outcome_name)
    return _("Opened") if row.opened_at else _("New")


def _address(row: Referral) -> str:
    return reverse("given-report", args=[row.code])


@partner(needs=permissions.RECEIVE)
def listed(request: Request) -> HttpResponse:
    """Everything the agency was given: the most urgent first."""
    levels = {str(LEVELS[level]): kind for level, kind in KINDS.items()}
    table = Table(
        referrals_for(request.viewer),
        [
            link("report_id", _("Report"), url=_address),
            badge("level", _("Level"), kinds=levels, read=lambda row: str(row.level_name),
                  order="level"),
            badge("state", _("State"), kinds={_("New"): "wait"}, read=_state, order="opened_at"),
            when("referred_at", _("Given to you")),
            text("because", _("Because"), read=lambda row: str(row.because_words), order=""),
        ],
        request=request,
        sort="level",
        caption=_("Reports given to your agency"),
        empty=_("Nothing was given to you yet."),
    )  # fmt: skip
    receiving.list_referrals(len(table.page), by=request.viewer, now=timezone.now())
    return render(request, "cybertips/partner/given.html", {"table": table})


@partner(needs=permissions.RECEIVE)
def seen(request: Request, code: str) -> HttpResponse:
    """One report; opening it is the agency's receipt."""
    referral = referral_for(request.viewer, code)
    receiving.open_referral(referral.id, by=request.viewer, now=timezone.now())
    return _draw(request, referral_for(request.viewer, code))


def _draw(request: Request, referral: Referral, status: int = 200, **forms: Form) -> HttpResponse:
    context = {
        "referral": referral,
        "kind": KINDS.get(Level(referral.level), "plain"),
        "parts": referral.parts.defer("body").order_by("id"),
        "files": queries.files_of(referral.report_id),
        "also": also_with(referral),
        "taken": referral.taken.select_related("taken_by").order_by("-taken_at"),
        "feedback": referral.feedback.select_related("told_by").order_by("-told_at"),
        "form": AnswerReferral(),
        "file_form": TakeFile(),
        "keep_form": KeepLonger(),
        "kept": preservation_of(referral.report_id),
        **forms,
    }
    return render(request, "cybertips/partner/given_report.html", context, status=status)


@partner(needs=permissions.RECEIVE)
def part(request: Request, code: str, name: str) -> HttpResponse:
    """One part of the package, as a file."""
    referral = referral_for(request.viewer, code)
    taken = receiving.take_part(referral.id, name, by=request.viewer, now=timezone.now())
    response = HttpResponse(bytes(taken.body), content_type=taken.media_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{referral.report_id}-{taken.name}"'
    )
    return response


@partner(needs=permissions.TAKE_FILE, methods=["POST"])
def file(request: Request, code: str, file_id: str) -> HttpResponseBase:
    """One sealed file, on an authority. It is never shown here: it goes out as nameless bytes."""
    referral = referral_for(request.viewer, code)
    form = TakeFile(request.POST)
    if not form.is_valid():
        return _draw(request, referral, status=422, file_form=form)
    authority, words = Authority(form.cleaned_data["authority"]), form.cleaned_data["words"]
    try:
        opened = receiving.take_file(
            referral.id, file_id, authority, words, by=request.viewer, now=timezone.now()
        )
    except NotAllowed:
        raise
    except Problem as problem:
        refused(form, problem)
        return _draw(request, referral, status=problem.status, file_form=form)
    response = StreamingHttpResponse(iter(opened), content_type="application/octet-stream")
    response.headers["Content-Length"] = str(opened.size)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_id}.bin"'
    return response


@partner(needs=permissions.ANSWER, methods=["POST"])
def longer(request: Request, code: str) -> HttpResponse:
    """Ask that the files be kept longer."""
    referral = referral_for(request.viewer, code)
    form = KeepLonger(request.POST)

    def save() -> None:
        preserving.extend_preservation(
            referral.report_id, form.cleaned_data["words"], by=request.viewer, now=timezone.now()
        )

    return _typed(request, referral, form, save, name="keep_form")


@partner(needs=permissions.ANSWER, methods=["POST"])
def answer(request: Request, code: str) -> HttpResponse:
    """What came of it."""
    referral = referral_for(request.viewer, code)
    form = AnswerReferral(request.POST)

    def save() -> None:
        given = form.cleaned_data
        said = receiving.Answer(Outcome(given["outcome"]), given["words"], given["case_number"])
        receiving.answer_tip_referral(referral.id, said, by=request.viewer, now=timezone.now())

    return _typed(request, referral, form, save)


def _typed(
    request: Request,
    referral: Referral,
    form: Form,
    save: Callable[[], None],
    *,
    name: str = "form",
) -> HttpResponse:  # fmt: skip
    if (
        status := saved(request, form, save, _("Thank you. The clearinghouse knows it now."))
    ) == SAVED:
        return redirect("given-report", referral.code)
    return _draw(request, referral, status=status, **{name: form})


urlpatterns = [
    path("given/", listed, name="given-reports"),
    path("given/<str:code>/", seen, name="given-report"),
    path("given/<str:code>/keep/", longer, name="given-keep"),
    path("given/<str:code>/answer/", answer, name="given-answer"),
    path("given/<str:code>/files/<str:file_id>/", file, name="given-file"),
    path("given/<str:code>/<str:name>", part, name="given-part"),
]
