"""How comments, readers and languages read on pages."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imbizo.actors.states import Language
from imbizo.base.templatetags.look import state_badge
from imbizo.base.web import MemberRequest
from imbizo.drafting.models import Comment, Reader, WordReturn
from imbizo.drafting.queries.returns import whose
from imbizo.drafting.states import ReaderAnswer, ReturnState, Verdict

register = template.Library()

_LOOK = {
    Verdict.ACCEPTED: "ok",
    Verdict.IN_PART: "ok",
    Verdict.REJECTED: "doubtful",
    Verdict.NOTED: "info",
    Verdict.DUPLICATE: "none",
}
_RETURNS = {ReturnState.READ: "doubtful", ReturnState.TAKEN: "ok", ReturnState.REFUSED: "none"}
_ANSWERS = {ReaderAnswer.SILENCE: "none", ReaderAnswer.NO_COMMENT: "info", ReaderAnswer.COMMENTS: "ok"}


@register.filter
def spoken(code: str) -> str:
    """The name of a language, in the language in force; the code itself where we don't know it."""
    return str(Language(code).label) if code in Language.values else code


@register.filter
def whole_words(before: str) -> str:
    """The words that stand before a place, without the one that the cut may have parted."""
    return before.partition(" ")[2] or before


@register.filter
def verdict_badge(comment: Comment) -> SafeString:
    """What was decided about a comment, or that it waits."""
    if comment.withdrawn_because:
        return state_badge("none", _("withdrawn"))
    if not hasattr(comment, "disposition"):
        return state_badge("doubtful", _("open"))
    decided = comment.disposition
    return state_badge(_LOOK[Verdict(decided.verdict)], decided.get_verdict_display())


@register.filter
def answer_badge(reader: Reader) -> SafeString:
    """What a reader answered."""
    return state_badge(_ANSWERS[ReaderAnswer(reader.answer)], reader.get_answer_display())


@register.simple_tag(takes_context=True)
def whose_file(context: template.Context, returned: WordReturn) -> str:
    """Whose words a Word file holds, as the member may know."""
    request: MemberRequest = context["request"]
    return whose(returned, request.member)


@register.simple_tag
def return_badge(returned: WordReturn) -> SafeString:
    """How far a Word file that came back is."""
    return state_badge(_RETURNS[ReturnState(returned.state)], returned.get_state_display())
