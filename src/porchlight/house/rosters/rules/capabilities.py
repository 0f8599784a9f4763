"""What helpers can do, as data, and the credential that each capability asks for."""

from dataclasses import dataclass

from porchlight.core.text import Say, say


@dataclass(frozen=True)
class Capability:
    """A capability: its name, and the credential without which nobody is asked for it."""

    code: str
    name: Say
    credential: str = ""


CAPABILITIES: dict[str, Capability] = {
    each.code: each
    for each in (
        Capability("case_management", say("Case management")),
        Capability("hotline", say("Hotline")),
        Capability("family_support", say("Family support"), "background_check"),
        Capability("forensic_art", say("Forensic art")),
        Capability("analysis", say("Analysis")),
        Capability("search_team", say("Search team"), "background_check"),
        Capability("interpreting", say("Interpreting"), "interpreter_certificate"),
    )
}

CREDENTIALS: dict[str, Say] = {
    "background_check": say("Background check"),
    "interpreter_certificate": say("Interpreter's certificate"),
    "training": say("Training"),
}
