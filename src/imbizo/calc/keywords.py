"""What a short incoming message is: a keyword (STOP, START, HELP), a plea to be called back, an automatic answer.

Rules: engagement.md sections 3 and 4. Sources: the opt-out words of the WASPA code and of engagement.md; RFC 3834
(Auto-Submitted), RFC 2919 (List-Id) and MS-OXCMAIL (X-Auto-Response-Suppress) for mail.
"""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from imbizo.calc.folding import fold, tidy, words


class Keyword(StrEnum):
    """In the order in which they win, should a programme give one word two meanings."""

    STOP = "stop"
    START = "start"
    HELP = "help"


# Few, and imperative: none is what somebody would answer in one word to a question that a programme asks.
WORDS: Mapping[Keyword, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        Keyword.STOP: {
            "en": frozenset(
                {"STOP", "STOPALL", "STOP ALL", "END", "CANCEL", "UNSUBSCRIBE", "QUIT", "OPT OUT", "OPTOUT"}
            ),
            "af": frozenset({"STAAK", "HOU OP", "KANSELLEER", "TEKEN UIT"}),
            "xh": frozenset({"YIMA", "MISA", "YEKA"}),
            "st": frozenset({"EMISA", "KHAOTSA"}),
            "sn": frozenset({"MIRA", "REGERA"}),
            "fr": frozenset({"ARRÊT", "ARRÊTER", "ARRÊTEZ", "DÉSABONNER", "DÉSINSCRIRE"}),
            "so": frozenset({"JOOJI"}),
        },
        Keyword.START: {
            "en": frozenset({"START", "UNSTOP"}),
            "af": frozenset({"HERVAT", "BEGIN WEER"}),
            "xh": frozenset({"QALA"}),
            "st": frozenset({"QALA"}),
            "sn": frozenset({"TANGA"}),
            "fr": frozenset({"REPRENDRE", "RÉABONNER"}),
            "so": frozenset({"BILOW"}),
        },
        Keyword.HELP: {
            "en": frozenset({"HELP", "INFO"}),
            "af": frozenset({"HULP"}),
            "xh": frozenset({"UNCEDO"}),
            "st": frozenset({"THUSO"}),
            "sn": frozenset({"BATSIRA"}),
            "fr": frozenset({"AIDE"}),
            "so": frozenset({"CAAWI"}),
        },
    }
)  # fmt: skip
# Answers to any question: none of them starts messages again, whatever a programme lists.
_YES = frozenset({"yes", "y", "ok", "okay", "ja", "ewe", "ee", "e", "hongu", "oui", "haa", "1"})
# More than any keyword with all its exclamation marks; what is longer is a message.
_LONGEST_WORD = 100
_GAP = re.compile(r"\s*[-\u2010-\u2015]\s*|\s+")


def keyword(text: str, *, extra: Mapping[Keyword, Collection[str]] = MappingProxyType({})) -> Keyword | None:
    """The keyword that the message *is*, in any language; None for a message that only contains one.

    Case, accents, outer punctuation and quotes don't count, nor NUL characters; a hyphen is a space.
    `extra` are a programme's own words. YES and its like never are START.
    """
    said = _bare(text)
    if not said:
        return None
    for each in Keyword:
        added = {_bare(word) for word in extra.get(each, ())}
        if said in _BARE[each] or (said in added and not (each is Keyword.START and said in _YES)):
            return each
    return None


def _bare(text: str) -> str:
    """The text without what doesn't count; "" where it's too long for a keyword."""
    text = text.replace("\0", "").strip()
    if len(text) > _LONGEST_WORD:
        return ""
    said = fold(tidy(text))
    inner = [place for place, char in enumerate(said) if char.isalnum()]
    return _GAP.sub(" ", said[inner[0] : inner[-1] + 1]) if inner else ""


_BARE = {
    each: frozenset(_bare(word) for words in languages.values() for word in words)
    for each, languages in WORDS.items()
}

_PLEASE = r"(?:please|pls|plz|plse|plis|kindly|asb|asseblief)"
_ME = r"(?:\s*me\b|\s*back\b)"
_CALL = r"(?:call|phone|fone|ring|buzz)"
_NOT = r"(?<!dont )(?<!not )(?<!never )(?<!nobody )(?<!didnt )"
# A number as people write one: it begins as numbers do here, or is one run of digits; a date isn't one.
_NUMBER = (
    r"(?<![\w.+])(?!\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)\d\d\b)"
    r"(?:\+\d|0|27)(?:[-. ()]{0,2}\d){7,14}(?!\w|:\d)|(?<![\w.+])\d{9,15}(?!\w|:\d)"
)
_PHONE = re.compile(_NUMBER)
_PLEAS = tuple(
    re.compile(pattern)
    for pattern in (
        # The networks' own: "Please Call Me: 0821234567", "Please call 27821234567", "PCM".
        rf"{_NOT}\b{_PLEASE}[\s-]*(?:(?:can|could)\s+)?(?:(?:yo)?u\s+)?(?:just\s+)?{_CALL}[\s-]*{_ME}",
        rf"{_NOT}\b{_PLEASE}[\s-]*{_CALL}\W{{0,3}}(?:at|on)?\W{{0,3}}(?={_NUMBER})",
        rf"\bpcm\b(?=\W*$|\W*(?:me|from|at|on|to|{_PLEASE})?\W*(?:{_NUMBER}))|\b{_PLEASE}\s+pcm\b|\bpcm\s+(?:me|{_PLEASE})\b",
        # A person's own.
        rf"{_NOT}\b{_CALL}{_ME}\s*(?:back\s*)?[.,]?\s*{_PLEASE}\b|^{_CALL}{_ME}\W*$|^{_CALL}\s+me\s+back\b",
        rf"\b(?:can|could|will)\s+(?:(?:yo)?u|someone|somebody|anyone)\s+(?:{_PLEASE}\s+)?{_CALL}\s*me\b",
        r"\b(?:asb|asseblief)\s+(?:bel|skakel)\s+my\b|^(?:bel|skakel)\s+my\b|\b(?:bel|skakel)\s+my\s+(?:asb|asseblief|terug)\b",
        r"\bkan\s+(?:jy|jul|julle|u|iemand)\s+my\s+(?:asb\s+|asseblief\s+)?(?:terug\s*)?(?:bel|skakel)\b",
        r"(?:\b(?:ndicela|nceda|ncedani|khawuncede)\s+(?:\w+\s+){0,2}?(?:u|ni)?|\bkhawu|^)ndi(?:fowunele|fownele|fonele|tsalele)(?:ni)?\b",
        r"(?:\bke\s+kopa\s+(?:o|le)\s+|\bka\s+kopo\s+|^)(?:n(?:te|le)tsetse|nteletse|nfounele|mphounele|nfonele)(?:ng)?\b",
        r"\bndi(?:fonere|ridzire)(?:i|wo|iwo)?\b|\bndo(?:kumbira|da)\s+kufonerwa\b",
        r"\br?appell?e[zs]?[\s-]+moi\b|\b(?:merci\s+de|veuillez|pouvez[\s-]+vous|peux[\s-]+tu|svp)\s+(?:me\s+r|m)appell?er\b",
        r"\b(?:i|ii|iga)\s*soo\s+wac(?:a|do)?\b|\bfadlan\s+i\s+wac\b",
    )
)  # fmt: skip
_LONGEST_PLEA = 320
# What is read of any text, so that a letter costs no more than a message.
_LONGEST_ANSWER = 1_000


def pleads_for_call(text: str) -> str | None:
    """The number to call back, as it's written, where a message asks to be called; "" where it names none.

    None for any other message. Knows the please-call-me messages of the South African networks, which arrive with
    an advertisement behind them, and the plea in a person's own words in seven languages. Of several numbers, the
    nearest to the plea counts. Texts over 320 characters are letters, and None.
    """
    said = fold(tidy(text[:_LONGEST_ANSWER].replace("\0", ""))).replace("'", "")
    if len(said) > _LONGEST_PLEA:
        return None
    plea = next((found for pattern in _PLEAS if (found := pattern.search(said))), None)
    if plea is None:
        return None
    numbers = list(_PHONE.finditer(said))
    return min(numbers, key=lambda number: _distance(number, plea)).group() if numbers else ""


def _distance(number: re.Match[str], plea: re.Match[str]) -> int:
    """How many characters lie between the two."""
    return max(number.start() - plea.end(), plea.start() - number.end())


_BULK = frozenset({"bulk", "auto_reply", "auto-reply", "junk", "list"})
_OPENING = r"(?:(?:hi|hello|dear|good|thanks?|sorry)\b.{0,80} )?"
_LATER = (
    r"(?:(?:i )?(?:ill|will|can i) (?:call|phone|text|reply|respond|get back|see your|answer|contact)\b.*"
    r"|call you .*)"
)
_MESSAGE = r"(?:reply|response|message|answer|sms|text|email|e mail)"
_CLOSED = r"(?:currently )?(?:unavailable|closed|not available)"
# Of the folded words of a message, without its punctuation, from the first on.
_AUTOMATIC = re.compile(
    "|".join(
        (
            # Phones, while their owner drives or declines a call. "I'm driving to the hall" is a person.
            rf"(?:sorry )?(?:im|i am) (?:currently )?driving(?: right now| now| at the moment)?(?: {_LATER})?",
            r"(?:im|i am) driving with (?:do not disturb|focus) .*",
            rf"(?:sorry )?(?:im|i am) in a meeting(?: right now| now| at the moment)? {_LATER}",
            rf"(?:sorry )?(?:i )?cant talk(?: right)? now(?: whats up| call me later| {_LATER})?",
            # Machines that say what they are.
            rf"{_OPENING}this is an? auto(?:mat(?:ic|ed)|matically)? ?(?:generated )?{_MESSAGE}\b.*",
            r"auto(?:mat(?:ic|ed))? ?(?:reply|response|answer)\b.*",
            r"(?:outomatiese (?:antwoord|boodskap)|reponse automatique)\b.*",
            rf"{_OPENING}(?:im|i am) (?:currently|presently) out of (?:the )?office\b.*",
            rf"{_OPENING}(?:im|i am) out of (?:the )?office (?:until|with|from|and will|returning)\b.*",
            r"out of office(?: (?:reply|message|auto|until|from)\b.*)?",
            rf"(?:thanks|thank you) for (?:your message|contacting .{{1,60}}) we(?:re| are) {_CLOSED}\b.*",
        )
    )
)


def is_automatic(text: str, headers: Mapping[str, str] = MappingProxyType({})) -> bool:
    """Whether no person wrote this: by the headers of a mail, or by the words that phones answer with.

    Doubt means a person: only well-known forms count, from their first word on.
    """
    marks = {name.lower(): value.strip().lower() for name, value in headers.items()}
    said = " ".join(words(text.replace("\0", "")[:_LONGEST_ANSWER]))
    return _is_marked(marks) or _AUTOMATIC.fullmatch(said) is not None


def _is_marked(headers: Mapping[str, str]) -> bool:
    return (
        headers.get("auto-submitted", "no").partition(";")[0].strip() not in {"", "no"}
        or headers.get("x-auto-response-suppress", "none") not in {"", "none"}
        or headers.get("precedence") in _BULK
        or headers.get("return-path") == "<>"
        or not headers.keys().isdisjoint({"x-autoreply", "x-autorespond", "list-id"})
    )
