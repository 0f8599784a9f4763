"""Addresses of family support at the desk."""

from django.urls import path

from porchlight.programmes.families.staff import access, photographs, record, work

urlpatterns = [
    path("families/", record.day, name="family-day"),
    path("families/requests/<int:request_id>/", record.answer, name="family-request"),
    path(
        "families/photographs/<int:photograph_id>/<slug:shape>.jpg",
        photographs.picture,
        name="family-photograph",
    ),
    path(
        "families/photographs/<int:photograph_id>/",
        photographs.settle,
        name="family-photograph-settle",
    ),
    path("families/documents/<int:document_id>/", photographs.document, name="family-document"),
    path("families/<str:number>/", record.record, name="family-record"),
    path("families/<str:number>/advocate/", record.assign, name="family-assign"),
    path("families/<str:number>/safety/", record.safety, name="family-safety"),
    path("families/<str:number>/told/", record.recovery_told, name="family-recovery-told"),
    path("families/<str:number>/people/new/", record.relative, name="family-relative-new"),
    path(
        "families/<str:number>/people/<int:relative_id>/",
        record.relative,
        name="family-relative",
    ),
    path("families/<str:number>/contacts/", work.contacts, name="family-contacts"),
    path("families/<str:number>/contacts/promise/", work.promise, name="family-promise"),
    path("families/<str:number>/contacts/new/", work.log_contact, name="family-contact-new"),
    path(
        "families/<str:number>/contacts/<int:contact_id>/",
        work.log_contact,
        name="family-contact",
    ),
    path(
        "families/<str:number>/contacts/<int:contact_id>/take-back/",
        work.take_back,
        name="family-contact-take-back",
    ),
    path("families/<str:number>/needs/", work.needs, name="family-needs"),
    path("families/<str:number>/needs/new/", work.add_need, name="family-need-new"),
    path("families/<str:number>/needs/<int:need_id>/", work.settle_need, name="family-need"),
    path("families/<str:number>/needs/<int:need_id>/refer/", work.refer, name="family-refer"),
    path(
        "families/<str:number>/referrals/<int:referral_id>/",
        work.end_referral,
        name="family-referral",
    ),
    path("families/<str:number>/messages/", work.messages, name="family-messages-desk"),
    path(
        "families/<str:number>/messages/<int:access_id>/", work.write, name="family-message-write"
    ),
    path("families/<str:number>/access/", access.accesses, name="family-access"),
    path("families/<str:number>/access/new/", access.give, name="family-access-new"),
    path(
        "families/<str:number>/access/<int:access_id>/letter/", access.letter, name="family-letter"
    ),
    path("families/<str:number>/access/<int:access_id>/end/", access.end, name="family-access-end"),
]
