"""Addresses of drafts, a module for each part."""

from imbizo.drafting.urls import circulation, documents, files, writing

app_name = "drafting"
urlpatterns = [
    *documents.urlpatterns,
    *writing.urlpatterns,
    *circulation.urlpatterns,
    *files.urlpatterns,
]
