"""Gateways, their health, and single messages."""

from django.urls import path

from imbizo.messaging.views import gateways, messages

urlpatterns = [
    path("p/<slug:programme>/messages/gateways/", gateways.gateways, name="gateways"),
    path("p/<slug:programme>/messages/gateways/<uuid:pk>/", gateways.gateway, name="gateway"),
    path("p/<slug:programme>/messages/message/<uuid:pk>/", messages.message, name="message"),
]
