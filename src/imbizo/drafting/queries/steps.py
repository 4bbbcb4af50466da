"""How the steps stand that drafts are the tool of. Each costs a fixed number of queries."""

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.counts import count_text
from imbizo.base.templatetags.look import when
from imbizo.drafting.models import (
    Circulation,
    Comment,
    Document,
    Publication,
    Reader,
    ReferenceMember,
    Section,
)
from imbizo.drafting.queries.overdue import due_before
from imbizo.drafting.queries.seeing import components, documents, of_documents
from imbizo.drafting.queries.themes import counts
from imbizo.drafting.rules.writing import READY
from imbizo.drafting.states import DocumentKind, DocumentState, ReaderAnswer
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, StepStatus

_OPEN = Q(answers=None, withdrawn_because="")


def components_status(member: Membership) -> StepStatus | None:
    """How many components name their themes: "4 of 5 components name the themes that call for them"."""
    if not member.may(Permission.DRAFTS_VIEW):
        return None
    rows = list(components(member).filter(withdrawn_because="").order_by())
    url = _url(member, "components")
    if not rows:
        nothing = _("No component has been chosen yet")
        return StepStatus(nothing, None, None, url, _write(member, _("Choose components")))
    called = sum(1 for count in counts(rows).values() if count)
    said = _("%(done)s of %(all)s components name the themes that call for them") % {
        "done": called,
        "all": len(rows),
    }
    action = _write(member, _("Name the themes")) if called < len(rows) else ""
    return StepStatus(said, called, len(rows), url, action)


def reference_group_status(member: Membership) -> StepStatus | None:
    """How many sit in reference groups and agreed to the terms: "9 of 12 members have agreed to the terms"."""
    if not member.may(Permission.DRAFTS_VIEW):
        return None
    rows = of_documents(ReferenceMember, member, path="group__document").filter(left_on=None)
    rows = rows.exclude(group__document__state=DocumentState.WITHDRAWN)
    found = rows.aggregate(all=Count("pk"), done=Count("pk", filter=~Q(agreed_on=None)))
    url = _of_strategy(member, "reference-group")
    if not found["all"]:
        nothing = _("Nobody sits in a reference group yet")
        return StepStatus(nothing, None, None, url, _write(member, _("Name its members")))
    said = ngettext(
        "%(done)s of %(all)s member has agreed to the terms",
        "%(done)s of %(all)s members have agreed to the terms",
        found["all"],
    )
    return StepStatus(said % _counts(found), found["done"], found["all"], url, "")


def strategy_status(member: Membership) -> StepStatus | None:
    """How far the draft is: "3 of 8 sections ready; 1 section is late". It is done once it has gone out too."""
    if not member.may(Permission.DRAFTS_VIEW):
        return None
    drafts = strategies(member)
    sections = Section.objects.filter(document__in=_ids(drafts), joined_into=None, removed_because="")
    today = timezone.localdate(timezone=member.programme.zone)
    found = sections.aggregate(
        all=Count("pk"),
        ready=Count("pk", filter=Q(state__in=READY)),
        late=Count("pk", filter=due_before(today)),
    )
    url = _of_strategy(member, "document")
    if not found["all"]:
        return StepStatus(
            _("No section has been written yet"), None, None, url, _write(member, _("Begin the draft"))
        )
    said = [_("%(ready)s of %(all)s sections ready") % _counts(found), *_late(found["late"])]
    said += _open_comments(drafts)
    sent = Circulation.objects.filter(publication__document__in=_ids(drafts)).aggregate(
        last=Max("deadline"), open=Count("pk", filter=Q(closed_at=None, deadline__gt=timezone.now()))
    )
    if sent["open"]:
        said.append(_("out for comment until %(day)s") % {"day": when(sent["last"])})
    done, total = found["ready"] + (sent["last"] is not None), found["all"] + 1
    return StepStatus(
        "; ".join(said), done, total, url, _write(member, _("Write on")) if done < total else ""
    )


def comments_status(member: Membership) -> StepStatus | None:
    """How many comments were decided on, and who is silent: "31 of 35 comments decided on; 2 readers are silent"."""
    if not member.may(Permission.DRAFTS_VIEW):
        return None
    drafts = strategies(member)
    rows = Comment.objects.filter(_OPEN, document__in=_ids(drafts))
    found = rows.aggregate(all=Count("pk"), done=Count("pk", filter=~Q(disposition=None)))
    url = _of_strategy(member, "comments")
    if not found["all"]:
        return StepStatus(_("No comment has come in yet"), None, None, url, "")
    said = [_("%(done)s of %(all)s comments decided on") % _counts(found), *_silent(drafts)]
    is_open = found["done"] < found["all"]
    action = _("Decide on comments") if is_open and member.may(Permission.DRAFTS_DECIDE) else ""
    return StepStatus("; ".join(said), found["done"], found["all"], url, action)


def publication_status(member: Membership) -> StepStatus | None:
    """Whether the text is fixed: "Version 3 is final"; before that, which was published last."""
    if not member.may(Permission.DRAFTS_VIEW):
        return None
    rows = Publication.objects.filter(document__in=_ids(strategies(member)))
    last = rows.order_by("-is_final", "-published_at").only("number", "is_final").first()
    url = _of_strategy(member, "publications")
    action = _("Publish a version") if member.may(Permission.DRAFTS_DECIDE) else ""
    if last is None:
        return StepStatus(_("No version has been published yet"), None, None, url, action)
    if last.is_final:
        return StepStatus(_("Version %(number)s is final") % {"number": last.number}, 1, 1, url, "")
    said = _("Version %(number)s is published; none is final yet") % {"number": last.number}
    return StepStatus(said, 0, 1, url, action)


def strategies(member: Membership) -> QuerySet[Document]:
    """The strategies that the member sees and that aren't withdrawn; other papers where there is no strategy."""
    rows = documents(member).exclude(state=DocumentState.WITHDRAWN).exclude(kind=DocumentKind.AGREEMENT)
    strategy = rows.filter(kind=DocumentKind.STRATEGY)
    any_strategy = strategy.order_by().filter(programme=OuterRef("programme")).values("pk")
    return rows.annotate(beside=Exists(any_strategy)).filter(Q(kind=DocumentKind.STRATEGY) | Q(beside=False))


def _late(count: int) -> list[str]:
    words = ngettext("%(count)s section is late", "%(count)s sections are late", count)
    return [_count(words, count)] if count else []


def _open_comments(drafts: QuerySet[Document]) -> list[str]:
    count = Comment.objects.filter(_OPEN, document__in=_ids(drafts), disposition=None).count()
    words = ngettext("%(count)s comment open", "%(count)s comments open", count)
    return [_count(words, count)] if count else []


def _silent(drafts: QuerySet[Document]) -> list[str]:
    """How many readers of circulations that are still open haven't answered."""
    rows = Reader.objects.filter(circulation__publication__document__in=_ids(drafts))
    rows = rows.filter(circulation__closed_at=None, circulation__deadline__gt=timezone.now())
    count = rows.filter(answer=ReaderAnswer.SILENCE).exclude(sent_at=None).count()
    words = ngettext("%(count)s reader is silent", "%(count)s readers are silent", count)
    return [_count(words, count)] if count else []


def _of_strategy(member: Membership, name: str) -> str:
    """The page of the one strategy; where there are none or several, the list of them."""
    ids = list(strategies(member).order_by().values_list("pk", flat=True)[:2])
    if len(ids) != 1:
        return _url(member, "documents")
    return reverse(f"drafting:{name}", args=[member.programme.slug, ids[0]])


def _ids(drafts: QuerySet[Document]) -> QuerySet[Any]:
    return drafts.order_by().values("pk")


def _write(member: Membership, action: str) -> str:
    return action if member.may(Permission.DRAFTS_WRITE) else ""


def _counts(found: dict[str, int]) -> dict[str, str]:
    return {name: count_text(value) for name, value in found.items()}


def _count(words: str, count: int) -> str:
    return words % {"count": count_text(count)}


def _url(member: Membership, name: str) -> str:
    return reverse(f"drafting:{name}", args=[member.programme.slug])
