"""Addresses of gateways and messages, and those that suppliers call."""

from imbizo.messaging.urls import callbacks, gateways

app_name = "messaging"
urlpatterns = [*gateways.urlpatterns, *callbacks.urlpatterns]
