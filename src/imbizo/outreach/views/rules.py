"""What the programme decides about reaching people, on one page with a form for each decision."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.calc.keywords import WORDS
from imbizo.messaging.operations.rules import set_sending_rules
from imbizo.messaging.queries.rules import sending_rules
from imbizo.outreach.forms.settings import HoursForm, NeutralForm, ThresholdsForm
from imbizo.outreach.operations.settings import set_outreach_rules
from imbizo.outreach.queries.neutral import usual_text
from imbizo.outreach.queries.settings import help_numbers, outreach_rules
from imbizo.outreach.views.campaigns_frame import address
from imbizo.programmes.states import Permission


@requires(Permission.GATEWAYS_MANAGE)
@require_safe
def rules(request: MemberRequest) -> HttpResponse:
    """The rules of outreach: hours, words, second pair of eyes, neutral texts, numbers for help."""
    return _page(request)


@requires(Permission.GATEWAYS_MANAGE)
@require_POST
def rules_hours(request: MemberRequest) -> HttpResponse:
    """Change the hours of sending, and the words for STOP, START and HELP."""
    form = _hours(request)
    return _saved(request, "hours", form, set_sending_rules)


@requires(Permission.GATEWAYS_MANAGE)
@require_POST
def rules_eyes(request: MemberRequest) -> HttpResponse:
    """Change when a second pair of eyes is needed."""
    return _saved(request, "eyes", _eyes(request), set_outreach_rules)


@requires(Permission.GATEWAYS_MANAGE)
@require_POST
def rules_neutral(request: MemberRequest) -> HttpResponse:
    """Change the neutral texts."""
    return _saved(request, "neutral", _neutral(request), set_outreach_rules)


def _saved(request: MemberRequest, name: str, form: Any, write: Any) -> HttpResponse:
    if attempt(form, lambda _given: write(changes=form.changes, by=request.member)):
        say_done(request, _("Saved."))
        return redirect(address(request, "rules"))
    return _page(request, **{name: form})


def _hours(request: MemberRequest) -> HoursForm:
    return HoursForm(request.POST or None, rules=sending_rules(request.member.programme))


def _eyes(request: MemberRequest) -> ThresholdsForm:
    return ThresholdsForm(request.POST or None, rules=outreach_rules(request.member.programme))


def _neutral(request: MemberRequest) -> NeutralForm:
    programme = request.member.programme
    usual = [(language, usual_text(programme, language)) for language in programme.languages or ["en"]]
    return NeutralForm(request.POST or None, rules=outreach_rules(programme), usual=usual)


def _page(request: MemberRequest, **refused: Any) -> HttpResponse:
    """All forms; one that was refused with what was typed, the others as they are kept."""
    programme = request.member.programme
    decided = outreach_rules(programme)
    usual = [(language, usual_text(programme, language)) for language in programme.languages or ["en"]]
    forms = {
        "hours": HoursForm(rules=sending_rules(programme)),
        "eyes": ThresholdsForm(rules=decided),
        "neutral": NeutralForm(rules=decided, usual=usual),
    }
    words = [
        (str(keyword).upper(), ", ".join(sorted(word for each in languages.values() for word in each)))
        for keyword, languages in WORDS.items()
    ]
    context = {**forms, **refused, "numbers": help_numbers(request.member), "words": words}
    return render(request, "outreach/money/rules.html", context)
