"""Decisions, actions, proceedings, certificates, and the participant's own page."""

from django.urls import URLPattern, path

from imbizo.convening.views import actions, afterwards, certificates, proceedings, said

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"
WRITTEN = f"{OF}proceedings/"

urlpatterns: list[URLPattern] = [
    path(OF + "afterwards/", afterwards.afterwards, name="afterwards"),
    path(OF + "afterwards/decide/", afterwards.decision_add, name="decision-add"),
    path(HERE + "decisions/<uuid:pk>/", afterwards.decision_edit, name="decision-edit"),
    path(HERE + "decisions/<uuid:pk>/withdraw/", afterwards.decision_withdraw, name="decision-withdraw"),
    path(OF + "afterwards/act/", actions.action_add, name="action-add"),
    path(HERE + "actions/", actions.actions, name="actions"),
    path(HERE + "actions.csv", actions.actions_file, name="actions-file"),
    path(HERE + "actions/<uuid:pk>/", actions.action_edit, name="action-edit"),
    path(HERE + "actions/<uuid:pk>/stands/", actions.action_stand, name="action-stand"),
    path(HERE + "actions/<uuid:pk>/remind/", actions.action_remind, name="action-remind"),
    path("open/action/<str:token>/", actions.open_action, name="open-action"),
    path(WRITTEN, proceedings.proceedings, name="proceedings"),
    path(WRITTEN + "assemble/", proceedings.proceedings_assemble, name="proceedings-assemble"),
    path(WRITTEN + "parts/<str:key>/", proceedings.proceedings_part, name="proceedings-part"),
    path(WRITTEN + "parts/<str:key>/reset/", proceedings.proceedings_reset, name="proceedings-reset"),
    path(WRITTEN + "submit/", proceedings.proceedings_submit, name="proceedings-submit"),
    path(WRITTEN + "back/", proceedings.proceedings_hand_back, name="proceedings-hand-back"),
    path(WRITTEN + "approve/", proceedings.proceedings_approve, name="proceedings-approve"),
    path(WRITTEN + "correct/", proceedings.proceedings_correct, name="proceedings-correct"),
    path(WRITTEN + "send/", proceedings.proceedings_send, name="proceedings-send"),
    path(WRITTEN + "proceedings.docx", proceedings.proceedings_word, name="proceedings-word"),
    path(WRITTEN + "proceedings.pdf", proceedings.proceedings_pdf, name="proceedings-pdf"),
    path("open/proceedings/<str:token>/", proceedings.open_proceedings, name="open-proceedings"),
    path(
        "open/proceedings/<str:token>/proceedings.<str:form>",
        proceedings.open_proceedings_file,
        name="open-proceedings-file",
    ),
    path(OF + "certificates/", certificates.certificates, name="certificates"),
    path(OF + "certificates/issue/", certificates.certificates_issue, name="certificates-issue"),
    path(OF + "certificates/certificates.pdf", certificates.certificates_file, name="certificates-file"),
    path(HERE + "certificates/<uuid:pk>/", certificates.certificate, name="certificate"),
    path(HERE + "certificates/<uuid:pk>/revoke/", certificates.certificate_revoke, name="certificate-revoke"),
    path(HERE + "certificates/<uuid:pk>/again/", certificates.certificate_again, name="certificate-again"),
    path("open/certificate/", certificates.check_certificate, name="check-certificate"),
    path("open/certificate/<str:code>/", certificates.open_certificate, name="open-certificate"),
    path("open/said/", said.said, name="said"),
    path("open/said/<str:token>/", said.said_of, name="said-of"),
]
