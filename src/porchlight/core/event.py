"""What happened: one frozen value of ids and codes, never of names or free text."""

from dataclasses import dataclass, fields
from typing import ClassVar

from porchlight.core.text import Say

# Filled by Event.__init_subclass__: the audit screen finds the sentence of a row here.
KINDS: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """
    Base of all events. A subclass gives ``KIND`` (programme.thing.happened) and ``SENTENCE``
    for the audit screen, whose template may name the event's fields.
    """

    KIND: ClassVar[str] = ""
    SENTENCE: ClassVar[Say] = Say("")

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.KIND:
            assert KINDS.get(cls.KIND, cls).__qualname__ == cls.__qualname__, cls.KIND
            KINDS[cls.KIND] = cls

    def records(self) -> tuple[str, ...]:
        """The records it is about, such as ``("case:12", "child:40")``."""
        return tuple(
            f"{field.name.removesuffix('_id')}:{value}"
            for field in fields(self)
            if field.name.endswith("_id") and (value := getattr(self, field.name)) is not None
        )

    def data(self) -> dict[str, object]:
        """The fields as JSON-able values."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def sentence(cls, data: dict[str, object]) -> str:
        """The audit line for a stored row."""
        return str(Say(cls.SENTENCE.template, {**cls.SENTENCE.params, **data}))
