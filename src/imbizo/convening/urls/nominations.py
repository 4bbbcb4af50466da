"""Nominations, the balance, and the draw."""

from django.urls import URLPattern, path

from imbizo.convening.views import applying, balance, candidates, nominating, nominations, selection

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"
ONE = f"{HERE}nominations/<uuid:pk>/"
NOMINEE = f"{HERE}nominees/<uuid:pk>/"
SELECTION = f"{OF}selection/"
QUOTA = f"{HERE}quotas/<uuid:pk>/"
CANDIDATE = f"{HERE}candidates/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(OF + "nominations/", nominations.nominations, name="nominations"),
    path(OF + "nominations/ask/", nominations.nominations_ask, name="nominations-ask"),
    path(OF + "nominations/remind/", nominations.nominations_remind, name="nominations-remind"),
    path(ONE, nominations.nomination, name="nomination"),
    path(ONE + "edit/", nominations.nomination_edit, name="nomination-edit"),
    path(ONE + "note/", nominations.nomination_note, name="nomination-note"),
    path(ONE + "link/", nominations.nomination_link, name="nomination-link"),
    path(ONE + "close/", nominations.nomination_close, name="nomination-close"),
    path(NOMINEE + "take/", nominations.nominee_take, name="nominee-take"),
    path(NOMINEE + "refuse/", nominations.nominee_refuse, name="nominee-refuse"),
    path(NOMINEE + "again/", nominations.nominee_again, name="nominee-again"),
    path(OF + "balance/", balance.balance, name="balance"),
    path(SELECTION, selection.selection, name="selection"),
    path(SELECTION + "edit/", selection.selection_edit, name="selection-edit"),
    path(SELECTION + "quota/", selection.quota_add, name="quota-add"),
    path(SELECTION + "add/", candidates.candidate_add, name="candidate-add"),
    path(SELECTION + "try/", selection.selection_try, name="selection-try"),
    path(SELECTION + "draw/", selection.selection_draw, name="selection-draw"),
    path(SELECTION + "repeat/", selection.selection_repeat, name="selection-repeat"),
    path(SELECTION + "undo/", selection.selection_undo, name="selection-undo"),
    path(SELECTION + "take/", selection.selection_take, name="selection-take"),
    path(SELECTION + "reserves/", selection.selection_reserves, name="selection-reserves"),
    path(SELECTION + "link/", selection.selection_link, name="selection-link"),
    path(SELECTION + "export.csv", selection.selection_export, name="selection-export"),
    path(QUOTA, selection.quota_edit, name="quota-edit"),
    path(QUOTA + "remove/", selection.quota_remove, name="quota-remove"),
    path(CANDIDATE, candidates.candidate, name="candidate"),
    path(CANDIDATE + "edit/", candidates.candidate_edit, name="candidate-edit"),
    path(CANDIDATE + "link/", candidates.candidate_link, name="candidate-link"),
    path(CANDIDATE + "move-up/", candidates.candidate_move_up, name="candidate-move-up"),
    path("open/nominate/<str:token>/", nominating.nominate, name="nominate"),
    path("open/apply/<str:token>/", applying.apply, name="apply"),
    path("open/candidate/<str:token>/", applying.own_candidacy, name="own-candidacy"),
]
