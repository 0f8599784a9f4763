"""Families that the cast's advocate supports; the cast's mother is one of them and has a page."""

from datetime import datetime, time, timedelta

from django.db.models import Q

from porchlight.core.viewer import Viewer, house_viewer
from porchlight.demo.cast import PARTS
from porchlight.demo.staff import Staff
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.cases.models import Case
from porchlight.programmes.cases.rules.vocabulary import CaseStatus, ChildStatus, Relation
from porchlight.programmes.families.actions import access, contacts, messages, needs, support
from porchlight.programmes.families.actions.contacts import Held, Promise
from porchlight.programmes.families.actions.requests import Asked, ask_support
from porchlight.programmes.families.models import Relative, SupportRecord
from porchlight.programmes.families.rules.vocabulary import Channel, NeedKind, Outcome, Part
from porchlight.programmes.posters.models import Poster
from porchlight.programmes.posters.rules.states import State

ASKS = house_viewer("demo")
FAMILIES = 5
OF_A_FAMILY = {
    Relation.MOTHER,
    Relation.FATHER,
    Relation.STEPPARENT,
    Relation.GUARDIAN,
    Relation.GRANDPARENT,
    Relation.SIBLING,
    Relation.RELATIVE,
}
NUMBER = "+17035550118"
MOTHERS, FATHERS, OTHERS = "+12025550143", "+12025550176", "+12025550192"


def support_families(staff: Staff, now: datetime) -> None:
    """Let the advocate take on the youngest open cases, the mother's first."""
    advocate = viewer_for(staff.cast.advocate, now=now)
    for number, case in enumerate(_chosen(now)):
        began = min(case.opened_at + timedelta(hours=3), now - timedelta(minutes=90))
        record = support.assign_advocate(case.id, advocate.id or 0, NUMBER, by=advocate, now=began)
        if number == 0:
            _mothers(record, advocate, viewer_for(staff.cast.mother, now=now), began, now)
        else:
            _others(record, advocate, number, began, now)
    asked = Asked(
        name="Wanda Birchfield",
        relation=Relation.GRANDPARENT,
        phones=("+12025550127",),
        safe_contact="Only in the morning, before her husband is back.",
        words="Her grandson is missing in another state. She wants to talk to somebody.",
        best_time="Nine to eleven",
    )
    ask_support("demo:1", asked, by=ASKS, now=now - timedelta(hours=2))


def _chosen(now: datetime) -> list[Case]:
    taken = SupportRecord.objects.values("case_id")
    running = Case.objects.filter(status=CaseStatus.ACTIVE, restricted=False)
    running = running.exclude(id__in=taken).exclude(children__given_names="")
    # First a case whose poster waits for its family, else one whose poster is out.
    by_poster: dict[int, int] = {}
    for place, state in enumerate((State.DRAFT, State.APPROVED, State.RELEASED)):
        drawn = Poster.objects.filter(state=state, drafted_at__isnull=False)
        for case_id in drawn.values_list("case_id", flat=True):
            by_poster.setdefault(case_id, place)
    spanish = set(running.filter(contacts__language="es").values_list("id", flat=True))

    def rank(case: Case) -> tuple[int, bool]:
        return by_poster.get(case.pk, len(State)), case.pk not in spanish

    chosen = sorted(running.order_by("-opened_at", "-id")[:40], key=rank)[:FAMILIES]
    # One more, whose child has a birthday within the week: a hard day for its family.
    soon = Q()
    for days in range(2, 7):
        soon |= Q(children__born__endswith=f"-{now + timedelta(days=days):%m-%d}")
    hard = running.filter(soon, children__status=ChildStatus.MISSING).order_by("id").first()
    return chosen if hard is None or hard in chosen else [*chosen, hard]


def _mothers(
    record: SupportRecord, advocate: Viewer, mother: Viewer, began: datetime, now: datetime
) -> None:
    """A record in which everything has happened once, and the page of the cast's mother."""
    part = PARTS["mother"]
    rosa = support.Person(
        part.name,
        Relation.MOTHER,
        "es",
        (MOTHERS,),
        call_after=time(8),
        call_before=time(21, 30),
        no_voicemail=True,
        places=("With her sister, Larkspur Court 4",),
        rules="Ask first whether she can talk. If she says «wrong number», hang up.",
        apart=True,
    )
    hers = support.add_relative(record.pk, rosa, by=advocate, now=began)
    father = support.Person("Hugo Vance", Relation.FATHER, phones=(FATHERS,))
    support.add_relative(record.pk, father, by=advocate, now=began)
    support.change_support(
        record.pk,
        safety="She left him in winter; he has not learned where she lives. No weapons known.",
        crisis_plan="Calls her sister, then us. At night 988. The neighbor has a key.",
        version=1,
        by=advocate,
        now=began,
    )
    page = access.give_access(hers.pk, list(Part), email=part.email, by=advocate, now=began)
    _told(record, hers, advocate, began, now)
    at = began + (now - began) / 2
    messages.write_as_family(
        page.pk,
        "Buenas tardes. ¿Hay alguna noticia? No duermo. También quisiera saber quién ve el cartel.",
        by=mother,
        now=at,
    )
    messages.read_messages(page, by=advocate, now=at + timedelta(minutes=10))
    messages.write_as_advocate(
        page.pk,
        "Buenas tardes, Rosa. Hoy no hay nada nuevo y por eso mismo le escribo. El cartel sale "
        "solo cuando usted está de acuerdo. La llamo mañana por la tarde.",
        by=advocate,
        now=at + timedelta(minutes=20),
    )


def _told(
    record: SupportRecord, hers: Relative, advocate: Viewer, began: datetime, now: datetime
) -> None:
    held = Held(True, words="Told her what we do tonight and who calls whom. She has eaten.")
    contacts.log_contact(record.pk, Channel.CALL, held, relative_id=hers.pk, by=advocate, now=began)
    at = began + (now - began) / 3
    nothing = Held(True, True, "Nothing new. Talked about sleep and about her son's school.")
    contacts.log_contact(record.pk, Channel.CALL, nothing, relative_id=hers.pk, by=advocate, now=at)
    evening = (now + timedelta(days=1)).replace(hour=22, minute=0, second=0, microsecond=0)
    promise = Promise(evening, Channel.CALL, hers.pk, "The poster; how she sleeps")
    contacts.promise_contact(record.pk, promise, by=advocate, now=at)
    talk = needs.add_need(
        record.pk,
        NeedKind.MENTAL_HEALTH,
        "«No puedo dormir, oigo el teléfono todo el tiempo.»",
        urgent=True,
        relative_id=hers.pk,
        by=advocate,
        now=at,
    )
    asked = needs.make_referral(
        talk.pk,
        "Dr. Imelda Farrow, trauma therapist, Spanish",
        "Sliding fee; first hour free. She wants it by telephone.",
        consent=True,
        by=advocate,
        now=at,
    )
    needs.end_referral(
        asked.pk, Outcome.HELPED, "First talk took place.", by=advocate, now=at + (now - at) / 2
    )
    school = needs.add_need(record.pk, NeedKind.WORK, "Her shift on Friday.", by=advocate, now=at)
    needs.settle_need(
        school.pk, "Her employer was told and gave her two weeks.", by=advocate, now=now
    )
    peer = needs.add_need(record.pk, NeedKind.PEER, by=advocate, now=at)
    needs.make_referral(
        peer.pk,
        "Team HOPE, a volunteer who speaks Spanish",
        "In the evening, first in writing.",
        consent=True,
        by=advocate,
        now=now,
    )


def _others(
    record: SupportRecord, advocate: Viewer, number: int, began: datetime, now: datetime
) -> None:
    """Families with a promise each: one that was missed, the others to come."""
    caller = record.case.contacts.order_by("-is_caller", "id").first()
    name, relation = (caller.name, caller.relation) if caller else ("", "")
    if not name or relation not in OF_A_FAMILY:
        name, relation = "Alma Whitford", Relation.GUARDIAN
    language = caller.language if caller and caller.language in ("en", "es") else "en"
    parent = support.Person(name, relation, language, (OTHERS,))
    theirs = support.add_relative(record.pk, parent, by=advocate, now=began)
    # The second family waits since an hour: the advocate's day begins there.
    hours = -1 if number == 1 else 3 * number
    due = max(now + timedelta(hours=hours), began + timedelta(minutes=1))
    promise = Promise(due, Channel.CALL, theirs.pk, "How the night was")
    contacts.promise_contact(record.pk, promise, by=advocate, now=began)
    if number % 2 == 0:
        held = Held(True, words="Explained what happens next.")
        contacts.log_contact(
            record.pk, Channel.CALL, held, relative_id=theirs.pk, by=advocate, now=began
        )
