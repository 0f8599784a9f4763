"""The form of a link that opens a case for reading."""

from django import forms
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui.widgets import Pills


class LinkForm(forms.Form):
    """For whom, what for, how long."""

    given_to = forms.CharField(
        label=_("For whom"),
        max_length=120,
        help_text=_("Name and agency; it stands across the page"),
    )
    purpose = forms.CharField(label=_("What for"), max_length=200)
    days = forms.ChoiceField(
        label=_("How long"),
        choices=[
            ("1", _("A day")),
            ("3", _("Three days")),
            ("7", _("A week")),
            ("14", _("Two weeks")),
        ],
        widget=Pills,
        initial="3",
    )
