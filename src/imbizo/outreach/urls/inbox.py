"""The inbox by person, and the practice phones."""

from django.urls import URLPattern, path

from imbizo.outreach.views import calling_back, canned, conversation, inbox, protection, whose

INBOX = "p/<slug:programme>/messages/inbox/"
ONE = f"{INBOX}<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(INBOX, inbox.inbox, name="inbox"),
    path(ONE, conversation.conversation, name="conversation"),
    path(f"{ONE}talk/", conversation.talk, name="conversation-talk"),
    path(f"{ONE}size/", conversation.size, name="conversation-size"),
    path(f"{ONE}answer/", conversation.answer, name="conversation-answer"),
    path(f"{ONE}note/", conversation.note, name="conversation-note"),
    path(f"{ONE}assign/", conversation.assign, name="conversation-assign"),
    path(f"{ONE}close/", conversation.close, name="conversation-close"),
    path(f"{ONE}reopen/", conversation.reopen, name="conversation-reopen"),
    path(f"{ONE}rung/", conversation.rung, name="conversation-rung"),
    path(f"{ONE}call-list/", calling_back.call_back, name="conversation-call-list"),
    path(f"{ONE}file/<uuid:entry>/", conversation.file, name="conversation-file"),
    path(f"{ONE}whose/", whose.whose, name="conversation-whose"),
    path(f"{ONE}match/<uuid:actor>/", whose.match, name="conversation-match"),
    path(f"{ONE}new-person/", whose.new_person, name="conversation-new-person"),
    path(f"{ONE}unmatch/", whose.unmatch, name="conversation-unmatch"),
    path(f"{ONE}protect/", protection.protect, name="conversation-protect"),
    path(f"{ONE}unprotect/", protection.unprotect, name="conversation-unprotect"),
    path("p/<slug:programme>/messages/protected/", protection.protected, name="protected"),
    path("p/<slug:programme>/messages/ready-answers/", canned.canned_answers, name="canned-answers"),
    path("p/<slug:programme>/messages/ready-answers/new/", canned.canned_add, name="canned-add"),
    path("p/<slug:programme>/messages/ready-answers/<uuid:pk>/", canned.canned_edit, name="canned-edit"),
    path(
        "p/<slug:programme>/messages/ready-answers/<uuid:pk>/remove/",
        canned.canned_remove,
        name="canned-remove",
    ),
]
