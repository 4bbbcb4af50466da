"""Decisions, actions, proceedings, certificates, and the participant's own page."""

from django.urls import URLPattern, path

from imbizo.convening.views import actions, afterwards, certificates, proceedings

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(OF + "afterwards/", afterwards.afterwards, name="afterwards"),
    path(OF + "afterwards/decide/", afterwards.decision_add, name="decision-add"),
    path(HERE + "decisions/<uuid:pk>/", afterwards.decision_edit, name="decision-edit"),
    path(HERE + "decisions/<uuid:pk>/withdraw/", afterwards.decision_withdraw, name="decision-withdraw"),
    path(OF + "afterwards/act/", actions.action_add, name="action-add"),
    path(HERE + "actions/", actions.actions, name="actions"),
    path(HERE + "actions.csv", actions.actions_file, name="actions-file"),
    path(HERE + "actions/<uuid:pk>/", actions.action_edit, name="action-edit"),
    path(HERE + "actions/<uuid:pk>/stands/", actions.action_stand, name="action-stand"),
    path(HERE + "actions/<uuid:pk>/remind/", actions.action_remind, name="action-remind"),
    path("open/action/<str:token>/", actions.open_action, name="open-action"),
    path(OF + "proceedings/", proceedings.proceedings, name="proceedings"),
    path(OF + "certificates/", certificates.certificates, name="certificates"),
]
