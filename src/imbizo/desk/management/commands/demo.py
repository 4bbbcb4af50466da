"""`python -m imbizo demo`: the demo programmes, and how to sign in to them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from imbizo.desk.operations.demo import SignIn, load_demo
from imbizo.desk.queries.demo import DEMO_PASSWORD
from imbizo.programmes.rules import ROLES

SHOWN = ("coordinator", "facilitator", "partner", "observer")


class Command(BaseCommand):
    help = "Loads the demo programmes that aren't here yet. Only in practice mode: their passwords are known."

    def handle(self, **options: Any) -> None:
        if not settings.ENVIRONMENT.demo:
            raise CommandError(
                "The demo has known passwords: it loads in practice mode only (IMBIZO_DEMO=true)."
            )
        sign_ins = load_demo(today=timezone.localdate())
        text = describe(sign_ins)
        path = settings.ENVIRONMENT.data / "demo-sign-ins.txt"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        self.stdout.write(f"{len({each.programme for each in sign_ins})} demo programmes are loaded.")


def describe(sign_ins: list[SignIn]) -> str:
    """A few sign-ins of each programme, for the terminal."""
    lines = [f"Demo sign-ins, all with the password “{DEMO_PASSWORD}”:"]
    for programme in dict.fromkeys(each.programme for each in sign_ins):
        lines.append(f"  {programme}")
        for each in sign_ins:
            if each.programme == programme and set(each.roles) & set(SHOWN):
                titles = ", ".join(str(ROLES[role].title) for role in each.roles)
                lines.append(f"    {each.email:36} {each.name}: {titles}")
    return "\n".join(lines) + "\n"
