"""The day: registration, slips, payment sheets."""

from django.urls import URLPattern

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = []
