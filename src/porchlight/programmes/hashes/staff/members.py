"""Who shares in which list."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem
from porchlight.house.doors import Request, staff
from porchlight.programmes.hashes import forms, permissions
from porchlight.programmes.hashes.actions import members as acts
from porchlight.programmes.hashes.models import Member
from porchlight.programmes.hashes.queries import desk
from porchlight.programmes.hashes.rules.vocabulary import LISTS


@staff(needs=permissions.MEMBERS, methods=["GET", "POST"])
def listed(request: Request) -> HttpResponseBase:
    """All members with their lists; a partner becomes a member here."""
    form = forms.NewMember(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.add_member(form.cleaned_data["agency"], by=request.viewer, now=timezone.now())
        except Problem as problem:
            form.add_error("agency", str(problem))
        else:
            messages.success(request, _("They are a member. Give them a list and a key."))
            return redirect("hash-members")
    rows = [(member, _lists(member)) for member in desk.members(request.viewer).order_by("name")]
    context = {"rows": rows, "form": form, "access_form": forms.Access()}
    status = 422 if form.is_bound else 200
    return render(request, "hashes/staff/members.html", context, status=status)


def _lists(member: Member) -> list[tuple[str, object, bool]]:
    running = [each for each in member.access.all() if each.ended_at is None]
    return [
        (each.list_code, LISTS[each.list_code].title, each.may_contribute)
        for each in sorted(running, key=lambda each: each.list_code)
    ]


@staff(needs=permissions.MEMBERS, methods=["GET", "POST"])
def grant(request: Request, member_id: int) -> HttpResponseBase:
    """Give a member a list."""
    member = desk.member(request.viewer, member_id)
    form = forms.Access(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.grant_access(member_id, **form.cleaned_data, by=request.viewer, now=timezone.now())
        messages.success(request, _("The access counts from the next request on."))
        return redirect("hash-members")
    status = 422 if form.is_bound else 200
    context = {"form": form, "member": member}
    return render(request, "hashes/staff/access.html", context, status=status)


@staff(needs=permissions.MEMBERS, methods=["POST"])
def end(request: Request, member_id: int, list_code: str) -> HttpResponseBase:
    """End a member's access to a list."""
    acts.end_access(member_id, list_code, by=request.viewer, now=timezone.now())
    messages.success(request, _("The access has ended."))
    return redirect("hash-members")
