"""Documents with invented content: the smallest, the fullest, and any that the table allows."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from porchlight.programmes.cybertips.rules.ispws.report import Report
from porchlight.programmes.cybertips.rules.ispws.schema import STRICT, Form
from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    Model,
    Spec,
    children,
    model_of,
    specs,
)
from porchlight.programmes.cybertips.rules.ispws.values import CALLING_CODE

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
THEN = datetime(2026, 10, 15, 8, 30, tzinfo=UTC)
CHECKED = {
    "url": "https://pictures.example/a",
    "email": "somebody@mail.example",
    "ip": "192.0.2.44",
    "said": "because",
}
MINIMAL = b"""<?xml version="1.0" encoding="UTF-8"?>
<report xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xsi:noNamespaceSchemaLocation="https://report.example/ispws/xsd">
  <incidentSummary>
    <incidentType>Child Sex Trafficking</incidentType>
    <incidentDateTime>2026-10-15T08:00:00-07:00</incidentDateTime>
  </incidentSummary>
  <reporter>
    <reportingPerson>
      <firstName>Robin</firstName>
      <lastName>Invented</lastName>
      <email>robin@provider.example</email>
    </reportingPerson>
  </reporter>
</report>
"""
BATCH = MINIMAL.replace(
    b"  <incidentSummary>", b'  <batchedReport reason="VIRAL_POTENTIAL_MEME"/>\n  <incidentSummary>'
).replace(
    b"</report>",
    b"".join(
        b"  <personOrUserReported><espIdentifier>%d</espIdentifier></personOrUserReported>\n" % n
        for n in range(3)
    )
    + b"</report>",
)


def details(report_id: int, file_id: str, inner: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<fileDetails><reportId>{report_id}</reportId>'
        f"<fileId>{file_id}</fileId>{inner}</fileDetails>"
    ).encode()


def full(cls: type = Report, form: Form = STRICT) -> Any:
    """One of everything that the schema knows, with values that break no rule of single values."""
    given = {}
    rows = specs(cls)
    if model_of(cls) is Model.CHOICE:
        rows = rows[:1]
    used = set()
    for spec in rows:
        if not form.holds(spec) or (spec.group and spec.group in used):
            continue
        used.add(spec.group)
        value = full(spec.nested, form) if spec.nested else single(spec)
        given[spec.attribute] = (value,) if spec.many else value
    return cls(**given)


def single(spec: Spec) -> Any:
    if spec.values:
        return spec.values[-1]
    if spec.pattern:
        return "+1" if spec.pattern == CALLING_CODE else "12"
    match spec.kind:
        case Kind.BOOL | Kind.FLAG:
            return True
        case Kind.INT | Kind.LONG:
            return 33
        case Kind.DOUBLE:
            return 38.75
        case Kind.DATETIME:
            return THEN
        case Kind.DATE:
            return date(2010, 5, 6)
    return CHECKED.get(spec.check, f"some {spec.name}")


# Any character that XML holds and reads back as it is (a carriage return becomes a line feed).
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n"
)
WORDS = st.text(CHARACTERS, max_size=30)


def values(spec: Spec) -> st.SearchStrategy[Any]:
    if spec.values:
        return st.sampled_from(spec.values)
    if spec.pattern:
        return st.from_regex(spec.pattern, fullmatch=True)
    match spec.kind:
        case Kind.FLAG:
            return st.just(True)
        case Kind.BOOL:
            return st.booleans()
        case Kind.INT:
            return st.integers(1, 150)
        case Kind.LONG:
            return st.integers(1, 2**62)
        case Kind.DOUBLE:
            return st.floats(allow_nan=False, allow_infinity=False)
        case Kind.DATETIME:
            naive = st.datetimes(datetime(2000, 1, 1), datetime(2026, 11, 1))  # noqa: DTZ001
            return naive.map(lambda at: at.replace(tzinfo=UTC))
        case Kind.DATE:
            return st.dates(date(1900, 1, 1), date(2026, 1, 1))
        case Kind.TOKEN:
            return st.text("abcdef0123456789", min_size=1, max_size=32)
    return st.just(CHECKED[spec.check]) if spec.check else WORDS


def documents(cls: type, form: Form = STRICT, depth: int = 0) -> st.SearchStrategy[Any]:
    """Any document that the schema allows (its other rules are not looked at)."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Any:
        rows = [spec for spec in specs(cls) if form.holds(spec)]
        if model_of(cls) is Model.CHOICE:
            rows = [draw(st.sampled_from(children(cls)))]
        given: dict[str, Any] = {}
        used: set[str] = set()
        for spec in rows:
            must = spec.least or model_of(cls) is Model.CHOICE
            if (spec.group and spec.group in used) or not (must or draw(st.integers(0, 3)) == 0):
                continue
            used.add(spec.group)
            inner = documents(spec.nested, form, depth + 1) if spec.nested else values(spec)
            most = min(form.most(spec) or 2, 2)
            given[spec.attribute] = (
                tuple(draw(st.lists(inner, min_size=1, max_size=most)))
                if spec.many
                else draw(inner)
            )
        return cls(**given)

    return drawn()
