"""Addresses of the app."""

from django.urls import path

from imbizo.desk.views import activity, ending, journey, notifications, search, threads

app_name = "desk"

urlpatterns = [
    path("", journey.home, name="home"),
    path("p/<slug:programme>/", journey.journey, name="journey"),
    path("p/<slug:programme>/end/", ending.end, name="end"),
    path("p/<slug:programme>/search/", search.search_page, name="search"),
    path("p/<slug:programme>/activity/", activity.activity_page, name="activity"),
    path("p/<slug:programme>/history/<str:kind>/<uuid:pk>/", activity.history_page, name="history"),
    path("p/<slug:programme>/thread/<str:kind>/<uuid:pk>/", threads.thread_page, name="thread"),
    path(
        "p/<slug:programme>/thread/<str:kind>/<uuid:pk>/prov.json",
        threads.thread_export,
        name="thread-export",
    ),
    path("p/<slug:programme>/notifications/", notifications.notifications_page, name="notifications"),
    path("p/<slug:programme>/notifications/read/", notifications.read, name="notifications-read"),
]
