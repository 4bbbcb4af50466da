"""Call lists, and what is shared to groups."""

from django.urls import URLPattern, path

from imbizo.outreach.views import calls, ringing, sharing

CALLS = "p/<slug:programme>/messages/calls/"
RING = f"{CALLS}ring/<uuid:pk>/"
CAMPAIGN = "p/<slug:programme>/messages/campaigns/<uuid:pk>/"
SHARE = f"{CAMPAIGN}share/"
SHARED = "p/<slug:programme>/messages/shared/"

urlpatterns: list[URLPattern] = [
    path(CALLS, calls.call_lists, name="call-lists"),
    path(f"{CALLS}add/", calls.call_list_add, name="call-list-add"),
    path(f"{CALLS}<uuid:pk>/", calls.call_list, name="call-list"),
    path(f"{CALLS}<uuid:pk>/change/", calls.call_list_edit, name="call-list-edit"),
    path(f"{CALLS}<uuid:pk>/sharing/", calls.call_list_sharing, name="call-list-sharing"),
    path(f"{CALLS}<uuid:pk>/close/", calls.call_list_close, name="call-list-close"),
    path(f"{CALLS}<uuid:pk>/reopen/", calls.call_list_reopen, name="call-list-reopen"),
    path(f"{CALLS}<uuid:pk>/print/", calls.call_list_print, name="call-list-print"),
    path(f"{CALLS}<uuid:pk>/export/<str:form>/", calls.call_list_export, name="call-list-export"),
    path(f"{CALLS}<uuid:pk>/next/", ringing.call_next, name="call-next"),
    path(RING, ringing.call, name="call"),
    path(f"{RING}take/", ringing.call_take, name="call-take"),
    path(f"{RING}let-go/", ringing.call_let_go, name="call-let-go"),
    path(f"{RING}outcome/", ringing.call_outcome, name="call-outcome"),
    path(f"{RING}reopen/", ringing.call_reopen, name="call-reopen"),
    path(SHARE, sharing.campaign_share, name="campaign-share"),
    path(f"{SHARE}note/", sharing.campaign_share_note, name="campaign-share-note"),
    path(f"{SHARED}<uuid:pk>/take-back/", sharing.campaign_share_take_back, name="campaign-share-take-back"),
    path(f"{CAMPAIGN}call-list/", calls.campaign_call_list, name="campaign-call-list"),
]
