"""Keywords (engagement.md section 3), please-call-me messages (section 4) and automatic answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.keywords import WORDS, Keyword, is_automatic, keyword, pleads_for_call

EVERY_WORD = [
    (each, word) for each, languages in WORDS.items() for said in languages.values() for word in sorted(said)
]


@pytest.mark.parametrize(
    "text",
    [
        "STOP", "stop", "Stop.", "STOP!!", "«Stop.»", "“stop”", "'STOP'", "  stop \n", "st\0op", "STOP 🛑", "(stop)",
        "STOPALL", "STOP ALL", "Stop-all", "stop   all", "stop – all", "END", "CANCEL", "UNSUBSCRIBE", "QUIT",
        "OPT OUT", "opt-out", "OptOut", "OPT  OUT.", "\uff33\uff34\uff2f\uff30", "STOP\u200b", "STOP...",
    ],
)  # fmt: skip
def test_a_message_that_is_stop_stops(text: str) -> None:
    assert keyword(text) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    [
        "Stop by at 9?", "We have to STOP this", "please stop", "stop it", "STOP, ALL", "STOPPED", "nonstop",
        "the end", "YES", "yes", "Y", "ja", "1", "OK", "", "   ", "!!", "\0", "🛑", "s t o p", "full stop", "help me",
        "unstoppable", "-", "End of the month",
    ],
)  # fmt: skip
def test_a_message_that_only_contains_a_keyword_or_none_is_left_alone(text: str) -> None:
    assert keyword(text) is None


@pytest.mark.parametrize(("meaning", "word"), EVERY_WORD)
def test_every_listed_word_means_what_its_list_says(meaning: Keyword, word: str) -> None:
    assert keyword(f" {word.lower()}! ") is meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Arrêt", Keyword.STOP),
        ("désabonner", Keyword.STOP),
        ("hou-op", Keyword.STOP),
        ("info?", Keyword.HELP),
    ],
)
def test_accents_and_hyphens_do_not_count(text: str, meaning: Keyword) -> None:
    assert keyword(text) is meaning


def test_no_word_means_two_things() -> None:
    meanings = {word: {each for each, said in EVERY_WORD if said == word} for _, word in EVERY_WORD}
    assert [word for word, found in meanings.items() if len(found) > 1] == []


def test_the_languages_of_participants_all_have_each_keyword() -> None:
    assert {tuple(sorted(languages)) for languages in WORDS.values()} == {
        ("af", "en", "fr", "sn", "so", "st", "xh")
    }


@pytest.mark.parametrize("text", ["stop " * 400, "x" * 2_000, "STOP" + "!" * 1_996, "é" * 1_000_000])
def test_a_long_message_is_no_keyword(text: str) -> None:
    assert keyword(text) is None


def test_white_space_around_a_keyword_may_be_long() -> None:
    assert keyword("STOP" + " " * 2_000) is Keyword.STOP


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text: str) -> None:
    assert keyword(text) in {None, *Keyword}
    assert isinstance(pleads_for_call(text), str | None)
    assert isinstance(is_automatic(text), bool)


@given(
    st.sampled_from(EVERY_WORD),
    st.text(" \t\n.!?\"'«»“”()*🛑", max_size=8),
    st.text(" \t\n.!?\"'«»“”()*🛑", max_size=8),
)
def test_nothing_around_a_keyword_hides_it(listed: tuple[Keyword, str], before: str, after: str) -> None:
    assert keyword(before + listed[1].title() + after) is listed[0]


def test_a_programme_can_add_words_of_its_own() -> None:
    extra = {Keyword.STOP: ["Dzoka"], Keyword.HELP: ["Ubuntu-Help"]}
    assert [keyword("DZOKA!", extra=extra), keyword("ubuntu help", extra=extra)] == [
        Keyword.STOP,
        Keyword.HELP,
    ]


@pytest.mark.parametrize("word", ["YES", "Ja", "ewe", "oui"])
def test_yes_never_starts_messages_again_even_if_a_programme_says_so(word: str) -> None:
    assert keyword(word, extra={Keyword.START: [word]}) is None


def test_stop_wins_over_a_programme_that_gives_it_another_meaning() -> None:
    assert keyword("stop", extra={Keyword.START: ["stop"]}) is Keyword.STOP


def test_an_added_word_of_nothing_but_signs_matches_nothing() -> None:
    assert keyword("?", extra={Keyword.STOP: ["!!", ""]}) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Please Call Me: 0821234567 Get 500MB for R29, dial *135#", "0821234567"),
        ("Please call 27821234567", "27821234567"),
        ("Please call me on 082 123 4567", "082 123 4567"),
        ("Please Call Me - 082-123-4567. Win airtime! Call 0860001234", "082-123-4567"),
        ("Hi, please call me at +27 82 123 4567. Free service from your network", "+27 82 123 4567"),
        ("0831234567: Please Call Me. Funeral cover from R50", "0831234567"),
        ("You have a Please Call Me from 27841234567", "27841234567"),
        ("Please CallMe 0841234567", "0841234567"),
        ("Please-call-me 0611234567", "0611234567"),
        ("please call back 0811234567", "0811234567"),
        ("PLS CALL ME 0821234567", "0821234567"),
        ("PCM 0821234567", "0821234567"),
        ("PCM from +27821234567", "+27821234567"),
        ("pls call me, number is 263771234567", "263771234567"),
        ("Rappelez-moi au 06 12 34 56 78 svp", "06 12 34 56 78"),
        ("Bel my asseblief 082 1234567", "082 1234567"),
        ("Please\0 Call Me: 0821234567", "0821234567"),
    ],
)
def test_a_please_call_me_gives_the_number_as_it_is_written(text: str, number: str) -> None:
    assert pleads_for_call(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "Please call me", "please phone me back", "Pls call me i dont have airtime", "PCM", "pcm!", "Call me please",
        "call me back", "Call me", "Can you call me?", "could someone please phone me", "Kindly call me",
        "Please can you call me", "please pcm", "PCM me", "I cannot come on Thursday. Please call me.",
        "Bel my", "bel my terug", "asb bel my", "Kan jy my bel?", "Kan iemand my asb terugbel",
        "Ndicela undifowunele", "nceda unditsalele", "Khawundifowunele", "Ndifowunele",
        "Ke kopa o nteletse", "Ke kopa o ntetsetse", "Ndapota ndifonerewo", "Ndokumbira kufonerwa",
        "Rappelez-moi", "Appelle-moi svp", "Merci de me rappeler", "Pouvez-vous m'appeler ?",
        "Fadlan i soo wac", "i soo wac", "please call me on 21-11-2026 at 9", "please call me 09-11-2026 08:00",
    ],
)  # fmt: skip
def test_a_plea_in_ones_own_words_is_seen_and_names_no_number(text: str) -> None:
    assert pleads_for_call(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "", "Yes", "Please call the police", "please call 10111", "Please call Mr Jacobs on 0821234567",
        "Don't call me please", "do not call me back please", "never please call me", "My number is 0821234567",
        "The PCM is on Monday", "PCM at 9 in the hall?", "They call me Tata", "I will call you", "Moenie my bel nie",
        "Undifowunele izolo", "Musa ukundifowunela", "Je m'appelle Amina", "Ne m'appelez pas", "0821234567",
        "Please " * 100 + "please call me",
    ],
)  # fmt: skip
def test_what_asks_for_no_call_is_left_alone(text: str) -> None:
    assert pleads_for_call(text) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"}, {"auto-submitted": "auto-generated; owner=x"}, {"X-Autoreply": "yes"},
        {"X-Autorespond": ""}, {"X-Auto-Response-Suppress": "All"}, {"Precedence": "bulk"},
        {"PRECEDENCE": " Auto_Reply "}, {"Precedence": "junk"}, {"List-Id": "<news.example.org>"},
        {"Return-Path": "<>"},
    ],
)  # fmt: skip
def test_a_mail_whose_headers_say_so_is_automatic(headers: dict[str, str]) -> None:
    assert is_automatic("I will come", headers)


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Auto-Submitted": "no"}, {"Auto-Submitted": "No; by=hand"}, {"Auto-Submitted": ""},
        {"X-Auto-Response-Suppress": "None"}, {"Precedence": "normal"}, {"Return-Path": "<amina@example.org>"},
        {"Subject": "auto-submitted"},
    ],
)  # fmt: skip
def test_a_mail_with_ordinary_headers_is_from_a_person(headers: dict[str, str]) -> None:
    assert not is_automatic("I will come", headers)


@pytest.mark.parametrize(
    "text",
    [
        "I am driving", "I'm driving right now - I'll get back to you later.", "Sorry, I’m driving. Call you later.",
        "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get where I'm going.",
        "I'm driving with Focus turned on.", "I'm in a meeting, I'll call you later.",
        "Can't talk now. What's up?", "Sorry, I can't talk right now.", "I can't talk right now. I will call you back.",
        "This is an automatic reply", "Hi! This is an automated message. We will respond.", "THIS IS AN AUTO-REPLY.",
        "This is an automatically generated e-mail, do not answer", "Automatic reply: workshop", "Auto-reply",
        "Autoreply: away", "Outomatiese antwoord: verlof", "Réponse automatique : absente", "Out of office",
        "Out of office until 3 August", "I am currently out of the office with limited access to e-mail",
        "Dear sender. I am out of office until Monday", "This is an\0 automatic reply",
        "Thank you for contacting the clinic! We're currently closed.",
        "Thank you for your message. We're unavailable right now, but will respond as soon as possible.",
    ],
)  # fmt: skip
def test_the_words_of_phones_and_machines_are_automatic(text: str) -> None:
    assert is_automatic(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Yes", "I am driving to the hall, see you at nine", "I'm driving the taxi on Thursday", "I'm on my way",
        "I'll call you later", "I'm in a meeting on Thursday, so I can't come", "I can't talk about it now",
        "Was your message an automatic reply?", "He is out of office", "I am out of office that day, sorry",
        "Thank you for your message. We are coming.", "We need an automatic gate", "The automated message was rude",
    ],
)  # fmt: skip
def test_the_words_of_a_person_are_not(text: str) -> None:
    assert not is_automatic(text)


def test_a_letter_of_a_million_characters_is_read_at_once() -> None:
    assert not is_automatic("thank you " * 100_000)
