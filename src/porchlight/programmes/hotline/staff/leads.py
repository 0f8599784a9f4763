"""Leads at the desk: the inbox, one lead and all that is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, NotFound, RuleBroken
from porchlight.core.text import Say, say
from porchlight.house.doors import Request, staff
from porchlight.house.files import actions as files
from porchlight.house.ui.saving import SAVED, saved
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.hotline.actions import leads_agency, leads_reply, leads_work
from porchlight.programmes.hotline.forms import leads as forms
from porchlight.programmes.hotline.models import Lead, LeadPicture, LeadReferral
from porchlight.programmes.hotline.permissions import leads as permissions
from porchlight.programmes.hotline.queries import leads as queries
from porchlight.programmes.hotline.queries.leads_partner import verified
from porchlight.programmes.hotline.rules import lead_priority, lead_states, lead_words
from porchlight.programmes.hotline.rules.lead_states import State
from porchlight.programmes.hotline.rules.replies import ready
from porchlight.programmes.hotline.rules.tips import CHANNEL_NAMES, Answer

PAGE_SIZE = 40
PART_NAMES: dict[str, Say] = {
    "waiting": say("To look at"),
    "held": say("Held by the limits"),
    "out": say("With agencies"),
    "aside": say("Set aside"),
    "done": say("Done"),
}
HELD: dict[str, Say] = {
    "limit": say("Many tips came from the same network"),
    "unpaid": say("The browser did not do its small calculation (no script?)"),
    "late": say("The form was open for more than twelve hours"),
    "forged": say("The form was not ours, or came from a program"),
    "code": say("Written under a code that we do not know"),
}
STILL: dict[str, Say] = {
    Answer.YES: say("Still there"),
    Answer.NO: say("No longer there"),
    Answer.UNKNOWN: say("The sender does not know"),
}
PRIORITY_KINDS = {"urgent": "danger", "high": "wait", "normal": "info", "low": "plain"}
STATE_KINDS = {
    State.NEW: "wait",
    State.OPEN: "info",
    State.ROUTED: "info",
    State.ANSWERED: "good",
    State.ASIDE: "plain",
    State.CLOSED: "plain",
}


@staff(needs=permissions.READ)
def inbox(request: Request) -> HttpResponse:
    """The inbox: what is needed soonest first."""
    part = request.GET.get("part", "waiting")
    part = part if part in queries.PARTS else "waiting"
    page = Paginator(queries.inbox(request.viewer, part), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    rows = list(page)
    leads_work.view_leads(rows, by=request.viewer, now=timezone.now())
    context = {
        "rows": [_row(lead) for lead in rows],
        "page": page,
        "part": part,
        "tabs": _tabs(queries.counts(request.viewer), part),
        "now": timezone.now(),
        "waits": part in ("waiting", "held"),
    }
    return render(request, "hotline/staff/leads.html", context)


def _tabs(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    here = reverse("lead-list")
    return [
        {
            "label": str(PART_NAMES[part]),
            "url": f"{here}?part={part}",
            "current": part == current,
            "count": counts[part],
        }
        for part in queries.PARTS
    ]


def _row(lead: Lead) -> dict[str, Any]:
    return {
        "lead": lead,
        "priority": lead_priority.NAMES[lead.priority],
        "priority_kind": PRIORITY_KINDS[lead.priority],
        "state": lead_states.NAMES[lead.state],
        "state_kind": STATE_KINDS[State(lead.state)],
        "reasons": queries.reasons_of(lead.reasons)[:3],
        "open_by": lead.open_by,
        "second": lead.aside_at is not None and lead.state != State.ASIDE,
    }


@staff(needs=permissions.READ)
def seen(request: Request, number: str) -> HttpResponse:
    """One lead: what was told, why it matters, what can be done."""
    lead = queries.lead_for(request.viewer, number)
    leads_work.view_lead(lead.id, by=request.viewer, now=timezone.now())
    return _draw(request, queries.lead_for(request.viewer, number))


def _draw(request: Request, lead: Lead, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401 forms by name
    viewer = request.viewer
    standing = queries.standing_of(viewer, lead)
    agencies = queries.routable(lead)
    context = {
        **_row(lead),
        "channel": CHANNEL_NAMES[lead.channel],
        "still": STILL.get(lead.still_there, ""),
        "held": HELD.get(lead.held, lead.held),
        "verified": verified(lead),
        "all_reasons": queries.reasons_of(lead.reasons),
        "credibility": lead_words.CREDIBILITY.get(lead.credibility, ""),
        "aside": lead_words.ASIDE.get(lead.aside_reason, ""),
        "pictures": list(lead.pictures.order_by("position")),
        "points": _points(lead),
        "offered": queries.offered(viewer, lead),
        "group": queries.group_of(lead),
        "copies": queries.copies_of(lead).count(),
        "referrals": [(one, _outcome(one)) for one in queries.referrals_of(lead)],
        "thread": list(lead.messages.select_related("said_by").order_by("said_at", "id")),
        "now": timezone.now(),
        "may": {
            "work": permissions.may_work(viewer, standing),
            "route": permissions.may_route(viewer, standing),
            "reply": permissions.may_reply(viewer, standing),
            "tipster": permissions.may_open_tipster(viewer, standing),
            "aside": permissions.may_set_aside(viewer, standing),
            "confirm": permissions.may_confirm_aside(viewer, standing),
        },
        "place_form": forms.PlaceLead(),
        "join_form": forms.JoinLead(),
        "rate_form": forms.RateLead(initial={"credibility": lead.credibility}),
        "check_form": forms.CheckLead(),
        "aside_form": forms.AsideLead(),
        "route_form": forms.RouteLead(agencies=agencies),
        "agencies": agencies,
        "reply_form": forms.ReplyLead(),
        "tipster_form": forms.OpenTipster(),
        "note_form": forms.NoteLead(initial={"words": lead.words[:1000]}),
        "close_form": forms.CloseLead(),
        **more,
    }
    return render(request, "hotline/staff/lead.html", context, status=status)


def _points(lead: Lead) -> list[dict[str, Any]]:
    """The places to draw: where it was seen, and where pictures say that they were taken."""
    found: list[dict[str, Any]] = []
    if lead.lat is not None and lead.lon is not None:
        found.append({"lat": lead.lat, "lon": lead.lon, "label": lead.place or _("Seen here")})
    for picture in lead.pictures.filter(lat__isnull=False).order_by("position"):
        label = _("Picture {n} was taken here").format(n=picture.position + 1)
        point = {"lat": picture.lat, "lon": picture.lon, "label": label, "kind": "wait"}
        found.append({**point, "detail": picture.taken_shown})
    return found


def _outcome(referral: LeadReferral) -> Say | str:
    return lead_words.OUTCOMES.get(referral.outcome, "")


def _typed(
    request: Request, lead: Lead, name: str, form: Form, save: Callable[[], object], done: str
) -> HttpResponseBase:
    """Do what was typed, or show the page again with what is wrong where it was typed."""
    if (status := saved(request, form, save, done)) == SAVED:
        return redirect("lead", lead.number)
    return _draw(request, lead, status=status, **{f"{name}_form": form})


@staff(needs=permissions.TRIAGE, methods=["POST"])
def place(request: Request, number: str) -> HttpResponseBase:
    """It is about this case: a number typed, or one of the cases offered."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.PlaceLead(request.POST)

    def save() -> None:
        try:
            case = cases.case_for(request.viewer, form.cleaned_data["number"])
        except (NotFound, NotAllowed) as problem:
            raise RuleBroken(
                say("There is no case of this number that you may see."), field="number"
            ) from problem
        leads_work.place_lead(lead.id, case.id, by=request.viewer, now=timezone.now())

    return _typed(request, lead, "place", form, save, _("The lead is about this case now."))


@staff(needs=permissions.TRIAGE, methods=["POST"])
def unplace(request: Request, number: str, case_id: int) -> HttpResponse:
    """It is not about this case."""
    lead = queries.lead_for(request.viewer, number)
    leads_work.unplace_lead(lead.id, case_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("Ruled out for this case."))
    return redirect("lead", number)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def join(request: Request, number: str) -> HttpResponseBase:
    """It tells the same sighting as another."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.JoinLead(request.POST)

    def save() -> None:
        other = form.cleaned_data["number"]
        leads_work.join_leads(lead.id, other, by=request.viewer, now=timezone.now())

    done = _("Both are shown as one sighting. «A sighting of its own» takes it back.")
    return _typed(request, lead, "join", form, save, done)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def part(request: Request, number: str) -> HttpResponse:
    """It is a sighting of its own."""
    lead = queries.lead_for(request.viewer, number)
    leads_work.part_lead(lead.id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The lead stands for itself again."))
    return redirect("lead", number)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def rate(request: Request, number: str) -> HttpResponseBase:
    """How far it is believed."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.RateLead(request.POST)

    def save() -> None:
        data = form.cleaned_data
        word = lead_words.Credibility(data["credibility"])
        leads_work.rate_lead(lead.id, word, data["words"], by=request.viewer, now=timezone.now())

    return _typed(request, lead, "rate", form, save, _("Your opinion is kept."))


@staff(needs=permissions.TRIAGE, methods=["POST"])
def check(request: Request, number: str) -> HttpResponseBase:
    """Somebody called back."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.CheckLead(request.POST)

    def save() -> None:
        words = form.cleaned_data["words"]
        leads_work.check_lead(lead.id, words, by=request.viewer, now=timezone.now())

    return _typed(request, lead, "check", form, save, _("The call is kept with the lead."))


@staff(needs=permissions.TRIAGE, methods=["POST"])
def aside(request: Request, number: str) -> HttpResponseBase:
    """It is a hoax, or abuse."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.AsideLead(request.POST)

    def save() -> None:
        data = form.cleaned_data
        reason = lead_words.Aside(data["reason"])
        leads_work.set_aside(lead.id, reason, data["words"], by=request.viewer, now=timezone.now())

    done = _("Set aside. It comes back by itself when somebody else reports the same.")
    return _typed(request, lead, "aside", form, save, done)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def confirm_aside(request: Request, number: str) -> HttpResponse:
    """The second person agrees."""
    lead = queries.lead_for(request.viewer, number)
    leads_work.confirm_aside(lead.id, by=request.viewer, now=timezone.now())
    messages.success(request, _("Set aside by two persons."))
    return redirect("lead", number)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def back(request: Request, number: str) -> HttpResponse:
    """It was no hoax."""
    lead = queries.lead_for(request.viewer, number)
    leads_work.bring_back(lead.id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The lead is in the inbox again."))
    return redirect("lead", number)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def route(request: Request, number: str) -> HttpResponseBase:
    """Give it to an agency on its case."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.RouteLead(request.POST, agencies=queries.routable(lead))

    def save() -> None:
        data = form.cleaned_data
        leads_agency.route_lead(
            lead.id, int(data["agency"]), data["words"], by=request.viewer, now=timezone.now()
        )

    return _typed(request, lead, "route", form, save, _("The agency has it and is being told."))


@staff(needs=permissions.TRIAGE, methods=["POST"])
def take_back(request: Request, number: str, referral_id: int) -> HttpResponse:
    """Take it back from an agency."""
    lead = queries.lead_for(request.viewer, number)
    if not lead.referrals.filter(id=referral_id).exists():
        raise queries.none()
    leads_agency.end_referral(referral_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("Taken back; its officers see it no longer."))
    return redirect("lead", number)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def reply(request: Request, number: str) -> HttpResponseBase:
    """Answer the sender."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.ReplyLead(request.POST)

    def save() -> None:
        data = form.cleaned_data
        words = ready(data["ready"], lead.language) if data["ready"] else data["words"]
        leads_reply.reply(lead.id, words, by=request.viewer, now=timezone.now())

    done = _("The answer waits for whoever holds the receipt.")
    return _typed(request, lead, "reply", form, save, done)


@staff(needs=permissions.TIPSTER, methods=["POST"])
def tipster(request: Request, number: str) -> HttpResponseBase:
    """Who told it; shown once for each reason that is given."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.OpenTipster(request.POST)
    if not form.is_valid():
        return _draw(request, lead, status=422, tipster_form=form)
    why = lead_words.Why(form.cleaned_data["why"])
    told = leads_reply.open_tipster(lead.id, why, by=request.viewer, now=timezone.now())
    return _draw(request, lead, tipster=told)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def note(request: Request, number: str) -> HttpResponseBase:
    """Into the case's timeline."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.NoteLead(request.POST)

    def save() -> None:
        data = form.cleaned_data
        leads_work.note_lead(
            lead.id, data["words"], shared=data["shared"], by=request.viewer, now=timezone.now()
        )

    return _typed(request, lead, "note", form, save, _("It stands in the case's timeline."))


@staff(needs=permissions.TRIAGE, methods=["POST"])
def close(request: Request, number: str) -> HttpResponseBase:
    """It is done."""
    lead = queries.lead_for(request.viewer, number)
    form = forms.CloseLead(request.POST)

    def save() -> None:
        words = form.cleaned_data["words"]
        leads_work.close_lead(lead.id, words, by=request.viewer, now=timezone.now())

    return _typed(request, lead, "close", form, save, _("The lead is done."))


@staff(needs=permissions.TRIAGE, methods=["POST"])
def reopen(request: Request, number: str) -> HttpResponse:
    """Take it up again."""
    lead = queries.lead_for(request.viewer, number)
    leads_work.reopen_lead(lead.id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The lead is open again."))
    return redirect("lead", number)


@staff(needs=permissions.READ)
def picture(request: Request, number: str, picture_id: int) -> HttpResponse:
    """A picture as it was drawn anew: without what the camera wrote into it."""
    lead = queries.lead_for(request.viewer, number)
    return picture_of(request, lead.pictures.filter(id=picture_id).first(), f"lead:{lead.id}")


def picture_of(request: Request, row: LeadPicture | None, about: str) -> HttpResponse:
    """Return the copy that is safe to look at; the look is recorded with the file."""
    if row is None or row.file_id is None or row.state != "ready":
        raise queries.none()
    shape = "thumbnail" if request.GET.get("small") else "web"
    opened = files.view(
        row.file_id, shape=shape, about=about, by=request.viewer, now=timezone.now()
    )
    return HttpResponse(opened.read(), content_type="image/jpeg")


ONE = "leads/<str:number>/"
urlpatterns = [
    path("leads/", inbox, name="lead-list"),
    path(ONE, seen, name="lead"),
    path(f"{ONE}case/", place, name="lead-place"),
    path(f"{ONE}case/<int:case_id>/not/", unplace, name="lead-unplace"),
    path(f"{ONE}same/", join, name="lead-join"),
    path(f"{ONE}own/", part, name="lead-part"),
    path(f"{ONE}belief/", rate, name="lead-rate"),
    path(f"{ONE}check/", check, name="lead-check"),
    path(f"{ONE}aside/", aside, name="lead-aside"),
    path(f"{ONE}aside/agree/", confirm_aside, name="lead-aside-confirm"),
    path(f"{ONE}back/", back, name="lead-back"),
    path(f"{ONE}agency/", route, name="lead-route"),
    path(f"{ONE}agency/<int:referral_id>/end/", take_back, name="lead-route-end"),
    path(f"{ONE}answer/", reply, name="lead-reply"),
    path(f"{ONE}sender/", tipster, name="lead-tipster"),
    path(f"{ONE}note/", note, name="lead-note"),
    path(f"{ONE}close/", close, name="lead-close"),
    path(f"{ONE}reopen/", reopen, name="lead-reopen"),
    path(f"{ONE}pictures/<int:picture_id>/", picture, name="lead-picture"),
]
