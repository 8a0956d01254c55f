"""The addresses of the administration and of one's own account; allauth's stand in ``identity/urls.py``."""

from __future__ import annotations

from django.urls import path

from yinuo.platform.identity.staff import absences, organisation, people, powers, profile, tokens

app_name = "identity"
urlpatterns = [
    path("account/", profile.profile, name="profile"),
    path("account/sessions/", profile.sessions, name="sessions"),
    path("account/absences/", absences.own_absences, name="own_absences"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<uuid:absence_id>/cancel/", absences.cancel, name="cancel_absence"),
    path("administration/organisation/", organisation.organisation, name="organisation"),
    path("administration/organisation/new/", organisation.new_unit, name="new_unit"),
    path("administration/organisation/<uuid:node_id>/", organisation.unit, name="unit"),
    path("administration/staff/", people.people, name="people"),
    path("administration/staff/new/", people.new_person, name="new_person"),
    path("administration/staff/<uuid:staff_id>/", people.person, name="person"),
    path("administration/staff/<uuid:staff_id>/edit/", people.edit_person, name="edit_person"),
    path("administration/staff/<uuid:staff_id>/roles/", powers.roles, name="roles"),
    path("administration/staff/<uuid:staff_id>/reset/", powers.reset, name="reset"),
    path("administration/staff/<uuid:staff_id>/close/", powers.close, name="close"),
    path("administration/staff/<uuid:staff_id>/reopen/", powers.reopen, name="reopen"),
    path("administration/staff/<uuid:staff_id>/sign-out/", powers.end_all_sessions, name="end_all_sessions"),
    path("administration/tokens/", tokens.tokens, name="tokens"),
    path("administration/tokens/new/", tokens.new_token, name="new_token"),
    path("administration/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke_token"),
]
