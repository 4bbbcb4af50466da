"""The inbox by person, and the practice phones."""

from django.urls import URLPattern, path

from imbizo.outreach.views import inbox as views

urlpatterns: list[URLPattern] = [
    path("p/<slug:programme>/messages/inbox/", views.inbox, name="inbox"),
    path("p/<slug:programme>/messages/inbox/<uuid:pk>/", views.conversation, name="conversation"),
]
