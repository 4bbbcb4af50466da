"""The page of one input: its words, where it came from, what became of it; and what is done with it there."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.actors.states import Language
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Fact, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.inputs import SplitForm, TranslationForm, WithdrawForm
from imbizo.convening.models import Input
from imbizo.convening.operations import joining, moderating
from imbizo.convening.operations.inputs import take_back
from imbizo.convening.queries import inputs as queries
from imbizo.convening.queries import putting
from imbizo.convening.rules.speaking import UNDECIDED
from imbizo.convening.views.frame import address, frame
from imbizo.convening.views.inputs import crumbs_of
from imbizo.convening.views.undoing import undo_address
from imbizo.programmes.states import Permission


@requires(Permission.INPUTS_VIEW)
def one(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What was said, in its words, with all that hangs on it."""
    said = get_object_or_404(queries.for_showing(queries.inputs(request.member)), pk=pk)
    gathering = said.gathering
    is_ours = queries.is_own(gathering, request.member)
    may_decide = is_ours and request.member.may(Permission.INPUTS_DECIDE)
    context = frame(request, gathering) | {
        "said": said,
        "crumbs": crumbs_of(request, gathering),
        "facts": _facts(said, is_ours=is_ours),
        "puts": putting.puts_of(said, request.member),
        "pictures": said.pictures.all() if is_ours else [],
        "may_decide": may_decide and said.state in UNDECIDED,
        "may_put": may_decide and said.state in UNDECIDED,
        "may_translate": is_ours and request.member.may(Permission.INPUTS_WRITE),
    }
    return render(request, "convening/inputs/input.html", context)


@requires(Permission.INPUTS_DECIDE)
def split(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Divide it into several; its words stay."""
    said = _own(request, pk)
    form = SplitForm(request.POST or None, initial={"parts": said.text})
    made = attempt(form, lambda data: joining.split(said=said, parts=data["parts"], by=request.member))
    if made is None:
        lede = _("For words that say several things. The original stays as it was said, behind its parts.")
        return _form(request, said, form, (_("Divide"), lede, _("Divide")))
    say_done(
        request,
        _("Divided. The original keeps its words."),
        undo=undo_address(request, said.gathering, made[1]),
    )
    return redirect(address(request, "inputs", said.gathering_id))


@requires(Permission.INPUTS_DECIDE)
def withdraw(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take it out, with the reason."""
    said = _own(request, pk)
    form = WithdrawForm(request.POST or None)
    done = attempt(
        form, lambda data: moderating.withdraw(said=said, because=data["because"], by=request.member)
    )
    if done is None:
        lede = _("It goes from the wall, the lists and the proceedings. It stays on record, with the reason.")
        return _form(request, said, form, (_("Withdraw"), lede, _("Withdraw")))
    say_done(request, _("It is withdrawn."), undo=undo_address(request, said.gathering, done))
    return redirect(said.get_absolute_url())


@requires(Permission.INPUTS_WRITE)
def translate(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Put a translation beside the words."""
    said = _own(request, pk)
    beside = {each.language: each.text for each in said.translations.all()}
    wanted = request.GET.get("language", "")
    form = TranslationForm(
        request.POST or None,
        gathering=said.gathering,
        language=said.language,
        initial={
            "language": wanted or request.member.programme.languages[:1],
            "text": beside.get(wanted, ""),
        },
    )
    done = attempt(form, lambda data: moderating.translate(said=said, by=request.member, **data))
    if done is None:
        lede = _("The original stands beside it always.")
        return _form(request, said, form, (_("Translate"), lede, _("Save")))
    say_done(request, _("The translation stands beside the words."))
    return redirect(said.get_absolute_url())


@require_POST
@requires(Permission.INPUTS_WRITE)
def slip_of_the_pen(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The scribe takes back what they have just written."""
    said = _own(request, pk)
    if tried(request, lambda: take_back(said=said, by=request.member)) is not None:
        say_done(request, _("Taken back."))
    if said.table_id is None:
        return redirect(address(request, "inputs", said.gathering_id))
    return redirect(address(request, "scribe", said.gathering_id, said.table_id))


def _own(request: MemberRequest, pk: UUID) -> Input:
    rows = queries.own_inputs(request.member).select_related("gathering__programme", "gathering__owner")
    found: Input = get_object_or_404(rows, pk=pk)
    return found


def _form(request: MemberRequest, said: Input, form: Any, words: tuple[str, str, str]) -> HttpResponse:
    heading, lede, action = words
    return form_page(
        request,
        form,
        heading=heading,
        lede=lede,
        action=action,
        back_url=said.get_absolute_url(),
        crumbs=[*crumbs_of(request, said.gathering), Link(str(said), said.get_absolute_url())],
        template="convening/inputs/form.html",
        said=said,
    )


def _facts(said: Input, *, is_ours: bool) -> list[Fact]:
    """What is known of it. Table and speaker are for the partner that convened alone."""
    facts = [
        Fact(_("Session"), said.item or _("the whole gathering")),
        *([Fact(_("Question"), said.question)] if said.question else []),
        Fact(_("Language"), Language(said.language).label if said.language in Language.values else ""),
        Fact(_("Came by"), said.get_via_display()),
    ]
    if is_ours and not said.is_anonymous:
        facts += [
            Fact(_("Table"), said.table or _("none")),
            Fact(_("Said by"), _named(said) or _("not named")),
        ]
    return facts


def _named(said: Input) -> str:
    """Who said it, as long as they agree to be named."""
    return str(said.speaker) if said.speaker and said.speaker.agreed_to_be_named else ""
