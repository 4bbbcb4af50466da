"""Adoption paths, calendars of councils, resolutions."""

from django.urls import URLPattern, path

from imbizo.agreements.views import adoption, council_dates, resolutions

HERE = "p/<slug:programme>/agreements/"
PATH, STEP, DATES = HERE + "paths/<uuid:pk>/", HERE + "steps/<uuid:pk>/", HERE + "council-dates/"

urlpatterns: list[URLPattern] = [
    path(HERE + "<uuid:pk>/adoption/", adoption.adoption, name="adoption"),
    path(HERE + "<uuid:pk>/adoption/begin/", adoption.paths_begin, name="paths-begin"),
    path(HERE + "documents/<uuid:pk>/adoption/", adoption.document_adoption, name="document-adoption"),
    path(PATH, adoption.path, name="path"),
    path(PATH + "edit/", adoption.path_edit, name="path-edit"),
    path(PATH + "ask/", adoption.path_ask, name="path-ask"),
    path(PATH + "steps/add/", adoption.step_add, name="step-add"),
    path(STEP + "edit/", adoption.step_edit, name="step-edit"),
    path(STEP + "hand-in/", adoption.step_hand_in, name="step-hand-in"),
    path(STEP + "done/", adoption.step_finish, name="step-finish"),
    path(STEP + "skip/", adoption.step_skip, name="step-skip"),
    path(STEP + "move/", adoption.step_move, name="step-move"),
    path(STEP + "take-up/", adoption.step_take_up, name="step-take-up"),
    path(STEP + "resolution/", resolutions.resolution_add, name="resolution-add"),
    path(HERE + "resolutions/<uuid:pk>/file/", resolutions.resolution_file, name="resolution-file"),
    path(DATES, council_dates.body_meetings, name="body-meetings"),
    path(DATES + "add/", council_dates.meetings_add, name="body-meetings-add"),
    path(DATES + "break/", council_dates.break_add, name="council-break-add"),
    path(DATES + "<uuid:pk>/drop/", council_dates.meeting_drop, name="body-meeting-drop"),
    path(DATES + "break/<uuid:pk>/drop/", council_dates.break_drop, name="council-break-drop"),
    path("open/path/<str:token>/", resolutions.open_path, name="open-path"),
]
