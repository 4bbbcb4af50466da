"""Codebooks, coding, rounds, projects of other programs."""

from django.urls import URLPattern, path

from imbizo.evidence.views import coding

HERE = "p/<slug:programme>/evidence/"

urlpatterns: list[URLPattern] = [
    path(HERE + "codebooks/", coding.codebooks, name="codebooks"),
    path(HERE + "codebooks/<uuid:pk>/", coding.codebook, name="codebook"),
    path(HERE + "codes/<uuid:pk>/", coding.code, name="code"),
    path(HERE + "code/input/<uuid:pk>/", coding.code_input, name="code-input"),
    path(HERE + "code/source/<uuid:pk>/", coding.code_source, name="code-source"),
    path(HERE + "rounds/<uuid:pk>/", coding.coding_round, name="coding-round"),
    path(HERE + "projects/<uuid:pk>/", coding.project_import, name="project-import"),
]
