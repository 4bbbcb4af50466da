"""Addresses of evidence, a module for each part."""

from imbizo.evidence.urls import coding, scans, sources, themes

app_name = "evidence"
urlpatterns = [
    *sources.urlpatterns,
    *scans.urlpatterns,
    *coding.urlpatterns,
    *themes.urlpatterns,
]
