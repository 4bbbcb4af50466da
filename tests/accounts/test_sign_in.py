"""Signing in: by a code, by a password, with a second step; and what stops those who guess."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from imbizo.accounts.models import User
from imbizo.accounts.operations import create_user, sign_out_everywhere
from tests.mailbox import delivered

PASSWORD = "a long walk to Ceres"
ADDRESS = "amina@example.org"


@pytest.fixture
def amina(db: None) -> User:
    return create_user(email=ADDRESS, name="Amina", language="xh", password=PASSWORD)


@pytest.fixture
def nadia(db: None) -> User:
    """A user without a password."""
    return create_user(email="nadia@example.org", name="Nadia")


@pytest.fixture
def _lockout(settings: LazySettings) -> None:
    settings.AXES_ENABLED = True


def by_password(browser: Client, password: str = PASSWORD, login: str = ADDRESS) -> object:
    return browser.post(reverse("account_login"), {"login": login, "password": password})


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def code_in_mail() -> str:
    found = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]+)$", str(delivered()[-1].body), re.MULTILINE)
    assert found
    return found.group(1)


def ask_for_code(browser: Client, email: str) -> None:
    browser.post(reverse("account_request_login_code"), {"email": email})


def app_code(secret: str) -> str:
    counter = next(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_a_password_opens_the_account(amina: User) -> None:
    browser = Client()
    by_password(browser)
    assert is_in(browser)


def test_a_password_opens_it_in_whatever_case_the_address_is_written(amina: User) -> None:
    browser = Client()
    by_password(browser, login="Amina@Example.ORG")
    assert is_in(browser)


def test_the_pages_come_in_the_saved_language(amina: User) -> None:
    browser = Client()
    by_password(browser)
    assert browser.cookies["django_language"].value == "xh"


def test_a_code_by_mail_opens_the_account(amina: User) -> None:
    browser = Client()
    ask_for_code(browser, ADDRESS)
    browser.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert is_in(browser)


def test_a_code_opens_the_account_of_someone_without_a_password(nadia: User) -> None:
    browser = Client()
    ask_for_code(browser, nadia.email)
    browser.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert is_in(browser)


def test_the_mail_with_the_code_greets_by_name(amina: User) -> None:
    User.objects.filter(pk=amina.pk).update(language="en")
    ask_for_code(Client(), ADDRESS)
    message = delivered()[-1]
    assert (message.subject, message.body.splitlines()[0]) == ("Your code to sign in", "Good day Amina")


def test_a_code_opens_once(amina: User) -> None:
    browser, other = Client(), Client()
    ask_for_code(browser, ADDRESS)
    code = code_in_mail()
    browser.post(reverse("account_confirm_login_code"), {"code": code})
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(other)


def test_three_wrong_codes_end_the_code(amina: User) -> None:
    browser = Client()
    ask_for_code(browser, ADDRESS)
    code = code_in_mail()
    for _ in range(3):
        browser.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    browser.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(browser)


def test_an_unknown_address_gets_no_mail_and_the_same_page(amina: User) -> None:
    url = reverse("account_request_login_code")
    known = Client().post(url, {"email": ADDRESS})
    unknown = Client().post(url, {"email": "nobody@example.org"})
    assert (unknown.status_code, unknown.headers["Location"], len(delivered())) == (
        known.status_code,
        known.headers["Location"],
        1,
    )


def test_nobody_signs_up_by_themselves(db: None) -> None:
    Client().post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


@pytest.mark.usefixtures("_lockout")
def test_five_wrong_passwords_close_the_door(amina: User) -> None:
    browser = Client()
    answers = [by_password(browser, password="wrong").status_code for _ in range(5)]  # type: ignore[attr-defined]
    assert answers == [200, 200, 200, 200, 429]


@pytest.mark.usefixtures("_lockout")
def test_the_closed_door_says_what_to_do(amina: User) -> None:
    browser = Client()
    for _ in range(5):
        response = by_password(browser, password="wrong")
    assert reverse("account_request_login_code") in response.content.decode()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_lockout")
def test_the_door_stays_closed_with_the_same_page(amina: User) -> None:
    browser = Client()
    for _ in range(5):
        by_password(browser, password="wrong")
    assert by_password(browser).status_code == 429  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_lockout")
def test_the_right_password_does_not_open_a_closed_door(amina: User) -> None:
    browser = Client()
    for _ in range(5):
        by_password(browser, password="wrong")
    by_password(browser)
    assert not is_in(browser)


@pytest.mark.usefixtures("_lockout")
def test_writing_the_address_in_another_case_gives_no_further_tries(amina: User) -> None:
    browser = Client()
    for login in ("amina@example.org", "Amina@example.org", "AMINA@example.org", "aMina@example.org"):
        by_password(browser, password="wrong", login=login)
    assert by_password(browser, password="wrong", login="amINA@example.org").status_code == 429  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_lockout")
def test_a_code_opens_the_account_though_its_password_is_locked(amina: User) -> None:
    browser = Client()
    for _ in range(5):
        by_password(browser, password="wrong")
    ask_for_code(browser, ADDRESS)
    browser.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert is_in(browser)


@pytest.mark.usefixtures("_lockout")
def test_one_persons_mistakes_do_not_lock_out_another(amina: User, nadia: User) -> None:
    nadia.set_password(PASSWORD)
    nadia.save()
    browser = Client()
    for _ in range(5):
        by_password(browser, password="wrong")
    by_password(browser, login=nadia.email)
    assert is_in(browser)


def test_an_authenticator_app_is_enrolled(amina: User) -> None:
    browser = Client()
    by_password(browser)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    browser.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert set(amina.authenticator_set.values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_who_signed_in_long_ago_gives_the_password_again_first(amina: User) -> None:
    browser = Client()
    by_password(browser)
    page = browser.get(reverse("mfa_activate_totp"))
    assert page.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_with_an_app_the_password_is_not_enough(amina: User) -> None:
    TOTP.activate(amina, generate_totp_secret())
    browser = Client()
    response = by_password(browser)
    assert (is_in(browser), response.headers["Location"]) == (False, reverse("mfa_authenticate"))  # type: ignore[attr-defined]


def test_the_code_of_the_app_is_the_second_step(amina: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(amina, secret)
    browser = Client()
    by_password(browser)
    browser.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
    assert is_in(browser)


def test_a_wrong_code_of_the_app_is_refused(amina: User) -> None:
    TOTP.activate(amina, generate_totp_secret())
    browser = Client()
    by_password(browser)
    browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(browser)


def test_a_recovery_code_opens_once(amina: User) -> None:
    TOTP.activate(amina, generate_totp_secret())
    code = RecoveryCodes.activate(amina).get_unused_codes()[0]
    opened = []
    for browser in (Client(), Client()):
        by_password(browser)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        opened.append(is_in(browser))
    assert opened == [True, False]


def test_the_second_step_is_asked_after_a_code_by_mail_too(amina: User) -> None:
    TOTP.activate(amina, generate_totp_secret())
    browser = Client()
    ask_for_code(browser, ADDRESS)
    browser.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert not is_in(browser)


def test_the_password_is_changed(amina: User) -> None:
    browser = Client()
    by_password(browser)
    new = "a short walk to Paarl"
    browser.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    amina.refresh_from_db()
    assert amina.check_password(new)


def test_someone_without_a_password_sets_one(nadia: User) -> None:
    browser = Client()
    ask_for_code(browser, nadia.email)
    browser.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    browser.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    nadia.refresh_from_db()
    assert nadia.check_password(PASSWORD)


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(amina: User) -> None:
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": ADDRESS})
    link = re.search(r"http\S+", str(delivered()[-1].body))
    assert link
    page = browser.get(link.group().replace("http://testserver", ""), follow=True)
    browser.post(
        page.request["PATH_INFO"], {"password1": "another walk home", "password2": "another walk home"}
    )
    amina.refresh_from_db()
    assert amina.check_password("another walk home")


def test_signing_out_takes_a_press(amina: User) -> None:
    browser = Client()
    by_password(browser)
    browser.get(reverse("account_logout"))
    before = is_in(browser)
    browser.post(reverse("account_logout"))
    assert (before, is_in(browser)) == (True, False)


def test_signing_out_elsewhere_keeps_this_device(amina: User) -> None:
    here, there = Client(), Client()
    by_password(here)
    by_password(there)
    here.post(reverse("accounts:sign-out-elsewhere"))
    answers = [browser.get(reverse("accounts:profile")).status_code for browser in (here, there)]
    assert answers == [200, 302]


def test_a_new_key_signs_nobody_out(amina: User, settings: LazySettings) -> None:
    browser = Client()
    by_password(browser)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key of at least thirty-two characters"
    assert browser.get(reverse("accounts:profile")).status_code == 200


def test_ending_all_sessions_ends_them(amina: User) -> None:
    browser = Client()
    by_password(browser)
    sign_out_everywhere(user=amina)
    assert browser.get(reverse("accounts:profile")).status_code == 302


def test_changing_the_profile_changes_name_and_language(amina: User) -> None:
    browser = Client()
    by_password(browser)
    response = browser.post(reverse("accounts:profile"), {"name": "Amina Petersen", "language": "af"})
    amina.refresh_from_db()
    assert (amina.name, amina.language, response.cookies["django_language"].value) == (
        "Amina Petersen",
        "af",
        "af",
    )


def test_the_profile_is_for_those_who_have_signed_in(db: None) -> None:
    assert Client().get(reverse("accounts:profile")).status_code == 302


def test_an_inactive_user_does_not_get_in(amina: User) -> None:
    User.objects.filter(pk=amina.pk).update(is_active=False)
    browser = Client()
    by_password(browser)
    assert not is_in(browser)
