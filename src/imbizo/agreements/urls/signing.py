"""Signing, and checking a copy."""

from django.urls import URLPattern, path

from imbizo.agreements.views import public, signing, signing_open, signing_papers

HERE = "p/<slug:programme>/agreements/"
OPEN = "open/sign/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(HERE + "<uuid:pk>/signing/", signing.signing, name="signing"),
    path(HERE + "<uuid:pk>/signing/begin/", signing.begin, name="signing-begin"),
    path(HERE + "<uuid:pk>/signing/take-back/", signing.take_back, name="signing-take-back"),
    path(HERE + "<uuid:pk>/signing/check/", signing.check, name="signing-check"),
    path(HERE + "<uuid:pk>/signing/file.pdf", signing_papers.file, name="signing-file"),
    path(HERE + "<uuid:pk>/signing/counterpart.pdf", signing_papers.counterpart, name="signing-counterpart"),
    path(HERE + "parties/<uuid:pk>/signatory/", signing.signatory_add, name="signatory-add"),
    path(HERE + "signatories/<uuid:pk>/", signing.signatory, name="signatory"),
    path(HERE + "signatories/<uuid:pk>/remove/", signing.signatory_remove, name="signatory-remove"),
    path(HERE + "signatories/<uuid:pk>/ask/", signing.signatory_ask, name="signatory-ask"),
    path(HERE + "signatories/<uuid:pk>/on-paper/", signing.signatory_on_paper, name="signatory-on-paper"),
    path(HERE + "signatories/<uuid:pk>/declined/", signing.signatory_declined, name="signatory-declined"),
    path(HERE + "signatories/<uuid:pk>/paper/", signing_papers.paper, name="signatory-paper"),
    path(HERE + "signatures/<uuid:pk>/scan/", signing_papers.scan, name="signature-scan"),
    path(HERE + "signatures/<uuid:pk>/trust/", signing_papers.trust, name="signature-trust"),
    path("open/signing-authority.pem", public.authority, name="signing-authority"),
    path(OPEN, signing_open.sign, name="sign"),
    path(OPEN + "code/", signing_open.code, name="sign-code"),
    path(OPEN + "decline/", signing_open.decline, name="sign-decline"),
    path(OPEN + "bring-back/", signing_open.bring_back, name="sign-bring-back"),
    path(OPEN + "agreement.pdf", signing_open.file, name="sign-file"),
]
