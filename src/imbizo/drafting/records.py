"""The kinds of records that drafting gives to the thread, and who sees them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.drafting import queries
from imbizo.drafting.models import (
    Circulation,
    Citation,
    Comment,
    Component,
    Disposition,
    Document,
    PlainSummary,
    Publication,
    Reader,
    ReferenceGroup,
    ReferenceMember,
    Section,
    WordReturn,
)
from imbizo.drafting.queries.returns import own_returns
from imbizo.drafting.queries.telling import TELLINGS
from imbizo.drafting.states import DocumentState, Verdict
from imbizo.programmes.models import Membership
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


def _register(
    kind: str, model: type[Model], noun: Promise, icon: str, visible_to: Seeing, **more: Any
) -> None:
    register(
        RecordKind(kind=f"drafting.{kind}", model=model, noun=noun, icon=icon, visible_to=visible_to, **more)
    )


def _of(model: type[Model], path: str = "document", *, only_own: bool = False) -> Seeing:
    return partial(queries.of_documents, model, path=path, only_own=only_own)


def _search_document(document: Document) -> SearchText | None:
    if document.state == DocumentState.WITHDRAWN:
        return None
    return SearchText(document.title, body=document.purpose)


def _search_section(section: Section) -> SearchText | None:
    if section.is_gone:
        return None
    return SearchText(section.title, body=section.text, subtitle=section.document.title)


_register("document", Document, _("document"), "file-text", queries.documents, search=_search_document)
_register("component", Component, _("component"), "puzzle", queries.components)
_register(
    "section", Section, _("section"), "article", queries.sections, search=_search_section,
    search_sources=lambda rows: rows.select_related("document"),
)  # fmt: skip
_register("publication", Publication, _("published version"), "book", queries.publications)
_register("comment", Comment, _("comment"), "message", queries.comments)
_register(
    "disposition", Disposition, _("decision on a comment"), "gavel", _of(Disposition, "comment__document")
)
_register("citation", Citation, _("citation"), "quote", _of(Citation, "section__document"))
_register(
    "summary",
    PlainSummary,
    _("summary in plain words"),
    "language",
    _of(PlainSummary, "publication__document"),
)
_register("reference_group", ReferenceGroup, _("reference group"), "users", _of(ReferenceGroup))
_register("circulation", Circulation, _("circulation"), "send", _of(Circulation, "publication__document"))
_register(
    "reference_member", ReferenceMember, _("member of a reference group"), "user",
    _of(ReferenceMember, "group__document", only_own=True), hidden=Hidden.EXISTENCE,
)  # fmt: skip
_register(
    "reader", Reader, _("reader"), "user",
    _of(Reader, "circulation__publication__document", only_own=True), hidden=Hidden.EXISTENCE,
)  # fmt: skip
_register("word_return", WordReturn, _("Word file that came back"), "file-import", own_returns)

register_verbs(
    {
        "bring_word": _("%(who)s brought a Word file: %(what)s"),
        "take_word": _("%(who)s took what is in a Word file: %(what)s"),
        "agree_to_terms": _("The terms of reference were agreed to: %(what)s"),
        "cite": _("%(who)s cited %(what)s"),
        "circulate": _("%(who)s sent out for comment: %(what)s"),
        "comment": _("%(who)s commented: %(what)s"),
        "finalise": _("%(who)s made %(what)s final"),
        "join_seats": _("%(who)s joined two seats of one person: %(what)s"),
        "join_sections": _("%(who)s joined another section to %(what)s"),
        "publish": _("%(who)s published %(what)s"),
        "dispose": _("%(who)s decided on a comment: %(what)s"),
        "invite_to_group": _("%(who)s asked people to sit in %(what)s"),
        "no_comment": _("A reader has no comment: %(what)s"),
        "receive_comment": _("A comment came in: %(what)s"),
        "remind_readers": _("%(who)s reminded readers of %(what)s"),
        "section_overdue": _("The day to write it has passed: %(what)s"),
        "take_back_decision": _("%(who)s took back a decision on a comment: %(what)s"),
        "write_letters": _("%(who)s printed letters: %(what)s"),
        "tell_commenters": _("%(who)s told those who commented on %(what)s"),
    }
)
register_pair(ForeignPair(Section, "component", Relation.INFORMS, holder="record"))
register_pair(ForeignPair(Section, "joined_into", Relation.MERGED_FROM, holder="source"))
register_pair(ForeignPair(Comment, "section", Relation.RESPONDS_TO, holder="record"))
register_row(
    JoiningRow(
        Citation, "section_id", "source_id", Relation.INFORMS, lambda rows: rows.filter(is_in_text=True)
    )
)
register_row(
    JoiningRow(
        Disposition,
        "section_id",
        "comment_id",
        Relation.INFORMS,
        lambda rows: rows.filter(verdict__in=[Verdict.ACCEPTED, Verdict.IN_PART]),
    )
)
for _telling in TELLINGS:
    register_telling(_telling)
