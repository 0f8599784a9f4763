"""``porchlight import-cases``: what it says and how it ends."""

import pytest
from click.testing import CliRunner

from porchlight.config import cli
from porchlight.programmes.cases.models import Case
from porchlight.programmes.cases.tests.test_rules_exchange import ROW, csv

pytestmark = pytest.mark.django_db


class TestTheCommand:
    @pytest.fixture
    def run(self, monkeypatch, tmp_path):
        monkeypatch.setattr(cli, "prepare", lambda: None)

        def ran(document, *words):
            path = tmp_path / "file"
            path.write_bytes(document)
            return CliRunner().invoke(cli.main, ["import-cases", "namus-csv", str(path), *words])

        return ran

    def test_says_of_each_row_what_is_to_be_said(self, run):
        tried = run(csv(ROW, "x"), "--dry-run")
        assert "row 2" in tried.output
        assert "Would be taken in: 1 new; 1 left out." in tried.output
        assert not Case.objects.exists()
        assert "Taken in: 1 new; 1 left out." in run(csv(ROW, "x")).output
        assert Case.objects.count() == 1

    def test_refuses_another_shape_with_exit_code_2(self, run):
        assert run(b"nothing").exit_code == 2
