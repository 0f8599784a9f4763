"""The addresses of cases at the desk."""

from django.urls import path

from porchlight.programmes.cases.staff import (
    importing,
    links,
    overview,
    parts,
    photographs,
    work,
    worksheet,
)

CASE = "cases/<str:number>/"

urlpatterns = [
    path("", overview.day, name="staff-home"),
    path("cases/", overview.listed, name="case-list"),
    # Before the cases' own addresses: no case has this number.
    path("cases/import/", importing.import_records, name="case-import"),
    path(CASE, overview.overview, name="case-overview"),
    path(f"{CASE}people/", overview.people, name="case-people"),
    path(f"{CASE}agencies/", overview.agencies, name="case-agencies"),
    path(f"{CASE}work/", overview.work, name="case-work"),
    path(f"{CASE}photographs/", photographs.photographs, name="case-photographs"),
    path(f"{CASE}photographs/add/", photographs.add, name="case-photograph-add"),
    path(
        f"{CASE}photographs/<int:row_id>/remove/",
        photographs.remove,
        name="case-photograph-remove",
    ),
    path(
        f"{CASE}photographs/<int:row_id>/<slug:shape>.jpg",
        photographs.picture,
        name="case-photograph",
    ),
    path(f"{CASE}timeline/", overview.timeline, name="case-timeline"),
    path(f"{CASE}emergency/", overview.open_in_emergency, name="case-emergency"),
    path(f"{CASE}event/", parts.change_case, name="case-change"),
    path(f"{CASE}children/new/", parts.add_child, name="case-child-add"),
    path(f"{CASE}children/<int:row_id>/", parts.change_child, name="case-child"),
    path(f"{CASE}children/<int:row_id>/consent/", parts.consent, name="case-consent"),
    path(
        f"{CASE}children/<int:row_id>/missing-again/",
        work.missing_again,
        name="case-missing-again",
    ),
    path(f"{CASE}companions/new/", parts.add_companion, name="case-companion-add"),
    path(f"{CASE}companions/<int:row_id>/", parts.change_companion, name="case-companion"),
    path(f"{CASE}vehicles/new/", parts.add_vehicle, name="case-vehicle-add"),
    path(f"{CASE}vehicles/<int:row_id>/", parts.change_vehicle, name="case-vehicle"),
    path(f"{CASE}contacts/new/", parts.add_contact, name="case-contact-add"),
    path(f"{CASE}contacts/<int:row_id>/", parts.change_contact, name="case-contact"),
    path(f"{CASE}assign/", work.assign, name="case-assign"),
    path(f"{CASE}links/", links.links, name="case-links"),
    path(f"{CASE}links/<int:link_id>/end/", links.end, name="case-link-end"),
    path(f"{CASE}agencies/tell/", work.share, name="case-share"),
    path(f"{CASE}agencies/<int:agency_id>/end/", work.end_share, name="case-share-end"),
    path(f"{CASE}agencies/<int:agency_id>/consulted/", work.consulted, name="case-consulted"),
    path(f"{CASE}ncic/sheet/", worksheet.sheet, name="case-ncic-sheet"),
    path(f"{CASE}ncic/sheet.pdf", worksheet.pdf, name="case-ncic-pdf"),
    path(f"{CASE}children/<int:row_id>/marks/", worksheet.marks, name="case-marks"),
    path(f"{CASE}ncic/", work.ncic, name="case-ncic"),
    path(f"{CASE}notes/", work.note, name="case-note"),
    path(f"{CASE}tasks/", work.task, name="case-task"),
    path(f"{CASE}tasks/<int:task_id>/done/", work.task_done, name="case-task-done"),
    path(f"{CASE}clocks/<int:clock_id>/met/", work.clock_met, name="case-clock-met"),
    path(f"{CASE}clocks/<int:clock_id>/pause/", work.clock_paused, name="case-clock-pause"),
    path(f"{CASE}recovery/", work.recovery, name="case-recovery"),
    path(f"{CASE}close/", work.close, name="case-close"),
    path(f"{CASE}reopen/", work.reopen, name="case-reopen"),
    path(f"{CASE}restrict/", work.restrict, name="case-restrict"),
]
