"""The text that parties agree on: published before they are asked, and settled once all clauses are agreed."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.agreements.errors import NotReady
from imbizo.agreements.models import Agreement
from imbizo.agreements.operations.clauses import take_in_sections
from imbizo.agreements.operations.holding import SETTLED, held
from imbizo.agreements.queries.clauses import all_agreed
from imbizo.agreements.states import AgreementState
from imbizo.drafting.models import Publication
from imbizo.drafting.operations.publishing import publish
from imbizo.drafting.queries.frozen import freeze, hash_of
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission

_NOT_ALL = gettext_lazy("Not all clauses are agreed in the words that they have now.")


def published_text(agreement: Agreement) -> Publication | None:
    """The last published version, where it still says what the document says; else None."""
    last: Publication | None = agreement.document.publications.first()
    return last if last is not None and last.text_hash == hash_of(freeze(agreement.document)) else None


def text_to_ask(agreement: Agreement, *, by: Membership) -> Publication:
    """The text as it stands, published where it isn't yet, with a clause on every section of it."""
    take_in_sections(agreement=agreement, by=by)
    return published_text(agreement) or publish(
        document=agreement.document, by=by, note=_("For the parties to agree on")
    )


@transaction.atomic
def settle_text(*, agreement: Agreement, by: Membership) -> Agreement:
    """Make the words on which all parties agreed the final text. Raises NotAllowed, NotNow, NotReady."""
    current = held(agreement, by, Permission.AGREEMENTS_DECIDE, before_signing=True)
    if not all_agreed(current):
        raise NotReady(_NOT_ALL)
    return _settled(current, text_to_ask(current, by=by), by)


def settle_if_agreed(agreement: Agreement, by: Membership | None) -> None:
    """After a round or a meeting: where all is agreed and published, that is the text. Else somebody settles it.

    An agreement that is being signed, in effect or over stays as it is, whatever a round that outlasted it says.
    """
    if agreement.state in SETTLED:
        return
    text = published_text(agreement)
    if text is not None and all_agreed(agreement):
        _settled(agreement, text, by)


def _settled(agreement: Agreement, text: Publication, by: Membership | None) -> Agreement:
    write(agreement, {"text": text, "state": AgreementState.AGREED}, by=by, verb="agree")
    return agreement
