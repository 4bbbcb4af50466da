"""Answers of a scan: each finding with its citation, and an answer begun from them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from imbizo.calc.citations import label
from imbizo.evidence.models import Finding
from imbizo.evidence.queries.citing import reference_of


def cited(finding: Finding) -> str:
    """How a finding is cited in a sentence: "(Misago et al., 2009, p. 12)"."""
    page = _("p. %(page)s") % {"page": finding.page} if finding.page else ""
    return f"({', '.join(filter(None, [label(reference_of(finding.source)), page]))})"


def begun(answer: str, findings: Iterable[Finding]) -> str:
    """The answer, with a sentence for each finding whose words it doesn't hold yet, and its citation."""
    new = [
        f"{_stopless(each.text)} {cited(each)}." for each in findings if _stopless(each.text) not in answer
    ]
    return "\n\n".join(filter(None, [answer.rstrip(), *new]))


def _stopless(text: str) -> str:
    return text.strip().rstrip(".")
