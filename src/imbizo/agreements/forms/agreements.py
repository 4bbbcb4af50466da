"""What is typed about an agreement, its parties and its clauses."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.actors.states import Form
from imbizo.agreements.models import Agreement, Party
from imbizo.agreements.queries.choosing import strategies, workshops
from imbizo.agreements.queries.clauses import voices_of
from imbizo.agreements.states import AgreementKind, Capacity, ClauseKind, EffectRule, PartyRole
from imbizo.base.forms.choosing import NamedField, RecordField, RecordsField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.models import Gathering
from imbizo.drafting.models import Document, Section
from imbizo.drafting.queries.outline import standing
from imbizo.programmes.models import Membership

_TITLE = forms.TextInput({"dir": "auto", "autocomplete": "off"})


class WhichForm(forms.Form):
    """The first page of making an agreement: its kind, and the strategy that it puts into practice."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=AgreementKind.choices,
        widget=forms.RadioSelect,
        initial=AgreementKind.MOU,
        help_text=_("An implementation protocol is between organs of state of different spheres."),
    )
    strategy = RecordField[Document](
        label=_("Made from"),
        required=False,
        empty_label=_("no strategy: begin with the template alone"),
        help_text=_(
            "On the next page you choose its sections. Each becomes a clause, and remembers where from."
        ),
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, strategy=strategies(member))


class MakeForm(IdempotentForm):
    """The second: its title, and which sections become clauses."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=_TITLE,
        help_text=_("For example “Memorandum of understanding on living together in the valley”."),
    )
    sections = RecordsField[Section](
        label=_("Sections that become clauses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, strategy: Document | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if strategy is None:
            del self.fields["sections"]
        else:
            offer(self, sections=standing(strategy))


class AgreementForm(forms.Form):
    """How the agreement takes effect, and how long it lasts."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=_TITLE)
    effect_rule = forms.ChoiceField(
        label=_("It takes effect"), choices=EffectRule.choices, widget=forms.RadioSelect
    )
    effect_needed = forms.IntegerField(
        label=_("How many parties, if not all"), required=False, min_value=1, max_value=200
    )
    ends_on = DateField(label=_("Ends on"), required=False)
    review_on = DateField(label=_("To be reviewed by"), required=False)

    @classmethod
    def of(cls, agreement: Agreement, data: Any) -> "AgreementForm":
        names = ("effect_rule", "effect_needed", "ends_on", "review_on")
        initial = {name: getattr(agreement, name) for name in names}
        return cls(data, initial={"title": agreement.document.title, **initial})


class PartyForm(IdempotentForm):
    """An institution that takes part, and who speaks for it."""

    institution = NamedField(
        label=_("Institution"),
        max_length=300,
        help_text=_("As it stands in the register. The district is a party too."),
    )
    role = forms.ChoiceField(
        label=_("Takes part as"),
        choices=PartyRole.choices,
        widget=forms.RadioSelect,
        initial=PartyRole.PARTY,
        help_text=_("A party has one voice, an observer none."),
    )
    official = NamedField(
        label=_("Official who speaks for it"),
        max_length=300,
        required=False,
        help_text=_(
            "They answer rounds and confirm the adoption path on a page of their own, without an account."
        ),
    )
    signatures_needed = forms.IntegerField(
        label=_("Signatures that it needs"), min_value=1, max_value=20, initial=1
    )

    def __init__(self, *args: Any, member: Membership, is_new: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(
            self,
            institution=names(member, form=Form.ORGANISATION),
            official=names(member, form=Form.PERSON),
        )
        if not is_new:
            del self.fields["institution"], self.fields["id"]


class WithdrawalForm(forms.Form):
    """A party leaves."""

    on = DateField(label=_("Since when"))
    because = forms.CharField(
        label=_("Why, as it told you"), max_length=500, widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )


class EndForm(forms.Form):
    """An agreement has ended."""

    on = DateField(label=_("Ended on"))


class ClauseForm(IdempotentForm):
    """One more clause: from a section of the strategy, or to be written."""

    source = RecordField[Section](
        label=_("From a section of the strategy"),
        required=False,
        empty_label=_("no, it is written anew"),
    )
    title = forms.CharField(
        label=_("Heading"),
        max_length=200,
        required=False,
        widget=_TITLE,
        help_text=_("Left empty, it is the section's own."),
    )
    kind = forms.ChoiceField(
        label=_("What it is for"), choices=ClauseKind.choices, initial=ClauseKind.COMMITMENT
    )

    def __init__(self, *args: Any, strategy: Document | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if strategy is None:
            del self.fields["source"]
            self.fields["title"].help_text = ""
        else:
            offer(self, source=standing(strategy))

    def clean(self) -> dict[str, Any]:
        """A heading: its own, or that of the section."""
        given = super().clean() or self.cleaned_data
        source = given.get("source")
        given["title"] = given.get("title") or (source.title if source else "")
        if not given["title"]:
            self.add_error("title", _("Give the clause a heading."))
        return given


class WorkshopForm(forms.Form):
    """The gathering at which the text is settled."""

    gathering = RecordField[Gathering](
        label=_("Final workshop"),
        required=False,
        empty_label=_("none yet"),
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, gathering=workshops(member))


class MeetingForm(IdempotentForm):
    """What was agreed in a room."""

    gathering = RecordField[Gathering](
        label=_("At which gathering"),
        required=False,
        empty_label=_("another meeting"),
    )
    agreed_on = DateField(label=_("Agreed on"))
    parties = RecordsField[Party](
        label=_("Parties that agreed"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one party that agreed.")},
    )
    capacity = forms.ChoiceField(
        label=_("In what capacity"),
        choices=Capacity.choices,
        initial=Capacity.SUBJECT,
        help_text=_("Only a mandate commits a party. What is subject to council still goes to each council."),
    )
    words = forms.CharField(
        label=_("How the minutes put it"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, agreement: Agreement, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        voices = [each.pk for each in voices_of(agreement)]
        offer(
            self,
            gathering=workshops(member),
            parties=Party.objects.filter(pk__in=voices).select_related("institution"),
        )


class ChecklistForm(forms.Form):
    """Each item of the checklist: done or not, and a note."""

    def __init__(self, *args: Any, items: Sequence[Any], kept: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = items
        for item in items:
            before = kept.get(item.key, {})
            self.fields[f"done-{item.key}"] = forms.BooleanField(
                label=_(item.text), required=False, initial=before.get("done", False)
            )
            self.fields[f"note-{item.key}"] = forms.CharField(
                label=_("Where it stands, or what is missing (%(source)s)") % {"source": item.source},
                required=False,
                max_length=500,
                initial=before.get("note", ""),
            )

    @property
    def ticked(self) -> dict[str, dict[str, Any]]:
        """As the operation takes it. Only for a valid form."""
        given = self.cleaned_data
        return {
            item.key: {"done": given[f"done-{item.key}"], "note": given[f"note-{item.key}"]}
            for item in self.items
        }
