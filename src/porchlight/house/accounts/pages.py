"""Addresses of sign-in, of one's own account and of the administrators' screens."""

from django.urls import path

from porchlight.house.accounts.screens import glass, invitations, own, people, session, sign_in

urlpatterns = [
    path("", session.start, name="start"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.code, name="sign-in-code"),
    path("sign-in/passkey/options/", sign_in.passkey_options, name="sign-in-passkey-options"),
    path("sign-in/passkey/", sign_in.passkey, name="sign-in-passkey"),
    path("sign-in/enrol/", sign_in.enrol, name="sign-in-enrol"),
    path(
        "sign-in/enrol/passkey/options/",
        sign_in.enrol_passkey_options,
        name="sign-in-enrol-passkey-options",
    ),
    path("sign-in/enrol/passkey/", sign_in.enrol_passkey, name="sign-in-enrol-passkey"),
    path("sign-in/help/", sign_in.help_page, name="sign-in-help"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("locked/", session.locked, name="locked"),
    path("unlock/", session.unlock, name="unlock"),
    path("still-here/", session.still_here, name="still-here"),
    path("confirm/", session.confirm, name="confirm"),
    path("confirm/passkey/options/", session.passkey_options, name="confirm-passkey-options"),
    path("confirm/passkey/", session.confirm_passkey, name="confirm-passkey"),
    path("send-again/", session.send_again, name="send-again"),
    path("account/", own.account, name="account"),
    path("account/preferences/", own.preferences, name="account-preferences"),
    path("account/password/", own.password, name="account-password"),
    path("account/app/", own.app, name="account-app"),
    path("account/passkey/", own.passkey, name="account-passkey"),
    path("account/passkey/options/", own.passkey_options, name="account-passkey-options"),
    path("account/passkey/add/", own.add_passkey, name="account-passkey-add"),
    path(
        "account/factors/<int:factor_id>/remove/", own.remove_factor, name="account-factor-remove"
    ),
    path("account/recovery-codes/", own.recovery_codes, name="account-recovery-codes"),
    path("account/sessions/<int:session_id>/end/", own.end_session, name="account-session-end"),
    path("account/sessions/end/", own.end_sessions, name="account-sessions-end"),
    path("join/<str:token>/", invitations.join, name="join"),
    path("staff/invitations/", invitations.staff_list, name="staff-invitations"),
    path("staff/invitations/new/", invitations.staff_new, name="staff-invitation-new"),
    path("staff/invitations/<int:invitation_id>/", invitations.staff_one, name="staff-invitation"),
    path(
        "staff/invitations/<int:invitation_id>/withdraw/",
        invitations.staff_withdraw,
        name="staff-invitation-withdraw",
    ),
    path("partner/invitations/", invitations.partner_list, name="partner-invitations"),
    path("partner/invitations/new/", invitations.partner_new, name="partner-invitation-new"),
    path(
        "partner/invitations/<int:invitation_id>/",
        invitations.partner_one,
        name="partner-invitation",
    ),
    path(
        "partner/invitations/<int:invitation_id>/withdraw/",
        invitations.partner_withdraw,
        name="partner-invitation-withdraw",
    ),
    path("staff/accounts/", people.accounts, name="staff-accounts"),
    path("staff/accounts/<int:account_id>/", people.account, name="staff-account"),
    path("staff/accounts/<int:account_id>/roles/", people.grant, name="staff-account-grant"),
    path(
        "staff/accounts/<int:account_id>/roles/<slug:role>/end/",
        people.end_role,
        name="staff-account-end-role",
    ),
    path("staff/accounts/<int:account_id>/disable/", people.disable, name="staff-account-disable"),
    path("staff/accounts/<int:account_id>/enable/", people.enable, name="staff-account-enable"),
    path("staff/accounts/<int:account_id>/release/", people.release, name="staff-account-release"),
    path("staff/accounts/<int:account_id>/reset/", people.reset, name="staff-account-reset"),
    path("staff/emergency/", glass.break_glass, name="glass"),
    path("staff/emergency/review/", glass.openings, name="glass-openings"),
    path("staff/emergency/review/<int:glass_id>/", glass.review, name="glass-review"),
]
