"""The page with one form, which most of what can be written is written on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from imbizo.base.components import Link, Text


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    heading: Text,
    action: Text,
    back_url: str,
    lede: Text = "",
    crumbs: Sequence[Link] = (),
    template: str = "base/form_page.html",
    **more: Any,
) -> HttpResponse:
    """A page with one form; `action` is the verb on its button, `back_url` where Cancel leads.

    Its status is 200 also where the form was refused, since nothing went wrong on the way. A `template` of an app's
    own extends the one of base; `more` is for its context.
    """
    context = {"form": form, "heading": heading, "lede": lede, "action": action, "back_url": back_url}
    return render(request, template, context | {"crumbs": crumbs, **more})
