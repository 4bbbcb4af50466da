"""What participants themselves read on paper: consent, slips, cards, the sheet on their table.

Each is drawn in the language that is in force; the caller chooses it. Nothing here asks for or tells a status.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from imbizo.convening.states import AgeGroup, Sex


@dataclass(frozen=True, slots=True)
class About:
    """What every paper says of the gathering. `number` is where to ask or to complain."""

    name: str
    when: str
    who: str
    number: str


def consent(about: About) -> dict[str, Any]:
    """The form on which somebody agrees, or doesn't, to what is kept and to photos."""
    return {
        "title": _("What we ask you to agree to"),
        "about": _intro(about),
        "points": [
            _(
                "We write down what people say here, in their own words. It is read by those who plan with us."
            ),
            _("Your name doesn't stand beside your words unless you say so."),
            _("You may say no to any of this and still take part. Nobody will ask you why."),
            _("You may change your mind later. Tell us, and we take your words or your picture out."),
            _("We don't ask for papers, and we don't note where you come from."),
        ],
        "choices": [
            (_("You may keep what I say."), _("yes"), _("no")),
            (_("My name may stand beside it."), _("yes"), _("no")),
            (_("You may take photos in which I can be seen, and show them."), _("yes"), _("no")),
            (_("I want to hear what became of what I said."), _("yes"), _("no")),
        ],
        "sign": [_("Signature or mark"), _("Date")],
        "guardian": _("For somebody under 18, a parent or guardian agrees as well:"),
        "guardian_sign": [_("Name of the parent or guardian"), _("Their signature")],
        "ask": _ask(about),
    }


def who_slip(about: About, questions: Sequence[tuple[str, Sequence[str]]]) -> dict[str, Any]:
    """The slip on which the room is counted; `questions` are the programme's own, with their answers."""
    unsaid = _("prefer not to say")
    asked = [
        {"text": _("Are you a"), "choices": [str(label) for _value, label in Sex.choices]},
        {"text": _("How old are you?"), "choices": [str(label) for _value, label in AgeGroup.choices]},
        *({"text": text, "choices": [*choices, unsaid]} for text, choices in questions),
    ]
    return {
        "title": _("Who is in the room"),
        "about": _("No name, no number. Tick what fits, leave out what you like, and put it in the box."),
        "questions": asked,
    }


def word_slip(about: About) -> dict[str, Any]:
    """The slip on which something is said without a name."""
    return {
        "title": _("Say it without your name"),
        "about": _("Write what is hard to say aloud. Put it in the box. Nobody can tell who wrote it."),
        "scan": _("Or write it on a phone: scan this."),
    }


def card(about: About) -> dict[str, Any]:
    """The card that somebody gets at the door."""
    return {
        "title": about.name,
        "when": about.when,
        "about": _("Your card for today. It holds no name. Keep it until you go home."),
    }


def group_sheet(about: About, *, table: str, session: str, questions: Sequence[str]) -> dict[str, Any]:
    """The sheet on a table, with what is asked there."""
    return {
        "title": table,
        "session": session,
        "questions": list(questions),
        "scan": _("Scan this to write on a phone, or type the code."),
        "words": _("In their own words, one line each. Put a star beside what matters most to the table."),
        "number": _("No."),
        "said": _("What was said"),
        "card": _("Card, if they agree"),
    }


def _intro(about: About) -> str:
    return _("%(name)s, %(when)s, called by %(who)s.") % {
        "name": about.name,
        "when": about.when,
        "who": about.who,
    }


def _ask(about: About) -> str:
    if about.number:
        return _("To ask, to change your mind or to complain: %(number)s") % {"number": about.number}
    return _("To ask, to change your mind or to complain, speak to anybody at the door.")
