"""Log lines carry no personal data, not even from an error's text."""

import io
import json
import logging

import pytest

from porchlight.config.logs import Formatter


@pytest.fixture
def logged():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Formatter())
    log = logging.getLogger("porchlight.test")
    log.addHandler(handler)
    log.propagate = False
    yield log, lambda: json.loads(stream.getvalue())
    log.removeHandler(handler)


class TestFormatter:
    def test_drops_what_is_not_on_the_list(self, logged):
        log, line = logged
        log.warning("answered", extra={"status": 200, "child_name": "Ana Invented"})
        assert line()["status"] == 200
        assert "Ana" not in json.dumps(line())

    def test_says_where_an_error_was_raised_and_never_its_text(self, logged):
        log, line = logged
        try:
            raise ValueError("Ana Invented, 12 Elm Street")
        except ValueError:
            log.exception("failed")
        assert "ValueError at" in line()["exc_info"]
        assert "Elm" not in json.dumps(line())
