import pytest
from django.utils import timezone

from porchlight.core.errors import NotAllowed, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.programmes.cybertips.actions import rules, split_report, triage_report
from porchlight.programmes.cybertips.jobs import DESK
from porchlight.programmes.cybertips.models import Bundle, Bundled, RulePage, Triage, Trial
from porchlight.programmes.cybertips.queries.desk import queue
from porchlight.programmes.cybertips.rules.triage import LEAST_POINTS, RULES, Level
from porchlight.programmes.cybertips.tests.samples import MINIMAL
from porchlight.programmes.cybertips.tests.test_staff import ACCOUNT

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(chatterbee, run_jobs):
    def made(body=ACCOUNT):
        number = chatterbee.opened(body)
        chatterbee.finish(number)
        run_jobs()
        return number

    return made


def typed(**changed):
    fields = {f"rule_{rule.code}": rule.points for rule in RULES}
    fields |= {f"least_{level}": least for level, least in LEAST_POINTS}
    return {"version": "2026-12-01", "because": "Too many are urgent", **fields, **changed}


class TestAVersionOfTheRules:
    def test_is_drafted_tried_with_progress_and_switched_on_by_another(
        self, filed, cast, client_as, run_jobs
    ):
        numbers = [filed(), filed(MINIMAL)]
        before = list(Triage.objects.order_by("id").values_list("id", "level", "points"))
        analyst, supervisor = client_as(cast.analyst), client_as(cast.supervisor)
        assert (
            analyst.post("/staff/reports/rules/new/", typed(rule_trafficking=90)).status_code == 302
        )
        page = RulePage.objects.get()
        assert page.points == {"trafficking": 90}
        address = f"/staff/reports/rules/{page.id}/"
        assert supervisor.post(f"{address}switch/").status_code == 422  # not tried yet
        assert analyst.post(f"{address}try/", {"reports": "500"}).status_code == 302
        run_jobs()
        trial = Trial.objects.get()
        assert (trial.done, trial.total, trial.changed) == (2, 2, 2)
        assert list(Triage.objects.order_by("id").values_list("id", "level", "points")) == before
        shown = analyst.get(address).content.decode()
        assert str(numbers[0]) in shown
        assert "2 of 2 reports" in shown
        assert analyst.post(f"{address}switch/").status_code == 403
        assert supervisor.post(f"{address}switch/").status_code == 302
        decision = triage_report(numbers[0], by=DESK, now=timezone.now())
        assert (decision.version, decision.level) == ("2026-12-01", Level.URGENT)
        assert "2026-12-01" in analyst.get("/staff/reports/rules/").content.decode()

    def test_is_not_switched_on_by_its_drafter(self, filed, cast, now):
        filed()
        by = viewer_for(cast.supervisor)
        page = rules.draft_rules(rules.Draft("v2", "why"), by=by, now=now)
        trial = rules.try_rules(page.id, 500, by=by, now=now)
        rules.run_trial(trial.id, by=DESK, now=now)
        with pytest.raises(NotAllowed):
            rules.switch_rules_on(page.id, by=by, now=now)

    def test_runs_a_trial_again_without_counting_twice(self, filed, cast, now):
        filed()
        by = viewer_for(cast.analyst)
        draft = rules.Draft("v2", "why", {"trafficking": 90})
        page = rules.draft_rules(draft, by=by, now=now)
        trial = rules.try_rules(page.id, 500, by=by, now=now)
        rules.run_trial(trial.id, by=DESK, now=now)
        Trial.objects.update(finished_at=None)
        rules.run_trial(trial.id, by=DESK, now=now)
        assert Trial.objects.get().changes.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"rule_trafficking": "x"},
            {"rule_trafficking": 999},
            {"least_1": 5},
            {"version": ""},
            {"because": ""},
        ],
    )
    def test_keeps_what_was_typed_when_something_is_wrong(self, wrong, cast, client_as):
        answer = client_as(cast.analyst).post("/staff/reports/rules/new/", typed(**wrong))
        assert answer.status_code == 422
        assert not RulePage.objects.exists()

    def test_refuses_unknown_rules(self, cast, now):
        by = viewer_for(cast.analyst)
        with pytest.raises(RuleBroken):
            rules.draft_rules(rules.Draft("v2", "why", {"nothing": 3}), by=by, now=now)


class TestBundles:
    def test_leave_one_item_in_the_queue(self, filed, cast, client_as):
        numbers = [filed() for _ in range(3)]
        shown = list(queue(viewer_for(cast.analyst)).values_list("report_id", flat=True))
        assert shown == numbers[:1]
        bundle = Bundle.objects.get(reports=3)
        assert (bundle.first_report, bundle.incidents) == (numbers[0], 3)
        page = client_as(cast.analyst).get(f"/staff/reports/bundles/{bundle.id}/").content.decode()
        assert all(str(number) in page for number in numbers)
        assert Entry.objects.filter(kind="cybertips.bundle.viewed").count() == 1

    def test_do_not_grow_when_a_report_is_decided_anew(self, filed):
        number = filed()
        triage_report(number, by=DESK, now=timezone.now())
        assert Bundle.objects.get().reports == 1

    def test_never_hide_an_urgent_one(self, filed, cast):
        urgent = ACCOUNT.replace(
            b"<incidentDateTime>",
            b"<escalateToHighPriority>tonight</escalateToHighPriority><incidentDateTime>",
        )
        numbers = {filed(), filed(urgent)}
        assert set(queue(viewer_for(cast.analyst)).values_list("report_id", flat=True)) == numbers

    def test_let_a_person_take_one_out_for_good(self, filed, cast, client_as):
        first, second = filed(), filed()
        desk = client_as(cast.analyst)
        assert desk.post(f"/staff/reports/{second}/split/", {"because": "x"}).status_code == 302
        assert desk.post(f"/staff/reports/{second}/split/").status_code == 409
        triage_report(second, by=DESK, now=timezone.now())
        assert queue(viewer_for(cast.analyst)).count() == 2
        assert Bundle.objects.get().reports == 1
        assert Bundled.objects.get(report_id=second).because == "x"
        with pytest.raises(NotAllowed):
            split_report(first, "", by=viewer_for(cast.specialist), now=timezone.now())
