"""Who suits, and who is on duty."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from porchlight.core.score import Score
from porchlight.core.text import Say
from porchlight.core.viewer import Viewer
from porchlight.house.rosters import permissions
from porchlight.house.rosters.models import Helper, Shift
from porchlight.house.rosters.rules.suitability import HelperFacts, Need, obstacles, score

LoadOf = Callable[[Iterable[int]], Mapping[int, int]]


def _no_load(_account_ids: Iterable[int]) -> Mapping[int, int]:
    return {}


# How much each account has to do: the programme that knows it says so when its app is ready.
_load_of: LoadOf = _no_load


def load_with(load_of: LoadOf) -> None:
    """Count the load of helpers by ``load_of``: account ids in, account id → open things out."""
    global _load_of
    _load_of = load_of


@dataclass(frozen=True)
class Suggestion:
    """A helper for a need: the score with its reasons, or what disqualifies them."""

    helper: Helper
    score: Score
    obstacles: tuple[Say, ...]

    @property
    def suitable(self) -> bool:
        """Whether the helper can be asked."""
        return not self.obstacles


def suitable(need: Need, now: datetime) -> list[Suggestion]:
    """
    Return all helpers for a need, those who can be asked first, the best of them at the top.

    Nobody is left out: who cannot be asked stands below with the reasons why.
    """
    helpers = list(Helper.objects.prefetch_related("credentials").order_by("name", "id"))
    facts = facts_of(helpers, now)
    found = [
        Suggestion(
            helper,
            score(facts[helper.id], need),
            obstacles(facts[helper.id], need, now.date()),
        )
        for helper in helpers
    ]
    return sorted(found, key=lambda each: (not each.suitable, -each.score.bits, each.helper.id))


def facts_of(helpers: list[Helper], now: datetime) -> dict[int, HelperFacts]:
    """Return what counts of each helper at ``now``, by the helper's id."""
    on_duty = set(_running(now).values_list("helper_id", flat=True))
    accounts = [helper.account_id for helper in helpers if helper.account_id is not None]
    loads = _load_of(accounts)
    return {
        helper.id: HelperFacts(
            capabilities=frozenset(helper.capabilities),
            areas=frozenset(helper.areas),
            languages=frozenset(helper.languages),
            credentials=frozenset(
                (each.kind, each.expires_on)
                for each in helper.credentials.all()
                if each.revoked_at is None
            ),
            on_duty=helper.id in on_duty,
            load=loads.get(helper.account_id, 0) if helper.account_id else 0,
            max_load=helper.max_load,
            active=helper.ended_at is None,
        )
        for helper in helpers
    }


def _running(now: datetime) -> QuerySet[Shift]:
    return Shift.objects.filter(starts_at__lte=now, ends_at__gt=now, helper__ended_at__isnull=True)


def on_duty(viewer: Viewer, now: datetime) -> list[Shift]:
    """
    Return the shifts that run at ``now``, by who goes home first.

    :raises NotAllowed: to whoever may not read the roster
    """
    _may_read(viewer)
    return list(_running(now).select_related("helper").order_by("ends_at", "id"))


def roster(viewer: Viewer) -> QuerySet[Helper]:
    """
    Return the helpers who are on the roster.

    :raises NotAllowed: to whoever may not read it
    """
    _may_read(viewer)
    return Helper.objects.filter(ended_at__isnull=True)


def _may_read(viewer: Viewer) -> None:
    permissions.may_read_roster(viewer).require()
