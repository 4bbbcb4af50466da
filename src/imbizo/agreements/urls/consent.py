"""Consent rounds and what was agreed at meetings."""

from django.urls import URLPattern, path

from imbizo.agreements.views import consent

HERE = "p/<slug:programme>/agreements/"
ROUND = HERE + "rounds/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE + "<uuid:pk>/rounds/", consent.rounds, name="rounds"),
    path(HERE + "<uuid:pk>/rounds/open/", consent.round_open, name="round-open"),
    path(ROUND, consent.round_, name="round"),
    path(ROUND + "call-off/", consent.round_call_off, name="round-call-off"),
    path(ROUND + "close/", consent.round_close, name="round-close"),
    path(ROUND + "remind/", consent.round_remind, name="round-remind"),
    path(ROUND + "positions.xlsx", consent.positions_file, name="round-positions"),
    path(ROUND + "parties/<uuid:party>/", consent.position_enter, name="position-enter"),
    path(ROUND + "parties/<uuid:party>/link/", consent.round_link, name="round-link"),
    path("open/consent/<str:token>/", consent.consent, name="consent"),
]
