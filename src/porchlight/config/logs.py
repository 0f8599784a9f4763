"""Log lines as JSON without personal data: only the fields listed here are ever written."""

import logging
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter

OptExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
FIELDS = ("asctime", "levelname", "name", "message")
EXTRA = {"job", "route", "method", "status", "milliseconds", "door", "request"}


class Formatter(JsonFormatter):
    """Writes the fixed fields and the allowed extras; of an error its type and place only."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(FIELDS)

    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        """Drop every extra that is not on the list."""
        allowed = EXTRA | set(FIELDS) | {"exc_info"}
        return {key: value for key, value in log_data.items() if key in allowed}

    def formatException(self, ei: OptExcInfo) -> str:  # noqa: N802 - named by the base class
        """Name the error and where it was raised, never its text: that may quote a record."""
        kind, _error, trace = ei
        places: list[str] = []
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename.rpartition("/src/")[2]
            places.append(f"{file}:{trace.tb_lineno}")
            trace = trace.tb_next
        name = kind.__name__ if kind else "error"
        return f"{name} at {' < '.join(reversed(places[-6:]))}"


log = logging.getLogger("porchlight.request")
