"""Every text of the product has its translation, and says the same with the same placeholders."""

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.base import DebugLexer, Token, TokenType
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format, number_format

from imbizo.base.translations import catalogues, checked, compiling, sources
from imbizo.base.translations.messages import Message, in_process, in_python, in_template

LANGUAGES = ["af", "xh", "st", "sn", "fr", "so"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd](?!\w)|\{\w*\}|<[^>]+>")
# What stands in templates as it is in every language: the name, formats, what every phone may send, what is printed
# on a key, and characters that HTML spells in letters.
SAME_EVERYWHERE = re.compile(
    r"\b(?:Imbizo|CSV|PDF|PNG|SVG|Word|STOP|HELP|Enter|Ctrl|Shift|Alt|Esc|https)\b|&\w+;"
)
# Its tag is chosen by a condition, so that what comes before the first `>` looks like text.
CHOOSES_ITS_TAG = {
    "base/templates/allauth/elements/button.html",
    "drafting/templates/drafting/circulation/section.html",
    "drafting/templates/drafting/public/section.html",
}
# Attributes that people read or hear.
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
TRANSLATING = {"blocktranslate", "blocktrans", "comment"}

every_language = pytest.mark.parametrize("language", LANGUAGES)


def test_each_language_of_the_settings_has_a_catalogue() -> None:
    assert checked.languages() == LANGUAGES


@every_language
def test_the_catalogue_has_each_text_of_the_sources_and_no_other(language: str) -> None:
    with translation.override(None):
        fresh = catalogues.updated(
            catalogues.read(language), language=language, found=sources.wanted(language)
        )
    said = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogues.read(language)}
    assert {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in fresh} ^ said == set()


@every_language
def test_the_catalogue_stands_as_the_command_writes_it(language: str) -> None:
    catalogue = catalogues.read(language)
    found = {
        Message(entry.msgid, entry.msgid_plural, entry.msgctxt or ""): {
            place for place, _ in entry.occurrences
        }
        for entry in catalogue
    }
    as_written = catalogues.updated(catalogue, language=language, found=found)
    assert f"{as_written}\n" == checked.file_of(language).read_text(encoding="utf-8")


@every_language
def test_no_text_waits_for_its_translation(language: str) -> None:
    assert catalogues.untranslated(catalogues.read(language)) == []


def forms(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each form with the English that it stands for."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    english = (entry.msgid, entry.msgid_plural)
    return [(english[bool(number)], said) for number, said in entry.msgstr_plural.items()]


@every_language
def test_a_translation_has_the_placeholders_of_its_english(language: str) -> None:
    different = [
        said
        for entry in catalogues.read(language)
        # A singular may name the number or leave it out: "one code", "1 code".
        for english, said in forms(entry)[-1:]
        if set(PLACEHOLDER.findall(english)) != set(PLACEHOLDER.findall(said))
    ]
    assert different == []


@every_language
def test_a_translation_brings_no_markup_of_its_own(language: str) -> None:
    added = [
        said
        for entry in catalogues.read(language)
        for english, said in forms(entry)
        if set('<>&"') & (set(said) - set(english))
    ]
    assert added == []


@every_language
def test_a_singular_names_nothing_that_its_plural_does_not(language: str) -> None:
    surplus = [
        entry.msgid
        for entry in catalogues.read(language)
        if entry.msgid_plural
        and set(PLACEHOLDER.findall(entry.msgstr_plural[0])) - set(PLACEHOLDER.findall(entry.msgid_plural))
    ]
    assert surplus == []


@every_language
def test_each_text_says_whether_a_speaker_has_checked_it(language: str) -> None:
    said = {entry.tcomment for entry in catalogues.read(language)}
    assert said - {catalogues.CHECKED, catalogues.UNCHECKED} == set()


@every_language
def test_a_language_counts_as_checked_only_when_each_of_its_texts_is(language: str) -> None:
    catalogue = catalogues.read(language)
    if catalogue.metadata[checked.HEADER] == "yes":
        assert [entry.msgid for entry in catalogue if entry.tcomment != catalogues.CHECKED] == []


def test_a_catalogue_is_compiled_when_it_has_changed_and_not_again(tmp_path: Path) -> None:
    folder = tmp_path / "af" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogues.read("af").save(str(folder / "django.po"))
    assert [compiling.compile_changed(tmp_path), compiling.compile_changed(tmp_path)] == [
        [folder / "django.mo"],
        [],
    ]


def public_templates() -> set[str]:
    return {
        sources.name_of(path)
        for path in sources.own_files()
        if path.suffix == ".html" and '{% extends "base/public.html" %}' in path.read_text(encoding="utf-8")
    }


def test_every_public_page_is_declared_as_a_public_source() -> None:
    assert {name for name in public_templates() if not sources.is_public(name)} == set()


def test_every_declared_public_source_exists() -> None:
    names = [sources.name_of(path) for path in sources.own_files()]
    assert [each for each in sources.PUBLIC if not any(sources.matches(name, [each]) for name in names)] == []


class VisibleText(HTMLParser):
    """Gathers the words that a page shows or a screen reader says."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        self.words += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def without_translations(tokens: list[Token]) -> str:
    """The template's text without its tags, and without what stands inside those that translate."""
    text, inside = "", ""
    for token in tokens:
        name = token.contents.split(" ", 1)[0] if token.token_type == TokenType.BLOCK else ""
        if not inside and name in TRANSLATING:
            inside = name
        elif name == f"end{inside}":
            inside = ""
        elif not inside and token.token_type == TokenType.TEXT:
            text += token.contents
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            text += " "
    return text


def untranslated_words(source: str) -> list[str]:
    parser = VisibleText()
    parser.feed(without_translations(DebugLexer(source).tokenize()))
    words = (SAME_EVERYWHERE.sub(" ", each).strip() for each in parser.words)
    return [each for each in words if re.search(r"[A-Za-z]{2}", each)]


def test_untranslated_words_are_noticed() -> None:
    source = '<p title="Hello">{% translate "Fine" %} there</p><script>var x</script>'
    assert untranslated_words(source) == ["Hello", "there"]


def test_templates_hold_no_english_outside_their_translation_tags() -> None:
    pages = [path for path in sources.own_files() if path.suffix == ".html"]
    found = {sources.name_of(path): untranslated_words(path.read_text(encoding="utf-8")) for path in pages}
    assert {name: words for name, words in found.items() if words and name not in CHOOSES_ITS_TAG} == {}


def test_texts_are_found_in_python_under_any_name() -> None:
    source = (
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext as p\n"
        "_('one' ' text'); ngettext('%(n)s day', '%(n)s days', 2); p('verb', 'open'); other('not this')"
    )
    assert set(in_python(source)) == {
        Message("one text"),
        Message("%(n)s day", plural="%(n)s days"),
        Message("open", context="verb"),
    }


def test_texts_are_found_in_templates_with_context_plural_and_constants() -> None:
    source = (
        '{% load i18n %}{% translate "100%" context "share" %}{% if x %}'
        '{% include "a.html" with t=_("Name") %}{% endif %}'
        "{% blocktranslate trimmed count n=x %}\n  {{ n }} day\n{% plural %}\n  {{ n }} days\n{% endblocktranslate %}"
    )
    assert set(in_template(source)) == {
        Message("100%%", context="share"),
        Message("Name"),
        Message("%(n)s day", plural="%(n)s days"),
    }


def test_texts_are_found_in_a_process() -> None:
    source = "{key: a, title: Title, phases: [{short: Short, steps: [{what: 'What ', tool: x.y}]}]}"
    assert {message.text for message in in_process(source)} == {"Title", "Short", "What"}


@pytest.fixture
def compiled() -> None:
    """The catalogues as `run.py` leaves them before it starts anything."""
    compiling.compile_changed(checked.FOLDER)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Sun 26 July, 09:00"),
        ("af", "So 26 Julie, 09:00"),
        ("xh", "Caw 26 Julayi, 09:00"),
        ("st", "Son 26 Phupu, 09:00"),
        ("sn", "Svo 26 Chikunguru, 09:00"),
        ("fr", "dim 26 juillet, 09:00"),
        ("so", "Axd 26 Luulyo, 09:00"),
    ],
)
def test_days_and_months_come_in_the_readers_language(language: str, day: str) -> None:
    moment = dt.datetime(2026, 7, 26, 9, 0, tzinfo=dt.UTC)
    with translation.override(language):
        assert date_format(moment, "D j F, H:i") == day


@pytest.mark.parametrize(
    ("language", "number"),
    [("en", "10,000.5"), ("af", "10\xa0000,5"), ("xh", "10\xa0000,5"), ("fr", "10\u202f000,5")],
)
def test_numbers_are_written_as_the_language_does(language: str, number: str) -> None:
    with translation.override(language):
        assert number_format(10_000.5, force_grouping=True) == number


@pytest.mark.usefixtures("compiled")
def test_a_required_field_says_so_in_isixhosa_though_django_does_not_speak_it() -> None:
    with translation.override("xh"):
        assert Template('{% load i18n %}{% translate "This field is required." %}').render(Context()) == (
            "Oku kuyafuneka."
        )


@pytest.mark.usefixtures("compiled")
@pytest.mark.django_db
@pytest.mark.parametrize(("language", "told"), [("en", False), ("xh", True)])
def test_a_page_says_when_no_speaker_has_checked_its_language(
    client: Client, language: str, *, told: bool
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(reverse("account_login"))
    assert page.context["language_unchecked"] is told
