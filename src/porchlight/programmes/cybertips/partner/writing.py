"""A small provider types a report; it takes the same way as one that a program sends."""

import json
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.accounts.models import Account
from porchlight.house.doors import Request, partner
from porchlight.programmes.cybertips import actions, permissions
from porchlight.programmes.cybertips.forms import WriteReport
from porchlight.programmes.cybertips.rules.outcome import Outcome
from porchlight.programmes.cybertips.rules.written import Contact, details


@partner(needs=permissions.SUBMIT, methods=["GET", "POST"])
def written(request: Request) -> HttpResponse:
    """Type, send, get the receipt. Sent twice, it is one report."""
    if request.method != "POST":
        form = WriteReport(initial={"attempt": uuid.uuid4().hex})
        return render(request, "cybertips/partner/write.html", {"form": form})
    form = WriteReport(request.POST, request.FILES)
    if form.is_valid():
        outcome = _sent(request, form)
        if outcome.done:
            messages.success(request, _("Filed. Keep the receipt below."))
            return redirect("own-report", outcome.report_id)
        for fault in outcome.faults:
            form.add_error(None, fault.text)
        if not outcome.faults:
            form.add_error(None, outcome.words or _("This cannot be taken."))
    return render(request, "cybertips/partner/write.html", {"form": form}, status=422)


def _sent(request: Request, form: WriteReport) -> Outcome:
    """Open, upload, describe, finish: each numbered, so that nothing is done twice."""
    given, by, now = form.cleaned_data, request.viewer, timezone.now()
    account = Account.objects.get(id=by.id or 0)
    body = json.dumps(form.written(Contact(account.name, account.email))).encode()
    key = f"form-{given['attempt']}"
    opened = actions.submit_report(body, form="json", source="form", repeat=key, by=by, now=now)
    if not opened.done or opened.report_id is None:
        return opened
    number = opened.report_id
    for at, file in enumerate(request.FILES.getlist("attached")):
        sent = actions.upload_file(
            number, file.chunks(), name=file.name or "", declared_type=file.content_type or "",
            repeat=f"{key}-{at}", by=by, now=now,
        )  # fmt: skip
        if not sent.done or sent.file_id is None:
            return sent
        said = json.dumps(details(number, sent.file_id, given["viewed"])).encode()
        actions.describe_file(said, form="json", by=by, now=now)
    return actions.finish_report(number, by=by, now=now)


urlpatterns = [path("reports/new/", written, name="own-write")]
