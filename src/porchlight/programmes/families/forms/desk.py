"""What an advocate types."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from porchlight.core.errors import Problem
from porchlight.core.phones import Phone, parse_phone
from porchlight.core.text import Say
from porchlight.house.accounts.models import Account
from porchlight.house.ui.widgets import PhoneInput, Pills, PillsMultiple
from porchlight.programmes.cases.rules.vocabulary import Relation, label
from porchlight.programmes.families.actions.contacts import Held, Promise
from porchlight.programmes.families.actions.support import Person
from porchlight.programmes.families.models import Relative
from porchlight.programmes.families.rules.vocabulary import (
    CHANNELS,
    NEEDS,
    OUTCOMES,
    PARTS,
    Channel,
    NeedKind,
    Outcome,
    Part,
)

# Of a case's words for «who somebody is», those that are family or stand in for it.
OF_A_FAMILY = (
    Relation.MOTHER,
    Relation.FATHER,
    Relation.STEPPARENT,
    Relation.GUARDIAN,
    Relation.FOSTER_PARENT,
    Relation.GRANDPARENT,
    Relation.SIBLING,
    Relation.RELATIVE,
    Relation.PARTNER,
    Relation.CASEWORKER,
    Relation.SELF,
    Relation.OTHER,
)
LONG = 8000


def said(words: Mapping[Any, Say]) -> list[tuple[str, Any]]:
    """Return choices whose words are translated when they are drawn."""
    return [(str(word), lazystr(words[word])) for word in words]


def relations() -> list[tuple[str, Any]]:
    """Return who somebody of a family can be to the child."""
    return [(one.value, lazystr(label(one))) for one in OF_A_FAMILY]


def people(relatives: Iterable[Relative]) -> list[tuple[str, Any]]:
    """Return the family's members, after whoever of them is reached."""
    return [("", _("Whoever is reached")), *((str(one.pk), one.name) for one in relatives)]


def phone(text: str) -> str:
    """Return a telephone as it is kept, or say what is wrong with it."""
    try:
        return str(parse_phone(text))
    except Problem as problem:
        raise ValidationError(str(problem)) from problem


def long_text(words: Any, rows: int = 4, **options: Any) -> forms.CharField:  # noqa: ANN401
    """A longer text that may stay empty."""
    return forms.CharField(
        label=words,
        max_length=LONG,
        required=False,
        widget=forms.Textarea({"rows": rows}),
        **options,
    )


class AssignForm(forms.Form):
    """Who supports the family, and under which number."""

    advocate = forms.ChoiceField(label=_("Family advocate"))
    phone = forms.CharField(
        label=_("The number under which the family reaches them"),
        max_length=40,
        widget=PhoneInput(),
    )

    def __init__(self, *args: Any, advocates: Iterable[Account], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["advocate"] = forms.ChoiceField(
            label=_("Family advocate"), choices=[(str(one.pk), one.name) for one in advocates]
        )

    def clean_phone(self) -> str:
        return phone(self.cleaned_data["phone"])


class SupportForm(forms.Form):
    """How safe the family is, and what to do in a crisis."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    safety = long_text(
        _("How safe they are"),
        help_text=_(
            "Violence, threats, weapons, self-harm, who knows the address. Day and source."
        ),
    )
    crisis_plan = long_text(
        _("Plan for a crisis"),
        help_text=_("Whom they call, where they can go, what they said they would do."),
    )


class RelativeForm(forms.Form):
    """Somebody of the family and how it is safe to reach them."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    name = forms.CharField(label=_("Name"), max_length=120)
    relation = forms.ChoiceField(label=_("Relation to the child"), choices=relations)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=Pills, initial="en"
    )
    phones = forms.CharField(
        label=_("Safe telephone numbers"),
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One a line. Only numbers that nobody else answers or reads."),
    )
    call_after = forms.TimeField(
        label=_("Calling is safe from"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    call_before = forms.TimeField(
        label=_("until"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    no_call = forms.BooleanField(
        label=_("Never call: the telephone itself is not safe"), required=False
    )
    no_voicemail = forms.BooleanField(label=_("Never leave a message"), required=False)
    places = forms.CharField(
        label=_("Where they are"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One a line. Told to nobody of the family."),
    )
    rules = long_text(_("What else keeps them safe"), 3)
    apart = forms.BooleanField(
        label=_("Keep apart: no other family member may learn how to reach them"), required=False
    )

    fieldsets = [
        (_("Who"), ["name", "relation", "language"]),
        (
            _("Safe contact"),
            ["phones", "call_after", "call_before", "no_call", "no_voicemail", "places", "rules"],
        ),
        (_("Others of the family"), ["apart"]),
    ]

    @classmethod
    def of(cls, row: Relative) -> dict[str, Any]:
        """Return what the form shows for somebody who is there."""
        same = (
            "version",
            "name",
            "relation",
            "language",
            "call_after",
            "call_before",
            "no_call",
            "no_voicemail",
            "rules",
            "apart",
        )
        return {
            **{name: getattr(row, name) for name in same},
            "phones": "\n".join(Phone.of(number).shown() for number in row.phones),
            "places": "\n".join(row.places),
        }

    def clean_phones(self) -> tuple[str, ...]:
        return tuple(phone(line) for line in _lines(self.cleaned_data["phones"]))

    def clean_places(self) -> tuple[str, ...]:
        return tuple(line[:200] for line in _lines(self.cleaned_data["places"]))

    def person(self) -> Person:
        """Return whom the form describes."""
        given = {**self.cleaned_data}
        given.pop("version")
        return Person(**given)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class AccessForm(forms.Form):
    """Which family member gets a page, and what it shows."""

    relative = forms.ChoiceField(label=_("Family member"))
    sees = forms.MultipleChoiceField(
        label=_("Their page shows"),
        choices=said(PARTS),
        widget=PillsMultiple,
        required=False,
        initial=[part.value for part in Part],
        help_text=_("Who their advocate is and when the next contact is, it always shows."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "Only when nobody else reads it. Mail then says that something waits, nothing more. "
            "Without it they sign in by the code of the letter alone."
        ),
    )

    def __init__(self, *args: Any, relatives: Iterable[Relative], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["relative"] = forms.ChoiceField(
            label=_("Family member"), choices=[(str(one.pk), one.name) for one in relatives]
        )
        self.order_fields(["relative", "sees", "email"])

    def clean_sees(self) -> list[Part]:
        return [Part(value) for value in self.cleaned_data["sees"]]


def moment() -> forms.DateTimeField:
    """A day and time in the advocate's own zone."""
    return forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class _WithPeople(forms.Form):
    """A form that says of whom of the family it is."""

    def __init__(self, *args: Any, relatives: Iterable[Relative], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["relative"] = forms.ChoiceField(
            label=_("With whom"), choices=people(relatives), required=False
        )
        self.order_fields(["due_at", "kind", "channel", "relative"])

    def relative_id(self) -> int | None:
        """Return whom it is about, or nobody in particular."""
        chosen: str = self.cleaned_data["relative"]
        return int(chosen) if chosen else None


class PromiseForm(_WithPeople):
    """A contact to come."""

    due_at = moment()
    channel = forms.ChoiceField(
        label=_("How"), choices=said(CHANNELS), widget=Pills, initial=Channel.CALL.value
    )
    about = forms.CharField(
        label=_("About"),
        max_length=200,
        required=False,
        help_text=_("For you. The family sees when and how, not this."),
    )

    def clean_due_at(self) -> Any:  # noqa: ANN401 an instant
        due = self.cleaned_data["due_at"]
        if due <= timezone.now():
            raise ValidationError(_("This time is past. Promise one to come."))
        return due

    def promise(self) -> Promise:
        """Return what is promised."""
        given = self.cleaned_data
        channel = Channel(given["channel"])
        return Promise(given["due_at"], channel, self.relative_id(), given["about"])


REACHED = (
    ("news", _("Reached, there was something to tell")),
    ("nothing_new", _("Reached: nothing new, and we said so")),
    ("missed", _("Tried, nobody was reached")),
)


class ContactForm(_WithPeople):
    """What came of a contact, promised or not."""

    channel = forms.ChoiceField(
        label=_("How"), choices=said(CHANNELS), widget=Pills, initial=Channel.CALL.value
    )
    came = forms.ChoiceField(label=_("What came of it"), choices=REACHED, widget=Pills)
    words = long_text(_("What was said"), 4)

    def held(self) -> Held:
        """Return what came of it."""
        came = self.cleaned_data["came"]
        return Held(came != "missed", came == "nothing_new", self.cleaned_data["words"])

    @property
    def channel_chosen(self) -> Channel:
        """How the family was reached."""
        return Channel(self.cleaned_data["channel"])


class NeedForm(_WithPeople):
    """What the family needs."""

    kind = forms.ChoiceField(label=_("What they need"), choices=said(NEEDS))
    words = long_text(_("In their words"), 3)
    urgent = forms.BooleanField(label=_("It cannot wait"), required=False)

    @property
    def kind_chosen(self) -> NeedKind:
        """What is needed."""
        return NeedKind(self.cleaned_data["kind"])


class ReferralForm(forms.Form):
    """Who is asked to help."""

    helper = forms.CharField(label=_("Who is asked to help"), max_length=200)
    words = long_text(_("What was agreed"), 3)
    consent = forms.BooleanField(label=_("The family agreed that we name them"), required=False)


class OutcomeForm(forms.Form):
    """How a need was met; or, with ``choices``, what became of a referral."""

    outcome = forms.CharField(
        label=_("How it was met"), max_length=LONG, widget=forms.Textarea({"rows": 3})
    )
    words = long_text(_("In a few words"), 3)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 Django's own
        of_referral: bool = False,
        label: Any = "",  # noqa: ANN401 a lazy sentence
        **options: Any,  # noqa: ANN401 as above
    ) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].label = label or self.fields["outcome"].label
        if of_referral:
            self.fields["outcome"] = forms.ChoiceField(
                label=_("What became of it"), choices=said(OUTCOMES), widget=Pills
            )
            self.order_fields(["outcome", "words"])
        else:
            del self.fields["words"]

    @property
    def outcome_chosen(self) -> Outcome:
        """What became of a referral."""
        return Outcome(self.cleaned_data["outcome"])
