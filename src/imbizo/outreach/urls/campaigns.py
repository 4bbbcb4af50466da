"""Campaigns."""

from django.urls import URLPattern, path

from imbizo.outreach.views import campaigns

MESSAGES = "p/<slug:programme>/messages/campaigns/"

urlpatterns: list[URLPattern] = [
    path(MESSAGES, campaigns.campaigns, name="campaigns"),
    path(f"{MESSAGES}<uuid:pk>/", campaigns.campaign, name="campaign"),
]
