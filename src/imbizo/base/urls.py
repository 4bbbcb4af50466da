"""Addresses of no domain: offline page, language, colours, components."""

from django.urls import path

from imbizo.base import views

app_name = "base"

urlpatterns = [
    path("offline/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service-worker"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("components/", views.components, name="components"),
]
