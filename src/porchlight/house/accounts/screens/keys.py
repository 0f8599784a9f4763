"""The administrators' screen of the keys of partners' machines."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core.errors import Problem
from porchlight.house.accounts import permissions, queries
from porchlight.house.accounts.actions import keys as changes
from porchlight.house.accounts.entry import needs_fresh
from porchlight.house.accounts.models import MachineKey
from porchlight.house.accounts.roles import MACHINES
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused
from porchlight.house.ui.widgets import Pills

STATE_KINDS = {"works": "good", "revoked": "plain", "ended": "warning"}
STATE_WORDS = {
    "works": gettext_lazy("Works"),
    "revoked": gettext_lazy("Taken back"),
    "ended": gettext_lazy("Ended"),
}


class KeyForm(forms.Form):
    """Whose machine, what it is called, what it may do."""

    agency = forms.TypedChoiceField(label=gettext_lazy("Partner"), coerce=int)
    label = forms.CharField(
        label=gettext_lazy("What the machine is called"),
        max_length=80,
        help_text=gettext_lazy("For example Chatterbee production"),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("What it may do"),
        choices=lambda: [(name, str(role.title)) for name, role in MACHINES.items()],
        widget=Pills,
    )

    def offer(self, agencies: list[tuple[int, str]]) -> "KeyForm":
        """Offer these partners."""
        field = self.fields["agency"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "—"), *((str(number), name) for number, name in agencies)]
        return self


@staff(needs=permissions.MANAGE_KEYS)
def keys(request: Request) -> HttpResponse:
    """Every key, and the form for a new one."""
    form = KeyForm().offer(queries.verified_agencies(request.viewer))
    return _page(request, form)


@staff(needs=permissions.MANAGE_KEYS, methods=["POST"])
@needs_fresh
def issue(request: Request) -> HttpResponseBase:
    """Give a key; its secret stands on this answer only."""
    form = KeyForm(request.POST).offer(queries.verified_agencies(request.viewer))
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        given = form.cleaned_data
        key, secret = changes.issue_key(
            given["agency"],
            given["label"],
            given["role"],
            by=request.viewer,
            now=timezone.now(),
        )
    except Problem as problem:
        refused(form, problem)
        return _page(request, form, problem.status)
    return render(request, "accounts/key_issued.html", {"key": key, "secret": secret})


@staff(needs=permissions.MANAGE_KEYS, methods=["POST"])
def revoke(request: Request, key_id: int) -> HttpResponseBase:
    """Take a key back; closing a door waits for no second proof."""
    try:
        changes.revoke_key(key_id, by=request.viewer, now=timezone.now())
        messages.success(request, _("The key opens nothing any more."))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("machine-keys")


def _page(request: Request, form: KeyForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    rows = [(key, *_state(key, now)) for key in queries.machine_keys(request.viewer)]
    context = {"rows": rows, "form": form, "machines": MACHINES}
    return render(request, "accounts/keys.html", context, status=status)


def _state(key: MachineKey, now: datetime) -> tuple[str, str, str, str]:
    state = "revoked" if key.revoked_at else "ended" if now >= key.expires_at else "works"
    title = str(MACHINES[key.role].title) if key.role in MACHINES else key.role
    return state, str(STATE_WORDS[state]), STATE_KINDS[state], title


urlpatterns = [
    path("staff/machine-keys/", keys, name="machine-keys"),
    path("staff/machine-keys/new/", issue, name="machine-key-issue"),
    path("staff/machine-keys/<int:key_id>/revoke/", revoke, name="machine-key-revoke"),
]
