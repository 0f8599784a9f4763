"""Every address of the hash desk."""

from django.urls import path

from porchlight.programmes.hashes.staff import entries, members, series, sets

urlpatterns = [
    path("hashes/", entries.lists, name="hash-lists"),
    path("hashes/entries/", entries.listed, name="hash-entries"),
    path("hashes/entries/new/", entries.propose, name="hash-entry-new"),
    path("hashes/entries/<int:entry_id>/", entries.seen, name="hash-entry"),
    path("hashes/entries/<int:entry_id>/review/", entries.review, name="hash-entry-review"),
    path("hashes/entries/<int:entry_id>/release/", entries.release, name="hash-entry-release"),
    path("hashes/entries/<int:entry_id>/refuse/", entries.refuse, name="hash-entry-refuse"),
    path("hashes/entries/<int:entry_id>/retract/", entries.retract, name="hash-entry-retract"),
    path("hashes/entries/<int:entry_id>/settle/", entries.settle, name="hash-entry-settle"),
    path("hashes/look-up/", entries.look_up, name="hash-look-up"),
    path("hashes/series/", series.listed, name="hash-series"),
    path("hashes/series/new/", series.add, name="hash-series-new"),
    path("hashes/series/<int:series_id>/", series.seen, name="hash-series-one"),
    path("hashes/series/<int:series_id>/change/", series.change, name="hash-series-change"),
    path("hashes/series/<int:series_id>/files/", series.extend, name="hash-series-extend"),
    path("hashes/series/<int:series_id>/figures/", series.figures, name="hash-series-figures"),
    path("hashes/notices/", series.notices, name="hash-notices"),
    path("hashes/notices/wishes/<int:series_id>/", series.wish, name="hash-wish"),
    path("hashes/notices/wishes/<int:wish_id>/end/", series.end_wish, name="hash-wish-end"),
    path("hashes/notices/<int:notice_id>/sent/", series.sent, name="hash-notice-sent"),
    path("hashes/sets/", sets.listed, name="hash-sets"),
    path("hashes/sets/<int:submission_id>/", sets.seen, name="hash-set"),
    path("hashes/members/", members.listed, name="hash-members"),
    path("hashes/members/<int:member_id>/access/", members.grant, name="hash-access"),
    path(
        "hashes/members/<int:member_id>/access/<str:list_code>/end/",
        members.end,
        name="hash-access-end",
    ),
]
