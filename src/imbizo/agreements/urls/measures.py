"""Measures and how they go."""

from django.urls import URLPattern, path

from imbizo.agreements.views import measures, updates

HERE = "p/<slug:programme>/agreements/"
ONE, UPDATE = HERE + "measures/<uuid:pk>/", HERE + "updates/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE + "measures/", measures.measures, name="measures"),
    path(HERE + "measures/file/", measures.measures_file, name="measures-file"),
    path(HERE + "<uuid:pk>/measures/", measures.measures_of, name="measures-of"),
    path(HERE + "<uuid:pk>/measures/add/", measures.measure_add, name="measure-add"),
    path(HERE + "clauses/<uuid:pk>/measures/", measures.measures_add, name="measures-add"),
    path(ONE, measures.measure, name="measure"),
    path(ONE + "edit/", measures.measure_edit, name="measure-edit"),
    path(ONE + "stop/", measures.measure_stop, name="measure-stop"),
    path(ONE + "resume/", measures.measure_resume, name="measure-resume"),
    path(ONE + "ask/", updates.measure_ask, name="measure-ask"),
    path(ONE + "report/", updates.update_add, name="update-add"),
    path(UPDATE + "withdraw/", updates.update_withdraw, name="update-withdraw"),
    path(UPDATE + "file/", updates.update_file, name="update-file"),
    path("open/measure/<str:token>/", updates.open_measure, name="open-measure"),
]
