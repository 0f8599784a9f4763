"""Lists and entries at the desk, and looking hashes up."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem
from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Table, badge, link, text, when
from porchlight.programmes.hashes import events, forms, permissions
from porchlight.programmes.hashes.actions import lists as acts
from porchlight.programmes.hashes.models import Entry
from porchlight.programmes.hashes.queries import desk, index
from porchlight.programmes.hashes.rules.compare import OUTCOME_NAMES, verdict
from porchlight.programmes.hashes.rules.vocabulary import (
    LISTS,
    REASONS,
    STATUS_NAMES,
    Kind,
    Status,
    write_value,
)

STATUS_KINDS = {
    Status.PROPOSED: "wait",
    Status.RELEASED: "good",
    Status.SHARED: "info",
    Status.REFUSED: "plain",
    Status.RETRACTED: "plain",
}


def _kinds_in_words() -> dict[str, str]:
    return {str(STATUS_NAMES[status]): kind for status, kind in STATUS_KINDS.items()}


@staff(needs=permissions.READ)
def lists(request: Request) -> HttpResponse:
    """All lists at a glance."""
    context = {
        "lists": desk.lists(request.viewer),
        "unindexed": desk.unindexed(),
        "may_propose": permissions.may_propose(request.viewer),
    }
    return render(request, "hashes/staff/lists.html", context)


@staff(needs=permissions.READ)
def listed(request: Request) -> HttpResponseBase:
    """Entries, narrowed by list and state, searched, downloaded."""
    said = request.GET
    found = desk.entries(
        request.viewer,
        list_code=said.get("list", "") if said.get("list") in LISTS else "",
        status=said.get("status", "") if said.get("status") in set(Status) else "",
        disputed=said.get("disputed") == "1",
    )
    table = Table(
        found,
        [
            link("name", _("Entry"), url=lambda row: reverse("hash-entry", args=[row.id])),
            text("member__name", _("Member")),
            text("list_code", _("List"), read=lambda row: str(row.list_title)),
            text("classification", _("Class")),
            badge(
                "status",
                _("State"),
                read=lambda row: str(row.status_name),
                order="status",
                kinds=_kinds_in_words(),
            ),
            when("changed_at", _("Changed")),
        ],
        request=request,
        search=["name", "member__name", "source"],
        sort="-changed_at",
        caption=_("Entries"),
        empty=_("No entry is in this state."),
        exports=True,
    )
    if table.wants_csv:
        count = len(table.found)
        record(events.ListExported(count), by=request.viewer, at=timezone.now())
        return table.csv("hash-entries")
    count = len(table.page.object_list)
    record(events.ListViewed(count), by=request.viewer, at=timezone.now())
    context = {
        "table": table,
        "lists": LISTS.values(),
        "statuses": STATUS_NAMES.items(),
        "said": said,
    }
    return render(request, "hashes/staff/entries.html", context)


@staff(needs=permissions.PROPOSE, methods=["GET", "POST"])
def propose(request: Request) -> HttpResponseBase:
    """Bring an entry of our own forward."""
    form = forms.Proposal(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        given = form.contribution(f"{now:%Y%m%d}-{secrets.token_hex(5)}")
        data = form.cleaned_data
        try:
            (entry,) = acts.propose_entries(
                data["list_code"], [given], source=data["source"], by=request.viewer, now=now
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The entry waits for its reviews."))
            return redirect("hash-entry", entry.id)
    status = 422 if form.is_bound else 200
    return render(request, "hashes/staff/propose.html", {"form": form}, status=status)


@staff(needs=permissions.READ)
def seen(request: Request, entry_id: int) -> HttpResponse:
    """One entry: fingerprints, reviews, feedback, and what may be done with it."""
    return _page(request, entry_id, {})


def _page(request: Request, entry_id: int, more: dict[str, Any], status: int = 200) -> HttpResponse:
    entry = desk.entry(request.viewer, entry_id)
    record(events.EntryViewed(entry.id), by=request.viewer, at=timezone.now())
    facts, outcome = desk.facts(entry), desk.outcome(entry)
    context = {
        "entry": entry,
        "state_kind": STATUS_KINDS[Status(entry.status)],
        "needed": LISTS[entry.list_code].reviewers,
        "outcome": outcome,
        "reviews": entry.reviews.select_related("reviewed_by").order_by("reviewed_at"),
        "feedback": [(row, _reasons(row.reasons)) for row in _feedback(entry)],
        "prints": entry.fingerprints.order_by("kind", "id"),
        "may_review": permissions.may_review(request.viewer, facts),
        "may_release": permissions.may_release(request.viewer, facts, outcome),
        "may_refuse": permissions.may_refuse(request.viewer, facts),
        "may_retract": permissions.may_retract(request.viewer, facts),
        "may_settle": permissions.may_settle(request.viewer, facts),
        "review_form": forms.ReviewForm(),
        "why_form": forms.Why(),
    }
    return render(request, "hashes/staff/entry.html", context | more, status=status)


def _feedback(entry: Entry) -> Any:  # noqa: ANN401 a query
    return entry.feedback.select_related("member").order_by("-given_at", "id")


def _reasons(names: list[str]) -> list[str]:
    return [str(REASONS[name]) if name in REASONS else name for name in names]


@staff(needs=permissions.REVIEW, methods=["POST"])
def review(request: Request, entry_id: int) -> HttpResponseBase:
    """Keep what the reviewer found."""
    form = forms.ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, entry_id, {"review_form": form}, 422)
    data = form.cleaned_data
    return _do(
        request,
        entry_id,
        lambda: acts.review_entry(
            entry_id,
            belongs=data["belongs"] == "yes",
            classification=data["classification"],
            remark=data["remark"],
            by=request.viewer,
            now=timezone.now(),
        ),
        _("Your review is kept."),
    )


def _do(request: Request, entry_id: int, act: Callable[[], object], done: str) -> HttpResponseBase:
    desk.entry(request.viewer, entry_id)
    act()
    messages.success(request, done)
    return redirect("hash-entry", entry_id)


@staff(needs=permissions.RELEASE, methods=["POST"])
def release(request: Request, entry_id: int) -> HttpResponseBase:
    """Hand it out."""
    return _do(
        request,
        entry_id,
        lambda: acts.release_entry(entry_id, by=request.viewer, now=timezone.now()),
        _("The entry is handed out to the members of its list."),
    )


@staff(needs=permissions.RELEASE, methods=["POST"])
def refuse(request: Request, entry_id: int) -> HttpResponseBase:
    """Keep it off the list."""
    form = forms.Why(request.POST)
    if not form.is_valid():
        return _page(request, entry_id, {"why_form": form}, 422)
    why = form.cleaned_data["why"]
    return _do(
        request,
        entry_id,
        lambda: acts.refuse_entry(entry_id, why, by=request.viewer, now=timezone.now()),
        _("The entry is refused."),
    )


@staff(needs=permissions.RELEASE, methods=["POST"])
def retract(request: Request, entry_id: int) -> HttpResponseBase:
    """Take it back from everybody."""
    form = forms.Why(request.POST)
    if not form.is_valid():
        return _page(request, entry_id, {"why_form": form}, 422)
    why = form.cleaned_data["why"]
    return _do(
        request,
        entry_id,
        lambda: acts.retract_entry(entry_id, why, by=request.viewer, now=timezone.now()),
        _("The entry is taken back; members learn it with their next request."),
    )


@staff(needs=permissions.REVIEW, methods=["POST"])
def settle(request: Request, entry_id: int) -> HttpResponseBase:
    """Keep a disputed entry."""
    return _do(
        request,
        entry_id,
        lambda: acts.settle_dispute(entry_id, by=request.viewer, now=timezone.now()),
        _("The dispute is settled: the entry stays."),
    )


@staff(needs=permissions.LOOK_UP, methods=["GET", "POST"])
def look_up(request: Request) -> HttpResponse:
    """Say what is known of hashes that somebody typed."""
    form = forms.LookUp(request.POST or None)
    answers: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        answers = _answers(form.cleaned_data["hashes"], form.cleaned_data["distance"])
        known = sum(bool(each["hits"]) for each in answers)
        event = events.HashesLookedUp(len(answers), known)
        record(event, by=request.viewer, at=timezone.now())
    status = 422 if form.errors else 200
    context = {"form": form, "answers": answers}
    return render(request, "hashes/staff/look_up.html", context, status=status)


def _answers(hashes: list[tuple[Kind, bytes]], most_bits: int) -> list[dict[str, Any]]:
    asked: dict[Kind, list[tuple[int, bytes]]] = {}
    for place, (kind, value) in enumerate(hashes):
        asked.setdefault(kind, []).append((place, value))
    told = index.hits(asked, most_bits=most_bits)
    return [
        {
            "kind": str(kind),
            "hash": write_value(kind, value),
            "hits": [(hit, LISTS[hit.list_code].title) for hit in told.get(place, ())[:20]],
            "more": max(0, len(told.get(place, ())) - 20),
            "outcome": OUTCOME_NAMES[verdict(hit.known() for hit in told.get(place, ())).outcome],
        }
        for place, (kind, value) in enumerate(hashes)
    ]
