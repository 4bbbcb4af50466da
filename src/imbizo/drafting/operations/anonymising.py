"""The end of a programme, seen from its drafts: names of commenters and their files go; words and decisions stay."""

from django.db.models import Q

from imbizo.convening.operations import emptying
from imbizo.drafting.models import WordReturn
from imbizo.drafting.operations.forgetting import NAMED_COMMENTS, drop_files
from imbizo.programmes.models import Programme


def anonymise_programme(*, programme: Programme) -> None:
    """In chunks; twice it does nothing. Its entry in the audit trail is that of the programme's end."""
    emptying.empty([NAMED_COMMENTS], lambda named: Q(programme=programme))
    drop_files(WordReturn.objects.filter(programme=programme))
