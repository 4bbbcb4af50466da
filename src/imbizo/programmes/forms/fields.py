"""Choices that explain themselves: roles and processes with their prose."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imbizo.programmes.rules import ROLES, ProcessTemplate, process_templates


def _explained(title: object, *prose: object) -> SafeString:
    lines = format_html_join("", "<small>{}</small>", ((line,) for line in prose))
    return format_html('<span class="explained"><b>{}</b>{}</span>', title, lines)


def role_choices() -> list[tuple[str, SafeString]]:
    """Every role, with what it is for."""
    return [(key, _explained(role.title, role.prose)) for key, role in ROLES.items()]


def process_choices() -> list[tuple[str, SafeString]]:
    """Every process that a programme can begin from, with what happens in it and who usually runs it."""
    return [
        (key, _explained(gettext(process.title), gettext(process.summary), _whom(process)))
        for key, process in process_templates().items()
    ]


def _whom(process: ProcessTemplate) -> str:
    return gettext("Usually run by: %(whom)s") % {"whom": gettext(process.for_whom)}


class RolesField(forms.MultipleChoiceField):
    """One role or more, each with its prose beside it."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Roles"))
        options.setdefault("error_messages", {"required": _("Choose at least one role.")})
        super().__init__(choices=role_choices, **options)


class LanguagesField(forms.MultipleChoiceField):
    """Languages that participants are written to in."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Languages of those you write to"))
        options.setdefault("error_messages", {"required": _("Choose at least one language.")})
        super().__init__(choices=settings.LANGUAGES, **options)
