"""How a measure goes: reported by members, by its owner on a light page, or noted for them; asked after in time."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.agreements.errors import NotNow, NotReady
from imbizo.agreements.models import Measure, MeasureUpdate
from imbizo.agreements.operations.evidence_files import cleaned
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.measures import LINK
from imbizo.agreements.operations.reckoning import follow, reckon
from imbizo.agreements.queries import measuring as queries
from imbizo.agreements.states import Came, MeasureState
from imbizo.base.models import new_id
from imbizo.convening.operations.word_sent import Letter, send_word
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import add_public_links, audit, link
from imbizo.thread.states import Relation

LINK_DAYS: Final = 180
_NOTHING = _("Say how far it is, or what was done.")
_STOPPED = _("This isn't being carried out any more. Thank you all the same.")
_PARTS = _("This measure has parts: its progress is theirs. Say in words what was done, or report on a part.")
_WHY = _("Write why it is withdrawn.")
_GONE = _("It was withdrawn already.")


@transaction.atomic
def report(
    *,
    measure: Measure,
    state: MeasureState,
    by: Membership | None,
    progress: int | None = None,
    text: str = "",
    problem: str = "",
    file: "UploadedFile[Any] | None" = None,
    link_: str = "",
    via: Came = Came.PAGE,
    name: str = "",
    at: datetime | None = None,
    id: UUID | None = None,
) -> MeasureUpdate:
    """Say how the measure goes. `by` is None on its owner's own page; `name` is who says so, where a member notes it.

    What is done is at 100 percent. Raises NotAllowed, NotNow (it was stopped), NotReady, Conflict.
    """
    _require_open(measure, by)
    progress = 100 if state == MeasureState.DONE else progress
    _check_said(measure, progress, text)
    content = {"measure": measure, "state": state, "progress": progress, "link": link_, "via": via}
    content |= {"text": text.strip(), "problem": problem.strip(), "name": name.strip()}
    if (first := made_before(MeasureUpdate, id, content)) is not None:
        return first
    update = MeasureUpdate(
        id=id or new_id(), programme=measure.programme, at=at or timezone.now(), by=by, **content
    )
    if file is not None:
        _attach(update, file)
    update, is_new = insert(update, content)
    if is_new:
        link(update, measure, Relation.EVIDENCES, by=by)
        audit("report", [update], by=by, changes={"progress": [measure.progress, progress]})
        _settle(measure, by)
    return update


@transaction.atomic
def withdraw_update(*, update: MeasureUpdate, because: str, by: Membership) -> MeasureUpdate:
    """It was wrong: it stays in sight as withdrawn, and the measure stands as reported before. Raises NotReady."""
    held(update.measure.agreement, by)
    if not because.strip():
        raise NotReady(_WHY, field="because")
    if update.withdrawn_because:
        raise NotNow(_GONE)
    write(update, {"withdrawn_because": because.strip()}, by=by, verb="withdraw")
    _settle(update.measure, by)
    return update


@transaction.atomic
def ask(*, measure: Measure, by: Membership | None, at: datetime | None = None) -> tuple[str, bool]:
    """A page on which the person who reports says how it goes, and whether a message with it is on its way.

    The address is told here once; it stays good beside those that went before.
    """
    now = at or timezone.now()
    Measure.objects.filter(pk=measure.pk).update(asked_at=now)
    audit("ask_update", [measure], by=by, changes={"asked_at": [measure.asked_at, now]})
    token = add_public_links([measure], purpose=LINK, days=LINK_DAYS, by=by)[measure.pk]
    address = f"{settings.ENVIRONMENT.origin}{reverse('agreements:open-measure', args=[token])}"
    asked = measure.official or measure.institution
    if asked is None:
        return address, False
    today = now.astimezone(measure.programme.zone).date()
    seed = uuid5(measure.pk, f"asked {today.isoformat()}")
    letter = Letter(asked, lambda language: _words(measure, address, language), seed=seed)
    return address, bool(send_word(source=measure, owner=measure.agreement.owner, letters=[letter]))


def ask_due(now: datetime) -> int:
    """For the clock: ask after measures whose turn has come, and those due within a week; how many it asked."""
    asked = 0
    for programme in Programme.objects.filter(anonymised_at=None):
        today = now.astimezone(programme.zone).date()
        asked += _each_asked(queries.to_ask(programme, now, today), now)
    return asked


def _each_asked(measures: Iterable[Measure], now: datetime) -> int:
    count = 0
    for measure in measures:
        with transaction.atomic():
            # Whoever comes second finds it done.
            if Measure.objects.filter(pk=measure.pk, asked_at=measure.asked_at).update(asked_at=now):
                count += 1
                ask(measure=measure, by=None, at=now)
    return count


def _check_said(measure: Measure, progress: int | None, text: str) -> None:
    if progress is not None and measure.parts.exists():
        raise NotReady(_PARTS, field="progress")
    if progress is None and not text.strip():
        raise NotReady(_NOTHING, field="text")


def _require_open(measure: Measure, by: Membership | None) -> None:
    """Holds the measure, so that two reports at once are settled one after the other."""
    held(measure.agreement, by)
    now = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if now.state == MeasureState.STOPPED:
        raise NotNow(_STOPPED)


def _attach(update: MeasureUpdate, file: "UploadedFile[Any]") -> None:
    update.file_name = (file.name or "")[:200]
    update.file.save("evidence", cleaned(file), save=False)


def _settle(measure: Measure, by: Membership | None) -> None:
    """The measure stands as the latest report that wasn't withdrawn says; the latest figure holds until the next."""
    rows = list(queries.standing_updates(measure))
    state = rows[0].state if rows else MeasureState.PLANNED
    figures = [row.progress for row in rows if row.progress is not None]
    wanted = {
        "state": state,
        "progress": figures[0] if figures else None,
        "reported_at": rows[0].at if rows else None,
    }
    write(measure, wanted, by=by, verb="move_measure")
    follow(measure, by=by)
    reckon(measure.agreement)


def _words(measure: Measure, address: str, language: str) -> tuple[str, str]:
    with translation.override(language):
        told = {
            "sender": measure.agreement.owner.label,
            "measure": measure.title,
            "agreement": measure.agreement.document.title,
            "address": address,
            "number": measure.programme.contact_number,
            "day": _day(measure.due_on),
        }
        parts = [
            _t("How does this go? %(measure)s") % told,
            _t("It was promised in “%(agreement)s”.") % told,
            _t("It is due on %(day)s.") % told if measure.due_on else "",
            _t("Say on this page how far it is, without an account: %(address)s") % told,
            _t("To check that this is true, phone %(number)s.") % told if told["number"] else "",
            str(told["sender"]),
        ]
        return _t("How does it go? %(measure)s") % told, "\n\n".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
