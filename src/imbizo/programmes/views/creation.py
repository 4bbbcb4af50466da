"""Beginning a programme, for those who look after the installation."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from imbizo.accounts.models import User
from imbizo.base.attempts import attempt
from imbizo.base.web import signed_in
from imbizo.programmes import operations
from imbizo.programmes.forms.settings import NewProgrammeForm


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Choose a process, and begin a programme with it; whoever begins it is its first coordinator."""
    user = cast(User, request.user)
    if not user.is_staff:
        raise PermissionDenied
    form = NewProgrammeForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    made = attempt(form, lambda given: operations.start_programme(coordinator=user, **given))
    if made is not None:
        return redirect(made.programme)
    return render(request, "programmes/new.html", {"form": form})
