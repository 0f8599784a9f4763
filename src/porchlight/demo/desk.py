"""The hotline's desk: calls of the last hours in every state, and leads on their way."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from porchlight.core.identifiers import opaque
from porchlight.core.places import Place
from porchlight.core.viewer import Viewer
from porchlight.demo import geography, stories
from porchlight.demo.agencies import Coverage
from porchlight.demo.people import Person, family
from porchlight.demo.people import person as invent
from porchlight.demo.staff import Staff
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.cases.models import Case
from porchlight.programmes.cases.rules.vocabulary import CaseStatus, Category
from porchlight.programmes.hotline.actions import (
    calls,
    calls_going_on,
    calls_outcomes,
    leads_agency,
    leads_intake,
    leads_sort,
    leads_work,
)
from porchlight.programmes.hotline.actions.calls import Begin, Page
from porchlight.programmes.hotline.actions.calls_outcomes import NewCase
from porchlight.programmes.hotline.models import Call, Lead, LeadReferral
from porchlight.programmes.hotline.rules.call_words import Channel, Ending
from porchlight.programmes.hotline.rules.lead_states import State
from porchlight.programmes.hotline.rules.lead_words import Aside, Credibility, Outcome
from porchlight.programmes.hotline.rules.tips import Answer, Tip, Tipster
from porchlight.programmes.hotline.rules.tips import Channel as TipChannel

ENDINGS = {"silent": Ending.SILENT, "wrong_number": Ending.WRONG_NUMBER}
OUTCOMES = {one.value: one for one in Outcome}


@cache
def book() -> dict[str, Any]:
    """Return ``desk.toml``."""
    return tomllib.loads(Path(__file__).with_name("desk.toml").read_text(encoding="utf-8"))


def calls_that_become_cases() -> int:
    """Return how many cases the desk opens."""
    return sum(told["becomes"] == "case" for told in book()["call"])


def open_desk(chance: Random, staff: Staff, coverage: Coverage, now: datetime) -> None:
    """Take the calls of the last hours, and what people saw, and work on them."""
    for told in book()["call"]:
        _Shift(chance, staff, coverage, told, now).answer()
    known = _known_to_officers(staff)
    for number, told in enumerate(book()["lead"]):
        if known:
            _Desk(chance, staff, known[number % len(known)], told, now).work()


def _known_to_officers(staff: Staff) -> list[Case]:
    """Open cases that an officer of the cast works on too: somebody answers their leads."""
    here = Case.objects.filter(status=CaseStatus.ACTIVE, restricted=False)
    here = here.filter(shares__agency_id__in=staff.officers, shares__accepted=True)
    return list(here.exclude(manager=None).order_by("-opened_at", "id").distinct())


class _Shift:
    """One call, from the first word to what became of it."""

    def __init__(
        self,
        chance: Random,
        staff: Staff,
        coverage: Coverage,
        told: dict[str, Any],
        now: datetime,
    ) -> None:
        self.chance, self.staff, self.told = chance, staff, told
        self.desk = staff.specialist(chance)
        # An agency that is vouched for, and whose officers have a part in the cast.
        self.place = chance.choice(coverage.of_cast["sheriff"])
        self.agency_id = coverage.agency_id(self.place)
        self.at = now - timedelta(minutes=told["minutes"])

    def later(self, minutes: float) -> datetime:
        """Let some minutes pass and return the instant."""
        self.at += timedelta(minutes=minutes)
        return self.at

    def answer(self) -> None:
        """Take the call, type what is told and settle it, as far as its time allows."""
        language = self.told.get("language", "en")
        channel = Channel(self.told.get("channel", "telephone"))
        begin = Begin(channel, opaque(), language, geography.state_facts(self.place.state).timezone)
        call = calls.take_call(begin, by=self.desk, now=self.at)
        if (ending := ENDINGS.get(self.told["becomes"])) is not None:
            calls.end_call(call.id, ending, by=self.desk, now=self.later(1))
            return
        page = Page("desk", 1, 0, {**self._caller(), **self._said()})
        calls.type_call(call.id, page, by=self.desk, now=self.later(3))
        self._settle(call)

    def _caller(self) -> dict[str, str]:
        who = invent(
            self.chance, family(self.chance), age=self.chance.randint(24, 60), today=self.at.date()
        )
        phone = geography.phone(self.chance, self.place.state)
        about = self.told["about"]
        return {"call-0-about": about, "caller-0-name": who.name, "caller-0-phones": phone}

    def _said(self) -> dict[str, str]:
        said: dict[str, str] = {**self.told.get("said", {})}
        if self.told["about"] == "missing":
            said |= self._missing()
        if self.told["about"] == "sighting":
            said["sighting-0-place"] = self.place.label
        return said

    def _missing(self) -> dict[str, str]:
        story = stories.tell(
            self.chance,
            Category(self.told["category"]),
            self.place,
            agency_id=self.agency_id,
            missing_at=self.at - timedelta(hours=self.chance.uniform(1, 9)),
            told_at=self.at,
        )
        return {
            "event-0-circumstances": story.intake.circumstances,
            "event-0-place": self.place.label,
            "caller-0-name": story.caller.name,
            "caller-0-relation": "guardian",
            **_child(story.children[0]),
        }

    def _settle(self, call: Call) -> None:
        becomes, by = self.told["becomes"], self.desk
        if becomes == "open":
            return
        if becomes == "waiting":
            calls.put_back(call.id, by=by, now=self.later(6))
            return
        if becomes == "case":
            new = NewCase(Category(self.told["category"]), (self.agency_id,))
            opened = calls_outcomes.open_case_from_call(call.id, new, by=by, now=self.later(9))
            calls_going_on.offer_case(opened.id, by=by, now=self.later(1))
        elif becomes == "lead":
            calls_outcomes.make_lead(call.id, by=by, now=self.later(4))
        elif becomes == "report":
            calls_outcomes.hand_to_cybertipline(call.id, by=by, now=self.later(5))
        else:
            calls_outcomes.give_information(call.id, by=by, now=self.later(4))
        calls.end_call(call.id, Ending.SETTLED, by=by, now=self.later(2))


def _child(who: Person) -> dict[str, str]:
    return {
        "child-0-given_names": who.given_names,
        "child-0-family_names": who.family.names,
        "child-0-born": f"{who.born:%m/%d/%Y}",
        "child-0-sex": who.sex,
    }


class _Desk:
    """One lead about a case, step by step as ``desk.toml`` says."""

    def __init__(
        self, chance: Random, staff: Staff, case: Case, told: dict[str, Any], now: datetime
    ) -> None:
        self.chance, self.staff, self.case, self.told = chance, staff, case, told
        self.by = staff.supervisor
        self.second = viewer_for(case.manager, now=now) if case.manager else staff.managers[0]
        self.at = now - timedelta(hours=told["hours"])
        # All steps fit between the first word and now.
        self.step = timedelta(hours=told["hours"]) / (len(told["steps"]) + 2)
        shares = case.shares.filter(agency_id__in=staff.officers, accepted=True)
        self.agency_id: int = shares.order_by("id")[0].agency_id
        self.officer: Viewer = staff.officers[self.agency_id]

    def work(self) -> None:
        """Enter the lead and take every step."""
        lead = leads_intake.enter_lead(
            self._tip(),
            channel=TipChannel(self.told.get("channel", "call")),
            language=self.told.get("language", "en"),
            case_id=self.case.id,
            by=self.staff.specialist(self.chance),
            now=self.at,
        )
        leads_sort.sort_lead(lead.id, by=self.by, now=self.at)
        for step in self.told["steps"]:
            self.at += self.step
            self._take(step, lead)

    def _tip(self) -> Tip:
        place: Place | None = self.case.place
        seen = self.at - timedelta(minutes=self.chance.randrange(10, 240))
        phone = geography.phone(self.chance, place.state if place else "TX")
        named = self.chance.random() < 0.5
        return Tip(
            words=self.told["words"],
            still_there=Answer(self.told.get("still_there", "")),
            seen_from=seen,
            seen_until=seen,
            place=place.label if place else "",
            spot=self.told.get("spot", ""),
            lat=_near(self.chance, place.lat if place else None),
            lon=_near(self.chance, place.lon if place else None),
            state=place.state if place else "",
            county_fips=place.county_fips if place else "",
            zone=self.case.timezone,
            people=self.told.get("people", ""),
            vehicle=self.told.get("vehicle", ""),
            tipster=Tipster("", phone, police_may_ask=True) if named else Tipster(),
        )

    def _take(self, step: str, lead: Lead) -> None:
        by, now = self.by, self.at
        if step == "view":
            leads_work.view_lead(lead.id, by=by, now=now)
        elif step == "rate":
            words = "Fits the description; called back."
            leads_work.rate_lead(lead.id, Credibility.LIKELY, words, by=by, now=now)
        elif step == "route":
            leads_agency.route_lead(lead.id, self.agency_id, by=by, now=now)
        elif step == "aside":
            aside = leads_work.set_aside(lead.id, Aside.HOAX, "Nothing in it.", by=by, now=now)
            if aside.state != State.ASIDE:
                # What may be urgent is set aside by two.
                leads_work.confirm_aside(lead.id, by=self.second, now=now + self.step / 2)
        elif step == "note":
            words = "A relative may know more: asked the agency."
            leads_work.note_lead(lead.id, words, shared=True, by=by, now=now)
        elif step == "close":
            leads_work.close_lead(lead.id, "The agency looked into it.", by=by, now=now)
        else:
            self._answer(step, lead)

    def _answer(self, step: str, lead: Lead) -> None:
        referral = LeadReferral.objects.get(lead=lead, agency_id=self.agency_id)
        by, now = self.officer, self.at
        if step == "seen":
            leads_agency.view_referral(referral.id, by=by, now=now)
        elif step == "accept":
            leads_agency.answer_referral(referral.id, accepted=True, by=by, now=now)
        elif step == "decline":
            words = "Not in our county; ask the neighbors."
            leads_agency.answer_referral(referral.id, accepted=False, words=words, by=by, now=now)
        else:
            words = "A patrol went there and spoke with the staff."
            leads_agency.tell_outcome(referral.id, OUTCOMES[step], words, by=by, now=now)


def _near(chance: Random, degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees + chance.uniform(-0.03, 0.03), 5)
