"""
How the table of elements is written: one dataclass for each complex type, one field for each
element or attribute, in the schema's order. Nothing else knows an element's name.
"""

from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, dataclass_transform, get_args

SPEC = "spec"
T = TypeVar("T")


class Kind(StrEnum):
    """The simple types of the schema; a FLAG is present or absent."""

    STRING = "xs:string"
    TOKEN = "xs:token"  # noqa: S105 a type of XML Schema
    BOOL = "xs:boolean"
    FLAG = "flag"
    INT = "xs:int"
    LONG = "xs:long"
    DOUBLE = "xs:double"
    DATETIME = "xs:dateTime"
    DATE = "xs:date"


class Place(StrEnum):
    """Where a field stands in its element."""

    CHILD = "child"
    ATTRIBUTE = "attribute"
    TEXT = "text"


class Model(StrEnum):
    """How the children of an element stand: in order, in any order, exactly one."""

    SEQUENCE = "sequence"
    ALL = "all"
    CHOICE = "choice"


@dataclass(frozen=True)
class Spec:
    """
    One row of the table. ``most`` None is without end; ``limit`` counts characters; ``check``
    names a rule of ``values.CHECKS``; ``group``: fields of one group exclude each other in the
    schema; ``since`` is the year of the documentation that brought the element; ``strict_most`` is
    the schema's own bound where the tolerant one has none.
    """

    attribute: str  # of the dataclass
    name: str  # in XML and JSON
    kind: Kind | type
    least: int = 0
    most: int | None = 1
    place: Place = Place.CHILD
    values: tuple[str, ...] = ()
    pattern: str = ""
    limit: int = 0
    check: str = ""
    group: str = ""
    since: int = 2025
    strict_most: int | None = None

    @property
    def many(self) -> bool:
        """Whether it may come more than once, and so is a tuple."""
        return self.most is None

    @property
    def nested(self) -> type | None:
        """The dataclass of its content, or None for a simple one."""
        return None if isinstance(self.kind, Kind) else self.kind


@dataclass(frozen=True)
class Draft:
    """A row before its dataclass is known."""

    kind: Kind | None
    least: int
    most: int | None
    place: Place
    options: dict[str, Any]


def _row(
    kind: Kind | None, least: int, most: int | None, place: Place, options: dict[str, Any]
) -> Any:  # noqa: ANN401 stands for whatever the field holds
    draft = Draft(kind, least, most, place, options)
    if least:
        return field(metadata={SPEC: draft})
    return field(default=() if most is None else None, metadata={SPEC: draft})


def one(kind: Kind | None = None, **options: Any) -> Any:  # noqa: ANN401 stands for the field
    """Return a row that must be there once. Without ``kind`` the field's class is the content."""
    return _row(kind, 1, 1, Place.CHILD, options)


def maybe(kind: Kind | None = None, **options: Any) -> Any:  # noqa: ANN401 stands for the field
    """Return a row that may be there once."""
    return _row(kind, 0, 1, Place.CHILD, options)


def many(kind: Kind | None = None, **options: Any) -> Any:  # noqa: ANN401 stands for the field
    """Return a row that may come any number of times; the field is a tuple."""
    return _row(kind, 0, None, Place.CHILD, options)


def flag(**options: Any) -> Any:  # noqa: ANN401 stands for the field
    """Return a row whose presence means yes; the field is True or None."""
    return _row(Kind.FLAG, 0, 1, Place.CHILD, options)


def attribute(kind: Kind, *, must: bool = False, **options: Any) -> Any:  # noqa: ANN401 as above
    """Return a row for an attribute of the element."""
    return _row(kind, int(must), 1, Place.ATTRIBUTE, options)


def content(kind: Kind, **options: Any) -> Any:  # noqa: ANN401 stands for the field
    """Return a row for the element's own text."""
    return _row(kind, 1, 1, Place.TEXT, options)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(
    one, maybe, many, flag, attribute, content))  # fmt: skip
def element(*, model: Model = Model.SEQUENCE, since: int = 2025) -> Callable[[type[T]], type[T]]:
    """Make a complex type of a class whose fields are rows."""

    def declare(cls: type[T]) -> type[T]:
        made = dataclass(frozen=True, kw_only=True)(cls)
        made.MODEL = model  # type: ignore[attr-defined]  # read back by model_of only
        made.SINCE = since  # type: ignore[attr-defined]
        return made

    return declare


def model_of(cls: type) -> Model:
    """How the children of a complex type stand."""
    found: Model = cls.MODEL  # type: ignore[attr-defined]  # put there by ``element``
    return found


@cache
def specs(cls: type) -> tuple[Spec, ...]:
    """
    Return the rows of a complex type in the schema's order.

    >>> from porchlight.programmes.cybertips.rules.ispws.parties import DeviceId
    >>> [spec.name for spec in specs(DeviceId)]
    ['idType', 'idValue', 'eventName', 'dateTime']
    """
    return tuple(_spec(each) for each in fields(cls))


@cache
def children(cls: type) -> tuple[Spec, ...]:
    """Return the rows that are child elements."""
    return tuple(spec for spec in specs(cls) if spec.place is Place.CHILD)


@cache
def by_name(cls: type) -> dict[str, Spec]:
    """Return the child elements by their name."""
    return {spec.name: spec for spec in children(cls)}


@cache
def attributes(cls: type) -> tuple[Spec, ...]:
    """Return the rows that are attributes."""
    return tuple(spec for spec in specs(cls) if spec.place is Place.ATTRIBUTE)


@cache
def text_of(cls: type) -> Spec | None:
    """Return the row of the element's own text, if it has one."""
    return next((spec for spec in specs(cls) if spec.place is Place.TEXT), None)


def _spec(each: "Field[Any]") -> Spec:
    draft: Draft = each.metadata[SPEC]
    options = dict(draft.options)
    name = options.pop("name", "") or _camel(each.name)
    least = options.pop("least", draft.least)
    kind: Kind | type = draft.kind or _content_class(each.type)
    return Spec(each.name, name, kind, least, draft.most, draft.place, **options)


def _content_class(annotation: Any) -> type:  # noqa: ANN401 an annotation is anything
    if isinstance(annotation, type) and hasattr(annotation, "MODEL"):
        return annotation
    return next(
        found for found in map(_content_class_or_none, get_args(annotation)) if found is not None
    )


def _content_class_or_none(annotation: Any) -> type | None:  # noqa: ANN401 as above
    return annotation if hasattr(annotation, "MODEL") else None


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
