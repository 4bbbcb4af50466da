"""Decisions, actions, proceedings, certificates, and the participant's own page."""

from django.urls import URLPattern

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = []
