"""Tags of the components; ``{% load ui %}`` at the head of a template."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, Textarea
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from porchlight.core.decision import Decision
from porchlight.house.ui import clocks, maps
from porchlight.house.ui.widgets import NOT_ASKED, UNKNOWN, Pills, PillsMultiple

register = template.Library()

HERE = Path(__file__).resolve().parent.parent / "static/ui"


@register.simple_tag
def styles() -> str:
    """Return the address of the one style sheet: the built file, else the sources it is made of."""
    built = HERE / "built/ui.css"
    return static("ui/built/ui.css" if built.exists() else "ui/css/ui.css")


@register.simple_tag
def scripts(*names: str) -> SafeString:
    """Load modules of ``ui/js`` by name. They stand alone and wait for nothing."""
    return format_html_join(
        "\n  ",
        '<script type="module" src="{}"></script>',
        ((static(f"ui/js/{name}.js"),) for name in names),
    )


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, hint: str = "", width: str = "") -> dict[str, Any]:
    """
    Draw one field: label, hint, error and input, bound together for screen readers.

    ``width`` is ``short``, ``medium`` or empty; ``hint`` stands in for the field's help text.
    """
    widget = bound.field.widget
    hint = hint or str(bound.help_text) or str(getattr(widget, "hint", ""))
    ids = [f"{bound.id_for_label or bound.auto_id}-hint"] if hint else []
    ids += [f"{bound.auto_id}-error"] if bound.errors else []
    return {
        "field": bound,
        "hint": hint,
        "described_by": " ".join(ids),
        "hint_id": ids[0] if hint else "",
        "error_id": f"{bound.auto_id}-error",
        "mark": _mark(bound),
        "kind": _kind(bound),
        "width": width,
        "choices": _choices(bound),
        "input": _input(bound, " ".join(ids)),
    }


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "tick"
    return "choices" if isinstance(widget, (Pills, PillsMultiple)) or widget.use_fieldset else ""


def _mark(bound: BoundField) -> str:
    """Name the rarer of the two, so that the words do not stand at every field."""
    fields = [f for f in bound.form.fields.values() if not f.widget.is_hidden]
    mostly_required = 2 * sum(f.required for f in fields) > len(fields)
    if bound.field.required:
        return "" if mostly_required else _("required")
    return _("optional") if mostly_required else ""


def _choices(bound: BoundField) -> list[dict[str, Any]]:
    if not isinstance(bound.field.widget, (Pills, PillsMultiple)):
        return []
    found = []
    for option in bound.subwidgets:
        data = option.data
        aside = str(data["value"]) in {UNKNOWN, NOT_ASKED}
        found.append({**data, "id": data["attrs"].get("id", ""), "aside": aside})
    return found


def _input(bound: BoundField, described_by: str) -> SafeString | str:
    if isinstance(bound.field.widget, (Pills, PillsMultiple)):
        return ""
    classes = "" if isinstance(bound.field.widget, CheckboxInput) else "input"
    attrs: dict[str, Any] = {"class": f"{classes} {bound.css_classes()}".strip()}
    if described_by:
        attrs["aria-describedby"] = described_by
    if bound.errors:
        attrs["aria-invalid"] = "true"
    # Django's own ten rows are too tall for a desk; a number that a form chose is kept.
    if isinstance(bound.field.widget, Textarea) and bound.field.widget.attrs["rows"] == "10":
        attrs["rows"] = "4"
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """List what is wrong at the head of a form, each a link to its field."""
    problems = [
        {"target": _target(form[name]), "label": form[name].label, "errors": errors}
        for name, errors in form.errors.items()
        if name in form.fields
    ]
    return {"form": form, "problems": problems, "general": form.non_field_errors()}


def _target(bound: BoundField) -> str:
    # A group of pills has no input of the field's own id; its first answer takes the focus.
    choices = _choices(bound)
    return str(choices[0]["id"]) if choices else bound.auto_id


@register.simple_tag
def sections(form: BaseForm) -> list[dict[str, Any]]:
    """Return the form's fields under the legends of its ``fieldsets``, or all under none."""
    wanted = getattr(form, "fieldsets", None)
    if not wanted:
        return [{"legend": "", "fields": form.visible_fields()}]
    return [
        {"legend": legend, "fields": [form[name] for name in names]} for legend, names in wanted
    ]


@register.simple_tag
def badge(words: object, kind: str = "plain") -> SafeString:
    """Draw a state; ``kind`` is plain, good, wait, danger or info."""
    return format_html('<span class="badge badge--{}">{}</span>', kind, words)


@register.simple_tag
def when(at: datetime | None, style: str = "long") -> SafeString | str:
    """Draw an instant in the reader's time zone; machine-readable beneath."""
    if at is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), clocks.shown(at, style)
    )


@register.inclusion_tag("ui/clock.html")
def clock(
    due_at: datetime, now: datetime | None = None, done_at: datetime | None = None
) -> dict[str, Any]:
    """Draw how long something is still due, or by how much it is overdue, or that it is done."""
    return {
        "due_at": due_at.isoformat(timespec="seconds"),
        "title": clocks.shown(due_at, "long"),
        "state": clocks.state(due_at, now or timezone.now(), done_at),
        "words": clocks.words(due_at, now or timezone.now(), done_at),
    }


@register.inclusion_tag("ui/decided.html", takes_context=True)
def decided(  # noqa: PLR0913 each is a word of the tag
    context: template.Context,
    decision: Decision,
    label: str,
    url: str = "",
    kind: str = "",
    dialog: str = "",
) -> dict[str, Any]:
    """
    Draw the button of an action: it posts to ``url``; refused, it is greyed beside the reason.

    With ``dialog`` (an element's id) it is a link to ``url`` that opens the dialog by script.
    """
    return {
        "decision": decision,
        "label": label,
        "url": url,
        "kind": kind,
        "dialog": dialog,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/map.html")
def map(  # noqa: A001 the tag's name in templates
    points: Iterable[Mapping[str, Any]] = (),
    state: str = "",
    label: str = "",
    county: str = "",
    choose: str = "",
) -> dict[str, Any]:
    """
    Draw a state (postal code or FIPS), or the nation, with pins, and list the pins in words.

    A point has ``lat``, ``lon``, ``label`` and may have ``url``, ``detail``, ``kind`` (of a badge).
    ``choose`` names the form field whose place a press on the map fills in, and with it the
    fields ``<name>_lat`` and ``<name>_lon`` where the form has them.
    """
    return {
        "map": maps.draw(list(points), state, county),
        "label": label or _("Map"),
        "choose": choose,
    }
