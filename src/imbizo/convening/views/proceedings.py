"""The proceedings of a gathering: assembling, writing, approving, sending, and reading them without an account."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.limits import limited
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.exports import proceedings as exports
from imbizo.convening.forms.afterwards import AssembleForm, BecauseForm
from imbizo.convening.forms.proceedings import PartForm
from imbizo.convening.models import Gathering, Proceedings
from imbizo.convening.operations import proceedings as operations
from imbizo.convening.queries import proceedings as queries
from imbizo.convening.rules.written import blocks
from imbizo.convening.views.frame import address, crumbs, frame, own
from imbizo.convening.views.gatherings import form_page
from imbizo.convening.views.pdfs import shown_pdf
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds
_DONE = {"approved", "sent"}


@requires(Permission.INPUTS_VIEW)
@require_safe
def proceedings(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The record of the gathering, as far as it is written, and the next thing to do with it."""
    gathering = own(request, pk)
    found = queries.of_gathering(gathering)
    context = frame(request, gathering) | {
        "proceedings": found,
        "form": AssembleForm(initial={"language": _first_language(request, found)}),
        "may_write": request.member.may(Permission.INPUTS_DECIDE),
        "may_approve": request.member.may(Permission.PROCEEDINGS_APPROVE),
    }
    if found is not None:
        context |= _content(found)
    return render(request, "convening/afterwards/proceedings.html", context)


@require_POST
@requires(Permission.INPUTS_DECIDE)
def proceedings_assemble(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Assemble them, or assemble them anew."""
    gathering = own(request, pk)
    form = AssembleForm(request.POST)
    if form.is_valid():
        language = form.cleaned_data["language"]
        made = tried(
            request,
            lambda: operations.assemble(gathering=gathering, language=language, by=request.member),
        )
        if made is not None:
            say_done(request, _("Assembled. Read each part, and mend what only people know."))
    return redirect(address(request, "proceedings", pk))


@requires(Permission.INPUTS_DECIDE)
def proceedings_part(request: MemberRequest, pk: UUID, key: str) -> HttpResponseBase:
    """Write one part."""
    gathering, found = _own(request, pk)
    part = next((part for part in found.parts if part["key"] == key), None)
    if part is None or found.state in _DONE:
        raise Http404
    form = PartForm(request.POST or None, now=part["text"])
    done = attempt(
        form,
        lambda data: operations.write_part(proceedings=found, key=key, text=data["text"], by=request.member),
    )
    if done is not None:
        return redirect(f"{address(request, 'proceedings', pk)}#part-{key}")
    context = {"form": form, "heading": part["title"], "part": part, "crumbs": crumbs(request, gathering)}
    context |= {"action": _("Save"), "back_url": address(request, "proceedings", pk), "gathering": gathering}
    return render(request, "convening/afterwards/part.html", context)


@require_POST
@requires(Permission.INPUTS_DECIDE)
def proceedings_reset(request: MemberRequest, pk: UUID, key: str) -> HttpResponseBase:
    """Let one part be as it is assembled."""
    return _do(
        request,
        pk,
        lambda found: operations.take_assembled(proceedings=found, key=key, by=request.member),
        _("This part stands as it is assembled."),
    )


@require_POST
@requires(Permission.INPUTS_DECIDE)
def proceedings_submit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Ask for approval."""
    return _do(
        request,
        pk,
        lambda found: operations.submit(proceedings=found, by=request.member),
        _("They wait for another pair of eyes."),
    )


@requires(Permission.PROCEEDINGS_APPROVE)
def proceedings_hand_back(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say what must be mended first."""
    gathering, found = _own(request, pk)
    form = BecauseForm(request.POST or None)
    done = attempt(
        form,
        lambda data: operations.hand_back(proceedings=found, because=data["because"], by=request.member),
    )
    if done is not None:
        return redirect(address(request, "proceedings", pk))
    back = address(request, "proceedings", pk)
    words = {"heading": _("Give them back for mending"), "action": _("Give back")}
    return form_page(request, form, back_url=back, way=crumbs(request, gathering), **words)


@require_POST
@requires(Permission.PROCEEDINGS_APPROVE)
def proceedings_approve(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Approve and freeze them."""
    return _do(
        request,
        pk,
        lambda found: operations.approve(proceedings=found, by=request.member),
        _("Approved. They don't change any more."),
    )


@require_POST
@requires(Permission.INPUTS_DECIDE)
def proceedings_correct(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Begin a new version."""
    return _do(
        request,
        pk,
        lambda found: operations.correct(proceedings=found, by=request.member),
        _("A new version is begun. The one before stays as it was until this one is approved."),
    )


@require_POST
@requires(Permission.PROCEEDINGS_APPROVE)
def proceedings_send(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Tell those who came and want to hear of it."""
    _gathering, found = _own(request, pk)
    sent = tried(request, lambda: operations.send(proceedings=found, by=request.member))
    if sent is not None:
        words = {"sent": sent[0], "people": sent[1]}
        say_done(
            request, _("%(sent)s messages are on their way, of %(people)s people who want word.") % words
        )
        link = operations.public_address(found, request.member)
        messages.info(
            request, _("Their page, to hand over yourself (shown only now): %(link)s") % {"link": link}
        )
    return redirect(address(request, "proceedings", pk))


@requires(Permission.INPUTS_VIEW)
@require_safe
def proceedings_word(request: MemberRequest, pk: UUID) -> HttpResponse:
    """As Word."""
    _gathering, found = _own(request, pk)
    return _word(_asked(request, found))


@requires(Permission.INPUTS_VIEW)
@require_safe
def proceedings_pdf(request: MemberRequest, pk: UUID) -> HttpResponse:
    """As PDF."""
    _gathering, found = _own(request, pk)
    content = _asked(request, found)
    return shown_pdf(exports.as_pdf(content), content.title)


@public
@never_cache
@limited(limit=120, seconds=_HOUR, each="token")
@require_safe
def open_proceedings(request: HttpRequest, token: str) -> HttpResponse:
    """What was approved, for those who came: the decisions and actions here, the whole to download."""
    found, content = _behind(token)
    if found is None or content is None:
        return render(request, "convening/public/link_closed.html", status=404)
    programme = found.programme
    context: dict[str, Any] = {
        "content": content,
        "parts": [_drawn(part) for part in content.parts if part["key"] in {"about", "decisions", "actions"}],
        "token": token,
        "programme_name": programme.name,
        "asked_by": found.gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
    return render(request, "convening/public/proceedings.html", context)


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_safe
def open_proceedings_file(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The whole of it, as PDF or Word."""
    found, content = _behind(token)
    if found is None or content is None or form not in {"pdf", "docx"}:
        return render(request, "convening/public/link_closed.html", status=404)
    return shown_pdf(exports.as_pdf(content), content.title) if form == "pdf" else _word(content)


def _behind(token: str) -> tuple[Proceedings | None, exports.Content | None]:
    try:
        found = queries.behind(open_public_link(token, purpose=operations.LINK))
    except LinkClosed:
        return None, None
    return found, exports.newest_approved(found) if found else None


def _own(request: MemberRequest, pk: UUID) -> tuple[Gathering, Proceedings]:
    gathering = own(request, pk)
    found = queries.of_gathering(gathering)
    if found is None:
        raise Http404
    return gathering, found


def _do(request: MemberRequest, pk: UUID, act: Callable[[Proceedings], Any], done: str) -> HttpResponseBase:
    _gathering, found = _own(request, pk)
    if tried(request, lambda: act(found)) is not None:
        say_done(request, done)
    return redirect(address(request, "proceedings", pk))


def _asked(request: MemberRequest, found: Proceedings) -> exports.Content:
    """The version that the address names, else as they stand now."""
    version = request.GET.get("version", "")
    content = exports.content_of(found, version=int(version) if version.isdecimal() else None)
    if content is None:
        raise Http404
    return content


def _word(content: exports.Content) -> HttpResponse:
    response = HttpResponse(exports.as_word(content), content_type=exports.WORD)
    name = slugify(content.title) or "proceedings"
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    response["Cache-Control"] = "no-store"
    return response


def _content(found: Proceedings) -> dict[str, Any]:
    content = exports.content_of(found)
    assert content is not None
    return {
        "parts": [_drawn(part) for part in content.parts],
        "charts": exports.drawings(content),
        "standing": content.standing,
        "is_done": found.state in _DONE,
        "versions": [number for number in found.frozen if number != str(found.version)],
    }


def _drawn(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"blocks": blocks(part["text"])}


def _first_language(request: MemberRequest, found: Proceedings | None) -> str:
    if found is not None:
        return found.language
    known = dict(settings.LANGUAGES)
    return next((code for code in request.member.programme.languages if code in known), "en")
