"""Literature scans."""

from django.urls import URLPattern, path

from imbizo.evidence.views import scans

HERE = "p/<slug:programme>/evidence/"

urlpatterns: list[URLPattern] = [
    path(HERE + "scans/", scans.scans, name="scans"),
    path(HERE + "scans/<uuid:pk>/", scans.scan, name="scan"),
    path(HERE + "scans/questions/<uuid:pk>/", scans.scan_question, name="scan-question"),
    path(HERE + "scans/items/<uuid:pk>/", scans.scan_item, name="scan-item"),
    path(HERE + "scans/references/<uuid:pk>/", scans.references, name="references"),
]
