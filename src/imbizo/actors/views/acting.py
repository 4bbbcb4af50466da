"""What the views of the register share: trying an operation on a form, and the page with one form."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from imbizo.base.errors import DomainError

T = TypeVar("T")


def managed(form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form was valid and `act` went through; the sentence is on the form where not."""
    return attempt(form, act) is not None


def attempt(form: forms.BaseForm, act: Callable[[dict[str, Any]], T]) -> T | None:
    """What `act` gives for a valid form; None where the form or the register refuses, with the sentence on the form."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except DomainError as error:
        field = getattr(error, "field", "")
        form.add_error(field if field in form.fields else None, str(error))
        return None


def tried(request: HttpRequest, act: Callable[[], T]) -> T | None:
    """What `act` gives; None where the register refuses, with the sentence as a message on the next page."""
    try:
        return act()
    except DomainError as error:
        messages.error(request, str(error))
        return None


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    heading: str,
    action: str | Promise,
    back_url: str,
    lede: str = "",
    crumbs: Any = (),
) -> HttpResponse:
    """A page with one form; status 200 also where it was refused, since nothing went wrong on the way."""
    context = {
        "form": form,
        "heading": heading,
        "lede": lede,
        "action": action,
        "back_url": back_url,
        "crumbs": crumbs,
    }
    return render(request, "actors/form.html", context)
