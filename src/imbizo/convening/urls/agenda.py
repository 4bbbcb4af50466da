"""Designs, agendas, safety sheets and the day pack."""

from django.urls import URLPattern

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = []
