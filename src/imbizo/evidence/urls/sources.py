"""The library of sources, their texts, policies and practices, interviews."""

from django.urls import URLPattern, path

from imbizo.evidence.views import sources

HERE = "p/<slug:programme>/evidence/"

urlpatterns: list[URLPattern] = [
    path(HERE + "sources/", sources.sources, name="sources"),
    path(HERE + "sources/<uuid:pk>/", sources.source, name="source"),
    path(HERE + "practices/", sources.practices, name="practices"),
    path(HERE + "excerpts/<uuid:pk>/", sources.excerpt, name="excerpt"),
]
