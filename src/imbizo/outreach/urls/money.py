"""Spending, budget lines, and the rules of outreach."""

from django.urls import URLPattern, path

from imbizo.outreach.views import rules, settings, spending

SPENDING = "p/<slug:programme>/messages/spending/"
RULES = "p/<slug:programme>/messages/rules/"

urlpatterns: list[URLPattern] = [
    path(SPENDING, spending.spending, name="spending"),
    path(f"{SPENDING}export/", spending.spending_export, name="spending-export"),
    path(f"{SPENDING}lines/add/", settings.budget_line_add, name="budget-line-add"),
    path(f"{SPENDING}lines/<uuid:pk>/", settings.budget_line_edit, name="budget-line-edit"),
    path(f"{SPENDING}lines/<uuid:pk>/remove/", settings.budget_line_remove, name="budget-line-remove"),
    path(RULES, rules.rules, name="rules"),
    path(f"{RULES}hours/", rules.rules_hours, name="rules-hours"),
    path(f"{RULES}eyes/", rules.rules_eyes, name="rules-eyes"),
    path(f"{RULES}neutral/", rules.rules_neutral, name="rules-neutral"),
    path(f"{RULES}help/add/", settings.help_number_add, name="help-number-add"),
    path(f"{RULES}help/<uuid:pk>/", settings.help_number_edit, name="help-number-edit"),
    path(f"{RULES}help/<uuid:pk>/remove/", settings.help_number_remove, name="help-number-remove"),
    path(f"{RULES}put-back/<uuid:pk>/", settings.setting_put_back, name="setting-put-back"),
]
