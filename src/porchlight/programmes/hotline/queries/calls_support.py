"""What an advocate is given of a call: who asked, how to reach them, and what they need."""

from datetime import datetime

from porchlight.programmes.families.actions.requests import Asked
from porchlight.programmes.hotline.models import Call, Outcome, Typing
from porchlight.programmes.hotline.queries.calls import sheet_of
from porchlight.programmes.hotline.rules.call_words import OutcomeKind
from porchlight.programmes.hotline.rules.questions.the_call import NEEDS


def asked_of(call_id: int, now: datetime) -> Asked:
    """Return what a family said when it asked for support; nothing of the search is in it."""
    call = Call.objects.get(id=call_id)
    outcome = Outcome.objects.get(call=call, kind=OutcomeKind.SUPPORT)
    sheet = sheet_of(call, Typing.objects.get(call=call).read(), now, call.language)
    needs = [str(label) for word, label in NEEDS if word in (sheet.value("support-0-needs") or ())]
    return Asked(
        case_id=outcome.case_id,
        name=sheet.text("caller-0-name"),
        relation=sheet.text("caller-0-relation"),
        phones=tuple(call.phones),
        email=sheet.text("caller-0-email"),
        language=call.language,
        safe_contact=sheet.text("caller-0-safe_contact"),
        words="\n".join(filter(None, [", ".join(needs), sheet.text("support-0-words")])),
        best_time=sheet.text("support-0-best_time"),
        crisis=sheet.value("support-0-crisis") is True,
    )
