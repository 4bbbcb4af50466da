"""Measures and their updates."""

from django.urls import URLPattern, path

from imbizo.agreements.views import measures

HERE = "p/<slug:programme>/agreements/"

urlpatterns: list[URLPattern] = [
    path(HERE + "measures/", measures.measures, name="measures"),
    path(HERE + "<uuid:pk>/measures/", measures.measures_of, name="measures-of"),
    path(HERE + "measures/<uuid:pk>/", measures.measure, name="measure"),
]
