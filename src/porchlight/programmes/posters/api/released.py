"""Released posters for partners and their screens: what the public pages say, as JSON."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from porchlight.programmes.posters.models import ReleasedPoster
from porchlight.programmes.posters.queries import released

router = Router(tags=["posters"])
# PostgreSQL's text holds no NUL; a name that has one fits nobody.
Text = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]


class Problem(Schema):
    """A refusal as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None


class Picture(Schema):
    """A picture of a child: its address, and words for those who do not see it."""

    address: str
    caption: str
    alt: str


class Fact(Schema):
    """One line of the poster, such as «Hair: Brown»."""

    label: str
    value: str


class Child(Schema):
    """A missing child."""

    name: str
    facts: list[Fact]
    pictures: list[Picture]


class Summary(Schema):
    """A poster in a list."""

    code: str
    version: int
    names: str
    state: str
    age_low: int | None
    age_high: int | None
    missing_on: str
    address: str
    released_at: str


class Agency(Schema):
    """Who investigates."""

    name: str
    phone: str


class Detail(Summary):
    """Everything a poster says in one language."""

    language: str
    title: str
    children: list[Child]
    narrative: str
    case_number: str
    hotline: str
    agency: Agency
    files: list[str]


class Page(Schema):
    """A page of posters; ``next`` is empty on the last one."""

    posters: list[Summary]
    page: int
    next: int | None


@router.get("/", response={200: Page, 422: Problem}, url_name="poster-list")
def posters(
    request: HttpRequest,
    name: Annotated[str, Query(max_length=80, pattern=r"^[^\x00]*$")] = "",
    state: Annotated[str, Query(pattern="^([A-Z]{2})?$")] = "",
    age: Annotated[int | None, Query(ge=0, le=120)] = None,
    page: Annotated[int, Query(ge=1, le=released.LAST_PAGE)] = 1,
) -> Page:
    """Public posters, the newest first, by name, state (two letters) or age."""
    found = released.search(timezone.now(), name=name, state=state, age=age)
    start = (page - 1) * released.PAGE_SIZE
    rows = list(found[start : start + released.PAGE_SIZE + 1])
    more = len(rows) > released.PAGE_SIZE and page < released.LAST_PAGE
    shown = [Summary(**_summary(row)) for row in rows[: released.PAGE_SIZE]]
    return Page(posters=shown, page=page, next=page + 1 if more else None)


@router.get("/{code}", response={200: Detail, 404: Problem, 422: Problem}, url_name="poster-detail")
def poster(
    request: HttpRequest, code: Text, language: Annotated[Literal["en", "es"], Query()] = "en"
) -> Detail:
    """One public poster; a withdrawn one is answered as one that never was."""
    row = released.public_poster(code, timezone.now())
    spoken = language if language in row.content else next(iter(row.content))
    said = row.content[spoken]
    files = released.sheets_of([row.code]).get(row.code, [])
    return Detail(
        **_summary(row),
        language=spoken,
        title=said["band"],
        children=[_child(row, child, said["shared"], files) for child in said["children"]],
        narrative=said["narrative"],
        case_number=said["case_number"],
        hotline=said["hotline"],
        agency=Agency(**said["agency"]),
        files=[_address(row, name) for name in files],
    )


def _summary(row: ReleasedPoster) -> dict[str, Any]:
    assert row.released_at is not None, "only public rows are read"
    return {
        "code": row.code,
        "version": row.version,
        "names": row.names,
        "state": row.state,
        "age_low": row.age_low,
        "age_high": row.age_high,
        "missing_on": row.missing_on,
        "address": _address(row),
        "released_at": row.released_at.isoformat(timespec="seconds"),
    }


def _child(
    row: ReleasedPoster,
    child: dict[str, Any],
    shared: list[list[str]],
    files: list[str],
) -> Child:
    lines = [*shared, *child["key"], *child["rows"], *child["remarks"]]
    return Child(
        name=child["name"],
        facts=[Fact(label=line[0], value=line[1]) for line in lines],
        pictures=[
            Picture(address=_address(row, one["file"]), caption=one["caption"], alt=one["alt"])
            for one in child["photographs"]
            if one["file"] in files
        ],
    )


def _address(row: ReleasedPoster, name: str = "") -> str:
    # Written out: the console process has no public pages to reverse, and serves this as well.
    return f"{settings.ENV.public_url}/p/{row.code}/{name}"
