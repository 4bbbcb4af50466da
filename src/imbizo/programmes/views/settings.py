"""The programme's own matters, for those who run it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.components import Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes import operations, queries
from imbizo.programmes.forms import settings as forms
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.programmes.views.pages import Words, act_and_return, back_to, form_page, tabs


def _to_settings(member: Membership) -> Link:
    return back_to(member, "settings", gettext_lazy("The programme"))


def _to_partners(member: Membership) -> Link:
    return back_to(member, "partners", gettext_lazy("Partners"))


def _to_data(member: Membership) -> Link:
    return back_to(member, "data", gettext_lazy("Personal data"))


@requires(Permission.PROGRAMME_MANAGE)
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    """What the programme is."""
    programme = request.member.programme
    context = {
        "tabs": tabs(request.member, "settings"),
        "areas": operations.areas_of(programme),
        "language_names": queries.language_names(programme),
        "process_title": queries.process_title(programme),
    }
    return render(request, "programmes/settings.html", context)


@requires(Permission.PROGRAMME_MANAGE)
def overview_edit(request: MemberRequest) -> HttpResponse:
    programme = request.member.programme
    form = forms.ProgrammeForm(request.POST or None, instance=programme)
    return form_page(
        request,
        form,
        lambda: operations.change_programme(programme=programme, changes=form.changes, by=request.member),
        Words(_("What the programme is"), _("Save"), _to_settings(request.member)),
    )


@requires(Permission.PROGRAMME_MANAGE)
def areas(request: MemberRequest) -> HttpResponse:
    """In which districts and municipalities the programme works."""
    programme = request.member.programme
    now = [str(area.id) for area in operations.areas_of(programme)]
    form = forms.AreasForm(request.POST or None, initial={"areas": now})
    return form_page(
        request,
        form,
        lambda: operations.choose_areas(
            programme=programme, areas=form.cleaned_data["areas"], by=request.member
        ),
        Words(
            _("Where it works"),
            _("Save"),
            _to_settings(request.member),
            lede=_("Each place chosen here is a column of the coverage page."),
        ),
    )


@requires(Permission.PROGRAMME_MANAGE)
@require_safe
def partners(request: MemberRequest) -> HttpResponse:
    """The member organisations."""
    context = {
        "tabs": tabs(request.member, "partners"),
        "partners": queries.partners_with_counts(request.member),
    }
    return render(request, "programmes/partners.html", context)


@requires(Permission.PROGRAMME_MANAGE)
def partner_add(request: MemberRequest) -> HttpResponse:
    form = forms.NewPartnerForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: operations.add_partner(
            programme=request.member.programme, by=request.member, **form.cleaned_data
        ),
        Words(
            _("Add a partner"),
            _("Add"),
            _to_partners(request.member),
            lede=_("A member organisation. It owns what it brings, and chooses what it shares."),
            done=_("The partner is added. Now invite its first member, who can invite the others."),
        ),
    )


@requires(Permission.PROGRAMME_MANAGE)
def partner_edit(request: MemberRequest, partner: UUID) -> HttpResponse:
    found = get_object_or_404(queries.partners(request.member), pk=partner)
    form = forms.PartnerForm(request.POST or None, instance=found)
    return form_page(
        request,
        form,
        lambda: operations.change_partner(partner=found, changes=form.changes, by=request.member),
        Words(_("Rename a partner"), _("Save"), _to_partners(request.member)),
    )


@requires(Permission.PROGRAMME_MANAGE)
@require_POST
def partner_remove(request: MemberRequest, partner: UUID) -> HttpResponse:
    found = get_object_or_404(queries.partners(request.member), pk=partner)
    return act_and_return(
        request,
        lambda: operations.remove_partner(partner=found, by=request.member),
        _to_partners(request.member),
        _("%(partner)s is removed.") % {"partner": found.name},
    )


@requires(Permission.PROGRAMME_MANAGE)
@require_safe
def data(request: MemberRequest) -> HttpResponse:
    """Who answers for personal data, who handles it, how long it is kept, and what becomes of it at the end."""
    programme = request.member.programme
    context = {
        "tabs": tabs(request.member, "data"),
        "operators": queries.operators(programme),
        "rules": queries.retention_rules(programme),
        "may_end": request.member.may(Permission.PROGRAMME_EXPORT),
    }
    return render(request, "programmes/data.html", context)


@requires(Permission.PROGRAMME_MANAGE)
def responsibility_edit(request: MemberRequest) -> HttpResponse:
    programme = request.member.programme
    form = forms.ResponsibilityForm(request.POST or None, instance=programme)
    return form_page(
        request,
        form,
        lambda: operations.change_programme(programme=programme, changes=form.changes, by=request.member),
        Words(_("Who answers for the data"), _("Save"), _to_data(request.member)),
    )


@requires(Permission.PROGRAMME_MANAGE)
def end_edit(request: MemberRequest) -> HttpResponse:
    programme = request.member.programme
    form = forms.EndForm(request.POST or None, instance=programme)
    return form_page(
        request,
        form,
        lambda: operations.change_programme(programme=programme, changes=form.changes, by=request.member),
        Words(
            _("What becomes of the data at the end"),
            _("Save"),
            _to_data(request.member),
            lede=_("Nothing happens by itself: a coordinator does it, when the programme has ended."),
        ),
    )


@requires(Permission.PROGRAMME_MANAGE)
def operator_add(request: MemberRequest) -> HttpResponse:
    form = forms.NewOperatorForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: operations.add_operator(
            programme=request.member.programme, by=request.member, **form.cleaned_data
        ),
        Words(
            _("Name an operator"),
            _("Add"),
            _to_data(request.member),
            lede=_("Someone who handles personal data for the responsible party, and only as it says."),
        ),
    )


@requires(Permission.PROGRAMME_MANAGE)
def operator_edit(request: MemberRequest, operator: UUID) -> HttpResponse:
    found = get_object_or_404(queries.operators(request.member.programme), pk=operator)
    form = forms.OperatorForm(request.POST or None, instance=found)
    return form_page(
        request,
        form,
        lambda: operations.change_operator(operator=found, changes=form.changes, by=request.member),
        Words(_("Change an operator"), _("Save"), _to_data(request.member)),
    )


@requires(Permission.PROGRAMME_MANAGE)
@require_POST
def operator_end(request: MemberRequest, operator: UUID) -> HttpResponse:
    found = get_object_or_404(queries.operators(request.member.programme), pk=operator)
    operations.end_operator(operator=found, by=request.member)
    undo = reverse("programmes:operator-resume", args=[request.member.programme.slug, found.pk])
    text = _("%(operator)s handles nothing more from today.") % {"operator": found}
    say_done(request, text, undo=undo)
    return redirect(_to_data(request.member).url)


@requires(Permission.PROGRAMME_MANAGE)
@require_POST
def operator_resume(request: MemberRequest, operator: UUID) -> HttpResponse:
    found = get_object_or_404(queries.operators(request.member.programme), pk=operator)
    operations.resume_operator(operator=found, by=request.member)
    messages.success(request, _("%(operator)s goes on.") % {"operator": found})
    return redirect(_to_data(request.member).url)


@requires(Permission.PROGRAMME_MANAGE)
def retention_edit(request: MemberRequest, rule: UUID) -> HttpResponse:
    found = get_object_or_404(queries.retention_rules(request.member.programme), pk=rule)
    form = forms.RetentionForm(request.POST or None, instance=found)
    return form_page(
        request,
        form,
        lambda: operations.change_retention(rule=found, changes=form.changes, by=request.member),
        Words(_("How long this is kept"), _("Save"), _to_data(request.member), lede=found.covers),
    )
