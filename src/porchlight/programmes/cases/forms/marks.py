"""The coder of marks: for each mark the codes that it may be, and all of a body place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from porchlight.core.codes import smt
from porchlight.programmes.cases.models import Child

PLACES = {
    "head": _("Head and face"),
    "neck": _("Neck"),
    "torso": _("Chest, belly, hips"),
    "back": _("Back"),
    "arm": _("Arm and shoulder"),
    "hand": _("Hand"),
    "leg": _("Leg"),
    "foot": _("Foot"),
    "whole": _("Whole body, health, aids"),
}


class PlaceForm(forms.Form):
    """Of which body place all codes are offered."""

    place = forms.ChoiceField(
        label=_("Body place"),
        choices=[("", _("Only what fits the words")), *PLACES.items()],
        required=False,
    )

    def chosen(self) -> str:
        """Return the place that was asked for."""
        return self.cleaned_data["place"] if self.is_valid() else ""


class MarksForm(forms.Form):
    """One choice for each mark of the child, in their order."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 Django's own signature
        child: Child,
        place: str,
        language: str,
    ) -> None:
        super().__init__(*args)
        self.fields["version"].initial = child.version
        self.fields["place"].initial = place
        for at, mark in enumerate(child.marks):
            self.fields[f"mark{at}"] = forms.ChoiceField(
                label=mark["words"],
                choices=_choices(mark, place, language),
                initial=mark.get("code", ""),
                required=False,
            )

    def codes(self) -> list[str]:
        """Return the code of each mark, empty where none was chosen."""
        names = sorted((each for each in self.fields if each.startswith("mark")), key=_number)
        return [self.cleaned_data[name] for name in names]


def _number(name: str) -> int:
    return int(name.removeprefix("mark"))


def _choices(mark: dict[str, Any], place: str, language: str) -> list[Any]:
    """Nothing, the code there is, what the words mean, and all codes of the place."""
    now = smt.smt(mark.get("code", ""))
    likely = smt.find(mark["words"])
    if now and now not in likely:
        likely.insert(0, now)
    groups: list[Any] = [("", _("No code"))]
    if likely:
        groups.append((_("Likely"), [_choice(each, language) for each in likely]))
    if place:
        rest = [each for each in smt.find("", place=place) if each not in likely]
        groups.append((PLACES[place], [_choice(each, language) for each in rest]))
    return groups


def _choice(each: smt.Smt, language: str) -> tuple[str, str]:
    return each.code, f"{each.label(language)} · {each.code}"
