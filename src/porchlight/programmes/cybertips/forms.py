"""What people type about reports."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from porchlight.house.directory.models import Agency
from porchlight.house.files.rules.reasons import REASONS, Reason
from porchlight.programmes.cybertips.actions.rules import MOST_POINTS, Draft
from porchlight.programmes.cybertips.queries.referrals import Choice
from porchlight.programmes.cybertips.rules.ispws.values import INCIDENT_TYPES
from porchlight.programmes.cybertips.rules.referral import AUTHORITIES, OUTCOMES
from porchlight.programmes.cybertips.rules.triage import LEAST_POINTS, LEVELS, RULES, Points
from porchlight.programmes.cybertips.rules.work import RESULTS
from porchlight.programmes.cybertips.rules.written import Contact, Written, as_report

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


class ReferReport(forms.Form):
    """To whom a report goes: the offered ones with their reasons, then every other."""

    agency = forms.ChoiceField(label=_("Agency"))
    words = forms.CharField(
        label=_("For the agency"),
        help_text=_("What your own work adds. It stands on the sheet as section C."),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, offered: list[Choice], others: Iterable[Agency]) -> None:  # noqa: ANN401 Django's own
        super().__init__(*args)
        near = [(each.agency.id, f"{each.agency.name} — {each.because}") for each in offered]
        rest = [(each.id, each.name) for each in others]
        groups = [(_("Answers for its places"), near), (_("Every other"), rest)]
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(title, rows) for title, rows in groups if rows]


class TakeFile(forms.Form):
    """On what authority an officer takes a file."""

    authority = forms.ChoiceField(
        label=_("On what authority"),
        choices=[(each.value, words) for each, words in AUTHORITIES.items()],
    )
    words = forms.CharField(
        label=_("Number of the warrant, or why"), required=False, max_length=200
    )


class AnswerReferral(forms.Form):
    """What an agency says of a report."""

    outcome = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[(each.value, words) for each, words in OUTCOMES.items()],
    )
    case_number = forms.CharField(label=_("Your case number"), required=False, max_length=60)
    words = forms.CharField(
        label=_("In words"),
        help_text=_("Say why it is not enough, or whose it is. No names of children."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


# Rules that look for words, to which a version may add some.
FOR_WORDS = ("danger", "self-harm", "soon")


class DraftRules(forms.Form):
    """A version of the rules of triage: points of each, least points of each level, words."""

    version = forms.CharField(
        label=_("Name of the version"), help_text=_("For example 2026-12-01"), max_length=20
    )
    because = forms.CharField(label=_("Why it is changed"), max_length=400)

    def __init__(self, *args: Any, page: Points) -> None:  # noqa: ANN401 Django's own
        super().__init__(*args)
        for level, least in LEAST_POINTS:
            label = _("Least points of the level: %(level)s") % {"level": LEVELS[level]}
            self._number(f"least_{level}", label, page.least.get(level, least))
        for rule in RULES:
            points = page.points.get(rule.code, rule.points)
            self._number(f"rule_{rule.code}", str(rule.words), points)
        for code in FOR_WORDS:
            words = next(rule.words for rule in RULES if rule.code == code)
            self.fields[f"words_{code}"] = forms.CharField(
                label=_("Further words for: %(rule)s") % {"rule": words},
                help_text=_("With commas between."),
                initial=", ".join(page.words.get(code, ())),
                required=False,
                max_length=500,
            )

    def _number(self, name: str, label: str, initial: int) -> None:
        self.fields[name] = forms.IntegerField(
            label=label, initial=initial, min_value=-MOST_POINTS, max_value=MOST_POINTS
        )

    def draft(self) -> Draft:
        """The version, with only what differs from the page as written."""
        given = self.cleaned_data
        words = {code: given[f"words_{code}"].split(",") for code in FOR_WORDS}
        return Draft(
            given["version"],
            given["because"],
            {r.code: v for r in RULES if (v := given[f"rule_{r.code}"]) != r.points},
            {level: given[f"least_{level}"] for level, _least in LEAST_POINTS},
            {c: tuple(w.strip() for w in ws if w.strip()) for c, ws in words.items() if any(ws)},
        )


class TryRules(forms.Form):
    """On how many past reports a version is tried."""

    FEWEST = 500

    reports = forms.ChoiceField(
        label=_("On the newest"),
        choices=[(str(n), f"{n:,}") for n in (FEWEST, 5_000, 50_000, 1_000_000)],
    )


class AddSupplement(forms.Form):
    """What an analyst found."""

    words = forms.CharField(
        label=_("What you found"),
        help_text=_("It goes into every package made from now on, as section C."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FinishWork(forms.Form):
    """How the desk is done with a report."""

    result = forms.ChoiceField(
        label=_("Done with it"), choices=[(each.value, words) for each, words in RESULTS.items()]
    )


class LookAtFile(forms.Form):
    """Why somebody looks, and what allows it."""

    why = forms.ChoiceField(
        label=_("Why you look"),
        choices=[
            (r.value, REASONS[r]) for r in (Reason.TRIAGE, Reason.IDENTIFICATION, Reason.QUALITY)
        ],
    )
    authority = forms.ChoiceField(
        label=_("What allows it"),
        choices=[(each.value, words) for each, words in AUTHORITIES.items()],
    )
    words = forms.CharField(
        label=_("Number of the warrant, or why"), required=False, max_length=200
    )


class LabelFile(forms.Form):
    """What a file is, said once."""

    label = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=[
            ("", _("I cannot say")),
            *[(code, code) for code in ("A1", "A2", "B1", "B2")],
            ("other", _("Unlawful for another reason")),
            ("none", _("Nothing of the kind")),
        ],
    )


class KeepLonger(forms.Form):
    """A request that files be kept longer."""

    words = forms.CharField(
        label=_("The request"),
        help_text=_("From whom, of which day, its number."),
        max_length=300,
    )


VIEWED = (
    ("", _("I do not say")),
    ("yes", _("Yes, all of each file")),
    ("no", _("No")),
)


class UtcField(forms.DateTimeField):
    """An instant as it is written in a company's logs: UTC, wherever the reader sits."""

    def to_python(self, value: Any) -> datetime | None:  # noqa: ANN401 Django's own
        """Return the instant."""
        with timezone.override(UTC):
            return super().to_python(value)


class ManyFiles(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is looked at by itself."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401 Django's own
        """Return them all."""
        given = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given if each]


class WriteReport(forms.Form):
    """A report of a small provider, typed instead of sent by a program."""

    attempt = forms.CharField(max_length=64, widget=forms.HiddenInput)
    incident_type = forms.ChoiceField(
        label=_("What it is about"), choices=[(each, each) for each in INCIDENT_TYPES]
    )
    happened_at = UtcField(
        label=_("When, in UTC"),
        help_text=_("For example 2026-11-24 15:40"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    urgent = forms.CharField(
        label=_("If a child is in danger now: why"), required=False, max_length=3000
    )
    account = forms.CharField(label=_("The account's number"), required=False, max_length=255)
    screen_name = forms.CharField(label=_("Its screen name"), required=False, max_length=256)
    profile = forms.URLField(label=_("Its address"), required=False, max_length=2083)
    email = forms.EmailField(label=_("Its e-mail address"), required=False)
    phone = forms.CharField(label=_("Its telephone number"), required=False, max_length=50)
    ip = forms.GenericIPAddressField(label=_("An IP address of it"), required=False)
    ip_at = UtcField(
        label=_("At what time, in UTC"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("What you know"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    attached = FilesField(
        label=_("Files"),
        help_text=_("They are sealed as they arrive. Nobody sees them by that."),
        required=False,
    )
    viewed = forms.ChoiceField(
        label=_("Did your company view all of them?"), choices=VIEWED, required=False
    )

    def written(self, who: Contact) -> dict[str, Any]:
        """The report in the JSON form of the reporting API."""
        rest = {
            k: v for k, v in self.cleaned_data.items() if k not in ("attempt", "attached", "viewed")
        }
        return as_report(Written(**rest), who)
