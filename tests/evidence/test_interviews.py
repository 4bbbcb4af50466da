"""Interviews: consent, embargo, anonymity, and the consent that is taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.actors.states import Form
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Coding, Excerpt, Source, TextVersion
from imbizo.evidence.operations import coding, excerpts, interviews, sources, texts
from imbizo.evidence.operations.coding import Words
from imbizo.evidence.queries import citing, seeing
from imbizo.evidence.rules.texts import Stretch
from imbizo.evidence.states import ConsentGiven, SourceKind
from imbizo.programmes.states import Sharing
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in
from tests.evidence.making import make_codebook

WORDS = "They broke my windows. I came back because my customers asked me to."


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def interview(cast: Cast, **changes: Any) -> Source:
    """One that all partners may see, agreed to in writing, with its words."""
    details = {
        "called": "a shop owner in De Doorns", "is_anonymous": False, "actor": None, "interviewer": cast.amina,
        "held_on": date(2026, 3, 9), "consent": ConsentGiven.SIGNED, "consent_on": date(2026, 3, 9),
        "conditions": "", "embargo_until": None,
    }  # fmt: skip
    made = sources.add_source(kind=SourceKind.INTERVIEW, by=cast.amina, details=details | changes)
    sources.share_source(source=made, sharing=Sharing.ALL, by=cast.amina)
    texts.write_text(source=made, text=WORDS, by=cast.amina)
    return made


@pytest.mark.parametrize(
    ("changes", "is_seen"),
    [
        ({}, True),
        ({"consent": ConsentGiven.NONE, "consent_on": None}, False),
        ({"embargo_until": timezone.localdate() + timedelta(days=1)}, False),
        ({"embargo_until": timezone.localdate()}, True),
    ],
)
def test_others_see_it_only_with_consent_and_after_the_embargo(
    cast: Cast, changes: dict[str, Any], is_seen: bool
) -> None:
    made = interview(cast, **changes)
    excerpts.set_apart(source=made, at=Stretch(0, 22), by=cast.amina)
    assert seeing.sources(cast.thandi).filter(pk=made.pk).exists() is is_seen
    assert seeing.excerpts(cast.thandi).exists() is is_seen
    assert seeing.sources(cast.bo).filter(pk=made.pk).exists()


def test_its_words_are_found_by_its_own_partner_alone(cast: Cast) -> None:
    interview(cast)
    address = reverse("evidence:sources", args=[cast.programme.slug], query={"q": "windows"})
    found = [len(signed_in(who).get(address).context["table"].rows) for who in (cast.bo, cast.thandi)]
    assert found == [1, 0]


def test_it_is_cited_by_the_name_that_stands_in(cast: Cast) -> None:
    assert citing.short(interview(cast)) == "(a shop owner in De Doorns, 2026)"


def test_an_anonymous_one_needs_a_name_that_stands_in(cast: Cast) -> None:
    with pytest.raises(NotReady):
        interview(cast, called="", is_anonymous=True)


def test_consent_needs_its_day(cast: Cast) -> None:
    with pytest.raises(NotReady):
        interview(cast, consent_on=None)


def test_once_anonymous_nothing_names_the_person(cast: Cast) -> None:
    petrus = Actor.objects.create(
        programme=cast.programme, owner=cast.convenor, form=Form.PERSON, name="Petrus Jacobs"
    )
    made = interview(cast, called="", actor=petrus)
    texts.attach_file(source=made, file=SimpleUploadedFile("Petrus.txt", WORDS.encode()), by=cast.amina)
    made.refresh_from_db()
    details = {
        name: getattr(made.interview, name) for name in ("held_on", "interviewer", "consent", "consent_on")
    }
    details |= {
        "called": "a shop owner",
        "is_anonymous": True,
        "actor": None,
        "conditions": "",
        "embargo_until": None,
    }
    interviews.change_interview(source=made, details=details, changes={}, by=cast.amina)
    made.refresh_from_db()
    trail = AuditEntry.objects.filter(subject_id__in=[made.pk, made.interview.pk])
    assert (made.title, made.interview.actor, bool(made.file), made.file_name) == (
        "Interview with a shop owner",
        None,
        False,
        "",
    )
    assert [entry.changes for entry in trail if entry.changes] == []


def test_the_name_of_a_file_is_never_kept(cast: Cast) -> None:
    made = interview(cast)
    texts.attach_file(source=made, file=SimpleUploadedFile("Petrus Jacobs.txt", b"Words."), by=cast.amina)
    assert made.file_name == "transcript.txt"


def test_consent_taken_back_takes_the_words_everywhere(cast: Cast) -> None:
    made = interview(cast)
    _book, (code,) = make_codebook(cast, "Violence")
    coding.code_words(words=Words(WORDS, 0, 22, source=made), codes=[code], by=cast.amina)
    excerpts.set_apart(source=made, at=Stretch(0, 22), note="He said so twice.", by=cast.amina)
    texts.write_text(source=made, text=f"{WORDS} More.", by=cast.amina)
    interviews.take_back_consent(source=made, by=cast.amina)
    made.refresh_from_db()
    told = [made.text, made.title, *Coding.objects.values_list("quote", flat=True)]
    told += [str(value) for value in Excerpt.objects.values_list("quote", "note", "prefix", "suffix")]
    told += [
        *TextVersion.objects.values_list("text", flat=True),
        *map(str, AuditEntry.objects.values_list("changes", flat=True)),
    ]
    assert [text for text in told if "windows" in text or "De Doorns" in text] == []
    assert (Excerpt.objects.count(), made.interview.called) == (1, "")


def test_what_was_taken_back_stays_so(cast: Cast) -> None:
    made = interview(cast)
    interviews.take_back_consent(source=made, by=cast.amina)
    with pytest.raises(NotReady):
        texts.write_text(source=made, text=WORDS, by=cast.amina)
    with pytest.raises(NotNow):
        interviews.take_back_consent(source=made, by=cast.amina)


def test_the_page_warns_of_what_goes(cast: Cast) -> None:
    made = interview(cast)
    excerpts.set_apart(source=made, at=Stretch(0, 22), by=cast.amina)
    address = reverse("evidence:source-take-back", args=[cast.programme.slug, made.pk])
    client = signed_in(cast.amina)
    assert client.get(address).context["going"] == {"excerpts": 1, "codings": 0, "versions": 0}
    assert client.post(address).status_code == 302
    assert client.get(made.get_absolute_url()).status_code == 200
