"""
Panels that a programme puts on another's page: leads and posters on the page of a case. The
programme that stands higher registers; the page below draws without knowing whose it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from porchlight.core.text import Say
from porchlight.core.viewer import Viewer


@dataclass(frozen=True)
class Panel:
    """
    One panel: a title, how many things are in it, where to go on, and the template that draws
    ``context`` as its content.
    """

    title: Say
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    count: int | None = None
    url: str = ""


Make = Callable[[Viewer, int], Panel | None]

_makers: dict[str, dict[str, tuple[int, Make]]] = {}


def register(page: str, name: str, make: Make, *, order: int = 100) -> None:
    """
    Let ``make`` add a panel to every ``page``: «case», «case summary», «partner case», «day»,
    «partner day», «family home».

    ``make`` is given the viewer and the record's id (0 for «day») and returns the panel, or None
    when there is nothing for this viewer. Registering a name again replaces it.
    """
    _makers.setdefault(page, {})[name] = (order, make)


def panels_for(page: str, viewer: Viewer, record_id: int = 0) -> list[Panel]:
    """Return the panels of a page for this viewer, in their order."""
    makers = sorted(_makers.get(page, {}).items(), key=lambda item: (item[1][0], item[0]))
    made = (make(viewer, record_id) for _, (_, make) in makers)
    return [panel for panel in made if panel is not None]
