"""The text of a campaign in each language, with how it looks on a phone and what it costs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors.states import Language
from imbizo.base.attempts import attempt
from imbizo.base.components import Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.forms.campaigns import (
    EVERY_COSTLY,
    CheckedForm,
    FallbackForm,
    WordingForm,
    language_name,
)
from imbizo.outreach.models import Campaign, Wording
from imbizo.outreach.operations import campaigns as operations
from imbizo.outreach.queries.preview import preview
from imbizo.outreach.queries.readers import (
    costly_in,
    languages,
    opened_first,
    reading,
    shown_to,
    wording_in,
)
from imbizo.outreach.queries.texts import TOKENS
from imbizo.outreach.queries.watching import wordings
from imbizo.outreach.states import Via
from imbizo.outreach.views.campaigns_frame import address, held, may_write, own, step_frame
from imbizo.programmes.states import Permission


@requires(Permission.CAMPAIGNS_WRITE)
def campaign_text(request: MemberRequest, pk: UUID, language: str = "") -> HttpResponse:
    """Write the text of one language."""
    campaign = own(request, pk)
    if not may_write(campaign):
        return redirect(campaign.get_absolute_url())
    chosen = _language(request, campaign, language)
    form, is_saved = _written(request, campaign, chosen)
    if is_saved:
        say_done(request, _("Saved."))
        return redirect(address(request, "campaign-text-in", pk, chosen))
    context = {
        **step_frame(request, campaign, "text"),
        **_of_language(request, campaign, chosen),
        "form": form,
        "fallback_form": FallbackForm(instance=campaign, languages=languages(campaign)),
    }
    return render(request, "outreach/campaigns/text.html", context)


def _written(request: MemberRequest, campaign: Campaign, language: str) -> tuple[WordingForm, bool]:
    """The form, and whether what was sent is kept now. The row is held no longer than that takes."""
    if request.method != "POST":
        return _wording_form(request, campaign, language), False
    with transaction.atomic():
        form = _wording_form(request, held(request, campaign.pk), language)
        return form, _saved(request, campaign, form)


def _language(request: MemberRequest, campaign: Campaign, asked: str) -> str:
    """The language asked for, else the one to begin with."""
    code = asked or request.GET.get("language", "") or opened_first(campaign)
    if code not in Language.values:
        raise Http404
    return code


def _wording_form(request: MemberRequest, campaign: Campaign, language: str) -> WordingForm:
    wording = wording_in(campaign, language)
    return WordingForm(request.POST or None, instance=wording, with_mail=campaign.via != Via.SMS)


def _saved(request: MemberRequest, campaign: Campaign, form: WordingForm) -> bool:
    language = form.instance.language

    def save(given: dict[str, Any]) -> bool:
        subject = given.get("subject", form.instance.subject)
        kept = own(request, campaign.pk)
        operations.set_wording(
            campaign=kept, language=language, text=given.get("text", ""), subject=subject, by=request.member
        )
        return True

    return attempt(form, save) is not None


def _of_language(request: MemberRequest, campaign: Campaign, language: str) -> dict[str, Any]:
    """What stands around the text of one language."""
    wording = wording_in(campaign, language)
    return {
        "language": language,
        "language_name": language_name(language),
        "language_tabs": _tabs(request, campaign, language),
        "other_languages": Language.choices,
        "wording": wording,
        "checked_form": CheckedForm(initial={"speaker": wording.checked_by, "on": wording.checked_on}),
        "tokens": [(f"{{{token}}}", label) for token, label in TOKENS.items()],
        **_shown(request, campaign, wording),
    }


def _tabs(request: MemberRequest, campaign: Campaign, current: str) -> list[Link]:
    """The languages that have a text or readers, with how many read each."""
    readers, written = reading(campaign), {each.language for each in wordings(campaign)}
    return [
        Link(
            f"{language_name(code)} \N{CHECK MARK}" if code in written else language_name(code),
            address(request, "campaign-text-in", campaign.pk, code),
            code == current,
            readers[code],
        )
        for code in dict.fromkeys([*languages(campaign), current])
    ]


def _shown(request: MemberRequest, campaign: Campaign, wording: Wording) -> dict[str, Any]:
    """The text on the phone of one person of the audience."""
    person = request.POST.get("person", "") or request.GET.get("person", "")
    return {"shown": shown_to(campaign, request.member, wording, person)}


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_preview(request: MemberRequest, pk: UUID, language: str) -> HttpResponse:
    """The text as it is being written, on the phone of one person: a part of the page. Nothing is kept."""
    campaign = own(request, pk)
    language = _language(request, campaign, language)
    form = _wording_form(request, campaign, language)
    form.is_valid()
    wording = wording_in(campaign, language)
    wording.text = form.cleaned_data.get("text", "")
    wording.subject = form.cleaned_data.get("subject", wording.subject)
    context = {"campaign": campaign, "language": language, **_shown(request, campaign, wording)}
    return render(request, "outreach/campaigns/shown.html", context)


@requires(Permission.CAMPAIGNS_WRITE)
@require_safe
def campaign_costs(request: MemberRequest, pk: UUID, language: str) -> HttpResponse:
    """What the kept texts come to for everybody: a part of the page, which asks again while it is being counted."""
    campaign = own(request, pk)
    language = _language(request, campaign, language)
    wording, look = wording_in(campaign, language), preview(request.member, campaign)
    if look.is_counting and "again" not in request.GET:
        operations.count_in_background(campaign=campaign)
    costly = costly_in(wording, look.estimate) if look.estimate else []
    context = {
        "campaign": campaign,
        "language": language,
        "wording": wording,
        "preview": look,
        "costly": costly,
        "may_replace": any(each.is_in_text for each in costly),
        "every_costly": EVERY_COSTLY,
    }
    return render(request, "outreach/campaigns/costs.html", context)


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_checked(request: MemberRequest, pk: UUID, language: str) -> HttpResponse:
    """Mark the text of a language as read by a speaker."""
    campaign = own(request, pk)
    form = CheckedForm(request.POST)
    wording = wording_in(campaign, _language(request, campaign, language))
    if attempt(form, lambda given: _mark(request, wording, given)) is not None:
        say_done(request, _("Marked as checked by a speaker."))
    else:
        messages.error(request, " ".join(str(error) for found in form.errors.values() for error in found))
    return redirect(address(request, "campaign-text-in", pk, language))


def _mark(request: MemberRequest, wording: Wording, given: dict[str, Any]) -> Wording:
    return operations.mark_checked(
        wording=wording, speaker=given["speaker"], on=given["on"], by=request.member
    )


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
@transaction.atomic
def campaign_fallback(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which text those read whose own language has none."""
    campaign = held(request, pk)
    form = FallbackForm(request.POST, instance=campaign, languages=languages(campaign))

    def change(_given: dict[str, Any]) -> Campaign:
        return operations.change(campaign=own(request, pk), changes=form.changes, by=request.member)

    if attempt(form, change):
        say_done(request, _("Saved."))
    return redirect(address(request, "campaign-text", pk))
