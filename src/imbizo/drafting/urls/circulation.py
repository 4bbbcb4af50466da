"""The reference group, circulation, comments, decisions; and the light pages of readers."""

from django.urls import URLPattern, path

from imbizo.drafting.views import circulating, commenting, deciding, groups, letters, open_reading

HERE = "p/<slug:programme>/drafts/"
GROUP, MEMBER = HERE + "<uuid:pk>/reference-group/", HERE + "reference-members/<uuid:pk>/"
SENT, READER, VERSION = (
    HERE + "circulations/<uuid:pk>/",
    HERE + "readers/<uuid:pk>/",
    HERE + "versions/<uuid:pk>/",
)
SAID, ONE = HERE + "<uuid:pk>/comments/", HERE + "comments/<uuid:pk>/"
READ = "open/read/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(GROUP, groups.reference_group, name="reference-group"),
    path(GROUP + "edit/", groups.group_edit, name="reference-group-edit"),
    path(GROUP + "add/", groups.member_add, name="reference-member-add"),
    path(GROUP + "invite/", groups.group_invite, name="reference-group-invite"),
    path(GROUP + "letters/", letters.group_letters, name="reference-group-letters"),
    path(MEMBER + "letter/", letters.member_letter, name="reference-member-letter"),
    path(MEMBER + "edit/", groups.member_edit, name="reference-member-edit"),
    path(MEMBER + "agreed/", groups.member_agreed, name="reference-member-agreed"),
    path(MEMBER + "left/", groups.member_left, name="reference-member-left"),
    path(MEMBER + "back/", groups.member_back, name="reference-member-back"),
    path(VERSION + "circulate/", circulating.circulate, name="circulate"),
    path(VERSION + "summaries/", circulating.summaries, name="summaries"),
    path(VERSION + "summaries/<str:language>/", circulating.summary, name="summary"),
    path(HERE + "summaries/<uuid:pk>/check/", circulating.summary_check, name="summary-check"),
    path(SENT, circulating.circulation, name="circulation"),
    path(SENT + "remind/", circulating.circulation_remind, name="circulation-remind"),
    path(SENT + "others/", circulating.circulation_others, name="circulation-others"),
    path(SENT + "letters/", letters.circulation_letters, name="circulation-letters"),
    path(SENT + "close/", circulating.circulation_close, name="circulation-close"),
    path(SENT + "until/", circulating.circulation_until, name="circulation-until"),
    path(READER + "link/", circulating.reader_link, name="reader-link"),
    path(READER + "letter/", letters.reader_letter, name="reader-letter"),
    path(READER + "nothing/", circulating.reader_nothing, name="reader-nothing"),
    path(SAID, deciding.comments, name="comments"),
    path(SAID + "add/", commenting.comment_add, name="comment-add"),
    path(SAID + "enter/", commenting.comment_enter, name="comment-enter"),
    path(SAID + "tell/", deciding.tell, name="comments-tell"),
    path(SAID + "letters/", letters.answer_letters, name="comments-letters"),
    path(SAID + "matrix/", deciding.matrix, name="matrix"),
    path(SAID + "matrix.<str:form>", deciding.matrix_file, name="matrix-file"),
    path(HERE + "sections/<uuid:pk>/comments/", commenting.section_comments, name="section-comments"),
    path(ONE, deciding.comment, name="comment"),
    path(ONE + "edit/", commenting.comment_edit, name="comment-edit"),
    path(ONE + "withdraw/", commenting.comment_withdraw, name="comment-withdraw"),
    path(ONE + "apply/", deciding.apply, name="comment-apply"),
    path(ONE + "undecide/", deciding.undecide, name="comment-undecide"),
    path(ONE + "redo/<str:was>/", deciding.redo, name="comment-redo"),
    path(ONE + "told/", deciding.told, name="comment-told"),
    path(ONE + "letter/", letters.comment_letter, name="comment-letter"),
    path(READ, open_reading.open_read, name="open-read"),
    path(READ + "<uuid:section>/", open_reading.open_section, name="open-section"),
    path(READ + "comments/<uuid:pk>/", open_reading.open_comment, name="open-comment"),
    path("open/terms/<str:token>/", open_reading.open_terms, name="open-terms"),
]
