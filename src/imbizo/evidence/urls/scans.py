"""Literature scans."""

from django.urls import URLPattern, path

from imbizo.evidence.views import (
    scan_conflicts,
    scan_flow,
    scan_items,
    scan_questions,
    scan_references,
    scan_screening,
    scans,
)

HERE = "p/<slug:programme>/evidence/scans/"
SCAN = HERE + "<uuid:pk>/"
ITEM = HERE + "items/<uuid:pk>/"
QUESTION = HERE + "questions/<uuid:pk>/"
FINDING = HERE + "findings/<uuid:pk>/"
REFERENCES = HERE + "references/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE, scans.scans, name="scans"),
    path(HERE + "add/", scans.scan_add, name="scan-add"),
    path(SCAN, scans.scan, name="scan"),
    path(SCAN + "edit/", scans.scan_edit, name="scan-edit"),
    path(SCAN + "lists/", scans.scan_lists, name="scan-lists"),
    path(SCAN + "close/", scans.scan_close, name="scan-close"),
    path(SCAN + "bring/", scan_references.references_add, name="references-add"),
    path(REFERENCES, scan_references.references, name="references"),
    path(REFERENCES + "choose/", scan_references.references_choose, name="references-choose"),
    path(REFERENCES + "take/", scan_references.references_take, name="references-take"),
    path(REFERENCES + "drop/", scan_references.references_drop, name="references-drop"),
    path(SCAN + "sources/", scan_items.scan_items, name="scan-items"),
    path(SCAN + "sources/do/", scan_items.scan_items_do, name="scan-items-do"),
    path(SCAN + "sources/undo/<str:token>/", scan_items.scan_items_undo, name="scan-items-undo"),
    path(SCAN + "screen/", scan_screening.scan_screen, name="scan-screen"),
    path(ITEM, scan_screening.scan_item, name="scan-item"),
    path(ITEM + "say/", scan_screening.scan_item_say, name="scan-item-say"),
    path(ITEM + "undo/", scan_screening.scan_item_undo, name="scan-item-undo"),
    path(ITEM + "text/", scan_screening.scan_item_retrieval, name="scan-item-retrieval"),
    path(ITEM + "duplicate/", scan_items.scan_item_duplicate, name="scan-item-duplicate"),
    path(SCAN + "conflicts/", scan_conflicts.scan_conflicts, name="scan-conflicts"),
    path(ITEM + "settle/", scan_conflicts.scan_item_settle, name="scan-item-settle"),
    path(SCAN + "flow/", scan_flow.scan_flow, name="scan-flow"),
    path(SCAN + "flow/<slug:form>/", scan_flow.scan_flow_file, name="scan-flow-file"),
    path(SCAN + "report/", scan_flow.scan_report, name="scan-report"),
    path(SCAN + "included/", scan_flow.scan_ris, name="scan-ris"),
    path(QUESTION, scan_questions.scan_question, name="scan-question"),
    path(QUESTION + "answer/", scan_questions.scan_question_answer, name="scan-question-answer"),
    path(QUESTION + "findings/add/", scan_questions.finding_add, name="finding-add"),
    path(FINDING + "edit/", scan_questions.finding_edit, name="finding-edit"),
    path(FINDING + "withdraw/", scan_questions.finding_withdraw, name="finding-withdraw"),
    path(FINDING + "back/", scan_questions.finding_back, name="finding-back"),
]
