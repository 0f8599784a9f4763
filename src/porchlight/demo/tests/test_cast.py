"""The cast that all tests borrow."""

import pytest

from porchlight.core.viewer import Door
from porchlight.demo.cast import PARTS
from porchlight.house.accounts.queries import viewer_for

pytestmark = pytest.mark.django_db


class TestTheCast:
    def test_stands_at_the_doors_of_its_parts(self, cast):
        assert viewer_for(cast.specialist).door is Door.STAFF
        assert viewer_for(cast.officer).door is Door.PARTNER
        assert viewer_for(cast.mother).door is Door.FAMILY
        assert viewer_for(cast.officer).agency_id == cast.sheriff.id

    def test_has_everybody(self, cast):
        assert set(cast.people()) == set(PARTS)

    def test_enters_only_its_own_door(self, cast, client_as):
        assert client_as(cast.supervisor).get("/staff/audit/").status_code == 200
        assert client_as(cast.officer).get("/staff/audit/").status_code == 403
