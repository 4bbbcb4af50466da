"""Gateways, their health, and single messages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
