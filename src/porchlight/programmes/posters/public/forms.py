"""What somebody looks for."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from porchlight.core.places import states


class Search(forms.Form):
    """A child by name, state and age; all of them may stay empty."""

    name = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("With or without accents")
    )
    state = forms.ChoiceField(label=_("Missing from"), required=False)
    age = forms.IntegerField(label=_("Age"), min_value=0, max_value=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        spanish = get_language() == "es"
        named = [(each.code, each.name_es if spanish else each.name) for each in states()]
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Any state")), *named]
