"""What people type on the pages of sign-in and accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from porchlight.core.viewer import Viewer
from porchlight.house.accounts.permissions import FAMILY_ROLES
from porchlight.house.accounts.queries import roles_offered, verified_agencies
from porchlight.house.accounts.roles import ROLES
from porchlight.house.ui.widgets import Pills

OWN_PASSWORD = {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password"}
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class SignIn(forms.Form):
    """Address, password, and that the notice was read (CJIS AC-8)."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username webauthn"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(OWN_PASSWORD),
    )
    notice = forms.BooleanField(label=_("I have read this notice and agree"))


class Code(forms.Form):
    """A code of the authenticator app, or one of the recovery codes."""

    code = forms.CharField(label=_("Code"), max_length=32, widget=forms.TextInput(CODE))


class Answer(forms.Form):
    """A password or a code, whichever is at hand."""

    answer = forms.CharField(
        label=_("Password or authenticator code"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput({**OWN_PASSWORD, "autofocus": True}),
    )


class NewPassword(forms.Form):
    """A new password; whether it is good, the action decides."""

    password = forms.CharField(
        label=_("New password"),
        max_length=1024,
        strip=False,
        help_text=_("At least 15 characters. Several words that do not belong together are good."),
        widget=forms.PasswordInput(NEW_PASSWORD),
    )


class Acceptance(NewPassword):
    """What an invited person gives."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    number = forms.CharField(
        label=_("Number that you were told"),
        max_length=20,
        help_text=_("Eight digits. Whoever invited you tells you them over the telephone."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    notice = forms.BooleanField(label=_("I have read this notice and agree"))
    field_order = ("number", "name", "password", "notice")


class Preferences(forms.Form):
    """Name and language."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=Pills)


class Invite(forms.Form):
    """Whom to invite, to which role, of which agency."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"))
    agency = forms.TypedChoiceField(label=_("Agency"), coerce=int, required=False, empty_value=None)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial="en", widget=Pills
    )
    by_mail = forms.ChoiceField(
        label=_("How the link reaches them"),
        choices=[("yes", _("By mail")), ("no", _("I hand it over myself"))],
        initial="yes",
        widget=Pills,
        help_text=_("Choose to hand it over where somebody else might read their mail."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401 Django's
        super().__init__(*args, **kwargs)
        roles = roles_offered(viewer)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["role"].initial = roles[0][0] if len(roles) == 1 else None
        if {name for name, _title in roles} <= FAMILY_ROLES:
            del self.fields["agency"]
            self.fields["by_mail"].initial = "no"
            return
        agencies = verified_agencies(viewer)
        choices = agencies if viewer.agency_id else [("", "–"), *agencies]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]


class Grant(forms.Form):
    """One role more, for good or to the end of a day."""

    role = forms.ChoiceField(label=_("Role"))
    until = forms.DateField(
        label=_("To the end of"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: for good. For help in an emergency: three days."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own
        super().__init__(*args, **kwargs)
        titles = [(name, str(role.title)) for name, role in ROLES.items()]
        self.fields["role"].choices = titles  # type: ignore[attr-defined]


class BreakGlass(forms.Form):
    """Which record and why it cannot wait."""

    record = forms.CharField(label=_("Record"), max_length=60, help_text=_("For example case:12"))
    reason = forms.CharField(
        label=_("Why it cannot wait"),
        max_length=1000,
        help_text=_("A supervisor reads this within a day."),
        widget=forms.Textarea({"rows": 4}),
    )


class Review(forms.Form):
    """A supervisor's judgement of an emergency opening."""

    justified = forms.ChoiceField(
        label=_("Was it right?"),
        choices=[("yes", _("Yes, it was right")), ("no", _("No, it was not"))],
        widget=Pills,
    )
    remark = forms.CharField(
        label=_("What follows"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
