"""What somebody says about a draft: on their own page, on a member's page, or entered for them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.base.forms.choosing import NamedField, RecordField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.drafting.models import Section
from imbizo.drafting.operations.comments import Said, Whose
from imbizo.drafting.states import CameBy, CommentKind
from imbizo.programmes.models import Membership

_WAYS = [choice for choice in CameBy.choices if choice[0] not in (CameBy.PAGE, CameBy.WORD)]


class SayForm(IdempotentForm):
    """A comment; where words were chosen, also other words for them."""

    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        max_length=8_000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    kind = forms.ChoiceField(
        label=_("What should happen to these words?"),
        choices=[
            (CommentKind.COMMENT, _("I only comment on them")),
            (CommentKind.REPLACE, _("put other words")),
            (CommentKind.INSERT, _("add words after them")),
            (CommentKind.DELETE, _("take them out")),
        ],
        widget=forms.RadioSelect,
        initial=CommentKind.COMMENT,
        required=False,
    )
    replacement = forms.CharField(
        label=_("The words that you suggest"),
        required=False,
        max_length=8_000,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    # Of the section, as the page showed it.
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or CommentKind.COMMENT

    @property
    def on_words(self) -> bool:
        """Whether words were chosen, so that others can be suggested."""
        return self["start"].value() not in (None, "")

    def on_the_whole(self) -> "SayForm":
        """The form for a whole section or document, where there are no words to replace."""
        for name in ("kind", "replacement"):
            self.fields[name].widget = forms.HiddenInput()
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = _("Write your comment.")
        return self

    def said(self, section: Section | None = None) -> Said:
        """What was said, of a valid form."""
        data = self.cleaned_data
        has_span = section is not None and data.get("start") is not None and data.get("end") is not None
        return Said(
            text=data["text"],
            kind=data["kind"],
            replacement=data["replacement"],
            section=section,
            start=data["start"] if has_span else None,
            end=data["end"] if has_span else None,
            version=data.get("version"),
        )


class ChangeForm(forms.Form):
    """Other words for a comment."""

    text = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=8_000,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
    )
    replacement = forms.CharField(
        label=_("The words suggested"),
        required=False,
        max_length=8_000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind in (CommentKind.COMMENT, CommentKind.DELETE):
            del self.fields["replacement"]


class EnterForm(IdempotentForm):
    """What came by e-mail, telephone, letter or at a meeting, and who said it."""

    who = NamedField(
        label=_("Who said it?"),
        max_length=300,
        error_messages={"required": _("Choose who said it.")},
        help_text=_("Somebody in the register. If they read in the circulation, it is their answer there."),
    )
    via = forms.ChoiceField(label=_("How did it come?"), choices=_WAYS)
    came_on = DateField(label=_("When?"))
    section = RecordField[Section](
        label=_("On which section?"),
        required=False,
        empty_label=_("on the whole document"),
    )
    quote = forms.CharField(
        label=_("On which words?"),
        required=False,
        max_length=2_000,
        help_text=_("As they stand in the section. Leave it empty for the whole section."),
    )
    text = forms.CharField(
        label=_("What they said"),
        max_length=8_000,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Write what they said.")},
    )

    def __init__(self, *args: Any, member: Membership, sections: QuerySet[Section], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, who=names(member), section=sections)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        section, quote = data.get("section"), (data.get("quote") or "").strip()
        data["start"] = data["end"] = None
        if quote and section is not None:
            at = section.text.find(quote)
            if at < 0:
                self.add_error("quote", _("These words don't stand in that section. Copy them from it."))
            else:
                data["start"], data["end"] = at, at + len(quote)
        elif quote:
            self.add_error("section", _("Say in which section these words stand."))
        return data

    def said(self) -> Said:
        """What was said, of a valid form."""
        data = self.cleaned_data
        return Said(text=data["text"], section=data["section"], start=data["start"], end=data["end"])

    def whose(self) -> Whose:
        data = self.cleaned_data
        return Whose(on_behalf_of=data["who"], via=data["via"], came_on=data["came_on"])
