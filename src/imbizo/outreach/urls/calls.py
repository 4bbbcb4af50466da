"""Call lists, and what is shared to groups."""

from django.urls import URLPattern, path

from imbizo.outreach.views import calls, sharing

CALLS = "p/<slug:programme>/messages/calls/"
SHARE = "p/<slug:programme>/messages/campaigns/<uuid:pk>/share/"

urlpatterns: list[URLPattern] = [
    path(CALLS, calls.call_lists, name="call-lists"),
    path(f"{CALLS}<uuid:pk>/", calls.call_list, name="call-list"),
    path(f"{CALLS}ring/<uuid:pk>/", calls.call, name="call"),
    path(SHARE, sharing.campaign_share, name="campaign-share"),
]
