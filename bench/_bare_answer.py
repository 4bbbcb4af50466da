"""The plainest page that takes an answer: a signed link, a form of one field, one insert."""

from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path


class _Form(forms.Form):
    said = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


def bare(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what the holder of the link says."""
    from imbizo.convening.models import Answer

    link: dict[str, Any] = signing.loads(token)
    form = _Form(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    Answer.objects.create(
        programme_id=link["programme"],
        invitation_id=link["invitation"],
        said=form.cleaned_data["said"],
        via="page",
        outcome="taken",
    )
    return redirect(request.path)


bare.permission = "public"  # type: ignore[attr-defined]  # as the middleware of all pages expects it
urlpatterns = [path("bare/<str:token>/", bare)]
