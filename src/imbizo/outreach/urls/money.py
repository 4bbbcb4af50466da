"""Spending, budget lines, and the rules of outreach."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
