"""The years before: cases taken over with their history, most of them ended."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from porchlight.demo import stories
from porchlight.demo.agencies import Coverage
from porchlight.demo.staff import Staff
from porchlight.demo.stories import words
from porchlight.programmes.cases.actions import PastCase
from porchlight.programmes.cases.rules.recovery import Recovery
from porchlight.programmes.cases.rules.vocabulary import (
    Category,
    ClosingReason,
    Compartment,
    RecoveredBy,
)

YEARS = 6
# The youngest is older than what the present tells, and than the longest time to its recovery.
YOUNGEST_DAYS = 30
FATES = ("closed", "active", "recovered", "unfounded")
FOUND_BY = (
    RecoveredBy.LAW_ENFORCEMENT,
    RecoveredBy.LAW_ENFORCEMENT,
    RecoveredBy.RETURNED,
    RecoveredBy.FAMILY,
    RecoveredBy.PUBLIC_LEAD,
    RecoveredBy.CHILD_WELFARE,
)


def remembered(
    chance: Random, staff: Staff, coverage: Coverage, count: int, now: datetime
) -> Iterator[PastCase]:
    """Yield ``count`` cases of the last years, the oldest first."""
    span = YEARS * 365 - YOUNGEST_DAYS
    ages = sorted(
        (YOUNGEST_DAYS + span * chance.random() ** 1.6 for _ in range(count)), reverse=True
    )
    for number, days in enumerate(ages):
        opened_at = now - timedelta(days=days)
        yield _Remembering(chance, staff, coverage, opened_at, now).case(number)


class _Remembering:
    """Tells one case from its call to its end."""

    def __init__(
        self, chance: Random, staff: Staff, coverage: Coverage, opened_at: datetime, now: datetime
    ) -> None:
        self.chance, self.staff, self.coverage = chance, staff, coverage
        self.at, self.now = opened_at, now
        self.manager = staff.manager(chance)

    def later(self, *, least: float, most: float) -> datetime:
        """Let some hours pass and return the instant."""
        self.at += timedelta(hours=self.chance.uniform(least, most))
        return self.at

    def case(self, number: int) -> PastCase:
        """Return the case of that number."""
        category = stories.category_of(self.chance, number)
        past = self.open(category)
        self.work(past)
        if category is Category.ATTEMPTED_ABDUCTION:
            fate = "unfounded"
        elif number < 4 * len(FATES):
            fate = FATES[number % len(FATES)]
        else:
            (fate,) = self.chance.choices(FATES, weights=(88, 7, 2, 3))
        self.end(past, fate)
        return past

    def open(self, category: Category) -> PastCase:
        """The call, the agency's answer, the case manager, the entry into NCIC."""
        place = self.chance.choice(self.coverage.places)
        agency_id = self.coverage.agency_id(place)
        story = stories.tell(
            self.chance,
            category,
            place,
            agency_id=agency_id,
            missing_at=self.at - timedelta(hours=self.chance.uniform(1, 30)),
            told_at=self.at,
        )
        past = PastCase(story.intake, by=self.staff.specialist(self.chance), at=self.at)
        at = self.later(least=0.2, most=1.5)
        past.assign(self.manager.id or 0, by=self.staff.supervisor, at=at)
        if story.public[0]:
            past.describe(story.public[0], by=self.manager, at=self.later(least=0.1, most=1))
        if (officer := self.staff.officers.get(agency_id)) is not None:
            at = self.later(least=0.1, most=2)
            past.answer_share(accepted=True, words="", by=officer, at=at)
        if category is not Category.ATTEMPTED_ABDUCTION:
            entered = self.later(least=0.1, most=2.5)
            number = f"M{self.chance.randrange(10**9):09}"
            past.enter_ncic(number, entered, by=self.manager, at=self.later(least=0.1, most=1))
        return past

    def work(self, past: PastCase) -> None:
        """Some notes, some tasks; all of them done in the end."""
        for _ in range(self.chance.randint(0, 2)):
            text, at = self.chance.choice(words("staff_notes")), self.later(least=1, most=30)
            past.note(text, Compartment.STAFF, by=self.manager, at=at)
        if self.chance.random() < 0.4:
            text, at = self.chance.choice(words("shared_notes")), self.later(least=1, most=30)
            past.note(text, Compartment.SHARED, by=self.manager, at=at)
        for what in self.chance.sample(words("tasks"), self.chance.randint(0, 2)):
            at = self.later(least=0.2, most=5)
            row = past.task(what, at + timedelta(days=2), by=self.manager, at=at)
            outcome = self.chance.choice(words("outcomes"))
            past.do_task(row, outcome, by=self.manager, at=self.later(least=1, most=40))

    def end(self, past: PastCase, fate: str) -> None:
        """Found and closed, closed for another reason, or still open."""
        if fate == "active":
            return
        if fate in ("closed", "recovered"):
            for child in past.parts.children:
                found_at = self.later(least=2, most=160)
                words_of = self.chance.choice(words("found"))
                place = self.chance.choice(self.coverage.places).label
                whom = self.chance.choice(FOUND_BY)
                found = Recovery(found_at, whom, place, words_of, officer="The officer on duty")
                past.recover(child, found, by=self.manager, at=self.later(least=0.3, most=6))
        at = self.later(least=5, most=60)
        if fate == "closed":
            past.close(ClosingReason.RECOVERED, "", by=self.manager, at=at)
        elif fate == "unfounded":
            reasons = (ClosingReason.DUPLICATE, ClosingReason.UNFOUNDED, ClosingReason.TRANSFERRED)
            which = self.chance.randrange(3)
            text = words("closing")[which]
            past.close(reasons[which], text, by=self.manager, at=at)
