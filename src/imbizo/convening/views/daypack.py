"""The day pack: everything that the day needs on paper, in one press."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from imbizo.base.files import shown
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.exports.daypack import day_pack_pdf, part_title
from imbizo.convening.forms.daypack import PackForm
from imbizo.convening.operations.daypack import note_printed
from imbizo.convening.queries.daypack import BY_LANGUAGE, Part, lacking, languages_of
from imbizo.convening.queries.safety import sheet_of, standing
from imbizo.convening.rules.cards import cards_for
from imbizo.convening.views.frame import frame, own
from imbizo.programmes.states import Permission


@requires(Permission.DAY_REGISTER)
@require_safe
def daypack(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What can be printed for the day."""
    gathering = own(request, pk)
    without = lacking(gathering)
    context = frame(request, gathering) | {
        "form": PackForm(gathering=gathering),
        "parts": [(part, part_title(part), part in without, part in BY_LANGUAGE) for part in Part],
        "languages": languages_of(gathering),
        "cards": cards_for(gathering.capacity),
        "standing": standing(sheet_of(gathering)),
    }
    return render(request, "convening/daypack/daypack.html", context)


@requires(Permission.DAY_REGISTER)
@require_safe
def daypack_pdf(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The parts that were chosen, as one PDF."""
    gathering = own(request, pk)
    form = PackForm(request.GET, gathering=gathering)
    if not form.is_valid():
        context = frame(request, gathering) | {"form": form}
        return render(request, "convening/daypack/daypack.html", context, status=400)
    wanted = form.wanted
    note_printed(gathering=gathering, parts=wanted.parts, by=request.member)
    content = day_pack_pdf(gathering, wanted, address=lambda name, code: _address(request, name, code))
    part = part_title(wanted.parts[0]) if len(wanted.parts) == 1 else "day pack"
    return shown(content, f"{gathering.name} {part}.pdf")


def _address(request: HttpRequest, name: str, code: str) -> str:
    return request.build_absolute_uri(reverse(f"convening:{name}", args=[code]))
