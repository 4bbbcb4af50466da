"""A programme leaves as one file, and comes back whole."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db.models import Model
from django.utils import timezone

from imbizo.accounts.models import User
from imbizo.actors.models import Actor, Affiliation, ContactPoint
from imbizo.convening.models import BookingSlot, DatePoll, Device, Gathering, Input, Letterhead, Picture
from imbizo.desk.errors import BadArchive
from imbizo.desk.models import Notification, SearchEntry
from imbizo.desk.operations.archive import (
    export_programme,
    missing_hash_keys,
    rows_of,
    tables,
    take_in_programme,
)
from imbizo.drafting.models import Revision
from imbizo.evidence.models import TextPage
from imbizo.evidence.operations.texts import set_text
from imbizo.messaging.models import Gateway, Part
from imbizo.programmes.models import MemberInvitation, Programme
from imbizo.programmes.states import Sharing
from imbizo.thread.models import Link, PublicLink
from tests.agreements.making import make_agreement, make_clause, make_institution, make_party
from tests.cast import Cast
from tests.convening.knowing import NAME, keep_much, know
from tests.convening.making import MARCH, make_gathering, make_person
from tests.drafting.making import make_section
from tests.evidence.making import make_source
from tests.messaging.sending import answers


@pytest.fixture
def register(cast: Cast) -> Cast:
    shared = {"programme": cast.programme, "owner": cast.convenor, "sort_name": "x", "match_key": "x"}
    committee = Actor.objects.create(form="organisation", name="Farmworkers' Committee", **shared)
    person = Actor.objects.create(form="person", name="Sipho Dlamini", sharing=Sharing.NAMED, **shared)
    person.shared_with.add(cast.committee)
    person.merged_into = committee
    person.save()
    Affiliation.objects.create(
        programme=cast.programme, person=person, organisation=committee, position="Chair"
    )
    ContactPoint.objects.create(
        programme=cast.programme,
        owner=cast.convenor,
        actor=person,
        channel="sms",
        raw="060",
        address="+27600000001",
    )
    return cast


@pytest.fixture
def gathering(register: Cast) -> Gathering:
    """A gathering with rows in every table that leaves in a way of its own."""
    made = make_gathering(register, state="held")
    know(made, make_person(register, NAME), register)
    keep_much(made, register)
    return made


def contents(programme: Programme) -> dict[str, list[Any]]:
    found = {}
    for model in tables():
        is_bare = model._meta.auto_created or model is BookingSlot
        keys = [f.attname for f in model._meta.concrete_fields if not (is_bare and f.primary_key)]
        found[model._meta.label_lower] = sorted(map(repr, rows_of(model, programme).values_list(*keys)))
    return found


def wipe(programme: Programme) -> None:
    left_out: tuple[type[Model], ...] = (SearchEntry, Notification, PublicLink, MemberInvitation, Link)
    for model in left_out:
        model._default_manager.all().delete()
    rows_of(Actor, programme).update(merged_into=None)
    rows_of(DatePoll, programme).update(chosen=None)
    for model in reversed(tables()):
        rows_of(model, programme).delete()


def test_a_programme_taken_in_holds_every_row_that_left(register: Cast, tmp_path: Path) -> None:
    before = contents(register.programme)
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    wipe(register.programme)
    assert contents(take_in_programme(tmp_path / "out.zip")) == before


def test_gatherings_come_back_whole_with_their_files(
    register: Cast, gathering: Gathering, tmp_path: Path
) -> None:
    picture = Picture.objects.get()
    Device.objects.all().delete()
    before = contents(register.programme)
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    wipe(register.programme)
    default_storage.delete(str(picture.file.name))
    assert contents(take_in_programme(tmp_path / "out.zip")) == before
    logo = Letterhead.objects.get().logo
    assert logo is not None
    assert (Picture.objects.get().file.read(), bytes(logo)) == (b"a picture", b"\x00\xff")


def test_gatherings_taken_in_twice_stand_once(register: Cast, gathering: Gathering, tmp_path: Path) -> None:
    Device.objects.all().delete()
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    before = contents(register.programme)
    take_in_programme(tmp_path / "out.zip")
    assert contents(register.programme) == before


def test_texts_come_back_whole_and_are_found_by_their_words(cast: Cast, tmp_path: Path) -> None:
    agreement = make_agreement(cast)
    section = make_section(agreement.document)
    make_clause(agreement, section=section)
    make_party(agreement, make_institution(cast))
    set_text(source=make_source(cast, text=""), text="Shop owners pay twice.", pages=(), by=cast.amina)
    before, words = contents(cast.programme), TextPage.objects.get().words
    export_programme(cast.programme, tmp_path / "out.zip", now=timezone.now())
    wipe(cast.programme)
    assert contents(take_in_programme(tmp_path / "out.zip")) == before
    assert (Revision.objects.get().section, TextPage.objects.get().words) == (section, words)


def test_anonymous_words_stay_anonymous_on_the_way(
    register: Cast, gathering: Gathering, tmp_path: Path
) -> None:
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    wipe(register.programme)
    take_in_programme(tmp_path / "out.zip")
    said = Input.objects.get(is_anonymous=True)
    assert (said.speaker, said.device, said.entered_by, said.said_at) == (None, None, None, MARCH)


def test_a_phone_of_the_day_opens_nothing_elsewhere(
    register: Cast, gathering: Gathering, tmp_path: Path
) -> None:
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        [row] = [json.loads(line) for line in archive.open("tables/convening.device.jsonl")]
    closed = row["closed_at"] is not None and row["revoked_at"] is not None
    assert (row["secret"], row["token_hash"], closed) == ("", f"left {row['id']}", True)


def test_taking_in_twice_changes_nothing(register: Cast, tmp_path: Path) -> None:
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    before = contents(register.programme)
    take_in_programme(tmp_path / "out.zip")
    assert contents(register.programme) == before


def test_people_are_known_again_by_their_address(register: Cast, tmp_path: Path) -> None:
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    wipe(register.programme)
    User.objects.filter(pk=register.amina.user_id).delete()
    here = User.objects.create_user("AMINA@example.org", None, name="Amina here")
    programme = take_in_programme(tmp_path / "out.zip")
    assert programme.membership_set.get(roles=["coordinator"]).user == here


def test_strangers_among_its_people_cannot_sign_in_by_themselves(register: Cast, tmp_path: Path) -> None:
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    wipe(register.programme)
    User.objects.filter(pk=register.amina.user_id).delete()
    take_in_programme(tmp_path / "out.zip")
    assert User.objects.get(email="amina@example.org").is_active is False


def test_the_other_programme_stays_at_home(register: Cast, tmp_path: Path) -> None:
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    assert str(register.elsewhere.pk).encode() not in text


def test_passwords_of_gateways_stay_at_home_and_nothing_is_sent_from_two_places(
    register: Cast, tmp_path: Path
) -> None:
    gateway = Gateway(programme=register.programme, name="Mail", kind="smtp")
    gateway.keep_secrets(password="hunter2")
    gateway.save()
    [message] = answers(register.programme)
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    Part.objects.all().delete()
    wipe(register.programme)
    take_in_programme(tmp_path / "out.zip")
    gateway.refresh_from_db()
    message.refresh_from_db()
    assert (gateway.secrets, gateway.is_active, message.state) == ("", False, "stopped")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"not a zip at all"])
def test_a_broken_file_is_refused_with_a_sentence(db: None, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(BadArchive, match=r"bad\.zip"):
        take_in_programme(tmp_path / "bad.zip")


def test_an_export_of_another_version_is_refused(register: Cast, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": 1, "migrations": [], "imbizo": "0.0.1"}))
    with pytest.raises(BadArchive, match=r"0\.0\.1"):
        take_in_programme(tmp_path / "old.zip")


def test_the_keys_of_opted_out_numbers_travel_along(register: Cast, tmp_path: Path, settings: Any) -> None:
    export_programme(register.programme, tmp_path / "out.zip", now=timezone.now())
    old = settings.HASH_KEYS
    settings.HASH_KEYS = ("the key of another installation, quite long",)
    assert missing_hash_keys(tmp_path / "out.zip") == list(old)
