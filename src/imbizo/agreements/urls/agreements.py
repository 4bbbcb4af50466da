"""Agreements, parties, clauses, the public page."""

from django.urls import URLPattern, path

from imbizo.agreements.views import agreements, coverage, parties, public, sharing

HERE = "p/<slug:programme>/agreements/"
ONE, PARTY, CLAUSE = HERE + "<uuid:pk>/", HERE + "parties/<uuid:pk>/", HERE + "clauses/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE + "", agreements.agreements, name="agreements"),
    path(HERE + "make/", agreements.agreement_make, name="agreement-make"),
    path(HERE + "make/sections/", agreements.agreement_fill, name="agreement-fill"),
    path(ONE, agreements.agreement, name="agreement"),
    path(ONE + "sharing/", sharing.agreement_sharing, name="agreement-sharing"),
    path(ONE + "edit/", agreements.agreement_edit, name="agreement-edit"),
    path(ONE + "public/", agreements.agreement_public, name="agreement-public"),
    path(ONE + "settle/", agreements.agreement_settle, name="agreement-settle"),
    path(ONE + "checklist/", agreements.agreement_checklist, name="agreement-checklist"),
    path(ONE + "final-workshop/", agreements.final_workshop, name="agreement-final-workshop"),
    path(ONE + "end/", agreements.agreement_end, name="agreement-end"),
    path(ONE + "withdraw/", agreements.agreement_withdraw, name="agreement-withdraw"),
    path(ONE + "parties/add/", parties.party_add, name="party-add"),
    path(ONE + "clauses/add/", parties.clause_add, name="clause-add"),
    path(ONE + "meetings/add/", parties.meeting_add, name="meeting-add"),
    path(PARTY, parties.party, name="party"),
    path(PARTY + "edit/", parties.party_edit, name="party-edit"),
    path(PARTY + "withdraw/", parties.party_withdraw, name="party-withdraw"),
    path(PARTY + "return/", parties.party_return, name="party-return"),
    path(PARTY + "move/", parties.party_move, name="party-move"),
    path(CLAUSE, parties.clause, name="clause"),
    path(CLAUSE + "reopen/", parties.clause_reopen, name="clause-reopen"),
    path(CLAUSE + "drop/", parties.clause_drop, name="clause-drop"),
    path(HERE + "coverage/", coverage.coverage, name="coverage"),
    path(HERE + "coverage/<slug:line>/", coverage.coverage_left, name="coverage-left"),
    path("open/agreement/<str:code>/", public.public_agreement, name="public-agreement"),
    path("open/agreement/<str:code>/verify/", public.verify_copy, name="public-verify"),
]
