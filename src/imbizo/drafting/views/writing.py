"""The page of a section: its words and how it stands; and the sections that a member writes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from imbizo.base.components import Fact, Link
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.models import Section
from imbizo.drafting.queries import drawing
from imbizo.drafting.queries import writing as queries
from imbizo.drafting.tables.writing import MySectionsTable
from imbizo.drafting.templatetags.writing import day_due
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission


def found(request: MemberRequest, pk: UUID) -> Section:
    """The section, where the member sees it; else 404."""
    section: Section = get_object_or_404(queries.written(request.member), pk=pk)
    return section


def frame(request: MemberRequest, section: Section) -> dict[str, Any]:
    """What the page of a section and its editor share."""
    number = drawing.numbers(section.document).get(section.pk, "")
    return {
        "section": section,
        "document": section.document,
        "number": number,
        "crumbs": [
            Link(_("Drafts"), address(request, "documents")),
            Link(section.document.title, section.document.get_absolute_url()),
        ],
        "may_write": queries.is_open_to(section, request.member),
    }


@requires(Permission.DRAFTS_VIEW)
def section(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The words of a section as they are read, and what stands behind them."""
    shown = found(request, pk)
    context = frame(request, shown) | {
        "words": drawing.drawn(shown),
        "cited": queries.cited(shown, request.member),
        "facts": _facts(request, shown),
        "comments": shown.comments.filter(answers=None, withdrawn_because="").count(),
        "comments_url": address(request, "section-comments", shown.pk),
        "is_ours": shown.document.owner_id == request.member.partner_id,
    }
    return render(request, "drafting/writing/section.html", context)


def _facts(request: MemberRequest, shown: Section) -> list[Fact]:
    return [
        Fact(_("Who writes it"), str(shown.writer.user) if shown.writer else _("nobody yet")),
        Fact(_("To be written by"), day_due(shown) or _("no day set")),
        Fact(
            _("Component"),
            str(shown.component) if shown.component else _("none"),
            shown.component.get_absolute_url() if shown.component else "",
        ),
        Fact(_("Version"), shown.version, _states(request, shown)),
        Fact(_("Last changed"), when(shown.updated_at)),
    ]


def _states(request: MemberRequest, shown: Section) -> str:
    """The way to the section's earlier states, where there are any."""
    return address(request, "section-states", shown.pk) if shown.version else ""


@requires(Permission.DRAFTS_VIEW)
def my_sections(request: MemberRequest) -> HttpResponse:
    """The sections that the member writes, what is due first."""
    context = {
        "table": MySectionsTable(request, queries.mine(request.member)),
        "crumbs": [Link(_("Drafts"), address(request, "documents"))],
    }
    return render(request, "drafting/writing/mine.html", context)
