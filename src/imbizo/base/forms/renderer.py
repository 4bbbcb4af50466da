"""Draws every form of the site, ours and allauth's, by Django's own renderer and our templates."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

_CLASS_OF = {
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "select": "form-select",
    "hidden": "",
    "submit": "",
}


class FormRenderer(TemplatesSetting):
    """Our form and field templates; each widget gets the class that the stylesheet knows it by."""

    form_template_name = "base/forms/form.html"
    field_template_name = "base/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Render a form, field or widget template; `request` is passed on as Django does."""
        if "widget" in context:
            _add_class(template_name, context["widget"])
        return super().render(template_name, context, request)


def _add_class(template_name: str, widget: dict[str, Any]) -> None:
    if widget.get("is_hidden") or ("optgroups" in widget and "select" not in template_name):
        return  # The options of a radio or checkbox group are drawn by their own templates.
    kind = "select" if template_name.endswith("/select.html") else widget.get("type", "")
    wanted = _CLASS_OF.get(kind, "form-control")
    own = widget["attrs"].get("class", "")
    widget["attrs"] = {**widget["attrs"], "class": f"{own} {wanted}".strip()}
