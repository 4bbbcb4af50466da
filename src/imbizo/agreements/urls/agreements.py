"""Agreements, parties, clauses, the public page."""

from django.urls import URLPattern, path

from imbizo.agreements.views import agreements

HERE = "p/<slug:programme>/agreements/"

urlpatterns: list[URLPattern] = [
    path(HERE + "", agreements.agreements, name="agreements"),
    path(HERE + "<uuid:pk>/", agreements.agreement, name="agreement"),
    path(HERE + "parties/<uuid:pk>/", agreements.party, name="party"),
    path(HERE + "clauses/<uuid:pk>/", agreements.clause, name="clause"),
    path(HERE + "coverage/", agreements.coverage, name="coverage"),
]
