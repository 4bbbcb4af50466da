"""The tables of a gathering, and the sheets with their codes."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt
from imbizo.base.documents import qr
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.inputs_tables import TableForm, TablesForm
from imbizo.convening.operations import tables as operations
from imbizo.convening.queries import inputs as queries
from imbizo.convening.queries import sessions
from imbizo.convening.views.frame import address, frame, own
from imbizo.convening.views.inputs import crumbs_of
from imbizo.programmes.states import Permission


@requires(Permission.INPUTS_WRITE)
def tables(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The tables, who writes for each, and what was said at it."""
    gathering = own(request, pk)
    context = frame(request, gathering) | {
        "tables": queries.counted(queries.tables(gathering)),
        "crumbs": crumbs_of(request, gathering),
        "form": TablesForm(),
        "may_change": request.member.may(Permission.INPUTS_DECIDE),
    }
    return render(request, "convening/inputs/tables.html", context)


@require_POST
@requires(Permission.INPUTS_DECIDE)
def tables_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Several tables in one go."""
    gathering = own(request, pk)
    form = TablesForm(request.POST)
    made = attempt(
        form, lambda data: operations.add_tables(gathering=gathering, count=data["count"], by=request.member)
    )
    if made:
        text = ngettext("%(count)s table was added.", "%(count)s tables were added.", len(made))
        say_done(request, text % {"count": len(made)})
    return redirect(address(request, "tables", pk))


@requires(Permission.INPUTS_DECIDE)
def table_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """One table, with a name of its own."""
    gathering = own(request, pk)
    form = TableForm(request.POST or None, gathering=gathering)
    made = attempt(form, lambda data: operations.add_table(gathering=gathering, by=request.member, **data))
    if made is not None:
        return redirect(address(request, "tables", pk))
    return form_page(
        request,
        form,
        heading=_("Add a table"),
        action=_("Add it"),
        back_url=address(request, "tables", pk),
        crumbs=crumbs_of(request, gathering),
        template="convening/inputs/form.html",
    )


@requires(Permission.INPUTS_DECIDE)
def table_edit(request: MemberRequest, pk: UUID, table: UUID) -> HttpResponseBase:
    """Another name, language or scribe. The code stays."""
    gathering = own(request, pk)
    known = get_object_or_404(queries.tables(gathering), pk=table)
    initial = {"name": known.name, "language": known.language, "scribe": known.scribe, "id": known.pk}
    form = TableForm(request.POST or None, gathering=gathering, initial=initial)
    changed = attempt(
        form,
        lambda data: operations.change_table(
            table=known,
            name=data["name"],
            language=data["language"],
            scribe=data["scribe"],
            by=request.member,
        ),
    )
    if changed is not None:
        return redirect(address(request, "tables", pk))
    return form_page(
        request,
        form,
        heading=known.name,
        action=_("Save"),
        back_url=address(request, "tables", pk),
        crumbs=crumbs_of(request, gathering),
        template="convening/inputs/form.html",
    )


@requires(Permission.INPUTS_WRITE)
def sheets(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A sheet for each table, to print: its code in big letters, and as a QR code."""
    gathering = own(request, pk)
    drawn = [
        (table, qr.data_uri(request.build_absolute_uri(reverse("convening:open-table", args=[table.code]))))
        for table in queries.tables(gathering)
    ]
    context = frame(request, gathering) | {
        "sheets": drawn,
        "typed_at": request.build_absolute_uri(reverse("convening:open-table-code")),
        "slip_at": request.build_absolute_uri(reverse("convening:open-slip", args=[gathering.code])),
        "slip_drawn": qr.data_uri(
            request.build_absolute_uri(reverse("convening:open-slip", args=[gathering.code]))
        ),
        "items": sessions.agenda(gathering, gathering.created_at).items,
    }
    return render(request, "convening/inputs/sheets.html", context)
