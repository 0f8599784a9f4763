"""What stands between a typed form and its act: one way to say in the form what is wrong."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from porchlight.core.errors import NotAllowed, Problem

SAVED = 200


def refused(form: BaseForm, problem: Problem) -> int:
    """Write a refusal into the form, at its field when it has it, and return the page's status."""
    field = problem.field if problem.field in form.fields else None
    form.add_error(field, str(problem))
    return problem.status


def saved(request: HttpRequest, form: BaseForm, save: Callable[[], object], done: str) -> int:
    """
    Save what was typed, say ``done`` and return SAVED; or write what is wrong into the form and
    return the page's status: 422, 409.

    :raises NotAllowed: when the person may not
    """
    if not form.is_valid():
        return 422
    try:
        save()
    except NotAllowed:
        raise
    except Problem as problem:
        return refused(form, problem)
    messages.success(request, done)
    return SAVED
