"""Themes, the matrix, what nobody answered."""

from django.urls import URLPattern, path

from imbizo.evidence.views import themes

HERE = "p/<slug:programme>/evidence/"

urlpatterns: list[URLPattern] = [
    path(HERE + "", themes.themes, name="themes"),
    path(HERE + "themes/<uuid:pk>/", themes.theme, name="theme"),
    path(HERE + "matrix/", themes.matrix, name="matrix"),
    path(HERE + "unanswered/", themes.unanswered, name="unanswered"),
    path(HERE + "groupings/<uuid:pk>/", themes.grouping, name="grouping"),
]
