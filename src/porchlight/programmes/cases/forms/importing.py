"""The form of an import: which shape, which file, and what was looked at before."""

from hashlib import sha256

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from porchlight.programmes.cases.forms.fields import said
from porchlight.programmes.cases.rules.exchange.incoming import SHAPES

LARGEST = 30 * 1024 * 1024


class ImportForm(forms.Form):
    """``seen`` is the SHA-256 of the file that was looked at: only that one is taken in."""

    shape = forms.ChoiceField(
        label=_("What it is"),
        choices=said(tuple((one.value, word) for one, word in SHAPES.items())),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("At most 30 MB; the command takes larger ones. Nothing is kept of a file."),
    )
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean_file(self) -> bytes:
        """Return the bytes; ``sha256`` names them."""
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if given.size is not None and given.size > LARGEST:
            raise forms.ValidationError(_("The file is too large for this page. Use the command."))
        return b"".join(given.chunks())

    @property
    def sha256(self) -> str:
        """The name of the file that was sent."""
        return sha256(self.cleaned_data["file"]).hexdigest()

    @property
    def was_seen(self) -> bool:
        """Whether exactly this file was looked at before."""
        return bool(self.cleaned_data["seen"] == self.sha256)
