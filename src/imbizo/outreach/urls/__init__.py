"""Addresses of campaigns, call lists, the inbox and the money."""

from imbizo.outreach.urls import calls, campaigns, inbox, money

app_name = "outreach"
urlpatterns = [*campaigns.urlpatterns, *calls.urlpatterns, *inbox.urlpatterns, *money.urlpatterns]
