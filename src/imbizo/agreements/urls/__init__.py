"""Addresses of agreements, a module for each part."""

from imbizo.agreements.urls import adoption, agreements, consent, measures, signing

app_name = "agreements"
urlpatterns = [
    *agreements.urlpatterns,
    *consent.urlpatterns,
    *adoption.urlpatterns,
    *signing.urlpatterns,
    *measures.urlpatterns,
]
