"""Writing to people of the register afterwards: about an action, the proceedings, or what became of their words.

Each is reached by the way that the register and the gate allow; where others may read along, only a neutral line goes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imbizo.actors.models import Actor
from imbizo.convening.queries.wordings import LANGUAGES
from imbizo.messaging.models import Message
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.outreach.queries.neutral import neutral_subject, neutral_text
from imbizo.outreach.queries.reaching import Reached, reach_people
from imbizo.programmes.models import Partner


@dataclass(frozen=True, slots=True)
class Letter:
    """Word to one person: `words` gives (subject, text) in a language; the same seed writes them once."""

    actor: Actor
    words: Callable[[str], tuple[str, str]]
    seed: UUID


def send_word(
    *, source: Any, owner: Partner, letters: Sequence[Letter], purpose: Purpose = Purpose.SERVICE
) -> list[Message]:
    """Put the letters into the outbox; the messages that are on their way. Who can't be reached is left out."""
    people = reach_people(owner, [letter.actor.pk for letter in letters], purpose=purpose)
    found = ((letter, people.get(letter.actor.pk)) for letter in letters)
    drafts = [_draft(letter, how, owner) for letter, how in found if how is not None and not how.outside]
    queued = queue(programme=owner.programme, drafts=drafts, purpose=purpose, source=source, owner=owner)
    return [message for message in queued if message.state != MessageState.REFUSED]


def _draft(letter: Letter, how: Reached, owner: Partner) -> Draft:
    language = how.language(LANGUAGES, (owner.programme.languages or ["en"])[0])
    subject, text = _words(letter, how, owner, language)
    return Draft(
        id=letter.seed,
        channel=Channel(how.channel),
        address=how.address,
        text=text,
        subject=subject[:300] if how.channel == Channel.EMAIL else "",
        language=language,
        recipient_id=letter.actor.pk,
        is_neutral=how.is_neutral,
    )


def _words(letter: Letter, how: Reached, owner: Partner, language: str) -> tuple[str, str]:
    if how.is_neutral:
        return neutral_subject(language), neutral_text(owner.programme, language)
    return letter.words(language)
