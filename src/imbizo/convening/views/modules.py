"""Training modules: their versions in their languages, and the questions of their tests."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening import queries as seen
from imbizo.convening.forms.training import LanguageForm, ModuleForm, NewModuleForm, QuestionForm, VersionForm
from imbizo.convening.models import Module
from imbizo.convening.operations import modules as operations
from imbizo.convening.queries import training as queries
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.rules.written import blocks
from imbizo.convening.tables.training import ModuleTable
from imbizo.convening.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def modules(request: MemberRequest) -> HttpResponse:
    """All that is taught."""
    may_add = may_plan(request.member)
    empty = Empty(
        _("There are no training modules yet"),
        _("A module is taught at trainings, in a version and a language, with questions before and after."),
        _("Add a module") if may_add else "",
        address(request, "module-add") if may_add else "",
        "school",
    )
    table = ModuleTable(request, queries.listed(request.member), empty=empty)
    return render(request, "convening/training/modules.html", {"table": table, "may_add": may_add})


@requires(Permission.GATHERINGS_PLAN)
def module_add(request: MemberRequest) -> HttpResponseBase:
    """A new module, with an empty first version."""
    form = NewModuleForm(request.POST or None, member=request.member)
    made = attempt(form, lambda data: operations.add_module(by=request.member, **data))
    if made is None:
        back = address(request, "modules")
        words = {"heading": _("Add a module"), "action": _("Add it")}
        return form_page(request, form, back_url=back, crumbs=_way(request), **words)
    return redirect(made.get_absolute_url())


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def module(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One module, in its versions."""
    found = get_object_or_404(seen.modules(request.member), pk=pk)
    context = {
        "module": found,
        "editions": queries.editions(found),
        "may_change": may_plan(request.member, found),
        "crumbs": _way(request),
        "form": LanguageForm(),
    }
    return render(request, "convening/training/module.html", context)


@requires(Permission.GATHERINGS_PLAN)
def module_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Another name, aim or length."""
    found = _own(request, pk)
    names = ("name", "aim", "hours")
    initial = {"id": found.pk} | {name: getattr(found, name) for name in names}
    form = ModuleForm(request.POST or None, initial=initial)

    def change(data: dict[str, Any]) -> Module:
        wanted = {name: data[name] for name in names}
        return operations.change_module(module=found, wanted=wanted, by=request.member)

    if attempt(form, change) is None:
        return _page(request, found, form, (_("Change the module"), _("Save")))
    return redirect(found.get_absolute_url())


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def version(request: MemberRequest, pk: UUID, number: int, language: str) -> HttpResponse:
    """The content of a version in one language, to read."""
    found = get_object_or_404(seen.modules(request.member), pk=pk)
    shown = get_object_or_404(queries.versions(found, number), language=language)
    context = {"module": found, "version": shown, "blocks": blocks(shown.content)}
    context |= {"crumbs": [*_way(request), Link(found.name, found.get_absolute_url())]}
    return render(request, "convening/training/version.html", context)


@requires(Permission.GATHERINGS_PLAN)
def version_edit(request: MemberRequest, pk: UUID, number: int, language: str) -> HttpResponseBase:
    """Write a version in one language."""
    found = _own(request, pk)
    known = queries.version_in(found, number, language)
    initial = {"content": known.content, "checked_by": known.checked_by} if known else {}
    form = VersionForm(request.POST or None, initial=initial)
    given = {"module": found, "number": number, "language": language, "by": request.member}
    done = attempt(form, lambda data: operations.write_version(**given, **data))
    if done is None:
        heading = _("Version %(number)s, %(language)s") % {"number": number, "language": language}
        return _page(request, found, form, (heading, _("Save")))
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.GATHERINGS_PLAN)
def version_language(request: MemberRequest, pk: UUID, number: int) -> HttpResponseBase:
    """Go on to write it in another language."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect(_own(request, pk).get_absolute_url())
    return redirect(address(request, "version-edit", pk, number, form.cleaned_data["language"]))


@require_POST
@requires(Permission.GATHERINGS_PLAN)
def version_new(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Copy the newest version, to write on."""
    found = _own(request, pk)
    number = operations.new_version(module=found, by=request.member)
    say_done(request, _("Version %(number)s is begun. The one before stays as it is.") % {"number": number})
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.GATHERINGS_PLAN)
def version_release(request: MemberRequest, pk: UUID, number: int) -> HttpResponseBase:
    """From now on it can be taught."""
    found = _own(request, pk)
    done = tried(request, lambda: operations.release(module=found, number=number, by=request.member))
    if done is not None:
        say_done(request, _("Released. It can be taught now, and doesn't change any more."))
    return redirect(found.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
def question_add(request: MemberRequest, pk: UUID, number: int, language: str) -> HttpResponseBase:
    """One more question, in one language."""
    found = _own(request, pk)
    if queries.edition(found, number) is None:
        raise Http404
    form = QuestionForm(request.POST or None)
    given = {"module": found, "number": number, "language": language, "by": request.member}
    made = attempt(form, lambda data: operations.add_question(**given, **data))
    if made is None:
        return _page(request, found, form, (_("Add a question"), _("Add it")))
    return redirect(found.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
def question_edit(request: MemberRequest, pk: UUID, language: str) -> HttpResponseBase:
    """Write a question in one of its languages."""
    question = get_object_or_404(queries.own_questions(request.member), pk=pk)
    initial = {
        "id": question.pk,
        "text": question.texts.get(language, ""),
        "choices": "\n".join(question.choices.get(language, [])),
        "right": question.right + 1,
    }
    form = QuestionForm(request.POST or None, initial=initial)

    def change(data: dict[str, Any]) -> Any:
        wanted = {name: data[name] for name in ("text", "choices", "right")}
        return operations.change_question(question=question, language=language, by=request.member, **wanted)

    if attempt(form, change) is None:
        return _page(request, question.module, form, (str(question), _("Save")))
    return redirect(question.get_absolute_url())


@require_POST
@requires(Permission.GATHERINGS_PLAN)
def question_drop(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take it out of a version that isn't released."""
    question = get_object_or_404(queries.own_questions(request.member), pk=pk)
    back = question.get_absolute_url()
    tried(request, lambda: operations.drop_question(question=question, by=request.member))
    return redirect(back)


def _own(request: MemberRequest, pk: UUID) -> Module:
    found: Module = get_object_or_404(queries.own_modules(request.member), pk=pk)
    return found


def _way(request: MemberRequest) -> Sequence[Link]:
    return [Link(_("Training"), address(request, "modules"))]


def _page(request: MemberRequest, found: Module, form: Any, words: tuple[str, str]) -> HttpResponse:
    heading, action = words
    back = found.get_absolute_url()
    way = [*_way(request), Link(found.name, back)]
    return form_page(request, form, heading=heading, action=action, back_url=back, crumbs=way)
