"""The dead-letter page and the bar of a running job."""

from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.house.doors import Request, staff
from porchlight.house.jobs import permissions
from porchlight.house.jobs.jobs import dead_letters, try_again
from porchlight.house.jobs.models import Progress


@staff(needs=permissions.READ)
def queue(request: Request) -> HttpResponse:
    """How much waits and runs, and every job that gave up."""
    counted = ProcrastinateJob.objects.values_list("status").annotate(jobs=Count("id"))
    found = dict(counted.order_by("status"))
    words = {
        "todo": _("Waiting"),
        "doing": _("Running"),
        "succeeded": _("Done"),
        "failed": _("Gave up"),
    }
    context = {
        "counts": [(word, found.get(status, 0)) for status, word in words.items()],
        "letters": dead_letters()[:200],
        "may_manage": request.viewer.may(permissions.MANAGE),
    }
    return render(request, "jobs/queue.html", context)


@staff(needs=permissions.MANAGE, methods=["POST"])
def retry(request: Request, number: int) -> HttpResponse:
    """Put a job that gave up back into the queue."""
    try_again(number, now=timezone.now())
    return redirect("job-queue")


@staff()
def bar(request: Request, number: int) -> JsonResponse:
    """How far a job has come; a job that is not there yet has done nothing of nothing."""
    queued = ProcrastinateJob.objects.filter(id=number).first()
    if queued is None:
        raise NotFound(say("This job is no longer in the list."))
    run = Progress.objects.filter(job_number=number).first()
    return JsonResponse(
        {"status": queued.status, "done": run.done if run else 0, "total": run.total if run else 0}
    )


urlpatterns = [
    path("jobs/", queue, name="job-queue"),
    path("jobs/<int:number>/retry/", retry, name="job-retry"),
    path("jobs/<int:number>/progress/", bar, name="job-progress"),
]
