"""The verbs of invitations: onto the list, invited, answered, reminded, told of late news, withdrawn."""

from imbizo.convening.operations.invitations.answering import note_answer, take_answers
from imbizo.convening.operations.invitations.deciding import Given
from imbizo.convening.operations.invitations.following import note_delivered
from imbizo.convening.operations.invitations.inviting import invite, resume_stalled, send_notices
from imbizo.convening.operations.invitations.lettering import letter_to
from imbizo.convening.operations.invitations.listing import put_list, put_on_list, take_off, withdraw
from imbizo.convening.operations.invitations.needs import set_needs
from imbizo.convening.operations.invitations.news import tell_news, tell_venues
from imbizo.convening.operations.invitations.on_page import answer_on_page
from imbizo.convening.operations.invitations.places import keep_moving, offer_place, over_capacity
from imbizo.convening.operations.invitations.reminding import remind, remind_due
from imbizo.convening.operations.invitations.substitutes import add_substitute
from imbizo.convening.operations.invitations.wording import unword, word
from imbizo.convening.operations.invitations.writing import LINK_PURPOSE, links

__all__ = [
    "LINK_PURPOSE",
    "Given",
    "add_substitute",
    "answer_on_page",
    "invite",
    "keep_moving",
    "letter_to",
    "links",
    "note_answer",
    "note_delivered",
    "offer_place",
    "over_capacity",
    "put_list",
    "put_on_list",
    "remind",
    "remind_due",
    "resume_stalled",
    "send_notices",
    "set_needs",
    "take_answers",
    "take_off",
    "tell_news",
    "tell_venues",
    "unword",
    "withdraw",
    "word",
]
