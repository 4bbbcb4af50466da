"""Addresses of the programme's own pages."""

from django.urls import path

from imbizo.programmes.views import creation, members, process, public, settings

app_name = "programmes"

_P = "p/<slug:programme>"

urlpatterns = [
    path("programmes/new/", creation.new, name="new"),
    path("open/invitation/<str:token>/", public.invitation, name="invitation"),
    path(f"{_P}/members/", members.members, name="members"),
    path(f"{_P}/members/invite/", members.invite, name="invite"),
    path(f"{_P}/members/<uuid:member>/", members.member, name="member"),
    path(f"{_P}/members/<uuid:member>/roles/", members.member_edit, name="member-edit"),
    path(f"{_P}/members/<uuid:member>/hand-over/", members.hand_over, name="hand-over"),
    path(f"{_P}/invitations/<uuid:invitation>/resend/", members.invitation_resend, name="invitation-resend"),
    path(
        f"{_P}/invitations/<uuid:invitation>/withdraw/",
        members.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path(f"{_P}/steps/<slug:step>/", process.step, name="step"),
    path(f"{_P}/steps/<slug:step>/state/", process.step_edit, name="step-edit"),
    path(f"{_P}/steps/<slug:step>/change/", process.step_change, name="step-change"),
    path(f"{_P}/process/", process.process, name="process"),
    path(f"{_P}/process/<slug:phase>/", process.phase_edit, name="phase-edit"),
    path(f"{_P}/process/<slug:phase>/add/", process.step_add, name="step-add"),
    path(f"{_P}/settings/", settings.overview, name="settings"),
    path(f"{_P}/settings/change/", settings.overview_edit, name="settings-edit"),
    path(f"{_P}/settings/areas/", settings.areas, name="areas"),
    path(f"{_P}/partners/", settings.partners, name="partners"),
    path(f"{_P}/partners/add/", settings.partner_add, name="partner-add"),
    path(f"{_P}/partners/<uuid:partner>/", settings.partner_edit, name="partner-edit"),
    path(f"{_P}/partners/<uuid:partner>/remove/", settings.partner_remove, name="partner-remove"),
    path(f"{_P}/data/", settings.data, name="data"),
    path(f"{_P}/data/responsibility/", settings.responsibility_edit, name="responsibility-edit"),
    path(f"{_P}/data/end/", settings.end_edit, name="end-edit"),
    path(f"{_P}/data/operators/add/", settings.operator_add, name="operator-add"),
    path(f"{_P}/data/operators/<uuid:operator>/", settings.operator_edit, name="operator-edit"),
    path(f"{_P}/data/operators/<uuid:operator>/end/", settings.operator_end, name="operator-end"),
    path(f"{_P}/data/operators/<uuid:operator>/resume/", settings.operator_resume, name="operator-resume"),
    path(f"{_P}/data/retention/<uuid:rule>/", settings.retention_edit, name="retention-edit"),
]
