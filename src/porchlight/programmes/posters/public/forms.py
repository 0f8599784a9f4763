"""What somebody looks for, and what a partner's machine asks for."""

from datetime import UTC, datetime
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


class Instant(forms.Field):
    """An instant as feeds write it; UTC unless it says otherwise."""

    default_error_messages = {
        "invalid": _("Write an instant such as 2026-03-01T12:00:00Z."),
    }

    def to_python(self, value: Any) -> datetime | None:  # noqa: ANN401 Django's own signature
        """Return the instant, or None when nothing was given."""
        if not value:
            return None
        try:
            at = datetime.fromisoformat(str(value).strip())
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError) as wrong:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from wrong


class FeedQuestion(forms.Form):
    """The parameters of Person Finder's feeds, and a language."""

    version = forms.ChoiceField(choices=[("1.4", "1.4")], required=False)
    min_entry_date = Instant(required=False)
    max_results = forms.IntegerField(min_value=1, max_value=200, required=False)
    skip = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    person_record_id = forms.CharField(max_length=300, required=False)
    omit_notes = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], required=False)
    language = forms.ChoiceField(choices=[("en", "en"), ("es", "es")], required=False)

    def clean_omit_notes(self) -> bool:
        """Whether the notes stay out."""
        return bool(self.cleaned_data["omit_notes"] == "yes")


class WidgetQuestion(forms.Form):
    """How many children a frame shows, and of which state."""

    count = forms.IntegerField(min_value=1, max_value=12, required=False)
    state = forms.RegexField(r"^[A-Z]{2}$", required=False)
