"""What leads do later: taken in, compared, their pictures opened, people told."""

from datetime import datetime
from uuid import UUID

from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.models import Account
from porchlight.house.delivery.actions import tell
from porchlight.house.directory.models import Agency
from porchlight.house.files import actions as files
from porchlight.house.jobs import every, job, later
from porchlight.programmes.hotline.actions import (
    leads_agency,
    leads_intake,
    leads_sort,
    leads_work,
)
from porchlight.programmes.hotline.models import DroppedTip, Lead, LeadPicture, LeadReferral
from porchlight.programmes.hotline.queries import leads as queries
from porchlight.programmes.hotline.queries import leads_match
from porchlight.programmes.hotline.queries.leads_partner import unseen_referrals

DESK = house_viewer("leads")
SUPERVISES = ("supervisor",)


@job(name="hotline.take_in")
def take_in(*, drop_id: str, now: datetime) -> None:
    """A tip was left at the public door: make it a lead."""
    leads_intake.take_in(drop_id, by=DESK, now=now)


@every("* * * * *", name="hotline.sweep_drops")
def sweep_drops(*, now: datetime) -> None:
    """Whatever still lies in the drop box, for whatever reason, is taken in within a minute."""
    for drop_id in DroppedTip.objects.order_by("dropped_at").values_list("id", flat=True)[:500]:
        later(take_in, drop_id=str(drop_id), key=f"hotline.take_in:{drop_id}")


@job(name="hotline.sort_lead")
def sort_lead(*, lead_id: int, now: datetime) -> None:
    """A lead came in: compare it, and bring back what was set aside when it says the same."""
    lead = leads_sort.sort_lead(lead_id, by=DESK, now=now)
    # What came first gains or loses weight by every report after it. Only towards earlier ones,
    # so that two which a person hung the other way round do not call each other for ever.
    for earlier in {lead.head_id, lead.copy_of_id, *leads_match.unmarked(lead)}:
        if earlier is not None and earlier < lead.id:
            later(sort_lead, lead_id=earlier, key=f"hotline.sort_lead:{earlier}")
    for other in leads_match.set_aside_but_agreeing(lead):
        leads_work.bring_back(other.id, why="agrees", by=DESK, now=now)


@job(name="hotline.open_pictures")
def open_pictures(*, lead_id: int, now: datetime) -> None:
    """Open what came along in the locked-down process, and keep where and when it was taken."""
    for row in LeadPicture.objects.filter(lead_id=lead_id, state="waiting").order_by("position"):
        taken = files.take_in(UUID(row.drop), about=f"lead:{lead_id}", by=DESK, now=now)
        told = leads_intake.Told(
            file_id=taken.file.id,
            sha256=taken.file.sha256,
            state="ready" if taken.picture.state == "decoded" else "unreadable",
            taken=taken.picture.taken,
            lat=taken.picture.latitude,
            lon=taken.picture.longitude,
        )
        leads_intake.keep_picture(row.id, told, by=DESK, now=now)


@job(name="hotline.tell_agency_of_lead")
def tell_agency_of_lead(*, referral_id: int, event_id: int, now: datetime) -> None:
    """Tell an agency that a lead waits for it; the mail says nothing else."""
    referral = LeadReferral.objects.select_related("lead").get(id=referral_id)
    tell(
        to=Agency.objects.filter(id=referral.agency_id),
        template="urgent",
        path=f"/partner/leads/{referral.code}/",
        key=f"lead-routed:{event_id}",
        about=f"lead:{referral.lead_id}",
        urgent=True,
        by=DESK,
        now=now,
    )


@job(name="hotline.tell_desk_of_answer")
def tell_desk_of_answer(*, referral_id: int, event_id: int, now: datetime) -> None:
    """Tell whoever gave the lead out, and the case manager, that the agency answered."""
    referral = LeadReferral.objects.select_related("lead", "case").get(id=referral_id)
    people = {referral.routed_by_id, referral.case.manager_id or 0}
    tell(
        to=Account.objects.filter(id__in=people),
        template="task",
        path=f"/staff/leads/{referral.lead.number}/",
        key=f"lead-answer:{event_id}",
        about=f"lead:{referral.lead_id}",
        by=DESK,
        now=now,
    )


@job(name="hotline.tell_desk_of_message")
def tell_desk_of_message(*, lead_id: int, event_id: int, now: datetime) -> None:
    """Tell whoever opened the lead that its sender wrote again."""
    lead = Lead.objects.get(id=lead_id)
    tell(
        to=Account.objects.filter(id=lead.opened_by_id or 0),
        template="task",
        path=f"/staff/leads/{lead.number}/",
        key=f"lead-message:{event_id}",
        about=f"lead:{lead.id}",
        by=DESK,
        now=now,
    )


@job(name="hotline.tell_supervisors")
def tell_supervisors(*, lead_id: int, event_id: int, now: datetime) -> None:
    """Nobody opened a lead in time, or an urgent one waits for a second person: say so."""
    lead = Lead.objects.get(id=lead_id)
    supervisors = Account.objects.filter(
        is_active=True, grants__role__in=SUPERVISES, grants__ended_at__isnull=True
    )
    tell(
        to=supervisors.distinct(),
        template="urgent",
        path=f"/staff/leads/{lead.number}/",
        key=f"lead-supervisors:{event_id}",
        about=f"lead:{lead.id}",
        urgent=True,
        by=DESK,
        now=now,
    )


@every("* * * * *", name="hotline.escalate")
def escalate(*, now: datetime) -> None:
    """Leads that nobody opened in time go to the supervisors, each once."""
    for lead in queries.overdue(now):
        leads_sort.escalate(lead.id, by=DESK, now=now)
    for referral in unseen_referrals(now - leads_agency.SEEN_WITHIN):
        leads_agency.remind_agency(referral.id, by=DESK, now=now)


@every("7 * * * *", name="hotline.forget_sources")
def forget_sources(*, now: datetime) -> None:
    """Forget from which networks yesterday's tips came."""
    leads_intake.forget_sources(by=DESK, now=now)
