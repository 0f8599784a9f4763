"""What a call about exploitation becomes at the CyberTipline."""

from porchlight.programmes.cybertips.rules.told import Matter, Told
from porchlight.programmes.hotline.rules.sheet import Sheet

# What the console calls it, as the reporting form does.
MATTERS: dict[str, Matter] = {
    "enticement": Matter.CONTACT,
    "extortion": Matter.CONTACT,
    "trafficking": Matter.TRADE,
    "material": Matter.PICTURES,
}


def told_of(sheet: Sheet, phones: tuple[str, ...] = ()) -> Told:
    """Return the call as a report of the public; ``phones`` are the caller's, E.164."""
    facts = (sheet[f"online-0-{name}"].shown for name in ("since", "service"))
    return Told(
        words=sheet.text("online-0-words") or sheet.text("event-0-circumstances"),
        matter=MATTERS.get(sheet.text("online-0-kind"), Matter.OTHER),
        danger=sheet.value("online-0-now") is True,
        where=", ".join(fact for fact in facts if fact),
        person_account=sheet["online-0-accounts"].shown,
        child=sheet.text("online-0-victim"),
        child_age=sheet["online-0-victim_age"].shown,
        name=sheet.text("caller-0-name"),
        phone=phones[0] if phones else "",
        email=sheet.text("caller-0-email"),
    )
