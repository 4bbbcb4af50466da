"""Adoption paths: begun from a template, edited, followed step by step, confirmed by each party's own official."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.agreements.errors import NotNow, NotReady
from imbizo.agreements.models import AdoptionPath, AdoptionStep, Agreement, Party
from imbizo.agreements.operations.holding import held
from imbizo.agreements.queries import adoption as queries
from imbizo.agreements.states import StepKind, StepState
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.operations.word_sent import Letter, send_word
from imbizo.drafting.models import Document
from imbizo.programmes.models import Membership, Partner, Programme
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission
from imbizo.thread.operations import add_public_links, audit

LINK: Final = "path"
"""The purpose of the link by which an official confirms how a text is adopted there."""
LINK_DAYS: Final = 120
REMIND_BEFORE: Final = timedelta(days=7)
TEMPLATE: Final = (
    StepKind.RECEIVED,
    StepKind.LEGAL,
    StepKind.PORTFOLIO,
    StepKind.MAYORAL,
    StepKind.COUNCIL,
    StepKind.AUTHORISED,
    StepKind.SIGNED,
)
"""How a South African municipality adopts a text: a start, to be edited."""
BODIES: Final = frozenset({StepKind.PORTFOLIO, StepKind.MAYORAL, StepKind.COUNCIL})
_NOT_YOURS = _("Only the partner that keeps this text can change how its adoption is followed.")
_WHY = _("Write why this step isn't needed there.")
_RESOLVES = _("A council's step is done by a resolution. Note the resolution.")
_DONE = _("This step is done already.")
_FUTURE = _("This day is still to come.")
_THERE = _("This institution has a path for this document already.")
_NAME = _("Write your name, so that one knows who confirmed it.")


@transaction.atomic
def begin_path(
    *,
    institution: Actor,
    by: Membership,
    party: Party | None = None,
    document: Document | None = None,
    official: Actor | None = None,
    id: UUID | None = None,
) -> AdoptionPath:
    """The way of a text through an institution, with the steps of the template. A party has one: that is given back.

    Raises NotAllowed, NotNow (the agreement is over), NotReady (the institution has one for this document).
    """
    path = AdoptionPath(
        id=id or new_id(),
        programme=by.programme,
        party=party,
        document=document,
        institution=institution,
        official=official or (party.official if party else None),
    )
    require(path, by)
    there = queries.begun(party=party, document=document, institution=institution)
    if there is not None:
        if party is None and there.pk != id:
            raise NotReady(_THERE, field="institution")
        return there
    path.save(force_insert=True)
    for position, kind in enumerate(TEMPLATE, start=1):
        AdoptionStep.objects.create(programme=path.programme, path=path, kind=kind, position=position)
    audit("create", [path], by=by, changes={"institution": [None, institution]})
    return path


@transaction.atomic
def begin_all(*, parties: Iterable[Party], by: Membership) -> list[AdoptionPath]:
    """A path for each of these parties. Raises NotAllowed, NotNow."""
    return [begin_path(party=each, institution=each.institution, by=by) for each in parties]


@transaction.atomic
def change_path(*, path: AdoptionPath, changes: Mapping[str, Any], by: Membership) -> AdoptionPath:
    """Another official, or a remark. Raises NotAllowed."""
    require(path, by)
    write(path, changes, by=by)
    return path


@transaction.atomic
def add_step(
    *, path: AdoptionPath, kind: StepKind, by: Membership, name: str = "", after: AdoptionStep | None = None
) -> AdoptionStep:
    """One more step, at the end or behind another. The path is to be confirmed again. Raises NotAllowed."""
    require(path, by)
    last = path.steps.aggregate(last=Max("position"))["last"] or 0
    position = after.position + 1 if after else last + 1
    for later in path.steps.filter(position__gte=position):
        write(later, {"position": later.position + 1}, by=by)
    step = AdoptionStep.objects.create(
        programme=path.programme, path=path, kind=kind, name=name.strip(), position=position
    )
    audit("create", [step], by=by, changes={"kind": [None, kind]})
    _unconfirm(path, by)
    return step


@transaction.atomic
def change_step(*, step: AdoptionStep, changes: Mapping[str, Any], by: Membership) -> AdoptionStep:
    """Its name, with whom it lies, the day planned, what holds it up, or that it is decided under delegation."""
    require(step.path, by)
    write(step, changes, by=by)
    return step


@transaction.atomic
def move_step(*, step: AdoptionStep, is_up: bool, by: Membership) -> AdoptionStep:
    """Change places with the step before or behind it; at either end nothing happens."""
    require(step.path, by)
    steps = list(step.path.steps.order_by("position", "created_at"))
    at = [each.pk for each in steps].index(step.pk)
    other = at - 1 if is_up else at + 1
    if 0 <= other < len(steps):
        steps[at], steps[other] = steps[other], steps[at]
        for position, each in enumerate(steps, start=1):
            write(each, {"position": position}, by=by)
        _unconfirm(step.path, by)
    return step


@transaction.atomic
def skip_step(*, step: AdoptionStep, because: str, by: Membership) -> AdoptionStep:
    """It isn't needed there, because. Raises NotAllowed, NotReady (no reason), NotNow (it is done)."""
    require(step.path, by)
    if not because.strip():
        raise NotReady(_WHY, field="because")
    if step.state == StepState.DONE:
        raise NotNow(_DONE)
    write(step, {"state": StepState.SKIPPED, "note": because.strip()}, by=by, verb="skip_step")
    _unconfirm(step.path, by)
    return step


@transaction.atomic
def take_up_step(*, step: AdoptionStep, by: Membership) -> AdoptionStep:
    """A skipped step is needed after all; one done by mistake is open again, as long as nothing was resolved on it."""
    require(step.path, by)
    if step.resolutions.exists():
        raise NotNow(_RESOLVES)
    write(step, {"state": StepState.WAITING, "done_on": None, "outcome": ""}, by=by, verb="take_up_step")
    return step


@transaction.atomic
def hand_in(*, step: AdoptionStep, on: date, by: Membership) -> AdoptionStep:
    """It was handed in for an agenda. Raises NotAllowed, NotNow (it is done), NotReady (a day to come)."""
    require(step.path, by)
    if step.state == StepState.DONE:
        raise NotNow(_DONE)
    require_past(on, step.programme, "on")
    write(step, {"state": StepState.HANDED_IN, "handed_in_on": on}, by=by, verb="hand_in")
    return step


@transaction.atomic
def finish_step(*, step: AdoptionStep, on: date, by: Membership, note: str = "") -> AdoptionStep:
    """An office or a committee is done with it. A council's is done by a resolution (`resolutions.resolve`).

    Raises NotAllowed, NotNow, NotReady.
    """
    require(step.path, by)
    if step.kind == StepKind.COUNCIL and not step.is_delegated:
        raise NotReady(_RESOLVES)
    require_past(on, step.programme, "on")
    wanted = {"state": StepState.DONE, "done_on": on, "note": note.strip()}
    write(step, wanted, by=by, verb="finish_step")
    return step


@transaction.atomic
def ask_official(*, path: AdoptionPath, by: Membership | None) -> tuple[str, bool]:
    """A page on which the official confirms the path, and whether a message with it is on its way."""
    token = add_public_links([path], purpose=LINK, days=LINK_DAYS, by=by)[path.pk]
    address = f"{settings.ENVIRONMENT.origin}{reverse('agreements:open-path', args=[token])}"
    audit("ask_to_confirm", [path], by=by)
    if path.official is None:
        return address, False
    seed = uuid5(path.pk, f"asked {timezone.localdate().isoformat()}")
    letter = Letter(path.official, lambda language: _words(path, address, language), seed=seed)
    return address, bool(send_word(source=path, owner=owner_of(path), letters=[letter]))


@transaction.atomic
def confirm_path(
    *, path: AdoptionPath, name: str, by: Membership | None, remark: str = "", on: date | None = None
) -> AdoptionPath:
    """The named official says that this is how it goes there, or remarks on it. `by` is None on their own page."""
    if by is not None:
        require(path, by)
    if not name.strip():
        raise NotReady(_NAME, field="name")
    today = on or queries.today_of(path.programme)
    wanted = {"confirmed_on": today, "confirmed_name": name.strip(), "remark": remark.strip()}
    write(path, wanted, by=by, verb="confirm_path")
    return path


def flag_after_elections(now: datetime) -> int:
    """For the clock: what a former council decided and nobody has signed is to be confirmed again; how many steps."""
    flagged = 0
    for programme in Programme.objects.filter(anonymised_at=None):
        today = now.astimezone(programme.zone).date()
        for step in queries.to_flag(programme, today):
            with transaction.atomic():
                write(step, {"confirm_again": True}, by=None, verb="confirm_again")
            flagged += 1
    return flagged


def remind_of_agendas(now: datetime) -> int:
    """For the clock: tell the owner's members in time that an agenda closes; how many steps it told of."""
    told = 0
    for programme in Programme.objects.filter(anonymised_at=None):
        today = now.astimezone(programme.zone).date()
        for step, day in queries.closing(programme, today, today + REMIND_BEFORE):
            with transaction.atomic():
                # The day stands in the row, so that each closing day is told of once.
                if AdoptionStep.objects.filter(pk=step.pk).exclude(planned_on=day).update(planned_on=day):
                    audit("agenda_closes", [step], by=None, changes={"planned_on": [step.planned_on, day]})
                    told += 1
    return told


def owner_of(path: AdoptionPath) -> Partner:
    """The partner that follows the path: the keeper of the agreement, or of the document."""
    kept: Agreement | Document | None = path.party.agreement if path.party else path.document
    if kept is None:  # refused by the constraint `path_is_of_one_text`
        raise NotAllowed(_NOT_YOURS)
    return kept.owner


def require(path: AdoptionPath, by: Membership) -> None:
    """Raise NotAllowed where the member doesn't keep the text, NotNow where its agreement is over."""
    if path.party is not None:
        held(path.party.agreement, by)
    elif not (by.may(Permission.AGREEMENTS_WRITE) and owner_of(path).pk == by.partner_id):
        raise NotAllowed(_NOT_YOURS)


def _unconfirm(path: AdoptionPath, by: Membership) -> None:
    """What was confirmed was another path."""
    write(path, {"confirmed_on": None, "confirmed_name": ""}, by=by)


def require_past(on: date, programme: Programme, field: str) -> None:
    """Raise NotReady for a day that is still to come."""
    if on > queries.today_of(programme):
        raise NotReady(_FUTURE, field=field)


def _words(path: AdoptionPath, address: str, language: str) -> tuple[str, str]:
    with translation.override(language):
        told = {
            "title": queries.title_of(path),
            "institution": path.institution.name,
            "address": address,
            "number": path.programme.contact_number,
            "sender": owner_of(path).label,
        }
        parts = [
            _t("This is how we think that %(institution)s adopts “%(title)s”.") % told,
            _t("Please confirm it, or say what is different, on this page: %(address)s") % told,
            _t("To check that this is true, phone %(number)s.") % told if told["number"] else "",
            str(told["sender"]),
        ]
        return _t("How is “%(title)s” adopted there?") % told, "\n\n".join(part for part in parts if part)
