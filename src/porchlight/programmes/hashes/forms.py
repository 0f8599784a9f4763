"""What people type about hashes, series and sets."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core.errors import RuleBroken
from porchlight.core.phones import parse_phone
from porchlight.house.directory.models import Agency
from porchlight.house.ui.widgets import Pills
from porchlight.programmes.hashes.actions.series import SeriesFacts
from porchlight.programmes.hashes.rules.exchange import Contribution
from porchlight.programmes.hashes.rules.hash_sets import HashSet, digest, read
from porchlight.programmes.hashes.rules.vocabulary import CLASSES, LISTS, SIZES, Kind, Media

MOST_FILE_BYTES = 100 << 20
CLASS_CHOICES = [("", gettext_lazy("Not stated")), *((each, each) for each in CLASSES)]
MEDIA_CHOICES = [("image", gettext_lazy("Image")), ("video", gettext_lazy("Video"))]
MOST_LINES = 500
LENGTHS = {2 * size: kind for kind, size in SIZES.items() if kind is not Kind.SHA256}
LINE_HELP = gettext_lazy(
    "One in a line, in hexadecimal. 64 digits are read as PDQ; write sha256: before a SHA-256."
)


def list_choices(*, shared: bool = False) -> list[tuple[str, str]]:
    """The lists by name; ``shared``: those that members may be given."""
    return [(code, str(each.title)) for code, each in LISTS.items() if each.path or not shared]


def read_line(line: str) -> tuple[Kind, bytes]:
    """
    Return the hash in a line, told by its length.

    :raises ValidationError: naming the line
    """
    word, _mark, rest = line.strip().lower().rpartition(":")
    kind = (
        LENGTHS.get(len(rest)) if not word else next((k for k in SIZES if k.lower() == word), None)
    )
    try:
        value = digest(kind, rest.strip()) if kind else None
    except RuleBroken:
        value = None
    if kind is None or value is None:
        raise forms.ValidationError(_("This line is no hash: %(line)s") % {"line": line[:80]})
    return kind, value


class HashLines(forms.CharField):
    """Hashes, one in a line."""

    def __init__(self, **said: Any) -> None:  # noqa: ANN401 as the field's own
        said.setdefault("widget", forms.Textarea({"rows": 6, "spellcheck": "false"}))
        super().__init__(max_length=100 * MOST_LINES, **said)

    def clean(self, value: Any) -> list[tuple[Kind, bytes]]:  # noqa: ANN401 as the field's own
        """Return the hashes in order."""
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("At most %(most)s lines.") % {"most": MOST_LINES})
        return [read_line(line) for line in lines]


class LookUp(forms.Form):
    """Hashes to look up."""

    hashes = HashLines(label=gettext_lazy("Hashes"), help_text=LINE_HELP)
    distance = forms.IntegerField(
        label=gettext_lazy("How many of 256 bits may differ (PDQ)"),
        min_value=0,
        max_value=31,
        initial=31,
    )


class Proposal(forms.Form):
    """One entry with its hashes."""

    list_code = forms.ChoiceField(
        label=gettext_lazy("List"), choices=lambda: list_choices(shared=True)
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=MEDIA_CHOICES, initial="image", widget=Pills
    )
    classification = forms.ChoiceField(
        label=gettext_lazy("Class"),
        choices=CLASS_CHOICES,
        required=False,
        widget=Pills,
        help_text=gettext_lazy(
            "A: before puberty, B: in puberty. 1: a sexual act, 2: lascivious exhibition."
        ),
    )
    hashes = HashLines(label=gettext_lazy("Hashes of this one file"), help_text=LINE_HELP)
    source = forms.CharField(
        label=gettext_lazy("Where it comes from"), max_length=200, required=False
    )

    def contribution(self, name: str) -> Contribution:
        """The entry to propose, under ``name``."""
        data = self.cleaned_data
        prints = tuple(dict.fromkeys(data["hashes"]))
        return Contribution(name, Media(data["what"]), data["classification"], prints)


class ReviewForm(forms.Form):
    """What the reviewer found."""

    belongs = forms.ChoiceField(
        label=gettext_lazy("Does it belong on this list?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=Pills,
    )
    classification = forms.ChoiceField(
        label=gettext_lazy("Class"), choices=CLASS_CHOICES, required=False, widget=Pills
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class Why(forms.Form):
    """A reason in a few words."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class SeriesForm(forms.Form):
    """A series; identified or not."""

    code = forms.CharField(
        label=gettext_lazy("Name of the series"),
        max_length=120,
        help_text=gettext_lazy("What agencies call it; never a child's name."),
    )
    victims = forms.IntegerField(
        label=gettext_lazy("How many children"), min_value=1, max_value=999, initial=1
    )
    identified_on = forms.DateField(
        label=gettext_lazy("Identified on"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("Leave empty while the children are not identified."),
    )
    agency_id = forms.TypedChoiceField(
        label=gettext_lazy("Agency that identified the child"),
        coerce=int,
        required=False,
        empty_value=None,
    )
    agency_case = forms.CharField(
        label=gettext_lazy("Its case number"), max_length=60, required=False
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Whom to ask there"), max_length=120, required=False
    )
    contact_phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, required=False)
    contact_email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *given: Any, **said: Any) -> None:  # noqa: ANN401 as Django's own
        super().__init__(*given, **said)
        field = self.fields["agency_id"]
        assert isinstance(field, forms.TypedChoiceField)
        rows = Agency.objects.filter(verified_at__isnull=False).order_by("name")
        field.choices = [("", "–"), *((str(row.id), row.name) for row in rows)]

    def clean_contact_phone(self) -> str:
        """The number as it is kept."""
        text = self.cleaned_data["contact_phone"].strip()
        try:
            return str(parse_phone(text)) if text else ""
        except RuleBroken as problem:
            raise forms.ValidationError(str(problem)) from problem

    def facts(self) -> SeriesFacts:
        """What to keep."""
        return SeriesFacts(**self.cleaned_data)


class SetFile(forms.Form):
    """A hash set as a file."""

    file = forms.FileField(
        label=gettext_lazy("Hash set"),
        help_text=gettext_lazy(
            "CSV with a heading (MD5, SHA1, SHA256, PDQ …), or VICS JSON. Hashes only, no pictures."
        ),
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.json,text/csv,application/json"}),
    )

    def clean_file(self) -> HashSet:
        """The set, read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_FILE_BYTES:
            raise forms.ValidationError(_("The file is too large. Split it."))
        try:
            found = read(file.read())
        except RuleBroken as problem:
            raise forms.ValidationError(str(problem)) from problem
        found.name = str(file.name)
        return found


class Submission(SetFile):
    """A set of one of the agency's cases."""

    reference = forms.CharField(
        label=gettext_lazy("Your case number"),
        max_length=80,
        help_text=gettext_lazy("You find the result again by it. Write no names here."),
    )
    field_order = ("reference", "file")


class Wish(forms.Form):
    """A victim who wants to be told."""

    victim_code = forms.CharField(
        label=gettext_lazy("Code of the victim"),
        max_length=40,
        help_text=gettext_lazy("The code of the support file; no name."),
    )
    reach = forms.CharField(
        label=gettext_lazy("How to reach them safely"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("en", gettext_lazy("English")), ("es", gettext_lazy("Spanish"))],
        widget=Pills,
        initial="en",
    )


class NewMember(forms.Form):
    """A partner that becomes a member."""

    agency = forms.TypedChoiceField(label=gettext_lazy("Partner"), coerce=int)

    def __init__(self, *given: Any, **said: Any) -> None:  # noqa: ANN401 as Django's own
        super().__init__(*given, **said)
        field = self.fields["agency"]
        assert isinstance(field, forms.TypedChoiceField)
        rows = Agency.objects.filter(verified_at__isnull=False, hash_member__isnull=True)
        field.choices = [("", "–"), *((str(row.id), row.name) for row in rows.order_by("name"))]


class Access(forms.Form):
    """A list for a member."""

    list_code = forms.ChoiceField(
        label=gettext_lazy("List"), choices=lambda: list_choices(shared=True)
    )
    may_contribute = forms.BooleanField(
        label=gettext_lazy("May contribute entries, not only read"), required=False
    )
