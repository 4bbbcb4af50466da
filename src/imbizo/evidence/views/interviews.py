"""When somebody takes the consent to their interview back."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from imbizo.base.attempts import tried
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.operations import interviews as operations
from imbizo.evidence.queries import in_library as queries
from imbizo.evidence.views.source_frame import own_source, way
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_WRITE)
def source_take_back(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """What will go, and the button that does it: it can't be undone."""
    found = own_source(request, pk)
    if request.method == "POST":
        if tried(request, lambda: operations.take_back_consent(source=found, by=request.member)):
            say_done(request, _("Their words are gone from here."))
        return redirect(found.get_absolute_url())
    context = {"source": found, "going": queries.what_goes(found), "crumbs": way(request, found)}
    return render(request, "evidence/sources/take_back.html", context)
