"""The one thing that a document waits for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.templatetags.look import when
from imbizo.drafting.models import Document
from imbizo.drafting.queries.circulating import circulations_of
from imbizo.drafting.queries.outline import Entry
from imbizo.drafting.rules.commenting import is_open
from imbizo.drafting.rules.writing import READY
from imbizo.drafting.states import DocumentState


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next: in words, who is asked, and the page where it is done."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""
    is_calm: bool = False


def next_step(
    document: Document, entries: Sequence[Entry], *, without_section: int, waiting: int
) -> NextStep | None:
    """What the document waits for, for those who write in it; None where it is withdrawn.

    `without_section` components have no section yet; `waiting` comments are open.
    """
    if document.state == DocumentState.WITHDRAWN:
        return None
    if document.state == DocumentState.FINAL:
        url = _to("publications", document)
        return NextStep(
            _("it is final."), _("Its words stay as they are."), url, _("See its versions"), is_calm=True
        )
    if not entries:
        return _begin(document, without_section)
    return _assign(document, entries) or _write(entries) or _decide(document, waiting) or _publish(document)


def _begin(document: Document, without_section: int) -> NextStep:
    if without_section:
        text = ngettext(
            "%(count)s component has no section yet.",
            "%(count)s components have no section yet.",
            without_section,
        ) % {"count": without_section}
        return NextStep(
            _("make sections from the components."), text, _to("document-components", document), _("See them")
        )
    return NextStep(
        _("write down the headings."),
        _("The numbers follow by themselves, and can change at any time."),
        _to("section-add", document),
        _("Add a section"),
    )


def _assign(document: Document, entries: Sequence[Entry]) -> NextStep | None:
    nobodys = [entry for entry in entries if entry.section.writer_id is None and not _is_done(entry)]
    if not nobodys:
        return None
    count = {"count": len(nobodys)}
    text = ngettext("%(count)s section has nobody.", "%(count)s sections have nobody.", len(nobodys)) % count
    first = nobodys[0]
    return NextStep(
        _("say who writes section %(number)s.") % {"number": first.number},
        text,
        reverse("drafting:section-settings", args=[document.programme.slug, first.section.pk]),
        _("Choose"),
    )


def _write(entries: Sequence[Entry]) -> NextStep | None:
    """The first section that isn't ready: those that are late, then those that haven't begun, then the others."""
    undone = [entry for entry in entries if not _is_done(entry)]
    if not undone:
        return None
    # Of equals the first in the order of reading.
    first = min(undone, key=lambda entry: (not entry.is_late, not entry.is_empty))
    words = {"who": str(first.section.writer.user) if first.section.writer else "", "number": first.number}
    title = (
        _("%(who)s begins section %(number)s.")
        if first.is_empty
        else _("%(who)s finishes section %(number)s.")
    )
    return NextStep(title % words, _how_many(undone), first.section.get_absolute_url(), _("Open it"))


def _how_many(undone: Sequence[Entry]) -> str:
    text = ngettext("%(count)s section isn't ready.", "%(count)s sections aren't ready.", len(undone))
    said = [text % {"count": len(undone)}]
    if late := sum(entry.is_late for entry in undone):
        words = ngettext("%(count)s section is late", "%(count)s sections are late", late)
        said.append(f"{words % {'count': late}}.")
    return " ".join(said)


def _decide(document: Document, waiting: int) -> NextStep | None:
    if not waiting:
        return None
    title = ngettext("decide on %(count)s comment.", "decide on %(count)s comments.", waiting) % {
        "count": waiting
    }
    return NextStep(title, "", _to("comments", document), _("See them"))


def _publish(document: Document) -> NextStep:
    last = document.publications.aggregate(at=Max("published_at"))["at"]
    changed = document.sections.aggregate(at=Max("updated_at"))["at"]
    if last is not None and (changed is None or changed <= last):
        if (sent := _out_now(document)) is not None:
            return sent
        text = _("Nothing has changed since the last published version.")
        return NextStep(
            _("it can go out for comment."), text, _to("publications", document), _("Versions"), is_calm=True
        )
    return NextStep(
        _("publish a version."),
        _("Every section is ready. A published version keeps its words, so that it can be sent out."),
        _to("publish", document),
        _("Publish"),
    )


def _out_now(document: Document) -> NextStep | None:
    """What is out for comment waits for its readers."""
    out = [each for each in circulations_of(document) if is_open(each, timezone.now())]
    if not out:
        return None
    day = when(timezone.localtime(out[0].deadline, document.programme.zone))
    title = _("readers answer by %(day)s.") % {"day": day}
    return NextStep(title, "", out[0].get_absolute_url(), _("See who answered"), is_calm=True)


def _is_done(entry: Entry) -> bool:
    return entry.section.state in READY


def _to(name: str, document: Document) -> str:
    return reverse(f"drafting:{name}", args=[document.programme.slug, document.pk])
