"""Consent rounds and what was agreed at meetings."""

from django.urls import URLPattern, path

from imbizo.agreements.views import consent

HERE = "p/<slug:programme>/agreements/"

urlpatterns: list[URLPattern] = [
    path(HERE + "<uuid:pk>/rounds/", consent.rounds, name="rounds"),
    path(HERE + "rounds/<uuid:pk>/", consent.round, name="round"),
]
