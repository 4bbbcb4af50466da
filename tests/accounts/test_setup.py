"""The first run of a real installation."""

import io

import pytest
from django.core.management import CommandError, call_command

from imbizo.accounts.models import User
from imbizo.places.models import Place
from imbizo.programmes.models import Programme

ANSWERS = {
    "email": "amina@example.org",
    "name": "Amina Petersen",
    "programme": "Cape Winelands",
    "template": "four-phase-strategy-and-mou",
    "partner": "Ubambano",
    "starts": "2026-03-02",
}


def set_up(**answers: object) -> str:
    out = io.StringIO()
    call_command("setup", no_input=True, stdout=out, **{**ANSWERS, **answers})
    return out.getvalue()


def test_it_makes_the_first_user_who_looks_after_the_installation(db: None) -> None:
    set_up()
    user = User.objects.get()
    assert (user.email, user.is_staff, user.has_usable_password()) == ("amina@example.org", True, False)


def test_it_makes_the_programme_with_its_coordinator_and_convenor(db: None) -> None:
    set_up()
    member = Programme.objects.get().membership_set.get()
    assert (member.user.name, member.partner.name, member.roles) == (
        "Amina Petersen",
        "Ubambano",
        ["coordinator"],
    )


def test_it_brings_in_the_places(db: None) -> None:
    set_up()
    assert Place.objects.filter(code="WC022").exists()


def test_it_says_where_to_sign_in(db: None) -> None:
    assert (
        set_up()
        == "“Cape Winelands” is begun. Sign in as amina@example.org at http://testserver/account/login/\n"
    )


def test_a_second_run_is_refused(db: None) -> None:
    set_up()
    with pytest.raises(CommandError, match="This installation has users already"):
        set_up(email="other@example.org")


def test_another_programme_is_begun_for_a_user_who_is_there(db: None) -> None:
    set_up()
    set_up(another_programme=True, programme="Sector map", template="sector-mapping")
    assert (User.objects.count(), Programme.objects.count()) == (1, 2)


def test_another_programme_needs_a_user_who_is_there(db: None) -> None:
    set_up()
    with pytest.raises(CommandError, match=r"Nobody signs in with other@example\.org"):
        set_up(another_programme=True, email="other@example.org")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"email": "amina"}, "--email: Enter a valid email address."),
        ({"name": ""}, "--name: Write something here."),
        ({"starts": "soon"}, "--starts: Write the date as year-month-day: 2026-03-02."),
        ({"template": "none"}, "There is no process called “none”."),
    ],
)
def test_a_bad_answer_gets_a_sentence_and_makes_nothing(db: None, answer: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        set_up(**answer)
    assert not User.objects.exists()
