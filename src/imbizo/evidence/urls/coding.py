"""Codebooks, coding, rounds, projects of other programs."""

from django.urls import URLPattern, path

from imbizo.evidence.views import codebooks, codes, coding, coding_rounds, codings, project_files, projects

HERE = "p/<slug:programme>/evidence/"
BOOK, CODE, ROUND = HERE + "codebooks/<uuid:pk>/", HERE + "codes/<uuid:pk>/", HERE + "rounds/<uuid:pk>/"
FILE = HERE + "projects/<uuid:pk>/"

_tree: list[URLPattern] = [
    path(HERE + "codebooks/", codebooks.codebooks, name="codebooks"),
    path(HERE + "codebooks/add/", codebooks.codebook_add, name="codebook-add"),
    path(BOOK, codebooks.codebook, name="codebook"),
    path(BOOK + "edit/", codebooks.codebook_edit, name="codebook-edit"),
    path(BOOK + "colours.css", codebooks.colours, name="codebook-colours"),
    path(BOOK + "codes/add/", codes.code_add, name="code-add"),
    path(CODE, codes.code, name="code"),
    path(CODE + "edit/", codes.code_edit, name="code-edit"),
    path(CODE + "shift/", codes.code_shift, name="code-shift"),
    path(CODE + "merge/", codes.code_merge, name="code-merge"),
    path(CODE + "withdraw/", codes.code_withdraw, name="code-withdraw"),
    path(CODE + "words.xlsx", codes.code_export, name="code-export"),
]
_texts: list[URLPattern] = [
    path(HERE + "code/input/<uuid:pk>/", coding.code_input, name="code-input"),
    path(HERE + "code/source/<uuid:pk>/", coding.code_source, name="code-source"),
    path(HERE + "code/excerpt/<uuid:pk>/", coding.code_excerpt, name="code-excerpt"),
    path(HERE + "code/<slug:kind>/<uuid:pk>/words/", coding.code_words, name="code-words"),
    path(HERE + "code/<slug:kind>/<uuid:pk>/part/<int:number>/", coding.code_part, name="code-part"),
    path(HERE + "codings/back/", codings.take_back, name="codings-back"),
    path(HERE + "codings/again/", codings.put_back, name="codings-again"),
    path(HERE + "codings/<uuid:pk>/", codings.one, name="coding"),
]
_rounds: list[URLPattern] = [
    path(BOOK + "rounds/add/", coding_rounds.round_add, name="coding-round-add"),
    path(ROUND, coding_rounds.coding_round, name="coding-round"),
    path(ROUND + "compare/", coding_rounds.compare, name="coding-round-compare"),
    path(ROUND + "settle/", coding_rounds.settle, name="coding-round-settle"),
    path(ROUND + "finish/", coding_rounds.finish, name="coding-round-finish"),
    path(ROUND + "agreement.xlsx", coding_rounds.export, name="coding-round-export"),
]
_projects: list[URLPattern] = [
    path(HERE + "projects/add/", projects.project_add, name="project-add"),
    path(FILE, projects.project_import, name="project-import"),
    path(FILE + "back/", projects.take_back, name="project-back"),
    path(FILE + "again/", projects.go_on, name="project-again"),
    path(BOOK + "files/", project_files.codebook_files, name="codebook-files"),
    path(BOOK + "codebook.qdc", project_files.codebook_qdc, name="codebook-qdc"),
    path(BOOK + "project.qdpx", project_files.codebook_qdpx, name="codebook-qdpx"),
]
urlpatterns: list[URLPattern] = [
    *_tree,
    *_texts,
    *_rounds,
    *_projects,
]
