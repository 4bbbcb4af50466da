"""Beginning a programme, for those who look after the installation."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from imbizo.accounts.models import User
from imbizo.base.web import signed_in
from imbizo.programmes import operations
from imbizo.programmes.forms.settings import NewProgrammeForm
from imbizo.programmes.models import Membership
from imbizo.programmes.views.pages import done


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Choose a process, and begin a programme with it; whoever begins it is its first coordinator."""
    user = cast(User, request.user)
    if not user.is_staff:
        raise PermissionDenied
    form = NewProgrammeForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    made: list[Membership] = []
    if request.method == "POST" and form.is_valid() and done(form, lambda: made.append(_start(form, user))):
        return redirect(made[0].programme)
    return render(request, "programmes/new.html", {"form": form})


def _start(form: NewProgrammeForm, user: User) -> Membership:
    return operations.start_programme(coordinator=user, **form.cleaned_data)
