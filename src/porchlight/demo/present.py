"""
The last days: cases that are worked on, act by act, as people work.

Each case is a life that yields the instant of its next act; the calendar lets the earliest one act
next, and what would come after now does not happen. So the youngest cases stand at their beginning
and their clocks run.
"""

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from porchlight.core.places import Place
from porchlight.core.viewer import Viewer
from porchlight.demo import publicity, stories
from porchlight.demo.agencies import Coverage
from porchlight.demo.staff import Staff
from porchlight.demo.stories import Story, words
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.models import Case
from porchlight.programmes.cases.rules.intake import CaseDetails
from porchlight.programmes.cases.rules.recovery import Recovery
from porchlight.programmes.cases.rules.vocabulary import (
    Category,
    ClosingReason,
    Compartment,
    RecoveredBy,
)
from porchlight.programmes.posters import jobs as poster_jobs

Life = Iterator[datetime]
DAYS = 12


def live(lives: list[Life], now: datetime) -> None:
    """Let all lives act in the order of time, until now."""
    calendar: list[tuple[datetime, int, Life]] = []
    for number, life in enumerate(lives):
        _push(calendar, number, life)
    while calendar and calendar[0][0] <= now:
        _, number, life = heapq.heappop(calendar)
        _push(calendar, number, life)


def _push(calendar: list[tuple[datetime, int, Life]], number: int, life: Life) -> None:
    at = next(life, None)
    if at is not None:
        heapq.heappush(calendar, (at, number, life))


def lives(
    chance: Random, staff: Staff, coverage: Coverage, count: int, now: datetime
) -> Iterator[Life]:
    """Yield the lives of ``count`` cases of the last days; the last ones have just begun."""
    for number in range(count):
        # Denser towards now; the last call came some minutes ago.
        days = DAYS * ((count - number) / count) ** 1.8
        opened_at = now - timedelta(days=days, minutes=4 + chance.randrange(20))
        place = _place(chance, coverage, number)
        own = Random(chance.random())  # noqa: S311 it keeps no secret
        yield _Life(own, staff, coverage, place, now).case(number, opened_at)


def _place(chance: Random, coverage: Coverage, number: int) -> Place:
    """Every third case belongs to an agency of the cast: their officers have work."""
    if number % 3 == 2:
        return chance.choice(coverage.of_cast["sheriff" if number % 2 else "tribal_police"])
    return chance.choice(coverage.places)


class _Life:
    """One case as it is lived."""

    def __init__(
        self, chance: Random, staff: Staff, coverage: Coverage, place: Place, now: datetime
    ) -> None:
        self.chance, self.staff, self.place, self.now = chance, staff, place, now
        self.coverage = coverage
        self.agency_id = coverage.agency_id(place)
        self.desk = staff.specialist(chance)
        self.manager = staff.manager(chance)
        self.officer = staff.officers.get(self.agency_id)
        self.at = now

    def later(self, least: float, most: float) -> datetime:
        """The instant after some minutes."""
        self.at += timedelta(minutes=self.chance.uniform(least, most))
        return self.at

    def case(self, number: int, opened_at: datetime) -> Life:
        """From the call on."""
        self.at = opened_at
        category = stories.category_of(self.chance, number)
        tribe = "Red Willow Pueblo" if self.place.state == "NM" else ""
        story = stories.tell(
            self.chance,
            category,
            self.place,
            agency_id=self.agency_id,
            missing_at=opened_at - timedelta(hours=self.chance.uniform(1, 9)),
            told_at=opened_at,
            tribe=tribe,
        )
        yield self.at
        case = actions.open_case(story.intake, by=self.desk, now=self.at)
        yield self.later(4, 45)
        actions.assign_case(case.id, self.manager.id or 0, by=self.staff.supervisor, now=self.at)
        yield from self.first_hours(case, story)
        if story.public[0]:
            poster = publicity.Publicity(self.chance, self.desk, self.staff.supervisor)
            for minutes in poster.of(case, story, self.at, manager=self.manager):
                yield self.later(minutes / 2, minutes)
                poster.at = self.at
        yield from self.days_after(case, category)

    def first_hours(self, case: Case, story: Story) -> Life:
        """The officer's answer, the entry into NCIC, what the public may read."""
        if self.officer is not None and self.chance.random() < 0.8:
            yield self.later(5, 50)
            actions.answer_share(case.id, accepted=True, by=self.officer, now=self.at)
        if story.public[0]:
            yield self.later(3, 20)
            _describe(case, story.public[0], self.manager, self.at)
        if story.category is not Category.ATTEMPTED_ABDUCTION:
            # Now and then it takes longer than the law allows, and the clock says so.
            yield self.later(10, 60) if self.chance.random() < 0.8 else self.later(150, 400)
            number = f"M{self.chance.randrange(10**9):09}"
            by = self.officer or self.manager
            actions.record_ncic(
                case.id,
                ncic_number=number,
                entered_at=self.at - timedelta(minutes=3),
                by=by,
                now=self.at,
            )

    def days_after(self, case: Case, category: Category) -> Life:
        """Notes and tasks; most children are found within days."""
        for what in self.chance.sample(words("tasks"), 2):
            yield self.later(20, 200)
            due = self.at + timedelta(hours=self.chance.uniform(2, 60))
            task = actions.add_task(case.id, what, due_at=due, by=self.manager, now=self.at)
            if self.chance.random() < 0.6:
                yield self.later(60, 900)
                outcome = self.chance.choice(words("outcomes"))
                actions.do_task(task.id, outcome, by=self.manager, now=self.at)
        yield self.later(60, 1500)
        text = self.chance.choice(words("staff_notes"))
        actions.add_note(case.id, text, by=self.manager, now=self.at)
        if self.officer is not None:
            yield self.later(60, 900)
            text = self.chance.choice(words("shared_notes"))
            shared = Compartment.SHARED
            actions.add_note(case.id, text, compartment=shared, by=self.officer, now=self.at)
        if category is Category.FAMILY_ABDUCTION and self.chance.random() < 0.5:
            yield self.later(10, 60)
            actions.restrict_case(case.id, True, by=self.manager, now=self.at)
        if self.chance.random() < 0.55:
            yield from self.found(case)

    def found(self, case: Case) -> Life:
        """Every child recovered, the poster withdrawn, the case closed."""
        for child in case.children.order_by("position"):
            yield self.later(200, 4000)
            recovery = Recovery(
                at=self.at - timedelta(minutes=45),
                by_whom=self.chance.choice((RecoveredBy.LAW_ENFORCEMENT, RecoveredBy.PUBLIC_LEAD)),
                place=self.place.label,
                words=self.chance.choice(words("found")),
                officer="" if self.officer else "The officer on duty",
            )
            by = self.officer or self.manager
            actions.confirm_recovery(case.id, child.id, recovery, by=by, now=self.at)
            poster_jobs.withdraw(case_id=case.id, now=self.at)
        for task in case.tasks.filter(done_at__isnull=True).order_by("id"):
            actions.do_task(task.id, "No longer needed.", by=self.manager, now=self.at)
        yield self.later(600, 3000)
        actions.close_case(
            case.id,
            ClosingReason.RECOVERED,
            family_told=True,
            ncic_cleared=True,
            by=self.manager,
            now=self.at,
        )


def _describe(case: Case, summary: str, by: Viewer, at: datetime) -> None:
    row = Case.objects.get(id=case.id)
    details = CaseDetails(
        category=Category(row.category),
        circumstances=row.circumstances,
        summary=summary,
        missing_on=row.missing_since,
        last_contact=row.last_contact,
        reported_at=row.reported_at,
        from_care=row.from_care,
        amber=row.amber,
        unknown=frozenset(row.unknown),
    )
    actions.change_case(case.id, details, version=row.version, by=by, now=at)
