"""Invitations and answers."""

from django.urls import URLPattern, path

from imbizo.convening.views import answering, invitation, invitations

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/invited/"
ONE = f"{HERE}invitations/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(OF, invitations.invitations, name="invitations"),
    path(OF + "add/", invitations.add, name="invitations-add"),
    path(OF + "invite/", invitations.invite, name="invitations-invite"),
    path(OF + "remind/", invitations.remind, name="invitations-remind"),
    path(OF + "news/", invitations.news, name="invitations-news"),
    path(OF + "do/", invitations.do, name="invitations-do"),
    path(OF + "needs/", invitations.needs, name="invitations-needs"),
    path(OF + "needs.csv", invitations.needs_file, name="invitations-needs-file"),
    path(OF + "letters/", invitations.letters, name="invitations-letters"),
    path(OF + "texts/<str:kind>/", invitation.texts, name="invitations-texts"),
    path(OF + "texts/<str:kind>/<str:language>/", invitation.text, name="invitations-text"),
    path(ONE, invitation.invitation, name="invitation"),
    path(ONE + "answer/", invitation.note, name="invitation-note"),
    path(ONE + "needs/", invitation.needs, name="invitation-needs"),
    path(ONE + "instead/", invitation.substitute, name="invitation-substitute"),
    path(ONE + "offer/", invitation.offer, name="invitation-offer"),
    path("open/i/<str:token>/", answering.answer, name="answer"),
]
