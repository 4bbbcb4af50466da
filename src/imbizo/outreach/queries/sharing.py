"""A campaign's text as it is shared by hand: in each language, with nothing in it about anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from imbizo.calc.wording import Template
from imbizo.outreach.models import Campaign, GroupShare, Wording
from imbizo.outreach.queries.seeing import campaigns
from imbizo.outreach.queries.texts import SHARED_TOKENS, shared_values
from imbizo.outreach.rules import dressed
from imbizo.programmes.models import Membership

WHATSAPP = "https://wa.me/?text="


@dataclass(frozen=True)
class Shareable:
    """The text of one language, ready to be copied."""

    language: str
    text: str
    is_checked: bool

    @property
    def whatsapp(self) -> str:
        """An address at which the reader's own phone opens WhatsApp with the text; nothing is sent by us."""
        return WHATSAPP + quote(self.text, safe="")


def shareables(campaign: Campaign) -> list[Shareable]:
    """The texts of a campaign, the fallback's language first; languages without a text are left out."""
    written = [each for each in campaign.wordings.all() if each.text.strip()]
    written.sort(key=lambda each: (each.language != campaign.fallback, each.language))
    values = shared_values(campaign)
    return [
        Shareable(each.language, neutral_wording(campaign, each, values), bool(each.checked_by))
        for each in written
    ]


def neutral_wording(campaign: Campaign, wording: Wording, values: Mapping[str, str]) -> str:
    """The text with the sender named, and whatever is a person's own left out or said by its fallback.

    A text that begins with a name begins with a greeting instead.
    """
    owner, programme = campaign.owner, campaign.programme
    text = _greeting(wording) if _begins_with_name(wording.text) else wording.text
    whole = dressed(text, names=(owner.name, owner.short_name, programme.name))
    return Template(whole).fill(values).strip()


def _begins_with_name(text: str) -> bool:
    """Whether the first thing said is a token that each person fills, and no fallback says it for all."""
    first = next(iter(Template(text.strip()).tokens), None)
    return first is not None and first.start == 0 and not first.fallback and first.name not in SHARED_TOKENS


def _greeting(wording: Wording) -> str:
    text = wording.text.strip()
    rest = text[Template(text).tokens[0].end :]
    with translation.override(wording.language):
        return _("Good day") + rest


def shares(member: Membership) -> QuerySet[GroupShare]:
    """Who shared which campaign where, the newest first."""
    rows = GroupShare.objects.filter(campaign__in=campaigns(member).values("pk"))
    return rows.select_related("by__user", "by__partner", "campaign__programme", "programme")


def reached_by_hand(rows: QuerySet[GroupShare]) -> tuple[int, int]:
    """About how many people the sharings reached together, and of how many sharings nobody noted it."""
    counts = list(rows.values_list("people", flat=True))
    return sum(count for count in counts if count is not None), counts.count(None)
