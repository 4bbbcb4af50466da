"""`python -m imbizo setup`: the first run of a real installation, by questions or by options."""

import getpass
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from imbizo.base.errors import DomainError
from imbizo.desk.operations.setup import must_be_new, set_up, set_up_another
from imbizo.programmes.rules import process_template, process_templates

Check = Callable[[str], object]


def _filled(text: str) -> None:
    if not text:
        raise ValidationError("Write something here.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError("Write the date as year-month-day: 2026-03-02.") from error


# What is asked, in order: option, question, check.
QUESTIONS: Mapping[str, tuple[str, Check]] = {
    "email": ("Your e-mail address", validate_email),
    "name": ("Your name", _filled),
    "programme": ("Name of the programme", _filled),
    "template": ("Process", process_template),
    "partner": ("The organisation that convenes it", _filled),
    "starts": ("Begins on", _day),
}


class Command(BaseCommand):
    help = "Sets up a new installation: the first user and the first programme. Asks for what the options don't say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for option, (question, _) in QUESTIONS.items():
            parser.add_argument(f"--{option}", help=question.lower())
        parser.add_argument("--language", default="en", choices=settings.STAFF_LANGUAGES)
        parser.add_argument(
            "--another-programme", action="store_true", help="a further programme, for a user who is there"
        )
        parser.add_argument(
            "--no-input", action="store_true", help="ask nothing; no password, sign-in by code"
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            self._refuse_if_set_up(options)
            answers = self._answers(options)
            member = self._begin(answers, options)
        except DomainError as error:
            raise CommandError(str(error)) from error
        address = settings.ENVIRONMENT.origin + reverse("account_login")
        self.stdout.write(f"“{member.programme}” is begun. Sign in as {member.user.email} at {address}")

    def _refuse_if_set_up(self, options: Mapping[str, Any]) -> None:
        if not options["another_programme"]:
            must_be_new()

    def _answers(self, options: Mapping[str, Any]) -> dict[str, str]:
        questions = dict(QUESTIONS)
        if options["another_programme"]:
            del questions["name"]
        return {key: self._answer(key, question, options) for key, question in questions.items()}

    def _answer(self, key: str, question: tuple[str, Check], options: Mapping[str, Any]) -> str:
        text, check = question
        given = options[key] or (
            timezone.localdate().isoformat() if key == "starts" and _is_silent(options) else ""
        )
        if given or _is_silent(options):
            return _checked(f"--{key}", given, check)
        if key == "template":
            self._list_processes()
        return self._ask(text, check)

    def _ask(self, question: str, check: Check) -> str:
        while True:
            try:
                return _checked(question, input(f"{question}: ").strip(), check)
            except (CommandError, DomainError) as error:
                self.stdout.write(str(error))

    def _list_processes(self) -> None:
        for key, process in process_templates().items():
            self.stdout.write(f"  {key}: {process.summary}")

    def _begin(self, answers: Mapping[str, str], options: Mapping[str, Any]) -> Any:
        programme = {key: answers[key] for key in ("email", "programme", "template", "partner")}
        starts_on = date.fromisoformat(answers["starts"])
        if options["another_programme"]:
            return set_up_another(**programme, starts_on=starts_on)
        password = None if _is_silent(options) else self._password()
        return set_up(
            **programme,
            name=answers["name"],
            language=options["language"],
            password=password,
            starts_on=starts_on,
        )

    def _password(self) -> str | None:
        while password := getpass.getpass("Password (empty: sign in by a code that comes by e-mail): "):
            try:
                validate_password(password)
            except ValidationError as error:
                self.stdout.write(" ".join(error.messages))
            else:
                return password
        return None


def _is_silent(options: Mapping[str, Any]) -> bool:
    return bool(options["no_input"]) or not sys.stdin.isatty()


def _checked(name: str, value: str, check: Check) -> str:
    """The value, if the check lets it pass. Raises CommandError with the reason."""
    try:
        check(value)
    except ValidationError as error:
        raise CommandError(f"{name}: {' '.join(error.messages)}") from error
    return value
