"""The proceedings of a gathering: assembling, writing, approving, sending, and reading them without an account."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.files import saved, shown
from imbizo.base.form_pages import because_page
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.exports import proceedings as exports
from imbizo.convening.forms.afterwards import AssembleForm
from imbizo.convening.forms.proceedings import PartForm
from imbizo.convening.models import Gathering, Proceedings
from imbizo.convening.operations import proceedings as operations
from imbizo.convening.queries import proceedings as queries
from imbizo.convening.rules.written import blocks
from imbizo.convening.views.frame import address, crumbs, found, frame, own
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds
_DONE = {"approved", "sent"}


@requires(Permission.INPUTS_VIEW)
@require_safe
def proceedings(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The record of the gathering: to its own partner as far as it is written, to others as it was approved."""
    gathering = found(request, pk)
    written = queries.for_reader(gathering, request.member)
    context = frame(request, gathering) | {"proceedings": written}
    if context["is_ours"]:
        context |= _work(request, gathering, written)
    elif written is None:
        raise Http404
    if written is not None:
        context |= _content(_asked(request, written))
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
    gathering, written = _own(request, pk)
    part = next((part for part in written.parts if part["key"] == key), None)
    if part is None or written.state in _DONE:
        raise Http404
    form = PartForm(request.POST or None, now=part["text"])
    done = attempt(
        form,
        lambda data: operations.write_part(
            proceedings=written, key=key, text=data["text"], by=request.member
        ),
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
        lambda written: operations.take_assembled(proceedings=written, key=key, by=request.member),
        _("This part stands as it is assembled."),
    )


@require_POST
@requires(Permission.INPUTS_DECIDE)
def proceedings_submit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Ask for approval."""
    return _do(
        request,
        pk,
        lambda written: operations.submit(proceedings=written, by=request.member),
        _("They wait for another pair of eyes."),
    )


@requires(Permission.PROCEEDINGS_APPROVE)
def proceedings_hand_back(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say what must be mended first."""
    gathering, written = _own(request, pk)
    return because_page(
        request,
        partial(operations.hand_back, proceedings=written),
        heading=_("Give them back for mending"),
        action=_("Give back"),
        back_url=address(request, "proceedings", pk),
        crumbs=crumbs(request, gathering),
    )


@require_POST
@requires(Permission.PROCEEDINGS_APPROVE)
def proceedings_approve(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Approve and freeze them."""
    return _do(
        request,
        pk,
        lambda written: operations.approve(proceedings=written, by=request.member),
        _("Approved. They don't change any more."),
    )


@require_POST
@requires(Permission.INPUTS_DECIDE)
def proceedings_correct(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Begin a new version."""
    return _do(
        request,
        pk,
        lambda written: operations.correct(proceedings=written, by=request.member),
        _("A new version is begun. The one before stays as it was until this one is approved."),
    )


@require_POST
@requires(Permission.PROCEEDINGS_APPROVE)
def proceedings_send(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Tell those who came and want to hear of it."""
    _gathering, written = _own(request, pk)
    sent = tried(request, lambda: operations.send(proceedings=written, by=request.member))
    if sent is not None:
        words = {"sent": sent[0], "people": sent[1]}
        say_done(
            request, _("%(sent)s messages are on their way, of %(people)s people who want word.") % words
        )
        link = operations.public_address(written, request.member)
        messages.info(
            request, _("Their page, to hand over yourself (shown only now): %(link)s") % {"link": link}
        )
    return redirect(address(request, "proceedings", pk))


@requires(Permission.INPUTS_VIEW)
@require_safe
def proceedings_word(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """As Word."""
    return _word(_asked(request, _readable(request, pk)))


@requires(Permission.INPUTS_VIEW)
@require_safe
def proceedings_pdf(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """As PDF."""
    content = _asked(request, _readable(request, pk))
    return shown(exports.as_pdf(content), f"{content.title}.pdf")


@public
@never_cache
@limited(limit=120, seconds=_HOUR, each="token")
@require_safe
def open_proceedings(request: HttpRequest, token: str) -> HttpResponse:
    """What was approved, for those who came: the decisions and actions here, the whole to download."""
    written, content = _behind(token)
    if written is None or content is None:
        return link_closed(request)
    programme = written.programme
    context: dict[str, Any] = {
        "content": content,
        "parts": [_drawn(part) for part in content.parts if part["key"] in {"about", "decisions", "actions"}],
        "token": token,
        "programme_name": programme.name,
        "asked_by": written.gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
    return render(request, "convening/public/proceedings.html", context)


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_safe
def open_proceedings_file(request: HttpRequest, token: str, form: str) -> HttpResponseBase:
    """The whole of it, as PDF or Word."""
    _written, content = _behind(token)
    if content is None or form not in {"pdf", "docx"}:
        return link_closed(request)
    return shown(exports.as_pdf(content), f"{content.title}.pdf") if form == "pdf" else _word(content)


def _behind(token: str) -> tuple[Proceedings | None, exports.Content | None]:
    try:
        written = queries.behind(open_public_link(token, purpose=operations.LINK))
    except LinkClosed:
        return None, None
    return written, exports.newest_approved(written) if written else None


def _own(request: MemberRequest, pk: UUID) -> tuple[Gathering, Proceedings]:
    gathering = own(request, pk)
    written = queries.of_gathering(gathering)
    if written is None:
        raise Http404
    return gathering, written


def _do(request: MemberRequest, pk: UUID, act: Callable[[Proceedings], Any], done: str) -> HttpResponseBase:
    _gathering, written = _own(request, pk)
    if tried(request, lambda: act(written)) is not None:
        say_done(request, done)
    return redirect(address(request, "proceedings", pk))


def _readable(request: MemberRequest, pk: UUID) -> Proceedings:
    written = queries.for_reader(found(request, pk), request.member)
    if written is None:
        raise Http404
    return written


def _asked(request: MemberRequest, written: Proceedings) -> exports.Content:
    """The version that the address names, else as they stand now; to other partners the last that is open to them."""
    if written.gathering.owner_id != request.member.partner_id:
        newest = queries.newest_for_others(written)
        content = exports.content_of(written, version=newest) if newest is not None else None
    else:
        version = request.GET.get("version", "")
        content = exports.content_of(written, version=int(version) if version.isdecimal() else None)
    if content is None:
        raise Http404
    return content


def _work(request: MemberRequest, gathering: Gathering, written: Proceedings | None) -> dict[str, Any]:
    """What the partner whose they are can do with them."""
    frozen = written.frozen if written else {}
    return {
        "has_begun": operations.has_begun(gathering),
        "form": AssembleForm(initial={"language": _first_language(request, written)}),
        "may_write": request.member.may(Permission.INPUTS_DECIDE),
        "may_approve": request.member.may(Permission.PROCEEDINGS_APPROVE),
        "is_done": written is not None and written.state in _DONE,
        "versions": [number for number in frozen if written is None or number != str(written.version)],
    }


def _word(content: exports.Content) -> HttpResponseBase:
    return saved(exports.as_word(content), f"{content.title}.docx")


def _content(content: exports.Content) -> dict[str, Any]:
    return {
        "parts": [_drawn(part) for part in content.parts],
        "charts": exports.drawings(content),
        "standing": content.standing,
    }


def _drawn(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"blocks": blocks(part["text"])}


def _first_language(request: MemberRequest, written: Proceedings | None) -> str:
    if written is not None:
        return written.language
    known = dict(settings.LANGUAGES)
    return next((code for code in request.member.programme.languages if code in known), "en")
