"""What these pages share: their tabs, and the page with one form."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.base.attempts import is_done, is_tried
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page as page_of
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

Text = str | Promise

_SAVED = _("Saved.")
_TABS: tuple[tuple[str, Promise, Permission], ...] = (
    ("members", _("Members"), Permission.MEMBERS_VIEW),
    ("process", _("Process"), Permission.PROGRAMME_MANAGE),
    ("settings", _("The programme"), Permission.PROGRAMME_MANAGE),
    ("partners", _("Partners"), Permission.PROGRAMME_MANAGE),
    ("data", _("Personal data"), Permission.PROGRAMME_MANAGE),
)


@dataclass(frozen=True)
class Words:
    """The texts of a page with one form, where it leads back to, and what is said when it is done."""

    heading: Text
    action: Text
    back: Link
    lede: Text = ""
    done: Text = _SAVED
    template: str = "base/form_page.html"
    extra: dict[str, Any] = field(default_factory=dict)


def tabs(member: Membership, current: str) -> list[Link]:
    """The pages of this section that the member may open; none where it is a single one."""
    allowed = [(name, label) for name, label, permission in _TABS if member.may(permission)]
    if len(allowed) < 2:
        return []
    links = [(name, back_to(member, name, label)) for name, label in allowed]
    return [replace(link, is_current=name == current) for name, link in links]


def back_to(member: Membership, name: str, label: Text, *args: object) -> Link:
    """A link to another page of this programme."""
    return Link(label, reverse(f"programmes:{name}", args=[member.programme.slug, *args]))


def form_page(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[], object], words: Words
) -> HttpResponse:
    """Show the form; when it is sent and valid, do it and go back. What the operation refuses stands at the form."""
    if request.method == "POST" and is_done(form, lambda _given: act()):
        messages.success(request, str(words.done))
        return redirect(words.back.url)
    return page_of(
        request,
        form,
        heading=words.heading,
        lede=words.lede,
        action=words.action,
        back_url=words.back.url,
        crumbs=[words.back, Link(words.heading, "")],
        template=words.template,
        **words.extra,
    )


def act_and_return(request: HttpRequest, act: Callable[[], object], back: Link, text: Text) -> HttpResponse:
    """For buttons without a form: do it and say so, or say why not."""
    if is_tried(request, act):
        messages.success(request, str(text))
    return redirect(back.url)
