"""What is typed about helpers."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core import places
from porchlight.house.accounts.models import Account
from porchlight.house.rosters.actions import HelperEntry
from porchlight.house.rosters.rules.capabilities import CAPABILITIES, CREDENTIALS
from porchlight.house.ui.widgets import DayInput, PillsMultiple

LANGUAGES = [
    ("en", gettext_lazy("English")),
    ("es", gettext_lazy("Spanish")),
    ("fr", gettext_lazy("French")),
    ("ht", gettext_lazy("Haitian Creole")),
    ("nv", gettext_lazy("Navajo")),
    ("zh", gettext_lazy("Chinese")),
    ("vi", gettext_lazy("Vietnamese")),
    ("ar", gettext_lazy("Arabic")),
]


def _capabilities() -> list[tuple[str, str]]:
    return [(code, str(each.name)) for code, each in CAPABILITIES.items()]


def _credentials() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in CREDENTIALS.items()]


class HelperForm(forms.Form):
    """A helper."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail they sign in with"),
        required=False,
        help_text=gettext_lazy("Empty for somebody without an account."),
    )
    capabilities = forms.MultipleChoiceField(
        label=gettext_lazy("Can do"), choices=_capabilities, widget=PillsMultiple
    )
    states = forms.CharField(
        label=gettext_lazy("States"),
        required=False,
        help_text=gettext_lazy("Letters, with spaces between: VA MD DC"),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), choices=LANGUAGES, required=False, widget=PillsMultiple
    )
    max_load = forms.IntegerField(
        label=gettext_lazy("At most so many at once"), min_value=0, max_value=500, initial=0
    )

    def clean_states(self) -> tuple[str, ...]:
        """The codes of the states."""
        found = [(word, places.state(word)) for word in self.cleaned_data["states"].split()]
        wrong = [word for word, state in found if state is None]
        if wrong:
            raise forms.ValidationError(_("There is no state %(state)s.") % {"state": wrong[0]})
        return tuple(state.code for _word, state in found if state is not None)

    def clean_email(self) -> int | None:
        """The account of the address."""
        address = self.cleaned_data["email"]
        account = Account.objects.filter(email__iexact=address).first() if address else None
        if address and account is None:
            raise forms.ValidationError(_("Nobody signs in with this address."))
        return account.id if account else None

    def entry(self) -> HelperEntry:
        """What to write."""
        data = self.cleaned_data
        return HelperEntry(
            data["name"],
            tuple(data["capabilities"]),
            data["states"],
            tuple(data["languages"]),
            data["max_load"],
            account_id=data["email"],
        )


class ShiftForm(forms.Form):
    """A shift: a day, a time, how many hours."""

    starts_at = forms.DateTimeField(
        label=gettext_lazy("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input"}),
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Ends"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input"}),
    )

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data = super().clean() or {}
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if isinstance(starts, datetime) and isinstance(ends, datetime) and ends <= starts:
            self.add_error("ends_at", _("It cannot end before it begins."))
        return data


class CredentialForm(forms.Form):
    """A credential."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=_credentials)
    issued_on = forms.DateField(label=gettext_lazy("Issued"), widget=DayInput)
    expires_on = forms.DateField(label=gettext_lazy("Ends"), required=False, widget=DayInput)
