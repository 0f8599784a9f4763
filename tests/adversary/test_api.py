"""Whatever is sent to the API for machines, as its description says or worse: no server error."""

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from tests.house import House

pytestmark = pytest.mark.adversary

DESCRIPTION = Path(__file__).parents[2] / "docs" / "generated" / "openapi.json"
schema = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text()))


class TestTheApi:
    @schema.parametrize()
    @settings(
        max_examples=60,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def test_never_answers_with_a_server_error(self, house: House, case) -> None:
        answer = case.call(base_url=house.public)
        assert answer.status_code < 500, case.as_curl_command()
