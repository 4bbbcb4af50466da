"""Knowledge tests on phones: by the code of the training and of a card, without a name."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from imbizo.actors.states import Language
from imbizo.base.attempts import attempt
from imbizo.base.web import public
from imbizo.calc import codes
from imbizo.convening.forms.training import AnswersForm, TestCodeForm
from imbizo.convening.models import Gathering, TaughtModule
from imbizo.convening.operations import training as operations
from imbizo.convening.queries import training as queries
from imbizo.convening.queries.inputs import gathering_with
from imbizo.convening.states import Via
from imbizo.convening.views.guessing import is_flooding, note_wrong, too_many, unless_guessing

_METHODS = ["GET", "HEAD", "POST"]


@public
@never_cache
# No cookie is needed to answer: there is no account here that a forged form could misuse.
@csrf_exempt
@require_http_methods(_METHODS)
@unless_guessing
def test_code(request: HttpRequest) -> HttpResponseBase:
    """Type the code of the card, or that of the training."""
    form = TestCodeForm(request.POST or None)
    if form.is_valid():
        code = codes.normalise(form.cleaned_data["code"])
        found = _trainings(code)
        if len(found) == 1:
            where = reverse("convening:open-test", args=[found[0].code])
            return redirect(f"{where}?card={code}" if codes.is_valid(code, codes.CARD) else where)
        note_wrong(request)
        form.add_error(
            "code", _("No test is open under this code. Type the training's code, or ask the trainer.")
        )
    return render(request, "convening/public/test_code.html", {"form": form})


@public
@never_cache
@csrf_exempt
@require_http_methods(_METHODS)
@unless_guessing
def open_test(request: HttpRequest, code: str) -> HttpResponseBase:
    """The test that is open at a training."""
    gathering = gathering_with(codes.normalise(code))
    if gathering is None:
        note_wrong(request)
        return redirect("convening:open-test-code")
    if request.method == "POST" and is_flooding(request, code):
        return too_many(request)
    tests = list(queries.open_tests(gathering))
    chosen = _chosen(request, tests)
    if chosen is None:
        context = _who_asks(gathering) | {"tests": tests, "gathering": gathering}
        return render(request, "convening/public/test_which.html", context)
    return _answer(request, chosen)


def _answer(request: HttpRequest, taught: TaughtModule) -> HttpResponse:
    languages = queries.languages_of(taught)
    language = _language(request, languages)
    asked = list(queries.questions_of(taught))
    initial = {"card": request.GET.get("card", ""), "moment": taught.open_for}
    form = AnswersForm(request.POST or None, questions=asked, language=language, initial=initial)
    context = _who_asks(taught.gathering) | {"taught": taught, "gathering": taught.gathering, "form": form}
    context |= {"languages": [(each, _name(each), each == language) for each in languages]}
    kept = attempt(form, lambda data: _take(taught, form, data, language))
    if kept is not None:
        return render(request, "convening/public/test_thanks.html", context)
    return render(request, "convening/public/test.html", context | {"language": language})


def _take(taught: TaughtModule, form: AnswersForm, data: dict[str, Any], language: str) -> Any:
    return operations.take_sheet(
        taught=taught,
        moment=data["moment"],
        code=data["card"],
        answers=form.answers,
        via=Via.PHONE,
        language=language,
        by=None,
    )


def _trainings(code: str) -> list[Gathering]:
    if codes.is_valid(code, codes.CARD):
        return queries.trainings_of_card(code)
    found = gathering_with(code)
    return [found] if found is not None else []


def _chosen(request: HttpRequest, tests: list[TaughtModule]) -> TaughtModule | None:
    """The test that is meant: the only one, or that of the address."""
    wanted = request.GET.get("test", "")
    if wanted:
        return next((each for each in tests if str(each.pk) == wanted), None)
    return tests[0] if len(tests) == 1 else None


def _language(request: HttpRequest, languages: list[str]) -> str:
    """That of the address, else the reader's, else the first that the test has."""
    wished = (request.GET.get("language", ""), get_language() or "")
    return next((each for each in wished if each in languages), languages[0] if languages else "en")


def _name(code: str) -> str:
    return str(Language(code).label) if code in Language.values else code


def _who_asks(gathering: Gathering) -> dict[str, Any]:
    programme = gathering.programme
    return {
        "programme_name": programme.name,
        "asked_by": gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
