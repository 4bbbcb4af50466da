"""The addresses of the site. Everything of a programme lies below `/p/<programme>/`."""

from django.urls import include, path

from imbizo.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("imbizo.base.urls")),
    path("", include("imbizo.desk.urls")),
    path("", include("imbizo.programmes.urls")),
    path("", include("imbizo.actors.urls")),
    path("", include("imbizo.messaging.urls")),
    path("", include("imbizo.outreach.urls")),
    path("", include("imbizo.convening.urls")),
    path("", include("imbizo.evidence.urls")),
    path("", include("imbizo.drafting.urls")),
    path("", include("imbizo.agreements.urls")),
    path("account/", include("imbizo.accounts.urls")),
    path("account/", include("allauth.urls")),
]

handler400 = "imbizo.base.views.bad_request"
handler403 = "imbizo.base.views.forbidden"
handler404 = "imbizo.base.views.not_found"
handler500 = "imbizo.base.views.server_error"
