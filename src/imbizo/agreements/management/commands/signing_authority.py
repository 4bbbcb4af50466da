"""`python -m imbizo signing_authority show|retire|revoke`: what an operator does with the key that signs agreements."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from imbizo.agreements.operations import authority
from imbizo.agreements.queries.authority import authorities
from imbizo.base.errors import DomainError


class Command(BaseCommand):
    help = "Shows the authorities that issued certificates for signing, retires the one in use, revokes a certificate."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("show", help="each authority, and the certificates of it that were revoked")
        verbs.add_parser("retire", help="issue no more with the one in use; what it signed stays good")
        revoke = verbs.add_parser("revoke", help="refuse what is signed with a certificate from a moment on")
        revoke.add_argument("serial", help="the number of the certificate, in hexadecimal")
        revoke.add_argument("--because", required=True, help="why, for the trail")
        revoke.add_argument("--at", help="from when, as 2026-07-26T09:00+02:00; now where it isn't said")

    def handle(self, *, verb: str, **options: str) -> None:
        {"show": self._show, "retire": self._retire, "revoke": self._revoke}[verb](options)

    def _show(self, options: dict[str, str]) -> None:
        for each in authorities():
            state = f"retired {each.retired_at:%Y-%m-%d}" if each.retired_at else "in use"
            self.stdout.write(f"{each.pk}  founded {each.created_at:%Y-%m-%d}, {state}")
            for revoked in each.revoked.all():
                self.stdout.write(
                    f"    {revoked.serial}  revoked {revoked.revoked_at:%Y-%m-%d %H:%M} UTC: {revoked.because}"
                )
        if not authorities():
            self.stdout.write("There is none yet: the first electronic signature founds it.")

    def _retire(self, options: dict[str, str]) -> None:
        if authority.retire() is None:
            raise CommandError("None is in use.")
        self.stdout.write("Retired. The next electronic signature founds another; earlier ones stay good.")

    def _revoke(self, options: dict[str, str]) -> None:
        at = parse_datetime(options["at"]) if options["at"] else timezone.now()
        if at is None or at.tzinfo is None:
            raise CommandError("Write the moment with its offset: 2026-07-26T09:00+02:00.")
        try:
            authority.revoke(serial=options["serial"], because=options["because"], at=at)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Revoked. Signatures made with it from then on don't pass any more.")
