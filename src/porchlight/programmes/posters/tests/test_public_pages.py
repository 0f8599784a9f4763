"""What anyone sees, and what nobody sees."""

import re
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from porchlight.programmes.posters import actions, jobs
from porchlight.programmes.posters.models import ReleasedPoster, ReleasedSheet
from porchlight.programmes.posters.tests.conftest import CANARY, find

pytestmark = [pytest.mark.django_db, pytest.mark.urls("porchlight.config.urls_public")]
GONE = "/p/0000000000000000000000/"


@pytest.fixture
def site(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return Client()


@pytest.fixture
def public(released, now):
    jobs.typeset(poster_id=released.id, now=now)
    return released


def addresses(code):
    names = ReleasedSheet.objects.filter(code=code).values_list("name", flat=True)
    pages = ["/", "/?name=mia", "/help/", f"/p/{code}/"]
    both = [*pages, *(f"/es{page}" for page in pages)]
    return [*both, "/robots.txt", *(f"/p/{code}/{name}" for name in names)]


class TestHome:
    @pytest.mark.parametrize("name", ["Núñez", "nunez", "NUN", "mia lucia", "lucy"])
    def test_finds_a_name_however_it_is_typed(self, public, site, name):
        assert "Mia Lucía Núñez Vance" in site.get("/", {"name": name}).content.decode()

    @pytest.mark.parametrize(
        "asked", [{"name": "zzz"}, {"state": "NV"}, {"age": "5"}, {"name": "%"}, {"name": "ünü"}]
    )
    def test_leaves_out_what_does_not_fit(self, public, site, asked):
        assert "Mia Luc" not in site.get("/", asked).content.decode()

    def test_says_what_is_wrong_with_an_age(self, public, site):
        assert site.get("/", {"age": "old"}).status_code == 422

    def test_survives_odd_pages(self, public, site):
        for page in ("0", "-1", "99999999", "x", "²"):
            assert site.get("/", {"page": page}).status_code == 200


class TestPoster:
    @pytest.mark.parametrize("start", ["", "/es"])
    def test_says_who_is_missing_and_whom_to_call(self, public, site, start):
        page = site.get(f"{start}/p/{public.code}/").content.decode()
        assert "Mia Lucía Núñez Vance" in page
        assert f'href="{start}/p/{public.code}/sighting/"' in page
        assert 'href="tel:911"' in page
        assert "Austin, Texas" in page

    def test_speaks_the_language_of_its_address(self, public, site):
        assert "Suéter verde" in site.get(f"/es/p/{public.code}/").content.decode()
        assert "Green sweater" in site.get(f"/p/{public.code}/").content.decode()

    def test_gives_files_and_a_picture_for_other_sites(self, public, site):
        page = site.get(f"/p/{public.code}/").content.decode()
        assert f"/p/{public.code}/poster-letter-en.pdf" in page
        assert re.search(r'og:image" content="http[^"]+/share-wide-en.png', page)
        pdf = site.get(f"/p/{public.code}/poster-letter-en.pdf")
        assert pdf.headers["Content-Type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF")
        assert "max-age=60" in pdf.headers["Cache-Control"]

    def test_is_small(self, public, site):
        assert len(site.get(f"/p/{public.code}/").content) < 30_000


class TestNoPoster:
    def test_looks_the_same_whether_withdrawn_or_never_there(self, public, site, second, now):
        before = addresses(public.code)
        actions.withdraw_poster(public.id, reason="desk", by=second, now=now)
        for start in ("", "/es"):
            never = site.get(start + GONE)
            assert never.status_code == 404
            for path in before:
                if path.startswith(f"{start}/p/"):
                    gone = site.get(path)
                    assert gone.status_code == 404
                    assert gone.content == never.content
                    assert gone.headers == never.headers

    def test_costs_the_same_work_whether_withdrawn_or_never_there(
        self, public, site, second, now, work
    ):
        actions.withdraw_poster(public.id, reason="desk", by=second, now=now)
        sheet = "poster-letter-en.pdf"
        for ending in ("", sheet):
            with work() as withdrawn:
                site.get(f"/p/{public.code}/{ending}")
            with work() as never:
                site.get(f"{GONE}{ending}")
            assert withdrawn == never != []

    def test_follows_a_recovery_everywhere(self, public, site, second, now):
        before = addresses(public.code)
        find(public.case.children.get(), second, now)
        jobs.withdraw(case_id=public.case_id, now=now)
        for path in before:
            assert "Mia Luc" not in site.get(path).content.decode(errors="replace"), path
        row = ReleasedPoster.objects.values().get()
        assert [value for value in row.values() if value] == [public.code, now]

    def test_follows_the_end_of_its_time(self, public, site):
        ReleasedPoster.objects.update(expires_at=public.made_at)
        assert site.get(f"/p/{public.code}/").status_code == 404


class TestPrivateWords:
    def test_are_in_no_public_byte(self, public, site):
        for path in addresses(public.code):
            response = site.get(path)
            assert response.status_code == 200, path
            said = response.content.decode(errors="replace")
            if path.endswith(".pdf"):
                reader = PdfReader(BytesIO(response.content))
                said += " ".join(page.extract_text() for page in reader.pages)
                said += str(reader.metadata)
            said += str(response.headers)
            assert CANARY not in said, path
            assert "5550199" not in re.sub(r"\D", "", said), path
            assert "KANARI" not in said.upper().replace("KANARIENVOGEL", "x"), path


class TestThePublicRole:
    def test_serves_every_page(self, public, site, as_public):
        paths = addresses(public.code)
        as_public()
        for path in (*paths, GONE):
            assert site.get(path).status_code == (404 if path == GONE else 200), path
