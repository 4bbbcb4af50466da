"""What is said by SMS while people are together: "7K2M9T We need a clinic", or just the words.

The message begins with the code of the gathering or of a table, or with SAY and the code. Whoever is invited and
writes from their own number may leave the code out. The number stays with the incoming message; nothing about it is
written on what was said.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from imbizo.actors.queries.gate import delicate
from imbizo.calc import codes
from imbizo.convening.models import Gathering, Input, Table
from imbizo.convening.operations.inputs import Words, receipt_for, say
from imbizo.convening.queries import by_sms
from imbizo.convening.queries import inputs as queries
from imbizo.convening.registry import Choice, Chosen, Handler
from imbizo.convening.rules.speaking import takes_words
from imbizo.convening.states import GatheringState, Via
from imbizo.messaging.models import Inbound
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, InboundKind, Purpose
from imbizo.outreach.registry import Heard
from imbizo.programmes.models import Partner

KEYWORD: Final = "SAY"
KIND: Final = "said"


def begins_with_code(text: str) -> bool:
    """Whether the first word may be the code of a table or gathering, and words follow. Reads no database."""
    first, _space, rest = text.strip().partition(" ")
    return bool(rest.strip()) and codes.is_valid(first.strip(".,:;"), codes.GROUP)


def take_by_keyword(inbound: Inbound) -> bool:
    """Bound to SAY: what follows is the code and the words."""
    _keyword, _space, rest = inbound.text.strip().partition(" ")
    return begins_with_code(rest) and _take(inbound, rest)


def take_by_code(inbound: Inbound) -> bool:
    """Bound to whatever begins with a code. False leaves the message to the inbox, where somebody reads it."""
    return inbound.kind == InboundKind.TEXT and _take(inbound, inbound.text)


def _take(inbound: Inbound, text: str) -> bool:
    first, _space, words = text.strip().partition(" ")
    table, gathering = _found(codes.normalise(first.strip(".,:;")))
    if gathering is None or not by_sms.may_come_by(inbound, gathering):
        return False
    if not takes_words(gathering.state, from_member=False):
        with translation.override(_language(inbound) or _of_programme(gathering)):
            _answer(inbound, gathering, _not_now(gathering))
        return False
    said = _say_by_sms(inbound, gathering, words.strip(), table)
    _thank(inbound, gathering, said)
    return True


def _found(code: str) -> tuple[Table | None, Gathering | None]:
    table = queries.table_with(code)
    return (table, table.gathering) if table else (None, queries.gathering_with(code))


def _say_by_sms(inbound: Inbound, gathering: Gathering, text: str, table: Table | None = None) -> Input:
    words = Words(
        text=text,
        via=Via.SMS,
        table=table,
        inbound=inbound,
        said_at=inbound.received_at,
        language=_language(inbound),
    )
    said, _is_new = say(gathering=gathering, words=words, by=None)
    return said


def _thank(inbound: Inbound, gathering: Gathering, said: Input) -> None:
    with translation.override(_language(inbound) or _of_programme(gathering)):
        text = _("Thank you. We have your words. Keep this code to see what becomes of them: %(code)s")
        _answer(inbound, gathering, text % {"code": codes.shown(receipt_for(said))})


def _not_now(gathering: Gathering) -> str:
    if gathering.state == GatheringState.PLANNED:
        return _("Thank you. The gathering hasn't begun yet. Please send this again once it has.")
    return _("Thank you. The gathering is closed. Somebody will read your message.")


def _answer(inbound: Inbound, gathering: Gathering, text: str) -> None:
    """By the way they came. The text names nobody and no matter: others may read it."""
    is_delicate = bool(delicate(gathering.programme_id, {inbound.address}))
    draft = Draft(
        channel=Channel(inbound.channel),
        address=inbound.address,
        text=text,
        language=_language(inbound),
        is_neutral=is_delicate,
    )
    queue(
        programme=gathering.programme,
        drafts=[draft],
        purpose=Purpose.ANSWER,
        source=gathering,
        owner=gathering.owner,
        gateway=inbound.gateway,
    )


def _language(inbound: Inbound) -> str:
    return str(inbound.answers.language) if inbound.answers else ""


def _of_programme(gathering: Gathering) -> str:
    return str((gathering.programme.languages or ["en"])[0])


# Without a code


def _open_to(partner: Partner, heard: Sequence[Heard]) -> Mapping[UUID, Sequence[Choice]]:
    """The gathering that is under way now, for those invited to it to whom nothing else was written since."""
    texts = [each for each in heard if each.inbound.kind == InboundKind.TEXT and each.inbound.text.strip()]
    under_way = by_sms.under_way(partner, {person.pk for each in texts for person in each.people})
    found = dict[UUID, Sequence[Choice]]()
    for each in texts:
        own = {
            gathering.pk: gathering for person in each.people for gathering in under_way.get(person.pk, ())
        }
        fitting = [gathering for gathering in own.values() if not by_sms.asked_else(each.inbound, gathering)]
        if fitting:
            found[each.inbound.pk] = [Choice(KIND, gathering.pk, gathering.name) for gathering in fitting]
    return found


def _take_chosen(partner: Partner, chosen: Sequence[Chosen]) -> Mapping[UUID, bool]:
    """Kept as said there. It names no speaker: whoever it was hasn't agreed to that."""
    taken = dict[UUID, bool]()
    rows = Gathering.objects.filter(pk__in={each.choice.id for each in chosen}, owner=partner)
    gatherings = {row.pk: row for row in rows.select_related("programme", "owner")}
    for each in chosen:
        gathering = gatherings.get(each.choice.id)
        if gathering is not None and gathering.state == GatheringState.OPEN:
            said = _say_by_sms(each.heard.inbound, gathering, each.text)
            _thank(each.heard.inbound, gathering, said)
            taken[each.heard.inbound.pk] = True
    return taken


HANDLER: Final = Handler(open_to=_open_to, take=_take_chosen)
