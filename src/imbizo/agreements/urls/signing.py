"""Signing, and checking a copy."""

from django.urls import URLPattern, path

from imbizo.agreements.views import signing

HERE = "p/<slug:programme>/agreements/"

urlpatterns: list[URLPattern] = [
    path(HERE + "<uuid:pk>/signing/", signing.signing, name="signing"),
]
