"""The pages of no domain: offline, colours, language, what went wrong, and the components."""

from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

import imbizo
from imbizo.base import request_id, views
from tests.cast import make_user

pytestmark = pytest.mark.django_db


def test_the_worker_keeps_the_offline_page_and_its_stylesheet_only(client: Client) -> None:
    text = client.get(reverse("base:service-worker")).content.decode()
    assert ('const PAGE = "/offline/";' in text, 'const FILES = [PAGE, "/static/base/public.css"];' in text) == (
        True, True,
    )  # fmt: skip


def test_the_offline_page_names_nobody_and_sets_no_cookie(client: Client) -> None:
    response = client.get(reverse("base:offline"))
    assert (response.status_code, dict(response.cookies)) == (200, {})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_kept_and_drawn(client: Client, theme: str) -> None:
    client.post(reverse("base:theme"), {"theme": theme})
    html = client.get(reverse("account_login")).content.decode()
    assert f'data-bs-theme="{theme}"' in html


@pytest.mark.parametrize("theme", ["auto", "purple", '"><script>'])
def test_any_other_theme_follows_the_device(client: Client, theme: str) -> None:
    client.post(reverse("base:theme"), {"theme": theme})
    assert "data-bs-theme" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize(
    ("wanted", "arrived"),
    [("/components/", "/components/"), ("https://example.com/", "/"), ("//example.com", "/")],
)
def test_after_a_theme_one_comes_back_to_a_page_of_ours(client: Client, wanted: str, arrived: str) -> None:
    assert (
        client.post(reverse("base:theme"), {"theme": "dark", "next": wanted}).headers["Location"] == arrived
    )


def test_a_chosen_language_is_kept(client: Client) -> None:
    client.post(reverse("base:language"), {"language": "af", "next": "/"})
    assert '<html lang="af">' in client.get(reverse("base:offline")).content.decode()


def test_the_components_are_for_those_signed_in(client: Client) -> None:
    assert client.get(reverse("base:components")).status_code == 302


def test_the_components_page_shows_one_heading(client: Client) -> None:
    client.force_login(get_user_model().objects.create(email="amina@example.org"), _first_backend())
    html = client.get(reverse("base:components")).content.decode()
    assert html.count("<h1") == 1


def test_a_broken_page_tells_the_number_to_quote() -> None:
    request_id.begin("ab12cd")
    response = views.server_error(RequestFactory().get("/"))
    assert (response.status_code, "ab12cd" in response.content.decode()) == (500, True)


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (views.bad_request, 400, "We couldn’t read what was sent"),
        (views.forbidden, 403, "Your role doesn’t open this page"),
        (views.not_found, 404, "There is no such page"),
    ],
)
def test_each_refusal_says_what_it_is(view: object, status: int, heading: str) -> None:
    assert callable(view)
    response: HttpResponse = view(RequestFactory().get("/"), Exception())
    html = response.content.decode().replace("&#x27;", "’").replace("'", "’")
    assert (response.status_code, f"<h1>{heading}</h1>" in html) == (status, True)


def _first_backend() -> str:
    return "allauth.account.auth_backends.AuthenticationBackend"


def test_the_foot_says_whom_to_ask_and_which_version_this_is(client: Client, settings: LazySettings) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, contact="help@example.org")
    client.force_login(make_user("Amina"), "allauth.account.auth_backends.AuthenticationBackend")
    html = client.get(reverse("base:components")).content.decode()
    assert html.count(f"help@example.org</bdi> · Imbizo {imbizo.__version__}") == 1
