"""The inbox by person, and the practice phones."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
