"""Themes, the matrix, what nobody answered, suggested groups."""

from django.urls import URLPattern, path

from imbizo.evidence.views import groupings, matrix, theme_ends, theme_members, themes, unanswered

HERE = "p/<slug:programme>/evidence/"
THEME, GROUPING = HERE + "themes/<uuid:pk>/", HERE + "groupings/<uuid:pk>/"

_themes: list[URLPattern] = [
    path(HERE + "", themes.themes, name="themes"),
    path(HERE + "themes/add/", themes.theme_add, name="theme-add"),
    path(THEME, themes.theme, name="theme"),
    path(THEME + "edit/", themes.theme_edit, name="theme-edit"),
    path(THEME + "shift/", themes.theme_shift, name="theme-shift"),
    path(THEME + "codes/", theme_members.theme_codes, name="theme-codes"),
    path(THEME + "put/", theme_members.theme_put, name="theme-put"),
    path(THEME + "take-out/", theme_members.theme_take_out, name="theme-take-out"),
    path(THEME + "grave/", theme_ends.theme_grave, name="theme-grave"),
    path(THEME + "not-grave/", theme_ends.theme_ungrave, name="theme-ungrave"),
    path(THEME + "merge/", theme_ends.theme_merge, name="theme-merge"),
    path(THEME + "withdraw/", theme_ends.theme_withdraw, name="theme-withdraw"),
    path(THEME + "back/", theme_ends.theme_back, name="theme-back"),
]
_matrix: list[URLPattern] = [
    path(HERE + "matrix/", matrix.matrix, name="matrix"),
    path(HERE + "matrix/sentences/", matrix.cell, name="matrix-cell"),
    path(HERE + "matrix/chart/", matrix.matrix_chart, name="matrix-chart"),
    path(HERE + "matrix/themes.xlsx", matrix.matrix_xlsx, name="matrix-xlsx"),
    path(HERE + "matrix/themes.docx", matrix.matrix_docx, name="matrix-docx"),
]
_groupings: list[URLPattern] = [
    path(HERE + "groupings/ask/", groupings.grouping_ask, name="grouping-ask"),
    path(GROUPING, groupings.grouping, name="grouping"),
    path(GROUPING + "<int:number>/theme/", groupings.grouping_theme, name="grouping-theme"),
    path(GROUPING + "<int:number>/dismiss/", groupings.grouping_dismiss, name="grouping-dismiss"),
]
urlpatterns: list[URLPattern] = [
    *_themes,
    *_matrix,
    *_groupings,
    path(HERE + "unanswered/", unanswered.unanswered, name="unanswered"),
    path(HERE + "unanswered/do/", unanswered.unanswered_do, name="unanswered-do"),
    path(HERE + "unanswered/undo/<str:token>/", unanswered.unanswered_undo, name="unanswered-undo"),
]
