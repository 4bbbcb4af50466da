"""The editor of a section."""

from django.urls import URLPattern, path

from imbizo.drafting.views import writing

HERE = "p/<slug:programme>/drafts/"

urlpatterns: list[URLPattern] = [
    path(HERE + "sections/<uuid:pk>/", writing.section, name="section"),
]
