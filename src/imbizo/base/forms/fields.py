"""Widgets that phones and keyboards know: native dates, telephone keypads, tags with suggestions."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

TAG_LENGTH = 50
TAG_COUNT = 30


class DateInput(forms.DateInput):
    """The browser's own date field. It reads and writes ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day, by the browser's own date field; typed as 2026-07-26 where there is none."""

    widget = DateInput
    default_error_messages = {"invalid": _("Write the date as year, month, day: 2026-07-26.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"], **options)

    def to_python(self, value: str | dt.datetime | dt.date | None) -> dt.date | None:
        """The day, or None where nothing was given."""
        return super().to_python(value.strip() if isinstance(value, str) else value)


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a day and an hour."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and an hour in the programme's zone."""

    widget = MomentInput
    default_error_messages = {"invalid": _("Write the day and the hour like this: 2026-07-26 09:00.")}

    def __init__(self, **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
        super().__init__(input_formats=formats, **options)


class PhoneInput(forms.TextInput):
    """A field that opens the phone's keypad for numbers."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "tel", **(attrs or {})})


class SearchInput(forms.TextInput):
    """A search field, with the clear button that browsers give it."""

    input_type = "search"


class TagInput(forms.TextInput):
    """Words with commas between them; `suggestions` are offered while typing."""

    template_name = "base/forms/tags.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, suggestions: Iterable[str] = ()) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The input's context with the list of suggestions, whose id hangs on the field's."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["suggestions"] = list(self.suggestions)
        if widget["suggestions"] and widget["attrs"].get("id"):
            widget["attrs"]["list"] = f"{widget['attrs']['id']}_list"
        return context

    def format_value(self, value: Any) -> str | None:
        """Tags as one line of text."""
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else super().format_value(value)


class TagField(forms.Field):
    """Tags as a list of words, each once, in the order they were written. Case is kept, not told apart."""

    widget = TagInput
    default_error_messages = {
        "too_long": _("“%(tag)s” is too long for a tag: use at most %(limit)s letters."),
        "too_many": _("Use at most %(limit)s tags."),
    }

    def to_python(self, value: object) -> list[str]:
        """Split at commas and semicolons; a list passes as it is."""
        parts = value if isinstance(value, list | tuple) else str(value or "").replace(";", ",").split(",")
        words = (" ".join(str(part).split()) for part in parts)
        return list({word.casefold(): word for word in reversed([w for w in words if w])}.values())[::-1]

    def validate(self, value: list[str]) -> None:
        """Refuse tags that are too long, or too many of them."""
        super().validate(value)
        if len(value) > TAG_COUNT:
            raise ValidationError(self.error_messages["too_many"], params={"limit": TAG_COUNT})
        for tag in value:
            if len(tag) > TAG_LENGTH:
                params = {"tag": tag[:TAG_LENGTH], "limit": TAG_LENGTH}
                raise ValidationError(self.error_messages["too_long"], params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other tags than the first ones were written."""
        return self.to_python(initial) != self.to_python(data)
