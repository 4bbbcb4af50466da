"""Adoption paths, calendars of councils, resolutions."""

from django.urls import URLPattern, path

from imbizo.agreements.views import adoption

HERE = "p/<slug:programme>/agreements/"

urlpatterns: list[URLPattern] = [
    path(HERE + "<uuid:pk>/adoption/", adoption.adoption, name="adoption"),
    path(HERE + "paths/<uuid:pk>/", adoption.path, name="path"),
    path(HERE + "council-dates/", adoption.body_meetings, name="body-meetings"),
]
