"""What has become of what somebody said, in plain sentences, for whoever said it: by the walk along the thread."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.base.sentences import listed
from imbizo.convening.models import Attendance, Gathering, Input, Proceedings, SaidNotice
from imbizo.convening.queries.became import SENTENCES
from imbizo.convening.queries.inputs import by_receipt
from imbizo.convening.queries.telling import at
from imbizo.convening.registry import Becoming, became, movers, tellers
from imbizo.convening.states import InputState
from imbizo.programmes.models import Membership
from imbizo.thread import registry as kinds
from imbizo.thread.models import AuditEntry, Link, PublicLink
from imbizo.thread.queries.walk import Strand, reached_ids, what_became

__all__ = ["by_receipt"]
LINK = "said"
"""The purpose of the link by which somebody reads what became of what they said."""
_LONGEST = 60
_INPUT = "convening.input"


for _kind, _sentence in SENTENCES.items():
    became(_kind, _sentence)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that became of an input; `what` names the change, so that word of it goes once."""

    what: str
    sentence: str
    is_news: bool
    place: str = ""
    is_early: bool = False


@dataclass(frozen=True, slots=True)
class Mine:
    """Something that somebody said, in their words, with how it stands and all that became of it.

    `in_short` says in one sentence where the words are now; empty while they are nowhere.
    """

    said: Input
    standing: str
    told: Sequence[Told]
    in_short: str = ""


def reader_of(gathering: Gathering) -> Membership:
    """The partner that convened, as whoever answers for it sees its records: no person, and never saved."""
    return Membership(programme=gathering.programme, partner=gathering.owner, roles=["facilitator"])


def mine(said: Input) -> Mine:
    """All that there is to tell of one input, in the language that is set."""
    told = [*_on_the_thread(said), *_in_proceedings(said)]
    return Mine(said, standing(said), told, _in_short(said, told))


def said_by(attendance: Attendance) -> list[Mine]:
    """The same for all that one person said by name, in the order in which they said it."""
    rows = Input.objects.filter(speaker=attendance).select_related(
        "gathering__owner", "gathering__programme", "programme", "question"
    )
    return [mine(said) for said in rows.order_by("said_at", "pk")]


def standing(said: Input) -> str:
    """Where the words themselves are, in one sentence."""
    sentences = {
        InputState.WAITING: _("It waits for the facilitator."),
        InputState.SHOWN: _("It was shown on the wall."),
        InputState.HELD: _("It isn't shown on the wall. It stays on record."),
        InputState.MERGED: _("It was put together with others that say the same."),
        InputState.SPLIT: _("It was divided, because it says several things."),
        InputState.WITHDRAWN: _("It was withdrawn: %(why)s") % {"why": said.withdrawn_because},
    }
    return sentences[InputState(said.state)]


def behind(link: PublicLink) -> Attendance | None:
    """Whose page a link opens; None where they were registered by mistake, or forgotten since."""
    rows = Attendance.objects.filter(pk=link.record_id, withdrawn_at=None)
    return rows.select_related("gathering__owner", "gathering__programme", "programme").first()


def changed_since(since: datetime) -> list[Any]:
    """The records that are told to participants, and proceedings, that changed since, each once.

    Also those whose own row stayed as it was while something else moved them: a section when it's published.
    """
    wanted = [kind for kind in (*tellers(), *movers(), "convening.proceedings") if kind != _INPUT]
    rows = AuditEntry.objects.filter(at__gte=since, subject_kind__in=wanted)
    changed = _by_kind(set(rows.order_by().values_list("subject_kind", "subject_id")))
    told = {*tellers(), "convening.proceedings"}
    found = [record for kind, ids in changed.items() if kind in told for record in _found(kind, ids)]
    moved = (mover(ids) for kind, ids in changed.items() for mover in movers().get(kind, ()))
    return list({record.pk: record for record in (*found, *chain.from_iterable(moved))}.values())


def concerned(records: Iterable[Any]) -> list[Input]:
    """Those inputs whose speakers want word, in the register, that the thread leads to from these records.

    What they are told of it is decided afterwards, by what the partner that convened may see.
    """
    rows = Input.objects.filter(speaker__wants_word=True, speaker__withdrawn_at=None, is_anonymous=False)
    rows = rows.exclude(speaker__actor=None).exclude(state=InputState.WITHDRAWN)
    near = rows.select_related("speaker__actor", "gathering__owner", "gathering__programme", "programme")
    held, behind_them = set(), set()
    for record in records:
        if isinstance(record, Proceedings):
            held.add(record.gathering_id)
        else:
            behind_them |= reached_ids(record.programme_id, record.pk, "from", _INPUT)
    return list(near.filter(Q(gathering__in=held) | Q(pk__in=behind_them)).order_by("said_at", "pk"))


def concerned_apart(records: Iterable[Any], since: datetime) -> list[Input]:
    """The same without those whose speakers had word since: theirs waits."""
    found = concerned(records)
    speakers = {said.speaker_id for said in found}
    lately = SaidNotice.objects.filter(at__gt=since, input__speaker__in=speakers)
    had_word = set(lately.order_by().values_list("input__speaker_id", flat=True))
    return [said for said in found if said.speaker_id not in had_word]


def untold(said: Input) -> list[Told]:
    """The news of an input of which no word went yet."""
    gone = set(SaidNotice.objects.filter(input=said).values_list("what", flat=True))
    return [each for each in mine(said).told if each.is_news and each.what not in gone]


def _on_the_thread(said: Input) -> Iterable[Told]:
    strands = what_became(said, reader_of(said.gathering))
    since = _since(said, strands)
    for strand in strands:
        tell = tellers().get(strand.kind.kind)
        becoming = tell(strand.record) if tell and strand.record is not None else None
        if becoming is not None and (becoming.as_of is None or since[strand.id] <= becoming.as_of):
            yield _told(strand.kind.kind, strand.id, becoming)


def _since(said: Input, strands: Sequence[Strand]) -> dict[UUID, datetime]:
    """When the words came to stand behind each record: the latest link on the way to it."""
    ids = [strand.id for strand in strands]
    rows = Link.objects.filter(programme_id=said.programme_id, record_id__in=ids)
    made = {(record, source): at for record, source, at in rows.values_list("record_id", "source_id", "at")}
    since = {said.pk: said.created_at}
    for strand in strands:  # the nearest first, so that the one before is known
        before = since[strand.via]
        since[strand.id] = max(before, made.get((strand.id, strand.via), before))
    return since


def _in_short(said: Input, told: Sequence[Told]) -> str:
    """One sentence over all places where the words are; where they got further, the early ones are left out."""
    places = [each for each in told if each.place]
    far = [each.place for each in places if not each.is_early] or [each.place for each in places]
    if not far:
        return ""
    words = {"where": at(said), "places": listed(dict.fromkeys(far))}
    return _("What you said %(where)s is in %(places)s.") % words


def _in_proceedings(said: Input) -> list[Told]:
    """That the words stand in what was approved: looked for in its text, because people edit it."""
    found = Proceedings.objects.filter(gathering=said.gathering_id).exclude(frozen={}).first()
    words = " ".join(said.text.split())
    for number in sorted(found.frozen, key=int) if found is not None and words else ():
        version = found.frozen[number] if found else {}
        if any(words in " ".join(part["text"].split()) for part in version["parts"]):
            day = date_format(date.fromisoformat(version["approved_on"]), "j F Y")
            becoming = Becoming(
                "approved", _("It stands in the proceedings, approved on %(day)s.") % {"day": day}
            )
            return [_told("convening.proceedings", found.pk, becoming)] if found else []
    return []


def _told(kind: str, pk: UUID, becoming: Becoming) -> Told:
    what = f"{kind}:{pk.hex}:{becoming.stage}"
    if len(what) > _LONGEST:
        what = hashlib.sha256(what.encode()).hexdigest()[:_LONGEST]
    return Told(what, becoming.sentence, becoming.is_news, becoming.place, becoming.is_early)


def _by_kind(pairs: Iterable[tuple[str, UUID]]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for kind, pk in pairs:
        found.setdefault(kind, []).append(pk)
    return found


def _found(kind: str, ids: Sequence[UUID]) -> list[Any]:
    known = kinds.find(kind)
    return list(known.model._default_manager.filter(pk__in=ids)) if known is not None else []
