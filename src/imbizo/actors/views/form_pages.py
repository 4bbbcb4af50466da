"""Trying what a form asks for, and addresses of the programme, as the pages of coverage and of the law use them."""

from collections.abc import Callable

from django import forms
from django.urls import reverse

from imbizo.base.errors import DomainError
from imbizo.base.web import MemberRequest


def is_done(form: forms.Form, act: Callable[..., object]) -> bool:
    """Whether the form is whole and what it asks for could be done; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True


def address(request: MemberRequest, name: str, *rest: object) -> str:
    """The address of a page of the register in the member's programme."""
    return reverse(f"actors:{name}", args=[request.member.programme.slug, *rest])
