"""The search box of the desk."""

import pytest
from django.urls import reverse

from porchlight.core.dates import PartialDate
from porchlight.programmes.matching.actions import Indexable, index_persons
from porchlight.programmes.matching.jobs import DESK
from porchlight.programmes.matching.rules.description import Description

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(now):
    """Somebody of a record that no programme of this test opens."""
    rosa = Description(names=("Rosa Delgado",), born=PartialDate(2010, 4, 2), state="TX")
    index_persons("paper:7", [Indexable("child", rosa)], by=DESK, now=now, number="PAPER-7")


def search(client, typed, **headers):
    return client.get(reverse("staff-search"), {"q": typed}, **headers)


class TestSearch:
    def test_shows_reasons_but_no_name_of_what_one_may_not_open(self, known, cast, client_as):
        page = search(client_as(cast.specialist), "Roza Delgdo 2010").content.decode()
        assert "PAPER-7" in page
        assert "Spelled alike: delgado, delgdo" in page
        assert "Rosa Delgado" not in page

    def test_answers_with_the_results_alone_while_typing(self, known, cast, client_as):
        answer = search(client_as(cast.specialist), "rosa delgado", HTTP_HX_REQUEST="true")
        assert b"PAPER-7" in answer.content
        assert b"<html" not in answer.content

    def test_says_what_to_try_when_nothing_is_alike(self, cast, client_as):
        assert "Try another spelling" in search(client_as(cast.specialist), "Zzyx").content.decode()

    def test_is_not_for_those_who_work_no_cases(self, cast, client_as):
        assert search(client_as(cast.trainer), "rosa").status_code == 403

    @pytest.mark.parametrize("typed", ["", "a", "\x00", "🙂" * 300, "%_'\"; --", "PL-1"])
    def test_never_fails(self, typed, cast, client_as):
        assert search(client_as(cast.specialist), typed).status_code in {200, 302}
