"""The kinds of records that evidence gives to the thread, and who sees them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.evidence import queries
from imbizo.evidence.models import (
    Code,
    Codebook,
    Coding,
    CodingRound,
    Excerpt,
    ExclusionReason,
    Finding,
    Grouping,
    Interview,
    InTheme,
    Practice,
    ProjectImport,
    ReferenceImport,
    Scan,
    ScanItem,
    ScanQuestion,
    Screening,
    Settlement,
    Source,
    TextVersion,
    Theme,
    Weighed,
)
from imbizo.evidence.queries.projects import projects
from imbizo.evidence.queries.scanning import screenings
from imbizo.evidence.queries.telling import TELLINGS
from imbizo.evidence.states import CodingState, SourceKind, ThemeState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission as P
from imbizo.thread.registry import (
    ForeignPair,
    JoiningRow,
    RecordKind,
    SearchText,
    register,
    register_pair,
    register_row,
    register_telling,
    register_verbs,
)
from imbizo.thread.states import Hidden, Relation

Seeing = Callable[[Membership], QuerySet[Any]]
_GONE = frozenset({ThemeState.MERGED, ThemeState.WITHDRAWN})


def _register(
    kind: str, model: type[Model], noun: Promise, icon: str, visible_to: Seeing, **more: Any
) -> None:
    register(
        RecordKind(kind=f"evidence.{kind}", model=model, noun=noun, icon=icon, visible_to=visible_to, **more)
    )


def _of_programme(model: type[Model], member: Membership) -> QuerySet[Any]:
    rows = model._default_manager.filter(programme_id=member.programme_id)
    return rows if member.may(P.EVIDENCE_VIEW) else rows.none()


def _search_source(source: Source) -> SearchText | None:
    """Its title, its summary and its text. Of an interview the title alone: its words may be under an embargo."""
    if source.withdrawn_because:
        return None
    body = "" if source.kind == SourceKind.INTERVIEW else f"{source.abstract}\n{source.text}"
    return SearchText(source.title, body=body, subtitle="; ".join(source.authors[:3]))


def _search_theme(theme: Theme) -> SearchText | None:
    return None if theme.state in _GONE else SearchText(theme.title, body=theme.statement)


def _search_excerpt(excerpt: Excerpt) -> SearchText | None:
    """The words set apart; of an interview none, as of its text."""
    if excerpt.source.kind == SourceKind.INTERVIEW:
        return None
    return SearchText(excerpt.quote[:120], body=excerpt.quote, subtitle=excerpt.source.title)


_register("source", Source, _("source"), "book", queries.sources, search=_search_source)
_register(
    "excerpt", Excerpt, _("excerpt"), "quote", queries.excerpts, search=_search_excerpt,
    search_sources=lambda rows: rows.select_related("source"),
)  # fmt: skip
_register("scan", Scan, _("literature scan"), "list-search", queries.scans)
_register("codebook", Codebook, _("codebook"), "sitemap", queries.codebooks)
_register("code", Code, _("code"), "tag", queries.codes)
_register("round", CodingRound, _("coding round"), "users", queries.rounds)
_register("theme", Theme, _("theme"), "bulb", queries.themes, search=_search_theme)
for _kind, _model, _noun, _icon, _path in (
    ("question", ScanQuestion, _("question of a scan"), "help-circle", "scan"),
    ("exclusion_reason", ExclusionReason, _("reason for leaving out"), "list", "scan"),
    ("references", ReferenceImport, _("file of references"), "file-import", "scan"),
    ("scan_item", ScanItem, _("source in a scan"), "book", "scan"),
    ("finding", Finding, _("finding"), "quote", "question__scan"),
):
    _register(_kind, _model, _noun, _icon, partial(queries.of_scans, _model, path=_path))
_register(
    "screening", Screening, _("screening"), "eye",
    screenings, hidden=Hidden.EXISTENCE,
)  # fmt: skip
_register("practice", Practice, _("policy or practice"), "bulb", partial(queries.of_sources, Practice))
_register(
    "interview", Interview, _("interview"), "microphone", partial(queries.of_sources, Interview),
    hidden=Hidden.EXISTENCE, is_protected=True,
)  # fmt: skip
_register("text_version", TextVersion, _("earlier text"), "history", partial(queries.of_sources, TextVersion))
_register(
    "settlement",
    Settlement,
    _("settled disagreement"),
    "scale",
    partial(queries.of_codebooks, Settlement, path="round__codebook"),
)
_register("project", ProjectImport, _("project brought in"), "file-import", projects)
_register("in_theme", InTheme, _("put into a theme"), "bulb", partial(queries.of_themes, InTheme))
_register("weighed", Weighed, _("input weighed by a person"), "scale", partial(_of_programme, Weighed))
_register("grouping", Grouping, _("suggested grouping"), "sparkles", partial(_of_programme, Grouping))

register_verbs(
    {
        "attach_file": _("%(who)s brought a file: %(what)s"),
        "take_consent_back": _("Somebody took the consent to an interview back: %(what)s"),
        "write_text": _("The text was read or corrected: %(what)s"),
        "code": _("%(who)s coded words with %(what)s"),
        "uncode": _("%(who)s took words out of %(what)s"),
        "code_in_round": _("%(who)s coded in %(what)s"),
        "merge_code": _("%(who)s merged %(what)s into another code"),
        "compare": _("%(who)s compared the coders of %(what)s"),
        "settle_coding": _("%(who)s settled a disagreement of coders: %(what)s"),
        "forget_who": _("Who was interviewed was forgotten in time: %(what)s"),
        "finish_round": _("%(who)s closed the round %(what)s"),
        "refuse_project": _("%(what)s couldn't be read"),
        "choose_project": _("%(who)s decided what to take of %(what)s"),
        "take_project": _("%(who)s took %(what)s into a codebook"),
        "put_in_theme": _("%(who)s put something into %(what)s"),
        "merge_theme": _("%(who)s merged %(what)s into another theme"),
        "mark_grave": _("%(who)s marked as grave: %(what)s"),
        "set_aside": _("%(who)s set aside: %(what)s"),
        "take_in_again": _("%(who)s took up again: %(what)s"),
        "screen": _("%(who)s screened %(what)s"),
        "unscreen": _("%(who)s took back what they said of %(what)s"),
        "settle_screening": _("%(who)s settled what two reviewers saw differently: %(what)s"),
        "take_references": _("%(who)s took the references of %(what)s into a scan"),
    }
)
register_pair(ForeignPair(Code, "merged_into", Relation.MERGED_FROM, holder="source"))
register_pair(ForeignPair(Theme, "merged_into", Relation.MERGED_FROM, holder="source"))
register_pair(ForeignPair(Finding, "source", Relation.EVIDENCES, holder="record"))
register_pair(ForeignPair(Excerpt, "source", Relation.EVIDENCES, holder="record"))
register_row(
    JoiningRow(
        Coding,
        "code_id",
        "input_id",
        Relation.CODED_AS,
        lambda rows: rows.filter(state=CodingState.STANDING, round=None),
    )
)
register_row(JoiningRow(InTheme, "theme_id", "input_id", Relation.INFORMS))
register_row(JoiningRow(InTheme, "theme_id", "excerpt_id", Relation.INFORMS))
for _telling in TELLINGS:
    register_telling(_telling)
