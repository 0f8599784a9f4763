"""The sentences of a draft, in each language beside the other."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.programmes.posters.models import Poster
from porchlight.programmes.posters.rules.content import LONGEST_NARRATIVE, LONGEST_REMARK
from porchlight.programmes.posters.rules.never import forbidden_words
from porchlight.programmes.posters.rules.wording import LANGUAGES

LABELS = {
    "narrative": _("What happened, for the public"),
    "marks": _("Distinguishing marks"),
    "clothing": _("Last seen wearing"),
}
TONGUES = {"en": _("in English"), "es": _("in Spanish")}
SETS = {"en es": _("English and Spanish"), "en": _("English only")}


def label_of(place: str) -> str:
    """Return the words for a place of the rules, such as ``children.0.marks.es``; may be empty."""
    parts = place.split(".")
    kind = next((one for one in parts if one in LABELS), "")
    tongue = TONGUES.get(parts[-1], "")
    return f"{LABELS[kind]}, {tongue}" if kind and tongue else str(LABELS.get(kind, ""))


class Draft(forms.Form):
    """One pair of fields for each place of the poster that holds a sentence."""

    def __init__(self, poster: Poster, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.places = self._places(poster)
        for number, (place, who) in enumerate(self.places):
            for language in LANGUAGES:
                self.fields[f"{number}_{language}"] = self._field(poster, place, who, language)
        self.fields["languages"] = forms.ChoiceField(
            label=_("Languages of this poster"),
            choices=list(SETS.items()),
            initial=" ".join(poster.languages),
        )

    def _places(self, poster: Poster) -> list[tuple[str, str]]:
        """The narrative, and whatever the case tells of somebody, with whose it is."""
        children = poster.content().children
        named = {
            f"child.{number}": child.name
            for number, child in zip(poster.child_ids, children, strict=True)
        }
        told = [place for place, said in sorted(poster.words.items()) if said["told"]]
        rest = [place for place in told if place != "narrative"]
        return [("narrative", ""), *((one, named.get(one.rpartition(".")[0], "")) for one in rest)]

    def _field(self, poster: Poster, place: str, who: str, language: str) -> forms.CharField:
        kind = place.rpartition(".")[2]
        longest = LONGEST_NARRATIVE if kind == "narrative" else LONGEST_REMARK
        label = f"{LABELS[kind]}, {TONGUES[language]}" + (f" ({who})" if who else "")
        area = forms.Textarea(attrs={"rows": 3, "lang": language})
        said = poster.words.get(place, {}).get(language, "")
        return forms.CharField(
            label=label, max_length=longest, required=False, widget=area, initial=said
        )

    def clean(self) -> dict[str, Any]:
        """Refuse at the field what a poster never says."""
        cleaned = super().clean() or self.cleaned_data
        for name, text in list(cleaned.items()):
            language = name.rpartition("_")[2]
            if language in LANGUAGES:
                for hit in forbidden_words(text, language):
                    self.add_error(name, str(hit.sentence))
        return cleaned

    def pairs(self) -> list[list[forms.BoundField]]:
        """Return the fields of each place, one beside the other."""
        return [
            [self[f"{number}_{one}"] for one in LANGUAGES] for number in range(len(self.places))
        ]

    def texts(self) -> Mapping[str, Mapping[str, str]]:
        """Return what was written, by place and language."""
        return {
            place: {one: self.cleaned_data[f"{number}_{one}"] for one in LANGUAGES}
            for number, (place, _who) in enumerate(self.places)
        }

    def languages(self) -> tuple[str, ...]:
        """Return the languages that were chosen."""
        return tuple(self.cleaned_data["languages"].split())


class Agreed(forms.Form):
    """The family's yes, taken by telephone; ``seen`` says which words it is for."""

    who = forms.CharField(
        label=_("Who agreed, and how"),
        max_length=200,
        help_text=_("Such as: mother, on the telephone, read to her in Spanish"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


def seen_number(text: str) -> int:
    """
    Return the stamp that a page sent back.

    :raises RuleBroken: when it is none
    """
    if not text.isdigit():
        raise RuleBroken(say("Look at the poster first, then agree to it."))
    return int(text)
