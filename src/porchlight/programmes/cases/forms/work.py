"""Forms of the work on a case."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from porchlight.core.dates import PartialDate, show_date
from porchlight.core.places import Place
from porchlight.house.accounts.models import Account
from porchlight.house.directory.models import Agency
from porchlight.house.ui.widgets import NOT_ASKED, UNKNOWN, Pills, answer
from porchlight.programmes.cases.forms.fields import (
    Typed,
    day_field,
    due_field,
    language,
    moment_field,
    place_field,
    said,
    settled,
    text_field,
)
from porchlight.programmes.cases.models import Case, Child
from porchlight.programmes.cases.rules.intake import CaseDetails, LastContact
from porchlight.programmes.cases.rules.recovery import Recovery
from porchlight.programmes.cases.rules.vocabulary import (
    AgencyRole,
    Category,
    ClosingReason,
    Compartment,
    RecoveredBy,
    choices,
)


class CaseForm(forms.Form):
    """What a case says of the event."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    category = forms.ChoiceField(label=_("Category"), choices=said(choices(Category)))
    circumstances = forms.CharField(
        label=_("What happened"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    summary = text_field(
        _("What the public may read"),
        3,
        max_length=600,
        help_text=_("For the poster. Never care, health, exploitation, streets or the family."),
    )
    earliest = moment_field(_("Last contact, not before"))
    latest = moment_field(_("Last contact, not after"))
    place = place_field(_("City or county of last contact"))
    street = Typed(_("Street or spot, for the investigation only"), max_length=200)
    seen_by = Typed(_("Last seen by"), max_length=200)
    missing_on = day_field(_("Missing since"))
    reported_at = moment_field(_("Police took the report"))
    from_care = answer(_("Missing from care"))
    amber = answer(_("AMBER Alert issued"))

    fieldsets: ClassVar[list[Any]] = [
        (_("The event"), ["category", "circumstances", "summary", "missing_on"]),
        (_("Last contact"), ["earliest", "latest", "place", "street", "seen_by"]),
        (_("Authorities"), ["reported_at", "from_care", "amber"]),
    ]

    @classmethod
    def of(cls, case: Case) -> dict[str, Any]:
        """Return what the form shows for a stored case."""

        def yes_no(name: str) -> str:
            value = getattr(case, name)
            if value is None:
                return UNKNOWN if name in case.unknown else NOT_ASKED
            return "yes" if value else "no"

        def moment(value: Any) -> str:  # noqa: ANN401 an instant or none
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""

        since = PartialDate.of(case.missing_on) if case.missing_on else None
        return {
            "version": case.version,
            "category": case.category,
            "circumstances": case.circumstances,
            "summary": case.summary,
            "earliest": moment(case.last_contact_earliest_at),
            "latest": moment(case.last_contact_latest_at),
            "place": case.place.label if case.place else "",
            "street": case.last_contact_street,
            "seen_by": case.last_seen_by,
            "missing_on": show_date(since, language()) if since else "",
            "reported_at": moment(case.reported_at),
            "from_care": yes_no("from_care"),
            "amber": yes_no("amber"),
        }

    def details(self, case: Case) -> CaseDetails:
        """Return what was typed; the place stays as it is kept when its words did not change."""
        empty: dict[str, Any] = dict.fromkeys(
            ("earliest", "latest", "place", "missing_on", "reported_at", "from_care", "amber")
        )
        values, unknown = settled(
            self.cleaned_data, {**empty, "street": "", "seen_by": "", "summary": ""}
        )
        place: Place | None = values["place"]
        if case.place and self.data.get("place") == case.place.label:
            place = case.place
        last = LastContact(
            values["earliest"],
            values["latest"],
            place,
            values["street"],
            values["seen_by"],
            case.timezone,
        )
        return CaseDetails(
            category=Category(self.cleaned_data["category"]),
            circumstances=self.cleaned_data["circumstances"],
            summary=values["summary"],
            missing_on=values["missing_on"],
            last_contact=last,
            reported_at=values["reported_at"],
            from_care=values["from_care"],
            amber=values["amber"],
            unknown=frozenset(unknown & {"from_care", "amber"}),
        )


class NoteForm(forms.Form):
    """A note."""

    text = forms.CharField(
        label=_("Note"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "n"}),
    )
    compartment = forms.ChoiceField(
        label=_("Who reads it"),
        choices=said(choices(Compartment)),
        widget=Pills,
        initial=Compartment.STAFF,
    )


class TaskForm(forms.Form):
    """Something to do."""

    words = forms.CharField(label=_("What is to be done"), max_length=300)
    assigned_to = forms.ModelChoiceField(
        Account.objects.none(), label=_("By whom"), required=False, empty_label=_("Case manager")
    )
    due_at = due_field(_("Due"))

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["assigned_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people if people is not None else Account.objects.none()


class TaskDoneForm(forms.Form):
    """What came of a task."""

    outcome = text_field(_("What came of it"), 2)


class AssignForm(forms.Form):
    """Who gets the case."""

    manager = forms.ModelChoiceField(Account.objects.none(), label=_("Case manager"))

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["manager"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people if people is not None else Account.objects.none()


class ShareForm(forms.Form):
    """Which agency is told, and as what."""

    agency = forms.ModelChoiceField(
        Agency.objects.filter(verified_at__isnull=False).order_by("name"), label=_("Agency")
    )
    role = forms.ChoiceField(
        label=_("Its part"),
        choices=said(choices(AgencyRole)),
        widget=Pills,
        initial=AgencyRole.INVESTIGATING,
    )
    report_number = forms.CharField(label=_("Its report number"), max_length=40, required=False)


class AnswerShareForm(forms.Form):
    """The officer's answer."""

    accepted = forms.ChoiceField(
        label=_("Answer"),
        choices=(("yes", _("We accept the case")), ("no", _("We decline"))),
        widget=Pills,
        initial="yes",
    )
    report_number = forms.CharField(label=_("Your report number"), max_length=40, required=False)
    words = text_field(_("Remark; when you decline: why, and whose case it is"), 2)


class NcicForm(forms.Form):
    """The entry into NCIC."""

    ncic_number = forms.CharField(
        label=_("NCIC number"), max_length=14, help_text=_("M and nine figures")
    )
    entered_at = moment_field(_("Entered"), required=True, initial=_("now"))


class RecoveryForm(forms.Form):
    """How a child was recovered."""

    child = forms.ModelChoiceField(Child.objects.none(), label=_("Child"), empty_label=None)
    at = moment_field(_("When"), required=True)
    place = forms.CharField(
        label=_("County or city"), max_length=120, help_text=_("Never the street")
    )
    by_whom = forms.ChoiceField(label=_("How"), choices=said(choices(RecoveredBy)))
    words = text_field(_("Circumstances"), 3)
    officer = forms.CharField(label=_("Officer who confirmed it, with agency"), max_length=120)

    def __init__(self, *args: Any, children: Any, at_desk: bool, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["child"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = children
        if not at_desk:
            del self.fields["officer"]

    def recovery(self) -> Recovery:
        """Return the recovery in the plain form."""
        data = self.cleaned_data
        return Recovery(
            data["at"],
            RecoveredBy(data["by_whom"]),
            data["place"],
            data["words"],
            data.get("officer", ""),
        )


class CloseForm(forms.Form):
    """Why a case ends, and the two things that only a person knows."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=said(choices(ClosingReason)), initial=ClosingReason.RECOVERED
    )
    words = text_field(_("Remark; needed unless every child is recovered"), 2)
    family_told = forms.BooleanField(
        label=_("The family was told by law enforcement"), required=False
    )
    ncic_cleared = forms.BooleanField(label=_("The agency cleared the NCIC record"), required=False)
