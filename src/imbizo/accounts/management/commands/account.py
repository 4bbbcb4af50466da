"""`python -m imbizo account VERB EMAIL`: what an operator does for someone who can't, or mustn't, sign in."""

from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError, CommandParser

from imbizo.accounts.models import User
from imbizo.accounts.operations import drop_second_factor, let_in, shut_out
from imbizo.accounts.queries import user_with_email

# Each verb with what is said when it is done.
VERBS: dict[str, tuple[Callable[..., User], str]] = {
    "let_in": (let_in, "can sign in, by a code that comes by e-mail"),
    "shut_out": (shut_out, "can't sign in any more, and is signed out everywhere"),
    "drop_second_factor": (drop_second_factor, "signs in without a second step, until they set one up again"),
}


class Command(BaseCommand):
    help = "Lets someone sign in, shuts them out, or takes away a second step of signing in that they lost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=sorted(VERBS))
        parser.add_argument("email")

    def handle(self, *, verb: str, email: str, **options: object) -> None:
        user = user_with_email(email)
        if user is None:
            raise CommandError(f"Nobody here has the address {email}.")
        act, said = VERBS[verb]
        act(user=user)
        self.stdout.write(f"{user.email} {said}.")
