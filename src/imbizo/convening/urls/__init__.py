"""Addresses of gatherings, a module for each part."""

from imbizo.convening.urls import (
    afterwards,
    agenda,
    calendar,
    dates,
    day,
    inputs,
    invitations,
    nominations,
    protocol,
    training,
)

app_name = "convening"
urlpatterns = [
    # Addresses are tried in this order, and a hall full of phones comes for one of these.
    *inputs.urlpatterns,
    *calendar.urlpatterns,
    *dates.urlpatterns,
    *protocol.urlpatterns,
    *invitations.urlpatterns,
    *nominations.urlpatterns,
    *agenda.urlpatterns,
    *day.urlpatterns,
    *afterwards.urlpatterns,
    *training.urlpatterns,
]
