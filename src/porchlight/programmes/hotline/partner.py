"""Leads at the agency's door: small pages, for officers on a weak line."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.doors import Request, partner
from porchlight.house.files import actions as files
from porchlight.house.ui.saving import SAVED, saved
from porchlight.programmes.hotline.actions import leads_agency
from porchlight.programmes.hotline.forms.leads import AnswerReferral, TellOutcome
from porchlight.programmes.hotline.models import LeadPicture, LeadReferral
from porchlight.programmes.hotline.permissions import leads as permissions
from porchlight.programmes.hotline.queries import leads_partner as queries
from porchlight.programmes.hotline.queries.leads import none
from porchlight.programmes.hotline.rules import lead_priority
from porchlight.programmes.hotline.rules.lead_words import OUTCOMES, Outcome

PAGE_SIZE = 25


@partner(needs=permissions.ANSWER)
def listed(request: Request) -> HttpResponse:
    """The leads of the officer's agency: those that wait for an answer first."""
    found = queries.referrals_for(request.viewer)
    page = Paginator(found.filter(accepted__isnull=False), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "waiting": list(found.filter(accepted__isnull=True)[: queries.MOST]),
        "page": page,
        "outcomes": OUTCOMES,
    }
    return render(request, "hotline/partner/leads.html", context)


@partner(needs=permissions.ANSWER)
def seen(request: Request, code: str) -> HttpResponse:
    """One lead; opening it is the agency's receipt."""
    referral = queries.referral_for(request.viewer, code)
    leads_agency.view_referral(referral.id, by=request.viewer, now=timezone.now())
    return _draw(request, queries.referral_for(request.viewer, code))


def _draw(
    request: Request, referral: LeadReferral, *, status: int = 200, **forms: Form
) -> HttpResponse:
    lead = referral.lead
    standing = queries.referral_standing(request.viewer, referral)
    found = queries.officers_view(referral)
    context: dict[str, Any] = {
        "referral": referral,
        "lead": lead,
        "found": found,
        "priority": lead_priority.NAMES[lead.priority],
        "pictures": list(lead.pictures.filter(state="ready").order_by("position")),
        "outcome": OUTCOMES.get(referral.outcome, ""),
        "may_answer": permissions.may_answer_referral(request.viewer, standing),
        "may_tell": permissions.may_tell_outcome(request.viewer, standing),
        "answer_form": AnswerReferral(),
        "outcome_form": TellOutcome(
            initial={"outcome": referral.outcome, "words": referral.outcome_words}
        ),
        **forms,
    }
    return render(request, "hotline/partner/lead.html", context, status=status)


def _typed(
    request: Request, referral: LeadReferral, name: str, form: Form, save: Callable[[], object],
    done: str,
) -> HttpResponseBase:  # fmt: skip
    if (status := saved(request, form, save, done)) == SAVED:
        return redirect("partner-lead", referral.code)
    return _draw(request, referral, status=status, **{f"{name}_form": form})


@partner(needs=permissions.ANSWER, methods=["POST"])
def answer(request: Request, code: str) -> HttpResponseBase:
    """Accept or decline."""
    referral = queries.referral_for(request.viewer, code)
    form = AnswerReferral(request.POST)

    def save() -> None:
        data = form.cleaned_data
        leads_agency.answer_referral(
            referral.id,
            accepted=data["accepted"] == "yes",
            words=data["words"],
            by=request.viewer,
            now=timezone.now(),
        )

    return _typed(request, referral, "answer", form, save, _("Thank you. Your answer is recorded."))


@partner(needs=permissions.ANSWER, methods=["POST"])
def outcome(request: Request, code: str) -> HttpResponseBase:
    """What came of it."""
    referral = queries.referral_for(request.viewer, code)
    form = TellOutcome(request.POST)

    def save() -> None:
        data = form.cleaned_data
        word = Outcome(data["outcome"])
        leads_agency.tell_outcome(
            referral.id, word, data["words"], by=request.viewer, now=timezone.now()
        )

    done = _("Thank you. The clearinghouse and the case know it now.")
    return _typed(request, referral, "outcome", form, save, done)


@partner(needs=permissions.ANSWER)
def picture(request: Request, code: str, picture_id: int) -> HttpResponse:
    """A picture, small unless asked for large."""
    referral = queries.referral_for(request.viewer, code)
    row = LeadPicture.objects.filter(lead_id=referral.lead_id, id=picture_id, state="ready").first()
    if row is None or row.file_id is None:
        raise none()
    opened = files.view(
        row.file_id,
        shape="web" if request.GET.get("large") else "thumbnail",
        about=f"lead:{referral.lead_id}",
        by=request.viewer,
        now=timezone.now(),
    )
    return HttpResponse(opened.read(), content_type="image/jpeg")


urlpatterns = [
    path("leads/", listed, name="partner-lead-list"),
    path("leads/<str:code>/", seen, name="partner-lead"),
    path("leads/<str:code>/answer/", answer, name="partner-lead-answer"),
    path("leads/<str:code>/outcome/", outcome, name="partner-lead-outcome"),
    path("leads/<str:code>/pictures/<int:picture_id>/", picture, name="partner-lead-picture"),
]
