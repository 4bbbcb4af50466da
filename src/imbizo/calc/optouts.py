"""Refusals in a notes column: "DO NOT SMS", "opted out", "moenie bel nie".

Precision comes first: a phrase counts only where it refuses a channel, not where it limits a time ("don't call after
six"), speaks of something else ("do not know") or of someone else ("do not contact his employer"). A person confirms
each before it becomes a suppression.
"""

import re
from enum import StrEnum

from imbizo.calc.folding import fold, tidy


class Channel(StrEnum):
    """What's refused; ALL is everything."""

    SMS = "sms"
    PHONE = "phone"
    EMAIL = "email"
    ALL = "all"


_NOT = r"(?:do\s*not|dont|does\s*not|doesnt|must\s*not|never|may\s*not|should\s*not|cannot|please\s+no|no\s+more)"
_SMS_VERB = r"(?:sms(?:es|e)?|text(?:s|ing)?|messages?|msg|whats\s?app)"
_CALL_VERB = r"(?:phone|calls?|ring|telephone|bel|skakel|oproepe)"
_MAIL_VERB = r"(?:e-?mail|mail|e-?pos)"
# A time, a place or another person after the verb makes it a condition, not a refusal.
_UNCONDITIONAL = (
    r"(?!\s*(?:him|her|them|me|us)?\s*(?:before|after|during|between|until|till|while|when|if|unless|without|at|in\s+the|"
    r"on\s+(?:a\s+)?(?:mon|tue|wed|thu|fri|sat|sun|weekend|week|public)|over\s+weekend|late|early|"
    r"(?:his|her|their|my|the)\s+\w+|voor|na|tydens|tussen|terwyl|as|op\s+(?:n\s+)?(?:so|sa|ma|di|wo|do|vr)))"
)
_ANY = rf"(?:{_SMS_VERB}|{_CALL_VERB}|{_MAIL_VERB})"
_LIST = rf"(?P<verbs>{_ANY}(?:\s*(?:,|/|&|or|and|nor|of|en)\s*{_ANY})*)"
_REFUSALS = (
    re.compile(rf"\b{_NOT}\s+(?:ever\s+)?(?:send\s+(?:any\s+|him\s+|her\s+|me\s+|them\s+)?)?{_LIST}\b{_UNCONDITIONAL}"),
    re.compile(rf"\bmoenie\s+(?:n\s+|vir\s+\w+\s+|hom\s+|haar\s+|my\s+|ons\s+)?{_LIST}\b{_UNCONDITIONAL}(?=.*\bnie\b)"),
    # "No phone" and "no e-mail" say that there's none; only "no calls" refuses.
    re.compile(r"\b(?:no|geen|pas\s+de|sans)\s+(?:more\s+|meer\s+|phone\s+)?(?P<verbs>(?:sms(?:es|e)?|texts|messages|"
               r"whats\s?apps?|calls|oproepe)(?:\s*(?:,|/|&|or|and|nor|of|en)\s*(?:sms(?:es|e)?|texts|messages|calls|"
               r"oproepe))*)\b(?!\s*(?:received|yet|reply|credit|sent|number|signal|answer|nommer|ontvang|available))"),
    re.compile(rf"\b{_LIST}\s+opt(?:ed)?[\s-]*out\b"),
    re.compile(rf"\bstop\s+(?:sending\s+)?(?:the\s+)?{_LIST}\b"),
    re.compile(rf"\bopt(?:ed|s|ing)?[\s-]*out\s+(?:of|from)\s+(?:all\s+|the\s+)?{_LIST}\b"),
    re.compile(rf"\bne\s+pas\s+(?:envoyer\s+(?:de\s+)?)?(?P<verbs>{_ANY}|appeler|telephoner)\b"),
    re.compile(r"\b(?:musa|sukuba|ungaze|ningaze|musani)\s+(?:uku|ni|u)?(?P<verbs>fowun\w*|tsalel\w*|thumel\w*(?:\s+i?(?:sms|imiyalezo))?)"),
    re.compile(r"\b(?P<verbs>(?:unga|suku|ninga)(?:fowun|tsalel|thumel)\w*)"),
)  # fmt: skip
_BY = rf"(?:\s+(?:by|via|per|through|with|on|met)\s+(?:a\s+|any\s+)?{_LIST})"
_CONTACT = re.compile(
    rf"\b(?:{_NOT}\s+contact|moenie\s+kontak|do\s*not\s+disturb)(?:\s+(?:him|her|them|me|us|again|any\s?more|at\s+all|nie|hom|haar"
    rf"|this\s+person|directly))*(?:{_BY}|\s*(?:$|[.,;:!)\-]))"
)
_EVERYTHING = re.compile(
    r"\bopt(?:ed|s|ing)?[\s-]*out\b(?!\s+(?:of|from)\b)|\bunsubscribed?\b|\bno\s+(?:further\s+)?(?:contact|communication)\s*(?:$|[.,;!]|please)"
    r"|\b(?:remove|take|delete)\s+(?:\w+\s+){0,3}?(?:from|off)\s+(?:\w+\s+){0,2}?(?:list|database|register)\b"
    r"|\bwants?\s+(?:to\s+be\s+)?(?:off|removed)\b|\bhaal\s+(?:\w+\s+){0,3}?(?:van|af)\s+(?:\w+\s+){0,2}?lys\b"
    r"|\b(?:wil\s+nie|do(?:es)?\s*not\s+(?:want|wish))\s+(?:to\s+be\s+|be\s+)?(?:gekontak|contacted|contact)\b|\bteken\s+uit\b|\buitgeteken\b"
)
_NEGATED = re.compile(
    r"\b(?:not|never|has\s*nt|hasnt|havent|didnt|did\s+not|nie)\s+(?:yet\s+)?(?:opt|unsubscribe)"
)
_STOP_ALONE = re.compile(r"\W*stop(?:\s?all)?\W*")


def optouts(notes: str) -> frozenset[Channel]:
    """The channels that a note refuses; empty where it refuses none."""
    text = fold(tidy(notes)).replace("'", "")
    if _STOP_ALONE.fullmatch(text):
        return frozenset({Channel.ALL})
    found = {
        channel
        for pattern in _REFUSALS
        for match in pattern.finditer(text)
        for channel in _channels(match["verbs"])
    }
    if not _NEGATED.search(text) and _EVERYTHING.search(text) and not found:
        found.add(Channel.ALL)
    for match in _CONTACT.finditer(text):
        found |= _channels(match["verbs"]) if match["verbs"] else {Channel.ALL}
    return frozenset(found)


def _channels(verbs: str) -> set[Channel]:
    """Which channels a run of verbs names."""
    found = set()
    if re.search(rf"{_SMS_VERB}|thumel|imiyalezo", verbs):
        found.add(Channel.SMS)
    if re.search(rf"\b{_CALL_VERB}|fowun|tsalel|appeler|telephoner", verbs):
        found.add(Channel.PHONE)
    if re.search(rf"\b{_MAIL_VERB}", verbs):
        found.add(Channel.EMAIL)
    return found
