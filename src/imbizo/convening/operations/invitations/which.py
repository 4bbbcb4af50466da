"""Asking which of several questions is meant, and taking the number that comes back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from imbizo.calc import answers as calc
from imbizo.convening.models import OpenQuestion
from imbizo.convening.registry import Choice, Chosen
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, Purpose
from imbizo.outreach.registry import Heard
from imbizo.programmes.models import Partner

_OPEN_FOR: Final = dt.timedelta(days=3)
_MOST: Final = 9


def resolve(owner: Partner, heard: Sequence[Heard]) -> dict[UUID, Chosen]:
    """What the numbers among these messages stand for, where the system asked which is meant; by message."""
    addresses = [each.inbound.address for each in heard]
    rows = OpenQuestion.objects.select_for_update().filter(
        programme=owner.programme, address__in=addresses, asked_at__gt=timezone.now() - _OPEN_FOR
    )
    asked = {each.address: each for each in rows.order_by("pk")}
    found: dict[UUID, Chosen] = {}
    for each in heard:
        question = asked.get(each.inbound.address)
        number = calc.choice(each.inbound.text, len(question.choices)) if question else None
        if question is not None and number is not None:
            found[each.inbound.pk] = _chosen(each, question.choices[number - 1])
            asked.pop(question.address)
            question.delete()
    return found


def _chosen(heard: Heard, choice: dict[str, Any]) -> Chosen:
    what = Choice(choice["kind"], UUID(choice["id"]), choice["label"])
    return Chosen(heard, what, choice["said"])


def ask_which(owner: Partner, doubtful: Sequence[tuple[Heard, Sequence[Choice]]]) -> list[UUID]:
    """Ask each address once which is meant, and keep what was said; the ids of the messages that this settles."""
    asked = []
    for heard, choices in doubtful:
        kept = [
            {"kind": each.kind, "id": str(each.id), "label": each.label, "said": heard.inbound.text}
            for each in choices[:_MOST]
        ]
        OpenQuestion.objects.update_or_create(
            programme=owner.programme,
            address=heard.inbound.address,
            defaults={"choices": kept, "asked_at": timezone.now()},
        )
        _write(owner, heard, choices[:_MOST])
        asked.append(heard.inbound.pk)
    return asked


def _write(owner: Partner, heard: Heard, choices: Sequence[Choice]) -> None:
    inbound = heard.inbound
    person = heard.people[0] if len(heard.people) == 1 else None
    language = (person.language if person else "") or (inbound.answers.language if inbound.answers else "en")
    with translation.override(language or "en"):
        head = _("%(sender)s: Which of these do you mean? Reply with its number.") % {"sender": owner.label}
        subject = _("Your answer") if inbound.channel == Channel.EMAIL else ""
    lines = [f"{number}: {each.label}" for number, each in enumerate(choices, 1)]
    draft = Draft(
        channel=Channel(inbound.channel),
        address=inbound.address,
        text="\n".join([head, *lines]),
        subject=subject,
        language=language,
        recipient_id=person.pk if person else None,
    )
    queue(programme=owner.programme, drafts=[draft], purpose=Purpose.ANSWER, owner=owner)
