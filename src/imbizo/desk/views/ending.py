"""The page on which a programme ends."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.desk import operations
from imbizo.desk.errors import WrongProgramme
from imbizo.desk.forms import EndForm
from imbizo.programmes.states import Permission


@requires(Permission.PROGRAMME_EXPORT)
def end(request: MemberRequest) -> HttpResponse:
    """Say what becomes of the data, and forget the people once the coordinator has typed the programme's name."""
    programme = request.member.programme
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            operations.end_and_anonymise(
                programme=programme, short_name=form.cleaned_data["short_name"], by=request.member
            )
        except WrongProgramme as error:
            form.add_error("short_name", str(error))
        else:
            say_done(request, _("The programme has ended. Its people are being forgotten; the counts stay."))
            return redirect(programme)
    crumbs = [Link(_("Personal data"), reverse("programmes:data", args=[programme.slug]))]
    return render(request, "desk/end.html", {"form": form, "crumbs": crumbs})
