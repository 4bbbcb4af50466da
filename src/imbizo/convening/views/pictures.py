"""Photos of flip charts: sent in, looked at, dropped. They are private files, served to those who may see them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.inputs_tables import PictureForm
from imbizo.convening.models import Gathering, Picture
from imbizo.convening.operations import pictures as operations
from imbizo.convening.queries import inputs, sessions
from imbizo.convening.queries import pictures as queries
from imbizo.convening.views.frame import address, frame, own
from imbizo.convening.views.inputs import crumbs_of
from imbizo.programmes.states import Permission


@requires(Permission.INPUTS_VIEW)
def pictures(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The pictures of a gathering, and a form for one more."""
    gathering = own(request, pk)
    form = PictureForm(request.POST or None, request.FILES or None, gathering=gathering)
    may_write = request.member.may(Permission.INPUTS_WRITE)
    taken = attempt(form, lambda data: _take(request, gathering, data)) if may_write else None
    if taken is not None:
        picture, is_new = taken
        if is_new:
            _say_kept(request, gathering, picture)
        else:
            messages.info(request, _("This picture was here already. It is kept once."))
        return redirect(address(request, "pictures", pk))
    agenda = sessions.agenda(gathering, timezone.now())
    form.fields["about"].widget.choices = agenda.choices()
    context = frame(request, gathering) | {
        "form": form,
        "pictures": queries.of_gathering(gathering, request.member),
        "refusing": inputs.refusing_photos(gathering),
        "crumbs": crumbs_of(request, gathering),
        "may_write": may_write,
        "may_decide": request.member.may(Permission.INPUTS_DECIDE),
    }
    return render(request, "convening/inputs/pictures.html", context)


@requires(Permission.INPUTS_VIEW)
@never_cache
def picture(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The picture itself. No browser keeps it beyond the sitting."""
    kept = get_object_or_404(queries.pictures(request.member), pk=pk)
    response = FileResponse(kept.file.open("rb"), content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="{kept.pk}.jpg"'
    return response


@require_POST
@requires(Permission.INPUTS_DECIDE)
def picture_drop(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Delete a picture: somebody is in it who didn't want to be."""
    kept = get_object_or_404(queries.pictures(request.member), pk=pk)
    operations.drop_picture(picture=kept, by=request.member)
    say_done(request, _("The picture is deleted."))
    return redirect(address(request, "pictures", kept.gathering_id))


def _take(request: MemberRequest, gathering: Gathering, data: dict[str, Any]) -> tuple[Picture, bool]:
    item_id, _question = inputs.about(gathering, data.pop("about"))
    return operations.add_picture(gathering=gathering, item_id=item_id, by=request.member, **data)


def _say_kept(request: MemberRequest, gathering: Gathering, picture: Picture) -> None:
    """That it is kept; where people can be recognised in it, also who here didn't agree to that."""
    say_done(request, _("The picture is kept."))
    refusing = inputs.refusing_photos(gathering) if picture.shows_people else 0
    if refusing:
        text = ngettext(
            "%(count)s person here didn't agree to photos. Look whether they are in it, and delete it if so.",
            "%(count)s people here didn't agree to photos. Look whether they are in it, and delete it if so.",
            refusing,
        )
        messages.warning(request, text % {"count": refusing})
