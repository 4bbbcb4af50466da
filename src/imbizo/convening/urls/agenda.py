"""Designs, agendas, safety sheets and the day pack."""

from django.urls import URLPattern, path

from imbizo.convening.views import agenda, daypack, designs, safety, sessions

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"
DESIGNS = f"{HERE}designs/"
DESIGN = f"{DESIGNS}<uuid:pk>/"
SESSION = f"{HERE}sessions/<uuid:pk>/"
QUESTION = f"{HERE}questions/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(DESIGNS, designs.designs, name="designs"),
    path(DESIGNS + "add/", designs.design_add, name="design-add"),
    path(DESIGN, designs.design, name="design"),
    path(DESIGN + "edit/", designs.design_edit, name="design-edit"),
    path(DESIGN + "sharing/", designs.design_sharing, name="design-sharing"),
    path(DESIGN + "run-sheet.pdf", designs.design_pdf, name="design-pdf"),
    path(DESIGN + "sessions/add/", sessions.design_session_add, name="design-session-add"),
    path(OF + "agenda/", agenda.agenda, name="agenda"),
    path(OF + "agenda/take/", agenda.agenda_take, name="agenda-take"),
    path(OF + "agenda/print/", agenda.agenda_print, name="agenda-print"),
    path(OF + "agenda/run-sheet.pdf", agenda.agenda_pdf, name="agenda-pdf"),
    path(OF + "agenda/add/", sessions.agenda_session_add, name="agenda-session-add"),
    path(SESSION, sessions.session_edit, name="session-edit"),
    path(SESSION + "move/", sessions.session_move, name="session-move"),
    path(SESSION + "duplicate/", sessions.session_duplicate, name="session-duplicate"),
    path(SESSION + "remove/", sessions.session_remove, name="session-remove"),
    path(SESSION + "questions/add/", sessions.question_add, name="question-add"),
    path(QUESTION, sessions.question_edit, name="question-edit"),
    path(QUESTION + "remove/", sessions.question_remove, name="question-remove"),
    path(HERE + "sessions/removed/<uuid:pk>/", sessions.session_put_back, name="session-put-back"),
    path(OF + "safety/", safety.safety, name="safety"),
    path(OF + "safety/decide/", safety.safety_decide, name="safety-decide"),
    path(OF + "safety/look/", safety.safety_look, name="safety-look"),
    path(OF + "safety/sheet.pdf", safety.safety_pdf, name="safety-pdf"),
    path(OF + "pack/", daypack.daypack, name="daypack"),
    path(OF + "pack/day-pack.pdf", daypack.daypack_pdf, name="daypack-pdf"),
]
