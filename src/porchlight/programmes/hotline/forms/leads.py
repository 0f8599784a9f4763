"""What is typed at the desk and by officers about a lead."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from porchlight.core.text import Say
from porchlight.house.directory.models import Agency
from porchlight.house.ui.widgets import Pills
from porchlight.programmes.hotline.rules.lead_words import ASIDE, CREDIBILITY, OUTCOMES, WHYS
from porchlight.programmes.hotline.rules.replies import MOST_WORDS, READY

NOT_READY = ""


def said(words: Mapping[str, Say]) -> list[tuple[str, Any]]:
    """Return choices whose words are translated when they are drawn."""
    return [(value, lazystr(each)) for value, each in words.items()]


def _text(label: Any, rows: int = 2, **options: Any) -> forms.CharField:  # noqa: ANN401 lazy words
    options.setdefault("max_length", 4000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class PlaceLead(forms.Form):
    """Which case a lead is about."""

    number = forms.CharField(label=_("Case number"), max_length=20)


class JoinLead(forms.Form):
    """Which other lead tells the same sighting."""

    number = forms.CharField(label=_("Number of the other lead"), max_length=20)


class RateLead(forms.Form):
    """How far a lead is believed."""

    credibility = forms.ChoiceField(
        label=_("How far do you believe it?"), choices=said(CREDIBILITY), widget=Pills
    )
    words = _text(_("Why"))


class CheckLead(forms.Form):
    """With whom somebody spoke before the lead goes out."""

    words = _text(_("With whom did you speak, and what did they say?"))


class AsideLead(forms.Form):
    """Why a lead is taken out of the inbox."""

    reason = forms.ChoiceField(label=_("What is it?"), choices=said(ASIDE), widget=Pills)
    words = _text(_("Why"))


class RouteLead(forms.Form):
    """To which agency of the case."""

    agency = forms.ChoiceField(label=_("Agency"))
    words = _text(_("A word to the officer"), required=False)

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.id), one.name) for one in agencies]


class ReplyLead(forms.Form):
    """An answer to the sender: ready words, or one's own."""

    ready = forms.ChoiceField(
        label=_("Ready answer"),
        required=False,
        choices=[
            (NOT_READY, _("My own words")),
            *((one.name, lazystr(one.title)) for one in READY.values()),
        ],
    )
    words = _text(
        _("Your own words"),
        4,
        required=False,
        max_length=MOST_WORDS,
        help_text=_(
            "Never where a child is or was found, nor names, telephones or streets of the case."
        ),
    )


class OpenTipster(forms.Form):
    """Why somebody reads who told a lead."""

    why = forms.ChoiceField(label=_("Why do you need it?"), choices=said(WHYS), widget=Pills)


class NoteLead(forms.Form):
    """What of the lead goes into the case's timeline."""

    words = _text(_("What the case should say of it"), 3)
    shared = forms.BooleanField(label=_("The agencies on the case read it too"), required=False)


class CloseLead(forms.Form):
    """What came of it."""

    words = _text(_("What came of it"))


class AnswerReferral(forms.Form):
    """The officer accepts or declines."""

    accepted = forms.ChoiceField(
        label=_("Your answer"),
        choices=(("yes", _("We take it")), ("no", _("Not ours"))),
        widget=Pills,
    )
    words = _text(
        _("A word to the clearinghouse"),
        required=False,
        help_text=_("When it is not yours: why, and whose it is"),
    )


class TellOutcome(forms.Form):
    """What came of the lead, as the officer tells it."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=said(OUTCOMES), widget=forms.RadioSelect
    )
    words = _text(_("In a sentence or two"), 3, required=False)
