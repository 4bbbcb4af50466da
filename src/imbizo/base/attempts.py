"""Trying an operation from a view: what is refused comes back as a sentence, and what was typed stays."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from imbizo.base.errors import DomainError

T = TypeVar("T")


def attempt(form: forms.BaseForm, act: Callable[[dict[str, Any]], T]) -> T | None:
    """What `act` gives for a valid form; None where it is refused, with the sentence on the form."""
    made: list[T] = []
    is_done(form, lambda given: made.append(act(given)))
    return made[0] if made else None


def is_done(form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form was valid and `act` went through; where not, the sentence is on the form."""
    if not form.is_valid():
        return False
    try:
        # A savepoint: the view may hold the row, and goes on to draw the page.
        with transaction.atomic():
            act(form.cleaned_data)
    except DomainError as error:
        field = getattr(error, "field", "")
        form.add_error(field if field in form.fields else None, str(error))
        return False
    return True


def tried(request: HttpRequest, act: Callable[[], T]) -> T | None:
    """What `act` gives; None where it is refused, with the sentence as a message on the next page."""
    made: list[T] = []
    is_tried(request, lambda: made.append(act()))
    return made[0] if made else None


def is_tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether `act` went through; where not, the sentence is a message on the next page."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
        return False
    return True
