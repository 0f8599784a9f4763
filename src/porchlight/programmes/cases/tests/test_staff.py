"""The pages of cases at the desk, walked as the people who use them."""

import re

import pytest

from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.models import Case, Child
from porchlight.programmes.cases.rules.recovery import Recovery
from porchlight.programmes.cases.rules.vocabulary import RecoveredBy

pytestmark = pytest.mark.django_db
TABS = ("", "people/", "agencies/", "work/", "photographs/", "timeline/")
FORMS = (
    *("event/", "children/new/", "companions/new/", "vehicles/new/", "contacts/new/"),
    *("agencies/tell/", "ncic/", "recovery/", "close/"),
)


def at(case, rest=""):
    return f"/staff/cases/{case.number}/{rest}"


def fields_of(page):
    """What a browser would send back from the page's last form, unchanged."""
    form = next(one for one in reversed(page.context) if "form" in one)["form"]
    sent = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if value not in (None, "", False):
            sent[name] = value
        del field
    return sent


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


class TestMyDay:
    def test_shows_my_cases_and_those_without_manager(self, cast, case, client_as, now):
        page = client_as(cast.case_manager).get("/staff/")
        assert page.status_code == 200
        assert "Without a case manager" in page.content.decode()
        actions.assign_case(case.id, cast.case_manager.id, by=viewer_for(cast.supervisor), now=now)
        words = client_as(cast.case_manager).get("/staff/").content.decode()
        assert case.number in words and "Entry into NCIC" in words
        assert "Without a case manager" not in words


class TestTheList:
    def test_finds_by_name_and_by_part_of_a_number(self, cast, case, client_as):
        client = client_as(cast.specialist)
        for words in ("delgado", "mia vance", case.number[3:8]):
            assert case.number in client.get("/staff/cases/", {"q": words}).content.decode()
        assert case.number not in client.get("/staff/cases/", {"q": "nobody"}).content.decode()

    def test_goes_to_the_case_of_a_whole_number(self, cast, case, client_as):
        typed = case.number.replace("-", "").lower()
        page = client_as(cast.specialist).get("/staff/cases/", {"q": typed})
        assert page.headers["Location"] == at(case)

    def test_writes_down_whose_names_were_shown_and_each_file(self, cast, case, client_as):
        client = client_as(cast.specialist)
        client.get("/staff/cases/")
        entry = Entry.objects.get(kind="cases.list.searched")
        assert entry.records == [f"case:{case.id}"]
        file = client.get("/staff/cases/", {"format": "csv"})
        assert case.number in file.content.decode()
        assert "cases.list.exported" in kinds()


class TestTheCase:
    @pytest.mark.parametrize("tab", TABS)
    def test_draws_each_tab_and_writes_it_down(self, cast, case, client_as, tab):
        page = client_as(cast.specialist).get(at(case, tab))
        assert page.status_code == 200
        assert "Mia Lucía Delgado Vance" in page.content.decode()
        assert kinds().count("cases.case.viewed") == 1

    @pytest.mark.parametrize("tab", TABS)
    def test_draws_each_tab_in_spanish(self, cast, case, client_as, tab):
        assert client_as(cast.specialist).get(at(case, tab), {"language": "es"}).status_code == 200

    def test_shows_three_ends_of_a_question(self, cast, case, client_as):
        words = client_as(cast.specialist).get(at(case, "people/")).content.decode()
        assert re.search(r"<dt>Skin tone</dt><dd>Unknown", words)
        assert re.search(r"Not asked yet: [^.]*School", words)
        assert re.search(r"<dt>Hair</dt><dd>Brown", words)
        assert re.search(r"<dt>Ran away before</dt><dd>No<", words)

    def test_greys_what_one_may_not_do_beside_the_reason(self, cast, case, client_as):
        words = client_as(cast.specialist).get(at(case)).content.decode()
        assert "A case manager or supervisor records a recovery" in words

    def test_keeps_sealed_things_from_those_who_only_read(self, cast, case, client_as):
        assert "Inhaler" in client_as(cast.specialist).get(at(case, "people/")).content.decode()
        assert "Inhaler" not in client_as(cast.analyst).get(at(case, "people/")).content.decode()

    def test_is_a_summary_for_an_advocate(self, cast, case, client_as, now):
        client = client_as(cast.advocate)
        words = client.get(at(case)).content.decode()
        assert "Mia Lucía" in words and "Active" in words
        assert "supper" not in words and "Larkspur" not in words and "Rosa" not in words
        assert client.get(at(case, "people/")).status_code == 404
        assert case.number in client.get("/staff/cases/").content.decode()
        actions.restrict_case(case.id, True, by=viewer_for(cast.supervisor), now=now)
        assert client.get(at(case)).status_code == 404
        assert case.number not in client.get("/staff/cases/").content.decode()

    def test_is_not_there_for_those_without_a_part_in_it(self, cast, case, client_as):
        client = client_as(cast.artist)
        assert client.get(at(case)).status_code == 404
        assert client.get("/staff/cases/PL-00000-00000/").status_code == 404
        assert client.get("/staff/cases/nonsense/").status_code == 404
        assert client_as(cast.trainer).get(at(case)).status_code == 403


class TestBreakingTheGlass:
    def test_opens_a_restricted_case_with_a_reason(self, cast, case, client_as, now):
        actions.restrict_case(case.id, True, by=viewer_for(cast.supervisor), now=now)
        client = client_as(cast.analyst)
        page = client.get(at(case))
        assert page.status_code == 403
        assert "Mia" not in page.content.decode()
        assert client.post(at(case, "emergency/"), {"reason": "no"}).status_code == 403
        reason = {"reason": "A sighting is being called in right now"}
        assert client.post(at(case, "emergency/"), reason).status_code == 302
        assert "Mia" in client.get(at(case)).content.decode()


class TestForms:
    @pytest.mark.parametrize("form", FORMS)
    def test_are_drawn(self, cast, case, client_as, form):
        assert client_as(cast.case_manager).get(at(case, form)).status_code == 200

    def test_are_refused_to_those_who_only_read(self, cast, case, client_as):
        assert client_as(cast.analyst).get(at(case, "event/")).status_code == 403

    def test_saving_a_child_unchanged_changes_nothing(self, cast, case, client_as):
        child = case.children.get()
        before = {**vars(child)}
        client = client_as(cast.specialist)
        address = at(case, f"children/{child.id}/")
        page = client.post(address, fields_of(client.get(address)))
        assert page.status_code == 302, page.context["form"].errors
        after = vars(Child.objects.get())
        ignored = {"_state", "_prefetched_objects_cache"}
        changed = {n for n in after if n not in ignored and after[n] != before[n]}
        assert not changed

    def test_a_child_is_typed_in_any_usual_form(self, cast, case, client_as):
        child = case.children.get()
        client = client_as(cast.specialist)
        address = at(case, f"children/{child.id}/")
        typed = {
            **fields_of(client.get(address)),
            "born": "4 jul 2011",
            "height_cm": "5'1\"-5'3\"",
            "weight_kg": "50 kg",
            "phones": "512 555 0133\n(512) 555-0134",
            "school": "?",
            "marks": "TAT L ARM: swallow",
        }
        assert client.post(address, typed).status_code == 302
        child.refresh_from_db()
        assert (child.born, child.height_min_cm, child.height_max_cm) == ("2011-07-04", 155, 160)
        assert child.phones == ["+15125550133", "+15125550134"]
        assert "school" in child.unknown
        assert child.marks == [{"words": "swallow", "code": "TAT L ARM"}]

    def test_what_cannot_be_is_said_at_its_field(self, cast, case, client_as):
        child = case.children.get()
        client = client_as(cast.specialist)
        page = client.post(at(case, f"children/{child.id}/"), {"born": "2199", "version": 1})
        assert page.status_code == 422
        assert "future" in page.content.decode()

    def test_a_conflict_keeps_what_was_typed(self, cast, case, client_as):
        child = case.children.get()
        client, other = client_as(cast.specialist), client_as(cast.case_manager)
        address = at(case, f"children/{child.id}/")
        typed = fields_of(client.get(address))
        assert other.post(address, {**typed, "school": "Harbor Middle"}).status_code == 302
        page = client.post(address, {**typed, "school": "Eastside"})
        words = page.content.decode()
        assert page.status_code == 409
        assert "Eastside" in words
        child.refresh_from_db()
        assert child.school == "Harbor Middle"

    def test_the_event_saved_unchanged_stays(self, cast, case, client_as):
        client = client_as(cast.specialist)
        page = client.post(at(case, "event/"), fields_of(client.get(at(case, "event/"))))
        assert page.status_code == 302, page.context["form"].errors
        again = Case.objects.get()
        assert again.last_contact_place == case.last_contact_place
        assert again.missing_on == case.missing_on

    def test_another_cases_child_is_not_found(self, cast, case, intake, client_as, now):
        other = actions.open_case(intake, by=viewer_for(cast.specialist), now=now)
        child = other.children.get()
        client = client_as(cast.specialist)
        assert client.get(at(case, f"children/{child.id}/")).status_code == 404
        assert client.post(at(case, f"children/{child.id}/missing-again/")).status_code == 302
        child.refresh_from_db()
        assert child.status == "missing"


class TestWorking:
    def test_the_whole_case_from_assignment_to_the_end(self, cast, case, client_as, now):
        boss, ruth = client_as(cast.supervisor), client_as(cast.case_manager)
        sent = [
            (boss, "assign/", {"manager": cast.case_manager.id}),
            (ruth, "agencies/tell/", {"agency": cast.tribal_police.id, "role": "assisting"}),
            (ruth, f"agencies/{cast.sheriff.id}/consulted/", {}),
            (ruth, "ncic/", {"ncic_number": "m123456789", "entered_at": "now"}),
            (ruth, "notes/", {"text": "Called the school.", "compartment": "staff"}),
            (ruth, "tasks/", {"words": "Ask for a photograph"}),
            (ruth, f"children/{case.children.get().id}/consent/", {
                "about": "publicity", "given": "yes", "by_name": "Rosa", "relation": "mother",
                "how": "telephone",
            }),
            (ruth, "vehicles/new/", {"version": 1, "plate": "ABC123", "colors": "dark blue"}),
            (ruth, "contacts/new/", {
                "version": 1, "name": "Ines", "relation": "grandparent", "language": "es",
            }),
            (ruth, f"agencies/{cast.tribal_police.id}/end/", {}),
        ]  # fmt: skip
        for client, rest, data in sent:
            page = client.post(at(case, rest), data)
            assert page.status_code == 302, (rest, page.context and page.context["form"].errors)
        task = case.tasks.get()
        assert (
            ruth.post(at(case, f"tasks/{task.id}/done/"), {"outcome": "Got it"}).status_code == 302
        )
        clock = case.clocks.get(name="family_contact")
        assert ruth.post(at(case, f"clocks/{clock.id}/pause/")).status_code == 302
        assert ruth.post(at(case, f"clocks/{clock.id}/met/")).status_code == 302
        found = {
            "child": case.children.get().id,
            "at": "now",
            "place": "Travis County",
            "by_whom": "law_enforcement",
            "words": "Found well at a friend's.",
            "officer": "Ella Marsh, Harlan Creek",
        }
        assert ruth.post(at(case, "recovery/"), {**found, "officer": ""}).status_code == 422
        assert ruth.post(at(case, "recovery/"), found).status_code == 302
        case.refresh_from_db()
        assert case.status == "recovered"
        assert not case.clocks.filter(met_at__isnull=True).exists()
        assert ruth.post(at(case, "close/"), {"reason": "recovered"}).status_code == 422
        done = {"reason": "recovered", "family_told": "on", "ncic_cleared": "on"}
        assert ruth.post(at(case, "close/"), done).status_code == 302
        assert ruth.get(at(case)).status_code == 200
        assert client_as(cast.specialist).get(at(case)).status_code == 403
        assert ruth.post(at(case, "reopen/")).status_code == 302

    def test_restricting_is_for_manager_and_supervisor(self, cast, case, client_as):
        assert client_as(cast.specialist).post(at(case, "restrict/")).status_code == 403
        assert client_as(cast.supervisor).post(at(case, "restrict/")).status_code == 302
        assert client_as(cast.analyst).get(at(case)).status_code == 403


class TestRecoveredChildren:
    def test_are_shown_with_their_circumstances_to_those_who_work(self, cast, case, client_as, now):
        found = Recovery(now, RecoveredBy.RETURNED, "Austin", "Came home.")
        actions.confirm_recovery(
            case.id, case.children.get().id, found, by=viewer_for(cast.officer), now=now
        )
        assert "Came home." in client_as(cast.specialist).get(at(case, "people/")).content.decode()


class TestTheWorksheet:
    def test_is_offered_to_whoever_may_open_it_only(self, client_as, cast, case):
        sheet = f"/staff/cases/{case.number}/ncic/sheet/"
        for account in (cast.case_manager, cast.supervisor, cast.analyst):
            client = client_as(account)
            page = client.get(f"/staff/cases/{case.number}/agencies/").content.decode()
            assert (sheet in page) == (client.get(sheet).status_code == 200)
