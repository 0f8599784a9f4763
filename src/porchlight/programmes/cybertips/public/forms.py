"""What a stranger types: few questions, only the first one must be answered."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from porchlight.core.errors import Problem
from porchlight.core.identifiers import normalise_receipt
from porchlight.house.ui.widgets import Pills, Words
from porchlight.programmes.cybertips.rules.told import MATTERS, MOST_WORDS, Matter, Told

CONTACT = (("no", _("Stay anonymous")), ("yes", _("You may contact me")))


class Toll(forms.Form):
    """The hidden fields of the toll."""

    toll = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    nonce = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)


class Tell(Toll):
    """A report of the public."""

    danger = forms.BooleanField(label=_("A child is in danger right now"), required=False)
    words = Words(
        label=_("What happened?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In your own words. Do not send pictures or videos: say where they are."),
    )
    matter = forms.ChoiceField(
        label=_("What is it about?"),
        choices=lambda: [(each.value, str(words)) for each, words in MATTERS.items()],
        initial=Matter.OTHER,
        widget=Pills,
        required=False,
    )
    where = Words(
        label=_("Where? Web address, app, game or place"),
        max_length=2000,
        required=False,
        help_text=_("Copy the address if it is safe. Do not go there again to look."),
    )
    when = Words(label=_("When?"), max_length=300, required=False)
    person = Words(
        label=_("What do you know of the person who does this?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    person_account = Words(label=_("Their account or screen name"), max_length=256, required=False)
    person_contact = Words(label=_("Their telephone or e-mail"), max_length=254, required=False)
    relation = Words(
        label=_("How they know the child"),
        max_length=200,
        required=False,
        help_text=_("For example: only online, neighbor, coach, family"),
    )
    access = forms.BooleanField(label=_("They meet children"), required=False)
    weapons = forms.BooleanField(label=_("They may have a weapon"), required=False)
    child = Words(
        label=_("What do you know of the child?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    child_account = Words(
        label=_("The child's account or screen name"), max_length=256, required=False
    )
    child_age = Words(label=_("About how old?"), max_length=20, required=False)
    contact = forms.ChoiceField(
        label=_("May we know who you are?"),
        choices=CONTACT,
        widget=Pills,
        required=False,
        initial="no",
        help_text=_("Either way you get a code to read our answer and to write again."),
    )
    name = Words(label=_("Your name"), max_length=200, required=False)
    phone = Words(label=_("Your telephone"), max_length=60, required=False)
    email = Words(label=_("Your e-mail"), max_length=254, required=False)

    def told(self) -> Told:
        """Return what was told; who stays anonymous leaves nothing of themselves."""
        data = dict(self.cleaned_data)
        for name in ("toll", "nonce"):
            data.pop(name)
        if data.pop("contact") != "yes":
            data |= {"name": "", "phone": "", "email": ""}
        data["matter"] = data["matter"] or Matter.OTHER.value
        return Told(**data)


class ReceiptCode(forms.Form):
    """The code of a receipt, however it is spaced."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Six groups of four letters and figures; spaces and capitals do not matter"),
    )

    def clean_code(self) -> str:
        """Return the code as it was given out, or say that a letter of it is wrong."""
        try:
            return normalise_receipt(self.cleaned_data["code"])
        except Problem as problem:
            raise ValidationError(str(problem)) from problem


class Further(ReceiptCode, Toll):
    """A further message under a code."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    words = Words(
        label=_("Write again"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )
