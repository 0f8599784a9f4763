"""What people type about reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST_PASTE = 512 * 1024


class CheckDocument(forms.Form):
    """A document to be tried."""

    document = forms.CharField(
        label=_("Document"),
        help_text=_("A report as XML or JSON. Nothing is kept and no report is opened."),
        max_length=LARGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "autocomplete": "off"}),
    )


class CheckReceipt(forms.Form):
    """A receipt to be verified."""

    receipt = forms.CharField(
        label=_("Receipt"),
        help_text=_("Three words with dots between, as they came with the finish answer."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )


class AnswerReporter(forms.Form):
    """A few words to somebody unknown."""

    words = forms.CharField(
        label=_("Answer to the reporter"),
        help_text=_("They read it with their code. Ask for nothing that could endanger them."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
