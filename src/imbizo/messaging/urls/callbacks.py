"""What suppliers call: delivery reports and incoming messages."""

from django.urls import path

from imbizo.messaging.views import callbacks

urlpatterns = [
    path("open/gateways/<uuid:pk>/report/", callbacks.report, name="callback-report"),
    path("open/gateways/<uuid:pk>/inbound/", callbacks.inbound, name="callback-inbound"),
]
