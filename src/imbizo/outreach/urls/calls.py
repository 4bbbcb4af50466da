"""Call lists, and what is shared to groups."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
