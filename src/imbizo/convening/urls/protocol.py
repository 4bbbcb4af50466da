"""Who is told first, and the letters."""

from django.urls import URLPattern, path

from imbizo.convening.views import protocol, telling

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"
FIRST = f"{HERE}first-to-tell/"
LETTER = f"{HERE}letters/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(FIRST, protocol.protocol, name="protocol"),
    path(FIRST + "add/", protocol.first_add, name="first-add"),
    path(FIRST + "<uuid:pk>/", protocol.first_edit, name="first-edit"),
    path(FIRST + "<uuid:pk>/end/", protocol.first_end, name="first-end"),
    path(FIRST + "<uuid:pk>/resume/", protocol.first_resume, name="first-resume"),
    path(HERE + "letterhead/", protocol.letterhead, name="letterhead"),
    path(OF + "first-to-tell/", telling.gathering_tellings, name="tellings"),
    path(OF + "first-to-tell/write/", telling.tellings_write, name="tellings-write"),
    path(LETTER, telling.telling, name="telling"),
    path(LETTER + "edit/", telling.telling_edit, name="telling-edit"),
    path(LETTER + "anew/", telling.telling_anew, name="telling-anew"),
    path(LETTER + "letter.pdf", telling.telling_pdf, name="telling-pdf"),
    path(LETTER + "mail/", telling.telling_mail, name="telling-mail"),
    path(LETTER + "told/", telling.telling_told, name="telling-told"),
    path(LETTER + "reply/", telling.telling_reply, name="telling-reply"),
    path(LETTER + "take-back/", telling.telling_take_back, name="telling-take-back"),
    path("open/letter/<str:token>/", telling.open_letter, name="open-letter"),
    path("open/letter/<str:token>/letter.pdf", telling.open_letter_pdf, name="open-letter-pdf"),
]
