"""
What mail says: never a name, a place or a case, only that something waits behind the sign-in.

The one thing that differs is the link and the organisation's name (security.md, M1).
"""

import re
from dataclasses import dataclass

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say


@dataclass(frozen=True)
class Template:
    """A kind of message: its subject and its text, filled by ``organisation`` and ``link``."""

    name: str
    subject: Say
    text: Say


_SUBJECT = say("You have a new message in Porchlight")
_URGENT = say("Urgent: you have a new message in Porchlight")
_TEXT = say("You have a new message in Porchlight. Sign in to read it.\n\n{link}\n\n{organisation}")
_TASK = say("Something in Porchlight waits for you. Sign in to see it.\n\n{link}\n\n{organisation}")
_ENDS = say(
    "Something that you keep in Porchlight ends soon. Sign in to renew it."
    "\n\n{link}\n\n{organisation}"
)
_INVITED = say(
    "You are invited to Porchlight. Open the link and have the number ready that you are told by "
    "telephone. Sign in from then on with what you set up there."
    "\n\n{link}\n\n{organisation}"
)
_CHANGED = say(
    "Something about how you sign in to Porchlight changed. Sign in to see it. "
    "If it was not you, call an administrator at once."
    "\n\n{link}\n\n{organisation}"
)

TEMPLATES: dict[str, Template] = {
    template.name: template
    for template in (
        Template("message", _SUBJECT, _TEXT),
        Template("urgent", _URGENT, _TEXT),
        Template("task", say("Something in Porchlight waits for you"), _TASK),
        Template("invitation", say("You are invited to Porchlight"), _INVITED),
        Template("sign_in", say("Your sign-in to Porchlight changed"), _CHANGED),
        Template("ends_soon", say("Something in Porchlight ends soon"), _ENDS),
    )
}

_PATH = re.compile(r"/(?:[A-Za-z0-9_-]+/)*\Z")
DOORS = ("staff", "partner", "family")


@dataclass(frozen=True)
class Letter:
    """A message in words: subject and text."""

    subject: str
    text: str


def template(name: str) -> Template:
    """
    Return a template by its name.

    :raises RuleBroken: when there is none of this name
    """
    if name not in TEMPLATES:
        raise RuleBroken(say("There is no message of the kind {name}.", name=name))
    return TEMPLATES[name]


def safe_path(path: str) -> str:
    """
    Return ``path`` when a link may lead there: a page of ours, without words of a query.

    >>> safe_path("/partner/cases/PL-26-0001/")
    '/partner/cases/PL-26-0001/'

    :raises RuleBroken: for another site, a query, a line break
    """
    if not _PATH.match(path) or path.split("/")[1] not in DOORS:
        raise RuleBroken(say("A message can only lead to a page behind the sign-in."))
    return path


def render(name: str, *, link: str, organisation: str) -> Letter:
    """
    Return the letter of a template in the language that is active.

    >>> render("message", link="https://x.example/", organisation="Lamp").subject
    'You have a new message in Porchlight'
    """
    found = template(name)
    filled: dict[str, object] = {"link": link, "organisation": organisation}
    subject = Say(found.subject.template, filled)
    # A header is one line, whatever a translation or the organisation's name holds.
    return Letter(" ".join(str(subject).split()), str(Say(found.text.template, filled)))
