"""What the system answers by itself: numbers for help, who writes, which question is meant.

Participants read these, in their own language. Each goes out as an answer to somebody who has just written.
"""

from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.messaging.models import Message
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.outreach.models import Campaign, Conversation, HelpNumber
from imbizo.outreach.queries.routing import Post

# After so many automatic answers in a row we fall silent: on the other side stands a machine, or somebody who needs
# a person.
MOST_IN_A_ROW = 3
MOST_NUMBERS = 4
_LONGEST_QUESTION = 60


def which_person(language: str) -> str:
    """Asks who of several writes. It names neither sender nor matter: others may read it."""
    with translation.override(language):
        return _("More than one person uses this number. Please reply with your first name.")


def which_question(post: Post, campaigns: Sequence[Campaign], language: str) -> str:
    """Asks which of several questions is answered, each with its number."""
    with translation.override(language):
        head = _("%(sender)s: Which of these do you answer? Reply with its number.") % {
            "sender": post.owner.label
        }
    lines = (
        f"{number}: {Truncator(campaign.asks).chars(_LONGEST_QUESTION, truncate='...')}"
        for number, campaign in enumerate(campaigns, 1)
    )
    return "\n".join([head, *lines])


def help_text(post: Post, numbers: Sequence[HelpNumber], language: str) -> str:
    """Answers HELP with the numbers to ring; without any, says that a person will read it."""
    said = ", ".join(f"{each.name} {each.number}" for each in numbers) or post.programme.contact_number
    with translation.override(language):
        if not said:
            return _("%(sender)s: We have your message. Somebody will read it and answer you.") % {
                "sender": post.owner.label
            }
        return _("%(sender)s: For help, phone: %(numbers)s") % {"sender": post.owner.label, "numbers": said}


def numbers_for(actor: Actor | None, numbers: Iterable[HelpNumber]) -> list[HelpNumber]:
    """The numbers of the person's place, then of its municipality, then those for everybody."""
    places = [actor.place_id, actor.municipality_id] if actor else []
    if actor is not None and actor.place is not None:
        places.append(actor.place.parent_id)
    wanted = [*dict.fromkeys(place for place in places if place), None]
    given = list(numbers)
    near = [each for place in wanted for each in given if each.place_id == place]
    return near[:MOST_NUMBERS]


def reply(post: Post, conversation: Conversation, text: str, *, language: str, neutral: bool = False) -> bool:
    """Answer by the channel that was used, unless too many went out in a row; whether it went into the outbox."""
    if conversation.automatic_count >= MOST_IN_A_ROW:
        return False
    draft = Draft(
        channel=Channel(conversation.channel),
        address=conversation.address,
        text=text,
        subject=_subject(conversation, language),
        language=language,
        recipient_id=conversation.actor_id,
        is_neutral=neutral,
    )
    conversation.automatic_count += 1
    queued = queue(
        programme=post.programme,
        drafts=[draft],
        purpose=Purpose.ANSWER,
        source=conversation,
        owner=post.owner,
    )
    return any(_leaves(message) for message in queued)


def _subject(conversation: Conversation, language: str) -> str:
    if conversation.channel != Channel.EMAIL:
        return ""
    with translation.override(language):
        return _("Your message")


def _leaves(message: Message) -> bool:
    return bool(message.state == MessageState.WAITING)
