"""The page with one form, which most of what can be written is written on."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from imbizo.base.attempts import is_done
from imbizo.base.components import Link, Text
from imbizo.base.forms.because import BecauseForm
from imbizo.base.forms.sharing import SharingForm
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest


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


def because_page(
    request: MemberRequest,
    act: Callable[..., object],
    *,
    back_url: str,
    then: str = "",
    done: Text = "",
    undo: str = "",
    **page: Any,
) -> HttpResponse:
    """A page that asks why, and then does it.

    `act` is the operation, which takes `because` and `by`; `done` is said on the page `then` (`back_url` unless it is
    another), with `undo` beside it.
    """
    form = BecauseForm(request.POST or None)
    if is_done(form, lambda given: act(because=given["because"], by=request.member)):
        if done:
            say_done(request, done, undo=undo)
        return redirect(then or back_url)
    return form_page(request, form, back_url=back_url, **page)


def sharing_page(
    request: MemberRequest,
    record: Any,
    share: Callable[..., object],
    *,
    partners: QuerySet[Any],
    back_url: str = "",
    **page: Any,
) -> HttpResponse:
    """The page on which the owner of a record chooses which partners see it.

    `share` is the operation, which takes `sharing`, `partners` and `by`; `partners` are those who can be named.
    """
    form = SharingForm(request.POST or None, record=record, partners=partners)
    back_url = back_url or record.get_absolute_url()

    def choose(given: dict[str, Any]) -> object:
        return share(sharing=given["sharing"], partners=given["shared_with"], by=request.member)

    if is_done(form, choose):
        say_done(request, _("Shared as you chose: %(with)s.") % {"with": form.chosen})
        return redirect(back_url)
    return form_page(request, form, action=_("Save"), back_url=back_url, **page)
