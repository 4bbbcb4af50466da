"""Spending, budget lines, and the rules of outreach."""

from django.urls import URLPattern, path

from imbizo.outreach.views import rules, spending

SPENDING = "p/<slug:programme>/messages/spending/"
RULES = "p/<slug:programme>/messages/rules/"

urlpatterns: list[URLPattern] = [
    path(SPENDING, spending.spending, name="spending"),
    path(f"{SPENDING}lines/add/", spending.budget_line_add, name="budget-line-add"),
    path(f"{SPENDING}lines/<uuid:pk>/", spending.budget_line_edit, name="budget-line-edit"),
    path(RULES, rules.rules, name="rules"),
    path(f"{RULES}help/add/", rules.help_number_add, name="help-number-add"),
    path(f"{RULES}help/<uuid:pk>/", rules.help_number_edit, name="help-number-edit"),
]
