"""The page on which records of other registries come in: looked at first, then taken."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem
from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Table, badge, number, text
from porchlight.programmes.cases import actions, permissions
from porchlight.programmes.cases.forms.importing import ImportForm
from porchlight.programmes.cases.queries.imported import VERDICTS
from porchlight.programmes.cases.rules.exchange.incoming import Shape, Trouble
from porchlight.programmes.cases.rules.exchange.others import read

PAGE = "cases/staff/import.html"
# More are of no use on a page; the command lists all of them.
MOST_SHOWN = 500


@staff(needs=permissions.IMPORT, methods=["GET", "POST"])
def import_records(request: Request) -> HttpResponse:
    """Show what a file would change, row by row; the same file sent again is taken in."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, PAGE, {"form": form, "button": _("Look at it")}, status=status)
    shape, now = Shape(form.cleaned_data["shape"]), timezone.now()
    take = actions.import_records if form.was_seen else actions.try_import
    try:
        batch = read(shape, form.cleaned_data["file"], now.date())
        report = take(shape, batch, by=request.viewer, now=now)
    except Problem as problem:
        form.add_error("file", str(problem))
        context = {"form": form, "button": _("Look at it")}
        return render(request, PAGE, context, status=problem.status)
    again = None if report.done else ImportForm(initial={"shape": shape, "seen": form.sha256})
    context = {
        "report": report,
        "counts": [(VERDICTS[each], count) for each, count in sorted(report.counts.items())],
        "table": _table(report.troubles[:MOST_SHOWN]),
        "more": max(0, len(report.troubles) - MOST_SHOWN),
        "form": again or ImportForm(),
        "button": _("Look at it") if report.done else _("Take these records in"),
    }
    return render(request, PAGE, context)


def _table(troubles: tuple[Trouble, ...]) -> Table:
    kinds = {_("Left out"): "danger", _("Taken"): "wait"}
    return Table(
        troubles,
        [
            number("row", _("Row")),
            text("record", _("Record")),
            text("field", _("Field")),
            text("sentence", _("What is to be said"), read=lambda one: str(one.sentence)),
            badge(
                "refused",
                _("What became of it"),
                read=lambda one: _("Left out") if one.refused else _("Taken"),
                kinds=kinds,
            ),
        ],
        page_size=MOST_SHOWN,
        caption=_("What is to be said of single rows"),
        empty=_("Nothing is to be said of any row."),
    )
