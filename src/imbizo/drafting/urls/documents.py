"""Documents, components, sections, versions."""

from django.urls import URLPattern, path

from imbizo.drafting.views import documents

HERE = "p/<slug:programme>/drafts/"

urlpatterns: list[URLPattern] = [
    path(HERE + "", documents.documents, name="documents"),
    path(HERE + "<uuid:pk>/", documents.document, name="document"),
    path(HERE + "components/", documents.components, name="components"),
    path(HERE + "components/<uuid:pk>/", documents.component, name="component"),
    path(HERE + "versions/<uuid:pk>/", documents.publication, name="publication"),
]
