"""Forms of the inbox: an answer, a note of what was said, who answers, whose number it is, ready answers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.states import Language
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.outreach.models import Campaign, CannedAnswer
from imbizo.outreach.states import EntryKind
from imbizo.programmes.models import Membership, Programme

_HEARD = [
    (EntryKind.CALL, _("on the telephone")),
    (EntryKind.WHATSAPP, _("on WhatsApp")),
    (EntryKind.PERSON, _("in person")),
    (EntryKind.NOTE, _("nothing: a note for colleagues")),
]


class AnswerForm(IdempotentForm):
    """What is written to the person."""

    text = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Write something first.")},
    )


class NoteForm(IdempotentForm):
    """What was said where no gateway hears it."""

    kind = forms.ChoiceField(label=_("They said it"), choices=_HEARD)
    text = forms.CharField(
        label=_("What was said"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write something first.")},
    )

    def __init__(self, *args: Any, campaigns: Sequence[Campaign] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._campaigns = {str(campaign.pk): campaign for campaign in campaigns}
        self.fields["campaign"] = campaign_field(campaigns)

    def clean_campaign(self) -> Campaign | None:
        """The campaign itself."""
        return self._campaigns.get(self.cleaned_data["campaign"])


class FileForm(forms.Form):
    """Which campaign something answers."""

    def __init__(self, *args: Any, campaigns: Sequence[Campaign] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._campaigns = {str(campaign.pk): campaign for campaign in campaigns}
        self.fields["campaign"] = campaign_field(campaigns)

    def clean_campaign(self) -> Campaign | None:
        """The campaign itself."""
        return self._campaigns.get(self.cleaned_data["campaign"])


def campaign_field(campaigns: Iterable[Campaign]) -> forms.ChoiceField:
    """One of the campaigns, or none."""
    choices = [("", _("no campaign")), *((str(each.pk), each.name) for each in campaigns)]
    return forms.ChoiceField(label=_("It answers"), choices=choices, required=False)


class AssignForm(forms.Form):
    """Who answers."""

    def __init__(self, *args: Any, members: Sequence[Membership] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._members = {str(each.pk): each for each in members}
        choices = [("", _("nobody in particular")), *((str(each.pk), str(each.user)) for each in members)]
        self.fields["to"] = forms.ChoiceField(
            choices=choices, required=False, widget=forms.Select(attrs={"aria-label": _("Who answers")})
        )

    def clean_to(self) -> Membership | None:
        """The member."""
        return self._members.get(self.cleaned_data["to"])


class NewPersonForm(IdempotentForm):
    """The name of somebody who wrote and isn't in the register."""

    given_name = forms.CharField(
        label=_("First names"),
        max_length=150,
        error_messages={"required": _("Write at least a first name.")},
    )
    surname = forms.CharField(label=_("Surname"), max_length=150, required=False)


class CannedForm(IdempotentForm):
    """A ready answer: a title for colleagues, and the text in each language of the programme."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("Only colleagues see it."),
        error_messages={"required": _("Give it a title, so that colleagues find it.")},
    )

    def __init__(
        self, *args: Any, programme: Programme, canned: CannedAnswer | None = None, **options: Any
    ) -> None:
        if canned is not None:
            options["initial"] = {"id": canned.pk, "title": canned.title}
        super().__init__(*args, **options)
        self.languages = list(dict.fromkeys([*programme.languages, *(canned.texts if canned else ())])) or [
            "en"
        ]
        for language in self.languages:
            self.fields[f"text_{language}"] = forms.CharField(
                label=Language(language).label if language in Language.values else language,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "lang": language}),
                max_length=2_000,
                required=False,
                initial=canned.texts.get(language, "") if canned else "",
            )

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        return {language: self.cleaned_data[f"text_{language}"] for language in self.languages}
