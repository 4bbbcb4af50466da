"""Nominations, the balance, and the draw."""

from django.urls import URLPattern, path

from imbizo.convening.views import nominations, selection

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE + "nominations/<uuid:pk>/", nominations.nomination, name="nomination"),
    path(OF + "selection/", selection.selection, name="selection"),
    path(OF + "nominations/", nominations.nominations, name="nominations"),
]
