"""What is on file of the children of a case, and of an unidentified person, on their pages."""

from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.house.ui.panels import Panel
from porchlight.programmes.cases.queries import missing_children
from porchlight.programmes.forensics.models import UnidentifiedPerson
from porchlight.programmes.forensics.permissions import READ_BIOMETRICS
from porchlight.programmes.forensics.queries.biometrics import OnFile, kin_of_all, on_file

TEMPLATE = "forensics/staff/panel.html"
TITLE = say("On file: teeth, prints, DNA")
Line = tuple[str, int, str, list[tuple[Say, bool]]]


def case_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return what is on file and what is missing of each missing child of the case."""
    children = missing_children(case_id=case_id) if viewer.may(READ_BIOMETRICS) else []
    ids = [child.id for child in children]
    files, families = on_file("child_id", ids), kin_of_all(ids)
    lines: list[Line] = []
    for child in children:
        typed = any(one.profile for one in families.get(child.id, []))
        signs = [*_signs(files[child.id]), (say("DNA of the family"), typed)]
        lines.append(("child", child.id, child.name or child.case_number, signs))
    return Panel(TITLE, TEMPLATE, {"lines": lines}) if lines else None


def person_panel(viewer: Viewer, person_id: int) -> Panel | None:
    """Return what is on file and what is missing of an unidentified person."""
    if not viewer.may(READ_BIOMETRICS):
        return None
    number = UnidentifiedPerson.objects.get(id=person_id).number
    signs = _signs(on_file("person_id", [person_id])[person_id])
    lines: list[Line] = [("person", person_id, number, signs)]
    return Panel(TITLE, TEMPLATE, {"lines": lines})


def _signs(file: OnFile) -> list[tuple[Say, bool]]:
    return [
        (say("Teeth"), file.chart is not None),
        (say("Fingerprints"), bool(file.fingers)),
        (say("DNA"), file.profile is not None),
    ]
