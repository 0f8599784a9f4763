"""Contacts, needs, referrals and messages of one family."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import SAVED, saved
from porchlight.programmes.families import permissions
from porchlight.programmes.families.actions import contacts as contact_actions
from porchlight.programmes.families.actions import messages as message_actions
from porchlight.programmes.families.actions import needs as need_actions
from porchlight.programmes.families.forms import (
    ContactForm,
    MessageForm,
    NeedForm,
    OutcomeForm,
    PromiseForm,
    ReferralForm,
)
from porchlight.programmes.families.models import Contact, Referral, SupportRecord
from porchlight.programmes.families.queries import support as queries
from porchlight.programmes.families.rules.promises import Kept, standing
from porchlight.programmes.families.rules.vocabulary import (
    CHANNELS,
    NEEDS,
    OUTCOMES,
    Channel,
    NeedKind,
    Outcome,
)
from porchlight.programmes.families.staff.drawing import do, draw, seen, typed


@staff()
def contacts(request: Request, number: str) -> HttpResponse:
    """What is promised, and the log of what was kept."""
    record = seen(request, number, "contacts")
    rows = list(queries.contacts_of(record)[:200])
    coming = [one for one in rows if one.kept_at is None and one.taken_back_at is None]
    coming.sort(key=lambda one: one.due_at or one.promised_at)
    log = [one for one in rows if one.kept_at is not None]
    log.sort(key=lambda one: one.kept_at or one.promised_at, reverse=True)
    return draw(
        request,
        record,
        "contacts",
        "families/staff/contacts.html",
        coming=[(one, CHANNELS[Channel(one.channel)]) for one in coming],
        log=[(one, CHANNELS[Channel(one.channel)], _late(one)) for one in log],
    )


def _late(contact: Contact) -> bool:
    if contact.due_at is None or contact.kept_at is None:
        return False
    return standing(contact.due_at, contact.kept_at, now=contact.kept_at) is Kept.LATE


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def promise(request: Request, number: str) -> HttpResponseBase:
    """Promise a contact; ``?about=`` and ``?on=`` come from the advocate's day."""
    record = queries.support_for(request.viewer, number)
    asked = {"about": request.GET.get("about", "")[:200], "due_at": request.GET.get("on", "")[:16]}
    form = PromiseForm(request.POST or None, relatives=queries.relatives_of(record), initial=asked)

    def save() -> None:
        contact_actions.promise_contact(
            record.pk, form.promise(), by=request.viewer, now=timezone.now()
        )

    title, done = _("Promise a contact"), _("Promised. Their page shows it.")
    return typed(request, record, form, save, title=title, done=done, tab="contacts")


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def log_contact(request: Request, number: str, contact_id: int | None = None) -> HttpResponseBase:
    """Write down a contact: a promised one, or one that just happened."""
    record = queries.support_for(request.viewer, number)
    there = queries.one_of(record.contacts.all(), contact_id) if contact_id else None
    form = ContactForm(request.POST or None, relatives=queries.relatives_of(record))
    if there is not None:
        del form.fields["channel"], form.fields["relative"]

    def save() -> None:
        by, now = request.viewer, timezone.now()
        if there is not None:
            contact_actions.keep_contact(there.pk, form.held(), by=by, now=now)
            return
        contact_actions.log_contact(
            record.pk,
            form.channel_chosen,
            form.held(),
            relative_id=form.relative_id(),
            by=by,
            now=now,
        )

    title, done = _("Write down a contact"), _("Written down.")
    return typed(request, record, form, save, title=title, done=done, tab="contacts")


@staff(needs=permissions.WRITE, methods=["POST"])
def take_back(request: Request, number: str, contact_id: int) -> HttpResponseBase:
    """Take a promise back."""
    record = queries.support_for(request.viewer, number)
    contact = queries.one_of(record.contacts.all(), contact_id)
    act = _by_id(contact_actions.take_back_contact, contact.pk)
    return do(request, number, "contacts", act, _("Taken back. Promise another one."))


def _by_id(action: Callable[..., object], row_id: int) -> Callable[..., object]:
    def act(**said: object) -> object:
        return action(row_id, **said)

    return act


@staff()
def needs(request: Request, number: str) -> HttpResponse:
    """What the family needs and who was asked to help."""
    record = seen(request, number, "needs")
    rows = [
        (
            need,
            NEEDS[NeedKind(need.kind)],
            [
                (one, OUTCOMES[Outcome(one.outcome)] if one.outcome else "")
                for one in need.referrals.all()
            ],
        )
        for need in queries.needs_of(record)
    ]
    return draw(request, record, "needs", "families/staff/needs.html", rows=rows)


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def add_need(request: Request, number: str) -> HttpResponseBase:
    """Write down a need."""
    record = queries.support_for(request.viewer, number)
    form = NeedForm(request.POST or None, relatives=queries.relatives_of(record))

    def save() -> None:
        given = form.cleaned_data
        need_actions.add_need(
            record.pk,
            form.kind_chosen,
            given["words"],
            urgent=given["urgent"],
            relative_id=form.relative_id(),
            by=request.viewer,
            now=timezone.now(),
        )

    title, done = _("Add a need"), _("Written down.")
    return typed(request, record, form, save, title=title, done=done, tab="needs")


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def settle_need(request: Request, number: str, need_id: int) -> HttpResponseBase:
    """Write down how a need was met."""
    record = queries.support_for(request.viewer, number)
    need = queries.one_of(record.needs.all(), need_id)
    form = OutcomeForm(request.POST or None)

    def save() -> None:
        outcome = form.cleaned_data["outcome"]
        need_actions.settle_need(need.pk, outcome, by=request.viewer, now=timezone.now())

    title, done = str(NEEDS[NeedKind(need.kind)]), _("Written down.")
    return typed(request, record, form, save, title=title, done=done, tab="needs")


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def refer(request: Request, number: str, need_id: int) -> HttpResponseBase:
    """Ask somebody to help with a need."""
    record = queries.support_for(request.viewer, number)
    need = queries.one_of(record.needs.all(), need_id)
    form = ReferralForm(request.POST or None)

    def save() -> None:
        given = form.cleaned_data
        need_actions.make_referral(
            need.pk,
            given["helper"],
            given["words"],
            consent=given["consent"],
            by=request.viewer,
            now=timezone.now(),
        )

    title, done = _("Refer to somebody who helps"), _("Written down. Ask them how it went.")
    return typed(request, record, form, save, title=title, done=done, tab="needs")


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def end_referral(request: Request, number: str, referral_id: int) -> HttpResponseBase:
    """Write down what became of a referral."""
    record = queries.support_for(request.viewer, number)
    referral = queries.one_of(Referral.objects.filter(need__support=record), referral_id)
    form = OutcomeForm(request.POST or None, of_referral=True)

    def save() -> None:
        need_actions.end_referral(
            referral.pk,
            form.outcome_chosen,
            form.cleaned_data["words"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request, record, form, save, title=referral.helper, done=_("Written down."), tab="needs"
    )


@staff()
def messages(request: Request, number: str) -> HttpResponse:
    """The threads of the family's members, each apart."""
    record = seen(request, number, "messages")
    return _threads(request, record)


@staff(needs=permissions.WRITE, methods=["POST"])
def write(request: Request, number: str, access_id: int) -> HttpResponseBase:
    """Write to one family member."""
    record = queries.support_for(request.viewer, number)
    permissions.may_write(request.viewer, record.facts()).require()
    access = queries.one_of(record.accesses.all(), access_id)
    form = MessageForm(request.POST, auto_id=f"to_{access.pk}_%s")

    def save() -> None:
        text = form.cleaned_data["text"]
        message_actions.write_as_advocate(access.pk, text, by=request.viewer, now=timezone.now())

    status = saved(request, form, save, _("Sent."))
    if status == SAVED:
        return redirect("family-messages-desk", number)
    return _threads(request, record, status, {access.pk: form})


def _threads(
    request: Request,
    record: SupportRecord,
    status: int = 200,
    forms: dict[int, MessageForm] | None = None,
) -> HttpResponse:
    drawn = []
    for access in queries.accesses_of_record(record):
        thread = queries.messages_of(access)
        if access.ended_at is not None and not thread:
            continue
        form = (forms or {}).get(access.pk) or MessageForm(auto_id=f"to_{access.pk}_%s")
        drawn.append((access, thread, form, "messages" in access.sees))
        message_actions.read_messages(access, by=request.viewer, now=timezone.now())
    return draw(
        request, record, "messages", "families/staff/messages.html", status=status, threads=drawn
    )
