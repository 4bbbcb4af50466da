"""The page of signing: who signs, how far it is, and what happens next."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imbizo.agreements import queries as agreements
from imbizo.agreements.forms.signing import CopyForm, DeclineForm, NewSignatoryForm, SignatoryFields
from imbizo.agreements.models import Agreement, Party, Signatory
from imbizo.agreements.operations import signatories as naming
from imbizo.agreements.operations import signing as operations
from imbizo.agreements.operations.asking_to_sign import ask_to_sign
from imbizo.agreements.operations.verifying import MOST_BYTES, judge, moved_here, verify_copy
from imbizo.agreements.queries import signing as queries
from imbizo.agreements.queries.signing_page import signing_page, verdict_words
from imbizo.agreements.states import AgreementState
from imbizo.agreements.views.frame import address, crumbs, found, frame, own
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission

_BEGUN = {AgreementState.SIGNING, AgreementState.IN_EFFECT}


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def signing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who signs for each party, whose turn it is, and whether the file holds."""
    agreement = found(request, pk)
    return render(request, "agreements/signing/signing.html", _context(request, agreement))


@requires(Permission.AGREEMENTS_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Begin signing, after a look at what can't be changed from then on."""
    agreement = own(request, pk)
    if request.method == "POST":
        begun = tried(request, lambda: operations.begin_signing(agreement=agreement, by=request.member))
        if begun is not None:
            say_done(request, _("Signing has begun. Send the links, or print the counterparts."))
        return redirect(address(request, "signing", pk))
    context = {
        "question": _("Begin signing?"),
        "consequence": _(
            "The final text becomes one file with a box for each signatory. From then on the text, the signatories "
            "and their turns stay as they are."
        ),
        "action": _("Begin signing"),
        "back_url": address(request, "signing", pk),
    }
    return render(request, "base/confirm.html", context)


@require_POST
@requires(Permission.AGREEMENTS_DECIDE)
def take_back(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Signing hasn't begun after all."""
    agreement = own(request, pk)
    if tried(request, lambda: operations.take_back_signing(agreement=agreement, by=request.member)):
        say_done(request, _("Signing is taken back. The links are closed, and signatories can be changed."))
    return redirect(address(request, "signing", pk))


@requires(Permission.AGREEMENTS_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Check a copy that somebody brought. It isn't kept."""
    agreement = found(request, pk)
    form = CopyForm(request.POST or None, request.FILES or None)
    context = frame(request, agreement) | {"form": form}
    if form.is_valid():
        copy = form.cleaned_data["file"]
        if copy.size > MOST_BYTES:
            form.add_error("file", _("The file is too large to be a copy of this agreement."))
        else:
            context["verdict"] = verify_copy(agreement=agreement, content=copy.read())
    return render(request, "agreements/signing/check.html", context)


@requires(Permission.AGREEMENTS_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def signatory_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Name somebody who signs for a party."""
    rows = agreements.of_agreements(Party, request.member, only_own=True)
    party = get_object_or_404(rows.select_related("agreement__document", "institution", "programme"), pk=pk)
    form = NewSignatoryForm(request.POST or None, member=request.member)
    made = attempt(form, lambda data: naming.add_signatory(party=party, by=request.member, **data))
    if made is not None:
        say_done(request, _("%(name)s is named.") % {"name": made.name})
        return redirect(address(request, "signing", party.agreement_id))
    heading = _("Who signs for %(party)s?") % {"party": party.institution}
    return _form(request, party.agreement, form, heading, _("Name them"))


@requires(Permission.AGREEMENTS_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def signatory(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Change who signs, while signing hasn't begun."""
    person = _signatory(request, pk)
    names = ("name", "office", "authority", "turn", "way")
    initial = {name: getattr(person, name) for name in names} | {
        "actor": person.actor.name if person.actor else ""
    }
    form = SignatoryFields(request.POST or None, member=request.member, initial=initial)
    changed = attempt(
        form, lambda data: naming.change_signatory(signatory=person, changes=data, by=request.member)
    )
    if changed is not None:
        say_done(request, _("Saved."))
        return redirect(address(request, "signing", person.party.agreement_id))
    heading = _("%(name)s signs for %(party)s") % {"name": person.name, "party": person.party.institution}
    return _form(request, person.party.agreement, form, heading, _("Save"))


@require_POST
@requires(Permission.AGREEMENTS_DECIDE)
def signatory_remove(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """They don't sign after all."""
    person = _signatory(request, pk)
    tried(request, lambda: naming.remove_signatory(signatory=person, by=request.member))
    return redirect(address(request, "signing", person.party.agreement_id))


@require_POST
@requires(Permission.AGREEMENTS_DECIDE)
def signatory_ask(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Send them their link; it is shown once too, to hand over."""
    person = _signatory(request, pk)
    asked = tried(request, lambda: ask_to_sign(signatory=person, by=request.member))
    if asked is not None:
        link, is_on_its_way = asked
        if is_on_its_way:
            say_done(request, _("%(name)s gets a message with a link to sign.") % {"name": person.name})
        text = _("Their page, to hand over yourself (shown only now): %(link)s")
        messages.info(request, text % {"link": link})
    return redirect(address(request, "signing", person.party.agreement_id))


@require_POST
@requires(Permission.AGREEMENTS_DECIDE)
def signatory_on_paper(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """They sign on paper instead."""
    person = _signatory(request, pk)
    if tried(request, lambda: naming.sign_on_paper_instead(signatory=person, by=request.member)):
        say_done(request, _("%(name)s signs on paper. Print the counterpart.") % {"name": person.name})
    return redirect(address(request, "signing", person.party.agreement_id))


@requires(Permission.AGREEMENTS_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def signatory_declined(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note that they said they won't sign."""
    person = _signatory(request, pk)
    form = DeclineForm(request.POST or None)
    noted = attempt(form, lambda data: operations.decline(signatory=person, by=request.member, **data))
    if noted is not None:
        return redirect(address(request, "signing", person.party.agreement_id))
    heading = _("%(name)s doesn't sign") % {"name": person.name}
    return _form(request, person.party.agreement, form, heading, _("Note it"))


def _context(request: MemberRequest, agreement: Agreement) -> dict[str, Any]:
    page = signing_page(agreement)
    judgement = judge(agreement, page.file) if page.file and page.file.signatures else None
    return frame(request, agreement) | {
        "page": page,
        "judgement": judgement,
        "verdict": verdict_words(judgement) if judgement else "",
        "has_begun": agreement.state in _BEGUN,
        "has_moved": bool(judgement and moved_here(agreement)),
        "is_stamped": bool(settings.ENVIRONMENT.timestamps),
        "public_url": agreement.is_public and reverse("agreements:public-agreement", args=[agreement.code]),
    }


def _form(request: MemberRequest, agreement: Agreement, form: Any, heading: str, action: str) -> HttpResponse:
    back = address(request, "signing", agreement.pk)
    way = [*crumbs(request, agreement), Link(_("Signing"), back)]
    return form_page(request, form, heading=heading, action=action, back_url=back, crumbs=way)


def _signatory(request: MemberRequest, pk: UUID) -> Signatory:
    found: Signatory = get_object_or_404(queries.signatories(request.member), pk=pk)
    return found
