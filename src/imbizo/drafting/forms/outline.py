"""Sections in the outline: added, put under others, divided, joined."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.drafting.forms.documents import line
from imbizo.drafting.models import Document, Section
from imbizo.drafting.queries.outline import Entry
from imbizo.drafting.queries.writing import writers
from imbizo.drafting.rules.writing import may_decide
from imbizo.drafting.states import SectionState, Step
from imbizo.programmes.models import Membership

_NO_HEADING = {"required": _("A section needs a heading.")}


def _writer_field() -> RecordField[Membership]:
    """Who writes a section: a member of the partner whose document it is."""
    return RecordField(
        words=lambda one: one.user, label=_("Who writes it"), required=False, empty_label=_("nobody yet")
    )


class EntryField(forms.TypedChoiceField):
    """A section of the outline; gives the Section, or None for the empty choice."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=UUID, empty_value=None, **options)
        self._known: dict[UUID, Section] = {}

    def offer(self, entries: Sequence[Entry], nothing: Any = "") -> None:
        """Let the member choose among these; `nothing` is the word for none of them, if that is a choice."""
        self._known = {entry.section.pk: entry.section for entry in entries}
        pairs = [(str(entry.section.pk), f"{entry.number} {entry.section.title}") for entry in entries]
        self.choices = [*([("", nothing)] if nothing else []), *pairs]

    def clean(self, value: Any) -> Any:
        """The section that is meant."""
        chosen = super().clean(value)
        return self._known.get(chosen) if chosen else None


class NewSectionForm(IdempotentForm):
    """A section to add."""

    title = forms.CharField(label=_("Heading"), max_length=200, widget=line(), error_messages=_NO_HEADING)
    parent = EntryField(label=_("Below"), required=False)
    writer = _writer_field()

    def __init__(self, *args: Any, document: Document, entries: Sequence[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        parent = self.fields["parent"]
        assert isinstance(parent, EntryField)
        parent.offer(entries, _("nothing: a chapter of its own"))
        offer(self, writer=writers(document))


class SettingsForm(ThreeWayForm):
    """The heading of a section, who writes it until when, and how far it is. That it's agreed is said by those who
    decide.
    """

    title = forms.CharField(label=_("Heading"), max_length=200, widget=line(), error_messages=_NO_HEADING)
    writer = _writer_field()
    due_on = DateField(label=_("To be written by"), required=False)
    state = forms.ChoiceField(label=_("How far it is"))

    class Meta:
        model = Section
        fields = ("title", "writer", "due_on", "state")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        self.member = member
        super().__init__(*args, **options)

    def _merged_names(self) -> list[str]:
        # Before the note of what each field holds is taken.
        offer(self, writer=writers(self.instance.document))
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.choices = _states(self.instance, self.member)
        return super()._merged_names()


def _states(section: Section, member: Membership) -> list[tuple[str, Any]]:
    """Where there are no words it hasn't begun; where there are, it has."""
    if not section.text:
        return [(SectionState.EMPTY.value, SectionState.EMPTY.label)]
    known = [SectionState.WRITING, SectionState.READY]
    if may_decide(member, section.document) or section.state == SectionState.AGREED:
        known.append(SectionState.AGREED)
    return [(each.value, each.label) for each in known]


class StepForm(forms.Form):
    """One step of a section in the outline."""

    to = forms.ChoiceField(choices=Step.choices)

    @property
    def step(self) -> Step:
        return Step(self.cleaned_data["to"])


class PlaceForm(forms.Form):
    """Where a section is put by dragging: below which one, before the one at which place."""

    parent = EntryField(required=False)
    index = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, entries: Sequence[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["parent"]
        assert isinstance(field, EntryField)
        field.offer(entries, " ")


class SplitForm(IdempotentForm):
    """Where a section is divided, and the heading of the new one."""

    at = forms.TypedChoiceField(
        label=_("The new section begins with"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the paragraph with which the new section begins.")},
    )
    title = forms.CharField(
        label=_("Heading of the new section"),
        max_length=200,
        required=False,
        widget=line(),
        help_text=_("Leave it empty where the new section begins with a heading: that becomes its own."),
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, beginnings: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["at"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(beginnings)


class JoinForm(forms.Form):
    """The section to whose end another is joined."""

    into = EntryField(label=_("Put it at the end of"), error_messages={"required": _("Choose a section.")})

    def __init__(self, *args: Any, entries: Sequence[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["into"]
        assert isinstance(field, EntryField)
        field.offer(entries)
