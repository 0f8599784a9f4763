"""Log lines as JSON without personal data: only the fields listed here are ever written."""

import logging

from pythonjsonlogger.json import JsonFormatter

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

    def formatException(self, ei: object) -> str:  # noqa: N802 - the base class names it so
        """Name the error and where it was raised, never its text: that may quote a record."""
        kind, _error, trace = ei  # type: ignore[misc]
        places = []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rpartition('/src/')[2]}:{trace.tb_lineno}")
            trace = trace.tb_next
        return f"{kind.__name__} at {' < '.join(reversed(places[-6:]))}"


log = logging.getLogger("porchlight.request")
