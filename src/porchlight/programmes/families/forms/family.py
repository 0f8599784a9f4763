"""What a family member types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui.widgets import PictureInput
from porchlight.programmes.families.actions.messages import LONGEST


class PaperCode(forms.Form):
    """The code of a letter, however it is written."""

    code = forms.CharField(
        label=_("Code from your letter"),
        max_length=80,
        help_text=_("24 letters and figures. Capitals, spaces and dashes do not matter."),
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class MessageForm(forms.Form):
    """A message, from either side."""

    text = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea({"rows": 4})
    )


class DocumentForm(forms.Form):
    """A paper, and what it is."""

    document = forms.FileField(
        label=_("Document"),
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png"}),
        help_text=_("A PDF, or a picture of the paper as JPEG or PNG, at most 20 MB"),
    )
    title = forms.CharField(
        label=_("What it is"), max_length=120, help_text=_("For example: custody order, letter")
    )


class PhotographForm(forms.Form):
    """A picture of the child, and what to know of it."""

    picture = forms.FileField(label=_("Photograph"), widget=PictureInput())
    words = forms.CharField(
        label=_("When was it taken? Anything we should know?"), max_length=300, required=False
    )
