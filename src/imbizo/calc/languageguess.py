"""Which language a text is in, guessed by the small words that each language can't do without.

Meant for whole pages, not for messages: with fewer than 20 words, or without a clear lead, there's no guess.
"""

from collections import Counter

from imbizo.calc.folding import words

# The commonest function words of running text; words that two of the languages share count for both.
_WRITTEN = {
    "en": "the of and to in is that for it was with on as are this by be from which or have not",
    "af": "die van en is in om vir nie het dat te met wat op aan sal word deur ook hulle daar",
    "xh": "ukuba kwaye kunye okanye xa ngokuba kodwa nokuba ukuze kuba le lo oku ezi zonke yonke abantu emva phambi",
    "zu": "ukuthi futhi kanye noma uma kodwa ngoba lokhu lezi zonke yonke abantu emva phambi nje kahle",
    "st": "ho le ba ya ka tsa hore ke sa mme kapa ha tla bona eo ena hae empa feela batho",
    "sn": "kuti uye kana asi nekuti vanhu zvakadaro kubva pamusoro iyi icho ndi ava ose zvose kwete kuna",
    "fr": "le la les des et est une dans que pour qui par sur pas plus ce avec sont au du",
    "so": "waa iyo oo ka ku ah in uu ay loo la ama si kale markii kuwa dadka waxaa laga",
    "pt": "que não para uma com os as dos por mais como foi ao das pela são ele",
}
_SMALL_WORDS = {code: frozenset(words(written)) for code, written in _WRITTEN.items()}
_READ_LETTERS = 20_000
_FEWEST_WORDS = 20
_FEWEST_SHARE = 0.08
_LEAD = 1.3


def guess(text: str) -> str:
    """The ISO 639 code of the language of a text, judged by its first pages; "" where it can't be told."""
    said = Counter(words(text[:_READ_LETTERS]))
    if said.total() < _FEWEST_WORDS:
        return ""
    scores = {code: sum(said[word] for word in small) for code, small in _SMALL_WORDS.items()}
    best, second = sorted(scores, key=lambda code: -scores[code])[:2]
    is_clear = scores[best] >= _FEWEST_SHARE * said.total() and scores[best] >= _LEAD * scores[second]
    return best if is_clear else ""
