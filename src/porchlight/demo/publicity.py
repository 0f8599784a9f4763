"""How a poster comes about: consent, picture, draft in two languages, the family's yes, release."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from porchlight.core.dates import PartialDate, age_on
from porchlight.core.viewer import Viewer
from porchlight.demo import stories
from porchlight.demo.people import Person
from porchlight.demo.portraits import portrait
from porchlight.demo.stories import Story
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.models import Case, Child
from porchlight.programmes.cases.rules.intake import Consent
from porchlight.programmes.cases.rules.vocabulary import Relation
from porchlight.programmes.posters import actions as posters
from porchlight.programmes.posters import jobs
from porchlight.programmes.posters.models import Poster

PICTURE = (480, 600)


class Publicity:
    """One poster on its way to the public; ``of`` yields how many minutes pass at most."""

    def __init__(self, chance: Random, writer: Viewer, releaser: Viewer) -> None:
        self.chance, self.writer, self.releaser = chance, writer, releaser
        self.at: datetime

    def of(self, case: Case, story: Story, at: datetime, *, manager: Viewer) -> Iterator[float]:
        """Every step, the last ones only when the family agrees."""
        self.at = at
        yield 30
        for child, who in zip(case.children.order_by("position"), story.children, strict=True):
            self.picture(child, who, manager)
            self.consent(child, story, manager)
        actions.record_agency_consulted(
            case.id, story.intake.agencies[0].agency_id, by=manager, now=self.at
        )
        yield 15
        jobs.draft(case_id=case.id, now=self.at)
        yield 60
        poster = self.written(case, story)
        if self.chance.random() < 0.85:
            yield 90
            posters.approve_for_family(
                poster.id,
                seen=poster.stamp,
                words=f"{story.caller.name} agreed on the telephone.",
                by=self.writer,
                now=self.at,
            )
            yield 40
            posters.release_poster(poster.id, by=self.releaser, now=self.at)

    def picture(self, child: Child, who: Person, by: Viewer) -> None:
        """A drawn portrait is kept like any photograph."""
        drawn = portrait(
            who.seed,
            sex=who.sex,
            age=age_on(who.born, self.at.date()),
            hair=who.hair,
            eyes=who.eyes,
            skin=who.skin,
            size=PICTURE,
        )
        taken = PartialDate(self.at.year, 1 + self.chance.randrange(self.at.month))
        actions.add_photograph(
            child.id, drawn, declared_type="image/jpeg", taken_on=taken, by=by, now=self.at
        )

    def consent(self, child: Child, story: Story, by: Viewer) -> None:
        """Whoever has custody says yes, where the call has not said it."""
        yes = Consent(True, story.caller.name, Relation.GUARDIAN)
        for about in ("publicity", "picture"):
            if getattr(child, about) is None:
                actions.record_consent(child.id, about, yes, by=by, now=self.at)

    def written(self, case: Case, story: Story) -> Poster:
        """The sentences in both languages."""
        poster = Poster.objects.get(case_id=case.id, version=1)
        texts = {
            place: {
                "es": story.public[1] if place == "narrative" else stories.spanish(said["told"])
            }
            for place, said in poster.words.items()
            if said["told"]
        }
        return posters.edit_draft(poster.id, texts, by=self.writer, now=self.at)
