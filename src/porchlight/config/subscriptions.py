"""What happens afterwards, elsewhere: event → jobs. This page shows every far consequence."""

from porchlight.core.event import Event
from porchlight.house.accounts import events as accounts
from porchlight.house.accounts import jobs as account_jobs
from porchlight.house.delivery import jobs as delivery_jobs
from porchlight.house.jobs import Job
from porchlight.programmes.cases import events as cases
from porchlight.programmes.cybertips import events as cybertips
from porchlight.programmes.cybertips import jobs as cybertip_jobs
from porchlight.programmes.families import events as families
from porchlight.programmes.families import jobs as family_jobs
from porchlight.programmes.forensics import events as forensics
from porchlight.programmes.hashes import events as hashes
from porchlight.programmes.hashes import jobs as hash_jobs
from porchlight.programmes.hotline.events import calls, leads
from porchlight.programmes.hotline.jobs import calls as call_jobs
from porchlight.programmes.hotline.jobs import leads as lead_jobs
from porchlight.programmes.matching import events as matching
from porchlight.programmes.matching import jobs as matching_jobs
from porchlight.programmes.posters import events as posters
from porchlight.programmes.posters import jobs as poster_jobs

SUBSCRIPTIONS: dict[type[Event], tuple[Job, ...]] = {
    forensics.PersonRecorded: (matching_jobs.wake,),
    forensics.PersonChanged: (matching_jobs.wake,),
    forensics.PersonsImported: (matching_jobs.wake,),
    forensics.PersonRestored: (matching_jobs.wake,),
    forensics.LabFound: (matching_jobs.wake,),
    forensics.BiometricKept: (matching_jobs.wake,),
    forensics.RelativeAdded: (matching_jobs.wake,),
    forensics.ExclusionWithdrawn: (matching_jobs.reopen,),
    matching.PairingReopened: (matching_jobs.wake,),
    accounts.InvitationSent: (delivery_jobs.tell_invited,),
    accounts.SignInReset: (delivery_jobs.tell_invited,),
    accounts.GlassBroken: (delivery_jobs.tell_supervisors,),
    accounts.AccountLocked: (delivery_jobs.tell_administrators, delivery_jobs.tell_owner),
    accounts.AccountDisabled: (account_jobs.revoke_keys_of,),
    accounts.PasswordChanged: (delivery_jobs.tell_owner,),
    accounts.FactorAdded: (delivery_jobs.tell_owner,),
    accounts.FactorRemoved: (delivery_jobs.tell_owner,),
    cases.CaseOpened: (
        poster_jobs.draft,
        matching_jobs.index_case,
        matching_jobs.wake,
        cybertip_jobs.compare_case,
    ),
    cases.CasesTakenOver: (matching_jobs.index_rest,),
    cases.RecordsImported: (
        matching_jobs.index_rest,
        matching_jobs.index_listed,
        matching_jobs.wake,
    ),
    cases.CaseShared: (delivery_jobs.tell_agency,),
    cases.CaseChanged: (
        poster_jobs.reissue,
        matching_jobs.index_case,
        matching_jobs.wake,
        cybertip_jobs.compare_case,
    ),
    cases.ChildAdded: (
        poster_jobs.reissue,
        matching_jobs.index_case,
        matching_jobs.wake,
        cybertip_jobs.compare_case,
    ),
    cases.ChildChanged: (
        poster_jobs.reissue,
        matching_jobs.index_case,
        matching_jobs.wake,
        cybertip_jobs.compare_case,
    ),
    cases.PhotographAdded: (poster_jobs.reissue,),
    cases.PhotographRemoved: (poster_jobs.reissue,),
    cases.ConsentRecorded: (poster_jobs.reissue,),
    cases.PersonAdded: (matching_jobs.index_case,),
    cases.PersonChanged: (poster_jobs.reissue, matching_jobs.index_case),
    cases.VehicleChanged: (poster_jobs.reissue, matching_jobs.index_case),
    cases.ChildRecovered: (
        poster_jobs.withdraw,
        family_jobs.plan_follow_ups,
        cybertip_jobs.compare_case,
    ),
    cases.ChildMissingAgain: (poster_jobs.draft, matching_jobs.wake, cybertip_jobs.compare_case),
    cybertips.ReportDropped: (cybertip_jobs.take_in,),
    cybertips.ReportFinished: (cybertip_jobs.triage, cybertip_jobs.preserve),
    cybertips.ReportTakenIn: (cybertip_jobs.triage, cybertip_jobs.preserve),
    cybertips.CallTakenIn: (cybertip_jobs.triage, cybertip_jobs.preserve),
    cybertips.ReportReferred: (cybertip_jobs.tell_agency,),
    cybertips.TipReferralUnopened: (cybertip_jobs.tell_unopened,),
    cybertips.TipReferralAnswered: (cybertip_jobs.tell_answered,),
    cybertips.ReportTriaged: (cybertip_jobs.touch_report,),
    cybertips.CaseTouched: (cybertip_jobs.raise_in_case,),
    cybertips.RulesTried: (cybertip_jobs.try_rules,),
    cybertips.DocumentRefused: (cybertip_jobs.tell_refused,),
    cases.CaseClosed: (poster_jobs.end, matching_jobs.index_case, cybertip_jobs.compare_case),
    cases.CaseReopened: (
        poster_jobs.draft,
        matching_jobs.index_case,
        matching_jobs.wake,
        cybertip_jobs.compare_case,
    ),
    posters.PosterReleased: (poster_jobs.typeset,),
    posters.PosterReissued: (poster_jobs.typeset,),
    calls.CallTyped: (call_jobs.index_call,),
    calls.ReportHandedOver: (call_jobs.file_report,),
    calls.HandoffOffered: (call_jobs.tell_managers,),
    calls.HandoffOverdue: (call_jobs.tell_supervisors_of_handoff,),
    leads.TipDropped: (lead_jobs.take_in,),
    leads.LeadTakenIn: (lead_jobs.sort_lead, lead_jobs.open_pictures),
    leads.LeadAddedTo: (lead_jobs.open_pictures, lead_jobs.tell_desk_of_message),
    leads.LeadEscalated: (lead_jobs.tell_supervisors,),
    leads.LeadAsideAsked: (lead_jobs.tell_supervisors,),
    leads.LeadRouted: (lead_jobs.tell_agency_of_lead,),
    leads.ReferralReminded: (lead_jobs.tell_agency_of_lead,),
    leads.ReferralAnswered: (lead_jobs.tell_desk_of_answer,),
    leads.OutcomeTold: (lead_jobs.tell_desk_of_answer,),
    calls.SupportRequested: (call_jobs.ask_advocates,),
    families.SupportAsked: (family_jobs.tell_advocates,),
    families.FamilyWrote: (family_jobs.tell_advocate,),
    families.PhotographGiven: (family_jobs.tell_advocate,),
    families.DocumentGiven: (family_jobs.tell_advocate,),
    families.PromiseMissed: (family_jobs.tell_advocate,),
    families.AdvocateAssigned: (family_jobs.tell_advocate,),
    families.AdvocateWrote: (family_jobs.tell_family,),
    hashes.EntryReleased: (hash_jobs.index_waiting,),
    hashes.EntryRetracted: (hash_jobs.index_waiting,),
    hashes.EntriesContributed: (hash_jobs.index_waiting,),
    hashes.EntriesWithdrawn: (hash_jobs.index_waiting,),
    hashes.SeriesHashesAdded: (hash_jobs.index_waiting,),
    hashes.SetSubmitted: (hash_jobs.compare_set,),
    hashes.SetReady: (hash_jobs.tell_ready,),
}
