"""
The codes that events hold, as people read them. An event keeps a code, so that a row means the
same in every language; the screens put the words in its place.
"""

import re

from porchlight.core.text import Say, say

WORDS: dict[str, Say] = {
    # What was looked at.
    "everything": say("everything"),
    "overview": say("overview"),
    "summary": say("summary"),
    "people": say("people"),
    "agencies": say("agencies"),
    "photographs": say("photographs"),
    "timeline": say("timeline"),
    "work": say("tasks and clocks"),
    "form": say("a form"),
    "console": say("console"),
    "review": say("the review"),
    "record": say("the record"),
    "home": say("first page"),
    "documents": say("documents"),
    "messages": say("messages"),
    "contacts": say("contacts"),
    "needs": say("needs"),
    "access": say("access"),
    # How somebody proved who they are, or said yes.
    "totp": say("authenticator app"),
    "webauthn": say("passkey"),
    "passkey": say("passkey"),
    "password": say("password"),
    "recovery_codes": say("recovery code"),
    "telephone": say("by telephone"),
    "accepted": say("accepted"),
    "declined": say("declined"),
    "agreed to a poster": say("agreed to a poster"),
    "shared": say("shared with the agencies"),
    "staff": say("for the desk"),
    # Parts of a poster and of a child.
    "clothing": say("clothing"),
    "marks": say("scars and marks"),
    "narrative": say("what happened"),
    "picture": say("pictures"),
    "publicity": say("publicity"),
    "recovered": say("recovered"),
    "duplicate": say("entered twice"),
}
# «child.13.clothing»: of which child, the row's records say.
NUMBERED = re.compile(r"^\w+\.\d+\.")


def worded(data: dict[str, object]) -> dict[str, object]:
    """
    Return an event's fields with words for the codes among them; anything else stays as it is.

    >>> worded({"part": "photographs", "places": "child.13.marks, narrative", "case_id": 12})
    {'part': 'photographs', 'places': 'scars and marks, what happened', 'case_id': 12}
    """
    return {name: _word(value) if isinstance(value, str) else value for name, value in data.items()}


def _word(text: str) -> str:
    return ", ".join(str(WORDS.get(NUMBERED.sub("", one), one)) for one in text.split(", "))
