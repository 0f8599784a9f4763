"""
The exchange for members' machines (version 2 of the reference), and looking hashes up.

Every list has an address of its own, as in the reference: ``/hashsharing/v2/entries`` and so on.
"""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import path, register_converter
from django.utils import timezone

from porchlight.core.errors import NotAllowed, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, api
from porchlight.programmes.hashes import events, permissions
from porchlight.programmes.hashes.actions import exchange as acts
from porchlight.programmes.hashes.queries import exchange, index
from porchlight.programmes.hashes.rules import exchange as documents
from porchlight.programmes.hashes.rules.look_up import Asked, read_asked
from porchlight.programmes.hashes.rules.vocabulary import (
    SHARED_PATHS,
    Kind,
    kind_of,
)

XML = "application/xml; charset=utf-8"
MOST_START = 10**9


class SharedListConverter:
    """The addresses of the lists that are shared."""

    regex = "|".join(sorted(SHARED_PATHS, key=len, reverse=True))

    def to_python(self, value: str) -> str:
        """Return the list's code."""
        return SHARED_PATHS[value].code

    def to_url(self, value: str) -> str:
        """Return the address of a list by its code."""
        return next(path for path, each in SHARED_PATHS.items() if each.code == value)


register_converter(SharedListConverter, "sharedlist")


def _xml(document: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(document, status=status, content_type=XML)


def _may_read(request: Request, list_code: str) -> None:
    access = exchange.access_of(request.viewer, list_code)
    permissions.may_read_list(request.viewer, access).require()


@api(needs=permissions.EXCHANGE)
def status(request: Request, list_code: str) -> HttpResponse:
    """Tell a machine who it is to us."""
    _may_read(request, list_code)
    member = exchange.as_member(exchange.member_of(request.viewer))
    address = request.META.get("REMOTE_ADDR", "")
    document = documents.status_document(member, address=address, username=request.viewer.name)
    return _xml(document)


@api(needs=permissions.EXCHANGE)
def members(request: Request, list_code: str) -> HttpResponse:
    """Tell who shares in a list."""
    return _xml(documents.members_document(exchange.members_of(request.viewer, list_code)))


@api(needs=permissions.EXCHANGE)
def reasons(request: Request, list_code: str, kind: str) -> HttpResponse:
    """Tell what may be said against a kind of fingerprint."""
    _may_read(request, list_code)
    return _xml(documents.reasons_document(list_code, _kind(kind)))


@api(needs=permissions.EXCHANGE)
def categorizations(request: Request, list_code: str) -> HttpResponse:
    """Tell the categories of a list."""
    _may_read(request, list_code)
    return _xml(documents.categorizations_document(list_code))


@api(
    needs=permissions.EXCHANGE,
    changes=permissions.CONTRIBUTE,
    methods=["GET", "POST", "DELETE"],
)
def entries(request: Request, list_code: str) -> HttpResponse:
    """Hand out a page of what changed; take entries; take several back at once."""
    if request.method == "POST":
        return _take(request, list_code)
    if request.method == "DELETE":
        return _withdraw(request, list_code)
    said, now = request.GET, timezone.now()
    page = acts.serve_page(
        list_code,
        documents.read_time(said["from"], name="from") if said.get("from") else documents.EPOCH,
        documents.read_time(said["to"], name="to") if said.get("to") else now,
        after=documents.read_after(said.get("after", "")),
        start=_number(said.get("start", "1"), "start"),
        total=_number(said["max"], "max") if said.get("after") and said.get("max") else None,
        by=request.viewer,
        now=now,
    )
    return _xml(documents.entries_document(list_code, page))


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 <= int(text[:12]) <= MOST_START:
        raise RuleBroken(say("{name}: write a whole number.", name=name), field=name)
    return int(text)


def _take(request: Request, list_code: str) -> HttpResponse:
    given = documents.read_contributions(request.body, list_code)
    taken = acts.contribute(list_code, given, by=request.viewer, now=timezone.now())
    document = documents.taken_document(exchange.shared(taken), list_code)
    return _xml(document, 201)


def _withdraw(request: Request, list_code: str) -> HttpResponse:
    names = documents.read_withdrawal(request.body)
    acts.withdraw(list_code, names, by=request.viewer, now=timezone.now())
    return HttpResponse(status=204)


@api(needs=permissions.CONTRIBUTE, methods=["PUT", "DELETE"])
def entry(request: Request, list_code: str, member_id: int, name: str) -> HttpResponse:
    """Take one entry of the member's own (new or changed), or take it back."""
    own = exchange.member_of(request.viewer).id
    if member_id != own:
        raise NotAllowed(say("You can change entries of your own only: member {own}.", own=own))
    if request.method == "DELETE":
        acts.withdraw(list_code, [name], by=request.viewer, now=timezone.now())
        return HttpResponse(status=204)
    given = documents.read_contributions(request.body, list_code)
    if [each.id for each in given] != [name]:
        raise RuleBroken(say("Send one entry, with the id of the address."), field="id")
    taken = acts.contribute(list_code, given, by=request.viewer, now=timezone.now())
    return _xml(documents.taken_document(exchange.shared(taken), list_code))


@api(needs=permissions.EXCHANGE, changes=permissions.CONTRIBUTE, methods=["GET", "PUT"])
def fingerprint(
    request: Request, list_code: str, member_id: int, name: str, kind: str
) -> HttpResponse:
    """Hand out the bytes of a long fingerprint, or keep those of the member's own entry."""
    found = _kind(kind)
    if request.method == "PUT":
        if member_id != exchange.member_of(request.viewer).id:
            raise NotAllowed(say("You can change entries of your own only."))
        acts.keep_large_print(
            list_code, name, found, request.body, by=request.viewer, now=timezone.now()
        )
        return HttpResponse(status=204)
    data = acts.serve_large_print(
        list_code, member_id, name, found, by=request.viewer, now=timezone.now()
    )
    return HttpResponse(data, content_type="application/octet-stream")


@api(needs=permissions.FEEDBACK, methods=["PUT"])
def feedback(
    request: Request, list_code: str, member_id: int, name: str, kind: str
) -> HttpResponse:
    """Take what a member thinks of an entry of another."""
    found = _kind(kind)
    said = documents.read_feedback(request.body, list_code, found)
    acts.give_feedback(
        list_code, member_id, name, found, said, by=request.viewer, now=timezone.now()
    )
    return HttpResponse(status=204)


def _kind(word: str) -> Kind:
    try:
        return kind_of(word)
    except RuleBroken as problem:
        raise NotFound(problem.sentence) from problem


@api(needs=permissions.LOOK_UP, methods=["POST"])
def look_up(request: Request) -> HttpResponse:
    """Say which of up to 20,000 hashes are known in the lists that the member may read."""
    asked = read_asked(request.body)
    lists = exchange.readable_lists(request.viewer)
    told = index.hits(asked.by_kind, lists=lists, most_bits=asked.most_bits)
    record(events.HashesLookedUp(asked.count, len(told)), by=request.viewer, at=timezone.now())
    return JsonResponse(_answer(asked, told))


def _answer(asked: Asked, told: dict[int, list[index.Hit]]) -> dict[str, Any]:
    return {
        "asked": asked.count,
        "known": len(told),
        "matches": [
            {
                "place": place,
                "distance": hit.bits,
                "list": hit.list_code,
                "classification": hit.classification or None,
                "member": hit.member,
                "id": hit.name,
            }
            for place in sorted(told)
            for hit in told[place]
        ],
    }


urlpatterns = [
    path("<sharedlist:list_code>/v2/status", status, name="hashes-status"),
    path("<sharedlist:list_code>/v2/members", members, name="hashes-members"),
    path("<sharedlist:list_code>/v2/feedback/<str:kind>/reasons", reasons, name="hashes-reasons"),
    path(
        "<sharedlist:list_code>/v2/categorizations",
        categorizations,
        name="hashes-categorizations",
    ),
    path("<sharedlist:list_code>/v2/entries", entries, name="hashes-entries"),
    path(
        "<sharedlist:list_code>/v2/entries/<int:member_id>/<str:name>", entry, name="hashes-entry"
    ),
    path(
        "<sharedlist:list_code>/v2/entries/<int:member_id>/<str:name>/<str:kind>",
        fingerprint,
        name="hashes-fingerprint",
    ),
    path(
        "<sharedlist:list_code>/v2/entries/<int:member_id>/<str:name>/<str:kind>/feedback",
        feedback,
        name="hashes-feedback",
    ),
    path("hashes/v1/look-up", look_up, name="hashes-look-up"),
]
