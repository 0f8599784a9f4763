"""What people type of evidence, and of requests to laboratories."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from porchlight.core.errors import RuleBroken
from porchlight.house.ui.widgets import PillsMultiple
from porchlight.programmes.forensics.actions import Handed
from porchlight.programmes.forensics.rules.custody import Act
from porchlight.programmes.forensics.rules.findings import KIND_WORDS, Finding, read_finding
from porchlight.programmes.forensics.rules.items import ACT_WORDS, ITEM_KINDS
from porchlight.programmes.forensics.rules.services import services

Choices = Sequence[tuple[str, str]]


def _words(label: Any, length: int = 120, **more: Any) -> forms.CharField:  # noqa: ANN401 lazy words
    more.setdefault("required", False)
    return forms.CharField(label=label, max_length=length, **more)


def _choose(form: forms.Form, name: str, listed: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = listed


class _Handed(forms.Form):
    """When, from whom, to whom; the rest in words."""

    at = forms.DateTimeField(
        label=_("When, in your time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    giver = _words(_("Given by"), required=True)
    taker = _words(_("Taken by"), required=True)
    organisation = _words(_("Organization that holds it now"), 160)
    place = _words(_("Place"), 160)
    condition = _words(_("Condition"), 200)
    seal_after = _words(_("Seal put on"), 60)

    def handed(self, act: str) -> Handed:
        """Return the entry; call after validation."""
        told = dict(self.cleaned_data)
        names = (
            "organisation",
            "purpose",
            "seal_before",
            "seal_after",
            "condition",
            "place",
            "approval",
            "tracking",
        )
        more = {name: told[name] for name in names if name in told}
        return Handed(told["at"], act, told["giver"], told["taker"], more)


class CollectForm(_Handed):
    """An item, and who collected it."""

    kind = forms.ChoiceField(label=_("What it is"))
    words = _words(_("Description"), 300, required=True)
    quantity = _words(_("Quantity"), 60)
    container = _words(_("Container"))
    authority = _words(_("By whose consent or order"), 200)
    instruction = _words(_("What is to be done with what is left"))
    parent = forms.ChoiceField(label=_("Taken from"), required=False)
    field_order = ("kind", "words", "quantity", "container", "parent", "authority", "instruction")

    def __init__(self, *args: Any, parents: Choices, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _choose(self, "kind", [(code, str(words)) for code, words in ITEM_KINDS.items()])
        _choose(self, "parent", [("", "–"), *parents])

    def item(self) -> dict[str, str]:
        """Return what the item is."""
        names = ("kind", "words", "quantity", "container", "authority", "instruction")
        return {name: self.cleaned_data[name] for name in names}

    def parent_id(self) -> int | None:
        """Return what it was taken from."""
        return int(self.cleaned_data["parent"]) if self.cleaned_data["parent"] else None


class HandForm(_Handed):
    """One entry of a chain."""

    act = forms.ChoiceField(label=_("What was done"))
    seal_before = _words(_("Seal found"), 60)
    purpose = _words(_("Why"), 200)
    tracking = _words(_("Tracking number"))
    approval = _words(_("Who approved that it is used up or destroyed"), 200)
    field_order = ("act", "at", "giver", "taker", "organisation", "seal_before", "seal_after")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 as forms take them
        super().__init__(*args, **kwargs)
        acts = [one for one in Act if one is not Act.COLLECTED]
        _choose(self, "act", [("", "–"), *((one.value, str(ACT_WORDS[one])) for one in acts)])


def _service_choices(language: str) -> list[tuple[str, str]]:
    return [(code, one.title(language)) for code, one in services().items()]


class LaboratoryForm(forms.Form):
    """A partner laboratory."""

    name = _words(_("Name"), 160, required=True)
    services = forms.MultipleChoiceField(label=_("What it does"), widget=PillsMultiple)
    accreditation = _words(_("Accredited by"))
    accredited_until = forms.DateField(
        label=_("Accredited until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    capacity = forms.IntegerField(
        label=_("Requests at a time"), min_value=1, max_value=10000, initial=5
    )
    contact = _words(_("Whom to call or write to"), 200)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _choose(self, "services", _service_choices(language))


class RequestForm(forms.Form):
    """A question for a laboratory."""

    service = forms.ChoiceField(label=_("Service"))
    question = _words(_("The question, in one sentence"), 300, required=True)
    item = forms.ChoiceField(label=_("Item"), required=False)
    authority = _words(_("By whose authority"), 200, required=True)
    approval = _words(_("Who approved that material is used up"), 200)

    def __init__(self, *args: Any, items: Choices, language: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _choose(self, "service", [("", "–"), *_service_choices(language)])
        _choose(self, "item", [("", "–"), *items])

    def told(self) -> dict[str, str]:
        """Return what is asked."""
        names = ("service", "question", "authority", "approval")
        return {name: self.cleaned_data[name] for name in names}

    def item_id(self) -> int | None:
        """Return the item that is examined."""
        return int(self.cleaned_data["item"]) if self.cleaned_data["item"] else None


class StepForm(forms.Form):
    """The next step of a request."""

    stage = forms.ChoiceField(label=_("Next step"))
    laboratory = forms.ChoiceField(label=_("Laboratory (at work/room)"), required=False)
    due_on = forms.DateField(
        label=_("Promised for"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    words = _words(_("Remarks"), 300)

    def __init__(
        self,
        data: Any,  # noqa: ANN401 what was posted
        *,
        stages: Choices,
        laboratories: Choices,
    ) -> None:
        super().__init__(data)
        _choose(self, "stage", [("", "–"), *stages])
        _choose(self, "laboratory", [("", "–"), *laboratories])


class FindingForm(forms.Form):
    """What a laboratory found: a kind, and a range or a word."""

    kind = forms.ChoiceField(label=_("What was found"))
    low = _words(_("From"), 20)
    high = _words(_("To"), 20)
    word = _words(_("Or in a word"), 200)
    words = forms.CharField(
        label=_("Method, limits, number of the report"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 as forms take them
        super().__init__(*args, **kwargs)
        _choose(self, "kind", [("", "–"), *((c, str(words)) for c, words in KIND_WORDS.items())])

    def clean(self) -> dict[str, Any]:
        """Read the value; a fault stands at the kind."""
        told = super().clean() or {}
        try:
            named = [str(told.get(name, "")) for name in ("kind", "low", "high", "word")]
            told["finding"] = read_finding(*named)
        except RuleBroken as problem:
            self.add_error("kind", str(problem.sentence))
        return told

    def finding(self) -> Finding:
        """Return what was found; call after validation."""
        found = self.cleaned_data["finding"]
        assert isinstance(found, Finding)
        return found
