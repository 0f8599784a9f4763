"""The desk's pages of posters, walked by those who use them."""

import pytest

from porchlight.house.audit.models import Entry
from porchlight.programmes.posters import actions
from porchlight.programmes.posters.models import Poster
from porchlight.programmes.posters.rules.states import State

pytestmark = pytest.mark.django_db


def at(poster, rest=""):
    return f"/staff/posters/{poster.id}/{rest}"


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


class TestTheWayOfAPoster:
    def test_leads_from_draft_to_public_by_two_persons(self, cleared, cast, client_as, desk, now):
        poster = actions.draft_poster(cleared.id, by=desk, now=now)
        specialist, supervisor = client_as(cast.specialist), client_as(cast.supervisor)
        page = specialist.get(at(poster, "write/"))
        sent = {
            name: page.context["form"][name].value() or "" for name in page.context["form"].fields
        }
        sent |= {
            name: "Ropa verde" for name in sent if name.endswith("_es") and sent[name[:-2] + "en"]
        }
        assert specialist.post(at(poster, "write/"), sent).status_code == 302
        poster.refresh_from_db()
        agreed = {"who": "mother, on the telephone", "seen": poster.stamp}
        assert specialist.post(at(poster, "approve/"), agreed).status_code == 302
        assert specialist.post(at(poster, "release/")).status_code == 403
        assert supervisor.post(at(poster, "release/")).status_code == 302
        poster.refresh_from_db()
        assert poster.state == State.RELEASED
        assert kinds()[-1] == "posters.poster.released"
        assert supervisor.post(at(poster, "withdraw/")).status_code == 302
        assert Poster.objects.get().state == State.WITHDRAWN


class TestSeen:
    def test_says_what_keeps_it_from_going_out(self, case, cast, client_as, desk, now):
        poster = actions.draft_poster(case.id, by=desk, now=now)
        page = client_as(cast.specialist).get(at(poster)).content.decode()
        assert "not in NCIC yet" in page
        assert "Only a case manager or a supervisor releases a poster." in page
        assert kinds()[-1] == "posters.poster.viewed"

    def test_shows_a_released_one_with_its_files(self, released, cast, client_as):
        page = client_as(cast.supervisor).get(at(released)).content.decode()
        assert "poster-letter-es.pdf" in page
        assert f"/p/{released.code}/" in page

    def test_is_not_for_those_who_do_not_see_the_case(self, released, cast, client_as):
        released.case.restricted = True
        released.case.save()
        assert client_as(cast.analyst).get(at(released)).status_code == 404

    def test_draws_the_page_as_it_is_printed(self, released, cast, client_as):
        picture = client_as(cast.specialist).get(at(released, "preview-es.png"))
        assert picture.content.startswith(b"\x89PNG")
        assert client_as(cast.specialist).get(at(released, "preview-fr.png")).status_code == 404


class TestWrite:
    def test_refuses_what_a_poster_never_says(self, draft, cast, client_as):
        answer = client_as(cast.specialist).post(
            at(draft, "write/"), {"0_en": "Left the foster home.", "languages": "en es"}
        )
        assert answer.status_code == 422
        assert "in care" in answer.content.decode()


class TestTaken:
    def test_is_recorded(self, draft, cast, client_as):
        client = client_as(cast.specialist)
        assert client.get(at(draft, "files/poster-a4-en.pdf")).content.startswith(b"%PDF")
        assert kinds()[-1] == "posters.poster.printed"
        assert client.get(at(draft, "files/other.pdf")).status_code == 404


class TestListed:
    def test_shows_the_posters_of_the_cases_one_sees(self, draft, cast, client_as):
        assert "Mia Luc" in client_as(cast.specialist).get("/staff/posters/").content.decode()
        assert kinds()[-1] == "posters.list.viewed"

    def test_renews_a_draft(self, released, cast, client_as):
        client = client_as(cast.specialist)
        assert client.post(at(released, "renew/")).status_code == 302
        assert Poster.objects.filter(state=State.DRAFT).count() == 1
