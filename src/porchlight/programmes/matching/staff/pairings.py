"""Possible pairs at the desk: the list, and one pair with what speaks for and against it."""

from dataclasses import dataclass
from math import log10

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem
from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Table, badge, link, number, text
from porchlight.programmes.forensics.rules.bases import BASIS_WORDS
from porchlight.programmes.matching import events, permissions
from porchlight.programmes.matching.actions import pairings as actions
from porchlight.programmes.matching.models import Pairing, PairingDecision
from porchlight.programmes.matching.queries import pairings as queries
from porchlight.programmes.matching.rules.decisions import OUTCOME_WORDS, OUTCOMES
from porchlight.programmes.matching.rules.evidence.words_of_traits import TRAIT_WORDS, verbal
from porchlight.programmes.matching.rules.kinship.ratio import posterior

KINDS = {
    "open": "wait",
    "possible": "info",
    "submitted": "info",
    "confirming": "wait",
    "identified": "good",
}
# Half the picture stands for this: a soft trait never says more, and most hard ones do.
WIDEST_LOG10 = 3.0
MIDDLE, HALF = 50.0, 49.0
MOST_OTHERS = 10_000_000


@dataclass(frozen=True)
class Odds:
    """The prior that was asked for, and what the evidence makes of it."""

    others: int
    together: bool
    before: str
    ratio: str
    after: str
    percent: str
    words: str


@staff(needs=permissions.READ_PAIRINGS)
def listed(request: Request) -> HttpResponse:
    """Pairs worth a look, the best first; or those that are decided."""
    decided = request.GET.get("decided") == "1"
    kinds = {str(OUTCOME_WORDS[state]): kind for state, kind in KINDS.items()}
    table = Table(
        queries.pairings_for(request.viewer, decided=decided),
        [
            link("id", _("Pair"), url=_address, read=_title, order=""),
            number("soft", _("Soft traits"), read=lambda row: _signed(row.soft), order="soft"),
            number("hard", _("Teeth, prints"), read=_hard, order="hard"),
            number("dna", _("DNA"), read=lambda row: _signed(row.dna), order="dna"),
            badge("state", _("State"), read=_state, kinds=kinds, order="state"),
            text("news", _("New since"), read=lambda row: _traits(row.news), order=""),
        ],
        request=request,
        sort="-soft",
        caption=_("Possible pairs"),
        empty=_("No pair waits. New and changed records are compared within a minute."),
    )
    shown = len(list(table.page))
    record(events.PairingsListed(shown), by=request.viewer, at=timezone.now())
    context = {"table": table, "tabs": _tabs(decided=decided)}
    return render(request, "matching/staff/pairings.html", context)


def _tabs(*, decided: bool) -> list[dict[str, object]]:
    here = reverse("pairings")
    return [
        {"label": _("To look at"), "url": here, "current": not decided},
        {"label": _("Decided"), "url": f"{here}?decided=1", "current": decided},
    ]


def _title(row: Pairing) -> str:
    return f"{row.child.name or row.child.case.number} · {row.person.number}"


def _address(row: Pairing) -> str:
    return reverse("pairing", args=[row.id])


def _state(row: Pairing) -> str:
    return str(OUTCOME_WORDS[row.state])


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}"


def _hard(row: Pairing) -> str:
    compared = any(one["trait"] in ("teeth", "prints") for one in row.factors)
    return _signed(row.hard) if compared else ""


def _traits(names: list[str]) -> str:
    return ", ".join(str(TRAIT_WORDS[name]) for name in names)


@staff(needs=permissions.READ_PAIRINGS)
def seen(request: Request, pairing_id: int) -> HttpResponse:
    """One pair: evidence by evidence, the odds, and what is decided of it."""
    return _page(request, pairing_id)


def _page(request: Request, pairing_id: int, problem: str = "") -> HttpResponse:
    row = queries.pairing_for(request.viewer, pairing_id)
    viewed = events.PairingViewed(row.child.case_id, row.child_id, row.person_id)
    record(viewed, by=request.viewer, at=timezone.now())
    decisions = list(queries.decisions_of(row))
    proposed_by = decisions[0].decided_by_id if decisions else None
    context = {
        "row": row,
        "title": _title(row),
        "state": _state(row),
        "kind": KINDS.get(row.state, "plain"),
        "news": _traits(row.news),
        "evidence": [_bar(one) for one in row.factors],
        "missing": _unsaid(row),
        "odds": _odds(request, row),
        "decided": [_decision(one) for one in decisions],
        "outcomes": [(one, str(OUTCOME_WORDS[one])) for one in OUTCOMES],
        "bases": [(code, str(words)) for code, words in BASIS_WORDS.items()],
        "may": permissions.may_decide(request.viewer, row.state),
        "confirm": permissions.may_confirm(request.viewer, row.state, proposed_by),
        "problem": problem,
        "typed": request.POST,
    }
    status = 422 if problem else 200
    return render(request, "matching/staff/pairing.html", context, status=status)


def _decision(one: PairingDecision) -> dict[str, object]:
    return {
        "row": one,
        "outcome": str(OUTCOME_WORDS[one.outcome]),
        "basis": str(BASIS_WORDS[one.basis]) if one.basis else "",
    }


def _bar(factor: dict[str, object]) -> dict[str, object]:
    """A trait in words and as a bar to the right (for) or left (against) of the middle."""
    value = float(str(factor["log10"]))
    width = max(min(abs(value) / WIDEST_LOG10, 1.0) * HALF, 0.4)
    return {
        "trait": str(TRAIT_WORDS[str(factor["trait"])]),
        "words": str(queries.words_of(factor)),
        "log10": f"{value:+.2f}",
        "times": _times(value),
        "for": value >= 0,
        "x": f"{MIDDLE if value >= 0 else MIDDLE - width:.1f}",
        "width": f"{width:.1f}",
        "beyond": abs(value) > WIDEST_LOG10,
        "hard": factor["hard"],
        "flagged": factor["flagged"],
    }


def _times(value: float) -> str:
    """The ratio as people say it: so many times likelier if it is the child, or if it is not."""
    ratio = 10 ** min(abs(value), 30.0)
    told = f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}" if ratio < 1e6 else f"{ratio:.0e}"
    if value >= 0:
        return _("%(times)s times likelier if it is the child") % {"times": told}
    return _("%(times)s times likelier if it is somebody else") % {"times": told}


def _unsaid(row: Pairing) -> str:
    """The traits of which one side says nothing: they count neither way."""
    said = {one["trait"] for one in row.factors}
    return _traits([name for name in TRAIT_WORDS if name not in said])


def _odds(request: Request, row: Pairing) -> Odds:
    """The prior is one in so many missing children, or what somebody asks for."""
    typed = request.GET.get("others", "")
    others = int(typed) if typed.isascii() and typed.isdecimal() else queries.missing_count()
    others = min(max(others, 2), MOST_OTHERS)
    together = request.GET.get("together") == "1"
    total = row.soft + (row.hard + (row.dna or 0.0) if together else 0.0)
    after = log10(1 / (others - 1)) + total
    chance = posterior(1 / others, total)
    return Odds(
        others=others,
        together=together,
        before=_as_odds(-log10(others - 1)),
        ratio=f"{total:+.2f}",
        after=_as_odds(after),
        percent=_percent(chance),
        words=str(verbal(total)),
    )


def _percent(chance: float) -> str:
    """Never 0 and never 100: nothing here is certain."""
    if chance > 0.9999:
        return "> 99.99"
    return f"{100 * chance:.2f}" if chance > 0.01 else f"{100 * chance:.1g}"


def _as_odds(value: float) -> str:
    """Odds given by their log10, with one side 1: 250 to 1, or 1 to 40."""
    size = 10 ** min(abs(value), 30.0)
    told = f"{size:.1f}".removesuffix(".0") if size < 10 else f"{size:,.0f}"
    told = told if size < 1e9 else f"{size:.1e}"
    return _("%(n)s to 1") % {"n": told} if value >= 0 else _("1 to %(n)s") % {"n": told}


@staff(needs=permissions.DECIDE, methods=["POST"])
def decided(request: Request, pairing_id: int) -> HttpResponse:
    """Record what was decided."""
    row = queries.pairing_for(request.viewer, pairing_id)
    told = {name: request.POST.get(name, "")[:2000] for name in ("outcome", "basis", "words")}
    try:
        actions.decide(row.id, **told, by=request.viewer, now=timezone.now())
    except Problem as problem:
        return _page(request, pairing_id, str(problem.sentence))
    messages.success(request, _("The decision stands on both records."))
    return redirect("pairing", row.id)


@staff(needs=permissions.DECIDE, methods=["POST"])
def confirmed(request: Request, pairing_id: int) -> HttpResponse:
    """Confirm an identification as a second person."""
    row = queries.pairing_for(request.viewer, pairing_id)
    actions.confirm_identity(row.id, by=request.viewer, now=timezone.now())
    messages.success(request, _("Confirmed. The unidentified person's record is closed."))
    return redirect("pairing", row.id)


urlpatterns = [
    path("pairings/", listed, name="pairings"),
    path("pairings/<int:pairing_id>/", seen, name="pairing"),
    path("pairings/<int:pairing_id>/decide/", decided, name="pairing-decide"),
    path("pairings/<int:pairing_id>/confirm/", confirmed, name="pairing-confirm"),
]
