"""Signing in by the code of a letter: for families who have no mailbox of their own."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.accounts import factors
from porchlight.house.accounts.actions.sign_in import KNOCKING
from porchlight.house.accounts.entry import home_of, session_state, threshold
from porchlight.house.accounts.rules import State
from porchlight.house.accounts.screens.pending import finish, wait_for_factor
from porchlight.house.doors import Request
from porchlight.house.doors.bucket import Limit, network_of, take
from porchlight.programmes.families.actions.access import use_code
from porchlight.programmes.families.forms import PaperCode

# A code cannot be guessed (115 bits); the limit keeps the trail from being flooded.
TRIES = Limit("paper-code", 12, 12 / 3600)
TOO_MANY_STATUS = 429


@threshold(methods=["GET", "POST"])
def sign_in(request: Request) -> HttpResponseBase:
    """Type the code of the letter. Every refusal looks alike."""
    if session_state(request, now=timezone.now()) is State.OPEN:
        return redirect(home_of(request.viewer))
    form = PaperCode(request.POST or None)
    status = 200
    if request.method == "POST":
        now = timezone.now()
        status = 422
        if not take(TRIES, network_of(request), now=now):
            form.add_error(None, _("Too many tries from here. Wait a while, or call us."))
            status = TOO_MANY_STATUS
        elif form.is_valid():
            account = use_code(form.cleaned_data["code"], by=KNOCKING, now=now)
            if account is not None:
                # Who set up a second step wanted more than a sheet of paper to open the page.
                if factors.kinds_of(account):
                    return wait_for_factor(request, account, wanted="")
                return finish(request, account, "letter", factors_proved=1)
            form.add_error(
                "code",
                _(
                    "This code does not work. Check every letter and figure. A code ends after a "
                    "month, or when a new one is made."
                ),
            )
    return render(request, "families/paper/sign_in.html", {"form": form}, status=status)


urlpatterns = [path("sign-in/paper/", sign_in, name="sign-in-paper")]
