import base64
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from porchlight.core.errors import RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.doors.routes import routes
from porchlight.house.files.models import Opening
from porchlight.house.files.tests.drawing import photograph
from porchlight.programmes.cases.actions import open_case
from porchlight.programmes.cases.rules.intake import AgencyIntake, CaseIntake, ChildIntake
from porchlight.programmes.cases.rules.vocabulary import Category
from porchlight.programmes.cybertips import actions
from porchlight.programmes.cybertips.actions import looking, referring, work
from porchlight.programmes.cybertips.jobs import DESK
from porchlight.programmes.cybertips.models import (
    Avoided,
    CaseTouch,
    FileLabel,
    Look,
    Supplement,
    Triage,
    Work,
)
from porchlight.programmes.cybertips.queries.desk import queue, waiting
from porchlight.programmes.cybertips.rules.exposure import MOST_A_DAY
from porchlight.programmes.cybertips.rules.referral import Authority
from porchlight.programmes.cybertips.rules.work import HELD_FOR
from porchlight.programmes.cybertips.tests.samples import MINIMAL
from porchlight.programmes.cybertips.tests.test_staff import ACCOUNT

pytestmark = pytest.mark.django_db
VIEWED = "<fileViewedByEsp>true</fileViewedByEsp>"


@pytest.fixture(autouse=True)
def _index(settings, tmp_path):
    settings.HASH_INDEX = tmp_path / "hashes"


@pytest.fixture
def filed(chatterbee, run_jobs):
    def made(body=ACCOUNT, content=b"", inner=VIEWED):
        number, file_id = chatterbee.opened(body), None
        if content:
            file_id = chatterbee.upload(number, content, "a.jpg").fileId
            chatterbee.fileinfo(number, file_id, inner)
        chatterbee.finish(number)
        run_jobs()
        return (number, file_id) if content else number

    return made


class TestTheQueue:
    def test_gives_the_most_urgent_and_never_one_to_two_people(self, filed, cast, client_as):
        low, high = filed(MINIMAL), filed(ACCOUNT)
        desk = client_as(cast.analyst)
        assert desk.post("/staff/reports/next/").url == f"/staff/reports/{high}/"
        other = client_as(cast.supervisor)
        assert other.post(f"/staff/reports/{high}/take/").status_code == 409
        assert other.post("/staff/reports/next/").url == f"/staff/reports/{low}/"
        assert desk.post("/staff/reports/next/").url == "/staff/reports/"

    def test_takes_back_what_was_left_lying(self, filed, cast):
        number = filed()
        now = timezone.now()
        work.take_report(number, by=viewer_for(cast.analyst), now=now)
        assert not waiting(now + HELD_FOR - timedelta(minutes=1)).exists()
        assert waiting(now + HELD_FOR).exists()

    def test_loses_what_is_done(self, filed, cast, client_as):
        number = filed()
        desk = client_as(cast.analyst)
        assert desk.post(f"/staff/reports/{number}/done/", {"result": "x"}).status_code == 422
        said = {"result": "information"}
        assert desk.post(f"/staff/reports/{number}/done/", said).status_code == 302
        assert desk.post(f"/staff/reports/{number}/done/", said).status_code == 409
        assert not queue(viewer_for(cast.analyst)).exists()
        assert Work.objects.get().done_by_id == cast.analyst.id

    def test_is_also_by_skill(self, filed, cast, client_as):
        number = filed()
        assert Triage.objects.get().skill == "trade"
        desk = client_as(cast.analyst)
        assert str(number) in desk.get("/staff/reports/?skill=trade").content.decode()
        assert str(number) not in desk.get("/staff/reports/?skill=contact").content.decode()
        assert desk.get("/staff/reports/?skill=%00").status_code == 200


class TestAddSupplement:
    def test_goes_into_packages_made_afterwards(self, filed, cast, client_as):
        number = filed()
        desk = client_as(cast.analyst)
        assert desk.post(f"/staff/reports/{number}/add/", {"words": " "}).status_code == 422
        said = {"words": "The same person writes on Pond."}
        assert desk.post(f"/staff/reports/{number}/add/", said).status_code == 302
        assert Supplement.objects.get().added_by_id == cast.analyst.id
        by = viewer_for(cast.analyst)
        given = referring.refer_report(number, cast.sheriff.id, by=by, now=timezone.now())
        assert b"writes on Pond" in bytes(given.parts.get(name="report.json").body)


class TestBeside:
    def test_shows_what_two_reports_share(self, filed, cast, client_as):
        first, second = filed(), filed()
        desk = client_as(cast.analyst)
        page = desk.get(f"/staff/reports/{second}/beside/{first}/").content.decode()
        assert "<mark>Shadow</mark>" in page
        assert "Same account" in page
        drawn = desk.get(f"/staff/reports/{second}/").content.decode()
        assert f"/staff/reports/{second}/beside/{first}/" in drawn
        assert '<svg class="links"' in drawn


class TestOverview:
    def test_counts_by_age_and_names_the_oldest(self, filed, cast, client_as):
        number = filed()
        page = client_as(cast.supervisor).get("/staff/reports/overview/").content.decode()
        assert f"/staff/reports/{number}/" in page
        assert "1 report waits" in page
        assert client_as(cast.analyst).get("/staff/reports/overview/").status_code == 403


CHILD = MINIMAL.replace(
    b"</report>",
    b"<victim><victimPerson><firstName>Wren</firstName><lastName>Vance</lastName></victimPerson>"
    b"<screenName>wren.v</screenName></victim></report>",
)


class TestAMissingChild:
    def test_raises_the_case_and_the_report_whichever_came_first(
        self, filed, cast, client_as, run_jobs, opened_case
    ):
        before = filed(CHILD)
        case = opened_case("Wren", "Vance")
        run_jobs()
        after = filed(CHILD)
        touches = {touch.report_id: touch for touch in CaseTouch.objects.all()}
        assert set(touches) == {before, after}
        assert all(touch.kinds == ["name"] and touch.task for touch in touches.values())
        page = client_as(cast.analyst).get(f"/staff/reports/{after}/").content.decode()
        assert case.number in page
        work.compare_case(case.id, by=DESK, now=timezone.now())
        assert not work.raise_in_case(after, case.id, by=DESK, now=timezone.now())
        assert CaseTouch.objects.count() == 2


@pytest.fixture
def opened_case(cast, now):
    def made(given, family):
        intake = CaseIntake(
            category=Category.ENDANGERED_RUNAWAY,
            circumstances="Left home after supper.",
            children=(ChildIntake(given_names=given, family_names=family),),
            agencies=(AgencyIntake(cast.sheriff.id),),
        )
        return open_case(intake, by=viewer_for(cast.specialist), now=now)

    return made


def shown(answer):
    return base64.b64decode(re.search(rb"base64,([^\"]+)", answer.content)[1])


class TestLook:
    SAID = {"why": "triage", "authority": "viewed", "words": ""}

    def test_shows_one_grey_and_blurred_and_writes_down_who_and_why(self, filed, cast, client_as):
        number, file_id = filed(content=photograph())
        desk = client_as(cast.analyst)
        address = f"/staff/reports/{number}/files/{file_id}/"
        assert b"base64" not in desk.get(address).content
        assert desk.post(address, {}).status_code == 422
        answer = desk.post(address, self.SAID)
        picture = shown(answer)
        assert picture.startswith(b"\xff\xd8")
        assert picture not in photograph()
        assert "no-store" in answer["Cache-Control"]
        row = Look.objects.get()
        assert (row.why, row.opened_by_id, row.closed_at) == ("triage", cast.analyst.id, None)
        assert Opening.objects.get().why == "triage"
        again = desk.post(address, self.SAID)
        assert again.status_code == 422
        assert b"One at a time" in again.content

    def test_never_shows_a_known_file_again_and_counts_what_was_avoided(
        self, filed, cast, client_as
    ):
        number, file_id = filed(content=photograph())
        desk = client_as(cast.analyst)
        desk.post(f"/staff/reports/{number}/files/{file_id}/", self.SAID)
        row = Look.objects.get()
        assert desk.post(f"/staff/reports/looks/{row.id}/close/", {"label": "x"}).status_code == 422
        assert (
            desk.post(f"/staff/reports/looks/{row.id}/close/", {"label": "B1"}).status_code == 302
        )
        assert FileLabel.objects.get().label == "B1"
        later, again = filed(MINIMAL, content=photograph())
        assert Avoided.objects.get().report_id == later
        assert "b-class" in Triage.objects.get(report_id=later).reasons
        answer = desk.post(f"/staff/reports/{later}/files/{again}/", self.SAID)
        assert (answer.status_code, b"known by its hash" in answer.content) == (422, True)
        assert Opening.objects.count() == 1
        assert "Known" in desk.get(f"/staff/reports/{later}/").content.decode()

    @pytest.mark.parametrize("inner", ["", "<fileViewedByEsp>false</fileViewedByEsp>"])
    def test_needs_another_authority_when_the_company_did_not_view_it(
        self, inner, filed, cast, client_as
    ):
        number, file_id = filed(content=photograph(), inner=inner)
        answer = client_as(cast.analyst).post(
            f"/staff/reports/{number}/files/{file_id}/", self.SAID
        )
        assert answer.status_code == 422
        assert not Opening.objects.exists()

    def test_ends_for_the_day_after_enough_and_asks_for_breaks(self, filed, cast):
        number, file_id = filed(content=photograph())
        now, by = timezone.now(), viewer_for(cast.analyst)
        for back in range(MOST_A_DAY):
            Look.objects.create(
                report_id=1, file_id="x", sha256="0" * 64, why="triage",
                opened_at=now - timedelta(minutes=16 * (back + 1)), closed_at=now,
                opened_by_id=by.id,
            )  # fmt: skip
        with pytest.raises(RuleBroken, match="enough"):
            looking.look(number, file_id, "triage", Authority.COMPANY_VIEWED, by=by, now=now)
        Look.objects.update(opened_at=now - timedelta(minutes=2))
        Look.objects.filter(id__gt=Look.objects.order_by("id")[10].id).delete()
        with pytest.raises(RuleBroken, match="break"):
            looking.look(number, file_id, "triage", Authority.COMPANY_VIEWED, by=by, now=now)
        assert Entry.objects.filter(kind="cybertips.file.look_refused").count() == 2

    def test_shows_nothing_that_is_no_picture(self, filed, cast, client_as):
        for content in (b"\x00" * 500, photograph()[:400]):
            number, file_id = filed(content=content)
            answer = client_as(cast.analyst).post(
                f"/staff/reports/{number}/files/{file_id}/", self.SAID
            )
            assert (answer.status_code, b"base64" in answer.content) == (422, False)
            Look.objects.all().delete()


class TestAFilesBytes:
    """No role but the analyst's and an officer's of its agency reaches them by any route."""

    def test_are_reached_by_nobody_else(self, filed, cast, client_as):
        number, file_id = filed(content=photograph())
        by = viewer_for(cast.analyst)
        given = referring.refer_report(number, cast.sheriff.id, by=by, now=timezone.now())
        filling = {"report_id": number, "file_id": file_id, "code": given.code, "other": number}
        filling |= {"name": file_id, "referral_id": given.id, "page_id": 1, "bundle_id": 1}
        said = {"why": "triage", "authority": "viewed", "words": "because", "label": "B1"}
        reached = set()
        # Officers first: a supervisor who tries everything takes the report back from them.
        people = sorted(
            cast.people().items(), key=lambda one: one[0] not in ("officer", "coordinator")
        )
        for name, person in people:
            client = client_as(person)
            for address, methods in addresses(filling):
                for method in methods:
                    answer = getattr(client, method.lower())(
                        address, said if method == "POST" else {}
                    )
                    body = b"".join(answer) if answer.streaming else answer.content
                    if photograph()[-64:] in body or b"data:image/jpeg" in body:
                        reached.add(name)
                    assert answer.status_code < 500, address
        assert reached == {"analyst", "officer", "coordinator"}
        opened_by = set(Opening.objects.values_list("opened_by__email", flat=True))
        assert opened_by == {
            person.email for person in (cast.analyst, cast.officer, cast.coordinator)
        }


def addresses(filling):
    """Every address of reports behind a sign-in, filled, with its methods."""
    for route in routes("porchlight.config.urls_console"):
        ours = route.pattern.startswith(("staff/reports/", "partner/reports/", "partner/given/"))
        if ours:
            filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(filling.get(m[1], 1)), route.pattern)
            yield f"/{filled}", route.methods


class TestTheVault:
    def test_is_opened_by_two_places_of_the_programme_only(self):
        folder = Path(actions.__file__).parent.parent
        callers = {
            str(path.relative_to(folder))
            for path in folder.rglob("*.py")
            if "tests" not in path.parts
            and re.search(r"open_sealed|unsealed\(|opened_with|copy_bytes", path.read_text())
        }
        assert callers == {"actions/looking.py", "actions/receiving.py"}
