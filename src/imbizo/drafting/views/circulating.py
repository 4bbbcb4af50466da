"""A published version goes out: its summaries, sending, who answered what, closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Figure, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting import queries as drafts
from imbizo.drafting.forms.circulating import CirculateForm, SummaryForm, UntilForm
from imbizo.drafting.models import Circulation, PlainSummary, Publication, Reader
from imbizo.drafting.operations import circulating as operations
from imbizo.drafting.operations import summaries as summing
from imbizo.drafting.operations.comments import say_no_comment
from imbizo.drafting.queries import circulating as queries
from imbizo.drafting.queries.passages import offered_summary
from imbizo.drafting.rules.commenting import closes_at, is_open
from imbizo.drafting.templatetags.circulation import spoken
from imbizo.drafting.views.document_frame import about
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.DRAFTS_DECIDE)
def circulate(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Send a published version to the reference group."""
    publication = _own_publication(request, pk)
    form = CirculateForm(request.POST or None)
    made = attempt(
        form, lambda data: operations.circulate(publication=publication, by=request.member, **data)
    )
    if made is not None:
        _say_sent(request, made)
        return redirect(made.get_absolute_url())
    document = publication.document
    context = about(request, document, Link(str(publication), publication.get_absolute_url())) | {
        "form": form,
        "heading": _("Send it out for comment"),
        "lede": _(
            "Each member of the reference group gets a page of their own, in their language, without an account."
        ),
        "action": _("Send it"),
        "back_url": publication.get_absolute_url(),
        "publication": publication,
        "sitting": len(queries.sitting(document)),
        "group_url": address(request, "reference-group", document.pk),
        "summaries_url": address(request, "summaries", publication.pk),
        "summaries": publication.summaries.count(),
    }
    return render(request, "drafting/circulation/circulate.html", context)


@requires(Permission.DRAFTS_VIEW)
def circulation(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How a circulation stands: comments, no comment and silence told apart; by name for the owner alone."""
    found: Circulation = get_object_or_404(queries.circulations(request.member), pk=pk)
    document = found.publication.document
    rows = queries.readers(found)
    now = timezone.now()
    comments_url = address(request, "comments", document.pk)
    here = Link(_("Comments"), comments_url)
    context = about(request, document, here) | {
        "circulation": found,
        "figures": _figures(found, rows, comments_url),
        "readers": [{"reader": each, "is_late": queries.is_late(found, each)} for each in rows],
        "is_open": is_open(found, now),
        "deadline": timezone.localtime(found.deadline, found.programme.zone),
        "closed_at": timezone.localtime(closes_at(found), found.programme.zone),
        "comments_url": comments_url,
        "newcomers": queries.newcomers(found, rows),
    }
    return render(request, "drafting/circulation/circulation.html", context | _to_reach(context, rows))


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def circulation_remind(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Remind those who haven't answered."""
    found = _own(request, pk)
    count = tried(request, lambda: operations.remind(circulation=found, by=request.member))
    if count is not None:
        say_done(request, _("Reminded: %(count)s.") % {"count": count})
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def circulation_others(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Send it to who joined since, and to whom no message went."""
    found = _own(request, pk)
    count = tried(request, lambda: operations.send_to_others(circulation=found, by=request.member))
    if count is not None:
        say_done(request, _("Sent to %(count)s more.") % {"count": count})
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def circulation_close(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Ask no more."""
    found = _own(request, pk)
    if tried(request, lambda: operations.close_circulation(circulation=found, by=request.member)) is not None:
        say_done(request, _("Closed. What still comes is accepted, and marked as late."))
    return redirect(found.get_absolute_url())


@requires(Permission.DRAFTS_DECIDE)
def circulation_until(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Give more time."""
    found = _own(request, pk)
    form = UntilForm(request.POST or None, initial={"deadline": found.deadline})
    done = attempt(form, lambda data: operations.give_until(circulation=found, by=request.member, **data))
    if done is not None:
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Give more time"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        **about(request, found.publication.document, Link(str(found), found.get_absolute_url())),
    )


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def reader_link(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """One more address of a reader's page, to hand over."""
    reader = _own_reader(request, pk)
    page = tried(request, lambda: operations.hand_over(reader=reader, by=request.member))
    if page is not None:
        said = {"person": reader.member, "page": page}
        messages.info(request, _("The page of %(person)s, to hand over (shown only now): %(page)s") % said)
    return redirect(reader.get_absolute_url())


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def reader_nothing(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note that they told us they have no comment."""
    reader = _own_reader(request, pk)
    tried(request, lambda: say_no_comment(reader=reader, by=request.member))
    return redirect(reader.get_absolute_url())


@requires(Permission.DRAFTS_WRITE)
def summaries(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The summaries of a version, a row for each language of the programme."""
    publication = _own_publication(request, pk)
    kept = {each.language: each for each in publication.summaries.select_related("checked_by__user")}
    codes = list(dict.fromkeys([publication.document.language, *request.member.programme.languages, *kept]))
    context = about(request, publication.document, Link(str(publication), publication.get_absolute_url())) | {
        "publication": publication,
        "rows": [{"code": code, "summary": kept.get(code)} for code in codes],
    }
    return render(request, "drafting/circulation/summaries.html", context)


@requires(Permission.DRAFTS_WRITE)
def summary(request: MemberRequest, pk: UUID, language: str) -> HttpResponseBase:
    """Write the summary in one language."""
    publication = _own_publication(request, pk)
    if spoken(language) == language:
        raise Http404
    here = address(request, "summaries", publication.pk)
    kept = publication.summaries.filter(language=language).first()
    earlier = "" if kept else offered_summary(publication, language)
    form = SummaryForm(request.POST or None, initial={"text": kept.text if kept else earlier})
    done = attempt(
        form,
        lambda data: summing.write_summary(
            publication=publication, language=language, by=request.member, **data
        ),
    )
    if done is not None:
        return redirect(here)
    return form_page(
        request,
        form,
        heading=_("In plain words: %(language)s") % {"language": spoken(language)},
        lede=_("This is what was said about the version before. Change what isn't so any more.")
        if earlier
        else "",
        action=_("Save"),
        back_url=here,
        **about(request, publication.document, Link(_("In plain words"), here)),
    )


@require_POST
@requires(Permission.DRAFTS_WRITE)
def summary_check(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A speaker says that it is right, or takes that back."""
    found: PlainSummary = get_object_or_404(queries.summaries(request.member), pk=pk)
    act = summing.uncheck_summary if "back" in request.POST else summing.check_summary
    tried(request, lambda: act(summary=found, by=request.member))
    return redirect("drafting:summaries", request.member.programme.slug, found.publication_id)


def _figures(found: Circulation, rows: list[Reader], comments_url: str) -> list[Figure]:
    told = queries.figures(found, rows, timezone.now())
    silent = _("silent") if told.is_closed else _("not heard from yet")
    return [
        Figure(told.asked, _("asked")),
        Figure(told.commented, _("commented")),
        Figure(told.no_comment, _("no comment")),
        Figure(told.silent, silent),
        Figure(told.unreached, _("of them never reached")),
        Figure(told.comments, _("comments"), comments_url),
    ]


def _to_reach(context: dict[str, Any], rows: list[Reader]) -> dict[str, Any]:
    """Whom nothing reached, who is silent, and whether whoever looks can do something about it."""
    unreached = queries.unreached(rows)
    silent = [each for each in rows if queries.is_silent(each)]
    may_act = context["may_decide"] and not context["is_closed"] and context["is_open"]
    return {
        "unreached": unreached,
        "silent": silent,
        "next_is_ours": may_act and bool(unreached or silent),
    }


def _own(request: MemberRequest, pk: UUID) -> Circulation:
    found: Circulation = get_object_or_404(queries.circulations(request.member, only_own=True), pk=pk)
    return found


def _own_publication(request: MemberRequest, pk: UUID) -> Publication:
    rows = drafts.publications(request.member).filter(document__owner_id=request.member.partner_id)
    found: Publication = get_object_or_404(rows.select_related("document__owner__programme"), pk=pk)
    return found


def _own_reader(request: MemberRequest, pk: UUID) -> Reader:
    found: Reader = get_object_or_404(queries.own_readers(request.member), pk=pk)
    return found


def _say_sent(request: MemberRequest, made: Circulation) -> None:
    rows: list[Any] = queries.readers(made)
    unsent = [str(each.member) for each in rows if each.sent_at is None]
    say_done(request, _("Sent to %(count)s people.") % {"count": len(rows) - len(unsent)})
    if unsent:
        names = ", ".join(unsent)
        text = _("No message reaches: %(names)s. Hand them their page, from the list below.")
        messages.warning(request, text % {"names": names})
