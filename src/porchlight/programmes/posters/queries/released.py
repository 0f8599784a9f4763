"""What the public may read: released copies and their files, nothing else."""

from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.names import fold_name
from porchlight.core.text import say
from porchlight.programmes.posters.models import ReleasedPoster, ReleasedSheet

PAGE_SIZE = 24
# A reader looks for one child; who wants all of them uses the interface for partners.
LAST_PAGE = 20


def public_posters(now: datetime) -> QuerySet[ReleasedPoster]:
    """Return what is public at ``now``, in no order."""
    return ReleasedPoster.objects.filter(withdrawn_at__isnull=True, expires_at__gt=now)


def public_poster(code: str, now: datetime) -> ReleasedPoster:
    """
    Return one public poster.

    :raises NotFound: in the same words when it never was, is withdrawn or has ended
    """
    poster = public_posters(now).filter(code=code).first()
    if poster is None:
        raise gone()
    return poster


def gone() -> NotFound:
    """Return the one answer for every poster that is not public."""
    return NotFound(say("This poster is not public, or not any more."))


def sheet(code: str, name: str, now: datetime) -> ReleasedSheet:
    """
    Return a file of a public poster.

    :raises NotFound: when the poster is not public or has no such file
    """
    poster = public_poster(code, now)
    found = ReleasedSheet.objects.filter(code=poster.code, name=name).first()
    if found is None:
        raise gone()
    return found


def sheets_of(codes: list[str]) -> dict[str, list[str]]:
    """Return the names of the files that are there, by code."""
    there: dict[str, list[str]] = {}
    rows = ReleasedSheet.objects.filter(code__in=codes).values_list("code", "name")
    for code, name in rows.order_by("name"):
        there.setdefault(code, []).append(name)
    return there


def search(
    now: datetime, *, name: str = "", state: str = "", age: int | None = None
) -> QuerySet[ReleasedPoster]:
    """
    Return the public posters that fit, the newest first. Each word of ``name`` begins a word of
    the child's name, however accents and capitals are written; ``age`` is that when missing or
    now.
    """
    found = public_posters(now)
    words = fold_name(name).split()
    if words:
        # Folded words are letters alone: nothing in them means something to the search.
        begins = SearchQuery(
            " & ".join(f"{word}:*" for word in words), search_type="raw", config="simple"
        )
        found = found.alias(told=SearchVector("name_words", config="simple")).filter(told=begins)
    elif name.strip():
        found = found.none()
    if state:
        found = found.filter(state=state)
    if age is not None:
        found = found.filter(age_low__lte=age, age_high__gte=age)
    return found.order_by("-released_at", "-code")
