"""The register as a list: finding, selecting, taking out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors import operations, queries
from imbizo.actors.forms.register import PutOnListForm, RegisterFilters, TagForm
from imbizo.actors.models import Actor
from imbizo.actors.tables import RegisterTable
from imbizo.actors.views.consent import basis
from imbizo.actors.views.exporting import answer
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission

FORMATS = ("xlsx", "csv", "vcf")
MOST_SELECTED = 1_000


@requires(Permission.ACTORS_VIEW)
@require_safe
def register(request: MemberRequest) -> HttpResponse:
    """People and organisations, as far as the member sees them."""
    slug = request.member.programme.slug
    table = RegisterTable(
        request,
        queries.actors(request.member),
        exports=_exports(request),
        bulk_actions=_bulk_actions(request),
        bulk_url=reverse("actors:bulk", args=[slug]),
        empty=_empty(request),
    )
    context = {"table": table, "query": table.asked.urlencode()}
    return render(request, "actors/register.html", context)


@requires(Permission.ACTORS_EXPORT)
@require_safe
def register_export(request: MemberRequest, form: str) -> HttpResponseBase:
    """The register as filtered, as a file."""
    if form not in FORMATS:
        raise Http404
    conditions = RegisterFilters(request.GET, member=request.member).conditions
    rows = queries.matching(request.member, conditions)
    return answer(request.member, rows, form=form, conditions=conditions)


@requires(Permission.ACTORS_VIEW)
@require_POST
def bulk(request: MemberRequest) -> HttpResponseBase:
    """The next step with those selected: a list, tags, or a file."""
    actors, action = selected(request), request.POST.get("action", "")
    if not actors:
        return _back(request, _("Nobody is selected. Tick the boxes beside the names first."))
    if action.startswith("export-") and request.member.may(Permission.ACTORS_EXPORT):
        rows = queries.actors(request.member).filter(pk__in=[actor.pk for actor in actors])
        return answer(request.member, rows, form=_form_of(action), conditions={"selected": str(len(actors))})
    if action == "tag" and request.member.may(Permission.ACTORS_EDIT):
        return _ask_tags(request, actors, TagForm(member=request.member, selected=_ids(actors)))
    if action == "list" and request.member.may(Permission.ACTORS_EDIT):
        return _ask_list(request, actors, PutOnListForm(member=request.member, selected=_ids(actors)))
    if action == "basis" and request.member.may(Permission.CONSENT_RECORD):
        return basis(request)
    return _back(request, _("Choose what to do with those selected."))


@requires(Permission.ACTORS_EDIT)
@require_POST
def bulk_list(request: MemberRequest) -> HttpResponse:
    """Put those selected on a list of one's own, or on a new one."""
    actors = selected(request)
    form = PutOnListForm(request.POST, member=request.member, selected=_ids(actors))

    def put(given: dict[str, Any]) -> Any:
        target = given["list"] or operations.create_list(name=given["name"], by=request.member)
        return target, operations.add_members(actor_list=target, actors=actors, by=request.member)

    done = attempt(form, put)
    if done is None:
        return _ask_list(request, actors, form)
    target, entry = done
    slug = request.member.programme.slug
    undo = reverse("actors:list-undo", args=[slug, target.pk, entry.pk]) if entry else ""
    added = len(entry.changes["members"][1]) if entry else 0
    text = ngettext("%(count)s was put on “%(list)s”.", "%(count)s were put on “%(list)s”.", added)
    say_done(request, text % {"count": added, "list": target}, undo=undo)
    return redirect("actors:register", slug)


@requires(Permission.ACTORS_EDIT)
@require_POST
def bulk_tag(request: MemberRequest) -> HttpResponse:
    """Add tags to those selected that the member's partner owns."""
    actors = selected(request)
    form = TagForm(request.POST, member=request.member, selected=_ids(actors))
    entries = attempt(
        form, lambda given: operations.tag_actors(actors=actors, names=given["tags"], by=request.member)
    )
    if entries is None:
        return _ask_tags(request, actors, form)
    slug = request.member.programme.slug
    undo = reverse("actors:untag", args=[slug, entries[0].pk, entries[-1].pk]) if entries else ""
    say_done(request, _tagged_words(request, actors, len(entries)), undo=undo)
    return redirect("actors:register", slug)


@requires(Permission.ACTORS_EDIT)
@require_POST
def untag(request: MemberRequest, first: UUID, last: UUID) -> HttpResponse:
    """Undo the tagging of many."""
    entries = list(queries.entries_between(request.member, verb="tag", first=first, last=last))
    if not entries:
        raise Http404
    if tried(request, lambda: operations.untag(entries=entries, by=request.member)) is not None:
        say_done(request, _("The tags were taken away again."))
    return redirect("actors:register", request.member.programme.slug)


def _tagged_words(request: MemberRequest, actors: list[Actor], tagged: int) -> str:
    others = sum(not actor.is_owned_by(request.member) for actor in actors)
    text = ngettext("%(count)s was tagged.", "%(count)s were tagged.", tagged) % {"count": tagged}
    if not others:
        return text
    left = ngettext(
        "%(count)s belongs to another partner and stays as it is.",
        "%(count)s belong to other partners and stay as they are.",
        others,
    )
    return f"{text} {left % {'count': others}}"


def selected(request: MemberRequest) -> list[Actor]:
    """Those of the ids sent that the member sees; what is no id is nobody."""
    ids = []
    for text in request.POST.getlist("selected")[:MOST_SELECTED]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return list(queries.actors(request.member).filter(pk__in=ids))


def _ids(actors: list[Actor]) -> list[UUID]:
    return [actor.pk for actor in actors]


def _form_of(action: str) -> str:
    form = action.removeprefix("export-")
    return form if form in FORMATS else FORMATS[0]


def _ask_tags(request: MemberRequest, actors: list[Actor], form: TagForm) -> HttpResponse:
    return _ask(request, actors, form, _("Add tags"), "actors:bulk-tag")


def _ask_list(request: MemberRequest, actors: list[Actor], form: PutOnListForm) -> HttpResponse:
    return _ask(request, actors, form, _("Put on a list"), "actors:bulk-list")


def _ask(request: MemberRequest, actors: list[Actor], form: Any, heading: str, url: str) -> HttpResponse:
    """The page between: what exactly is done, and with whom."""
    slug = request.member.programme.slug
    back = reverse("actors:register", args=[slug])
    names = ngettext("With %(count)s selected.", "With %(count)s selected.", len(actors)) % {
        "count": len(actors)
    }
    context = {"form": form, "heading": heading, "lede": names, "action": heading, "back_url": back}
    context |= {
        "actors": actors[:20],
        "more": max(len(actors) - 20, 0),
        "post_url": reverse(url, args=[slug]),
    }
    return render(request, "actors/bulk.html", context)


def _back(request: MemberRequest, text: str) -> HttpResponse:
    messages.warning(request, text)
    return redirect("actors:register", request.member.programme.slug)


def _exports(request: MemberRequest) -> list[Link]:
    if not request.member.may(Permission.ACTORS_EXPORT):
        return []
    slug = request.member.programme.slug
    words = {"xlsx": "Excel", "csv": "CSV", "vcf": "vCard"}
    return [Link(words[form], reverse("actors:register-export", args=[slug, form])) for form in FORMATS]


def _bulk_actions(request: MemberRequest) -> list[tuple[str, str]]:
    found = []
    if request.member.may(Permission.ACTORS_EDIT):
        found += [("list", _("Put on a list")), ("tag", _("Add tags"))]
    if request.member.may(Permission.CONSENT_RECORD):
        found += [("basis", _("Record a lawful basis"))]
    if request.member.may(Permission.ACTORS_EXPORT):
        found += [("export-xlsx", _("Take out as Excel")), ("export-vcf", _("Take out as vCard"))]
    return found


def _empty(request: MemberRequest) -> Empty:
    """What an empty register teaches: bring in the spreadsheet that every office has, or begin with one person."""
    slug = request.member.programme.slug
    text = _(
        "Everybody whom the programme writes to, invites or listens to stands here, with who may see them."
    )
    if request.member.may(Permission.ACTORS_IMPORT):
        url = reverse("actors:imports", args=[slug])
        return Empty(_("Nobody is in the register yet"), text, _("Bring in a spreadsheet"), url, "users")
    if request.member.may(Permission.ACTORS_EDIT):
        url = reverse("actors:person-add", args=[slug])
        return Empty(_("Nobody is in the register yet"), text, _("Add a person"), url, "users")
    return Empty(_("Nobody is shared with you yet"), text, icon="users")
