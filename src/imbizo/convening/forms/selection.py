"""Open places: what is offered, the quotas, who comes forward and what they say of themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import areas, names
from imbizo.actors.states import Form
from imbizo.base.forms.choosing import NamedField, offer
from imbizo.base.forms.fields import MomentField, PhoneInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.forms.fields import grouped_languages
from imbizo.convening.models import Candidate, Quota, Selection
from imbizo.convening.operations.applying import Application
from imbizo.convening.operations.selection import Terms, Wish
from imbizo.convening.rules.criteria import (
    AGE,
    GENDER,
    GROUP,
    MUNICIPALITY,
    SECTOR,
    STANDARD,
    UNSAID,
    Criterion,
    criteria,
    label_of,
    listed,
    own,
    standard,
)
from imbizo.programmes.models import Membership

_TICKED = (MUNICIPALITY, GENDER, GROUP, AGE)


class TermsForm(forms.Form):
    """Places, what is asked, the public text and the seed."""

    places = forms.IntegerField(
        label=_("How many open places"),
        min_value=1,
        max_value=5_000,
        error_messages={"required": _("Say how many places there are.")},
    )
    asked = forms.MultipleChoiceField(
        label=_("What people are asked of themselves"),
        choices=[(key, label_of(key)) for key in _TICKED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each can be answered “prefer not to say”. Only what a quota needs should be asked."),
    )
    sectors = forms.CharField(
        label=_("Work or group: what one can choose"),
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        help_text=_("One on each line, such as “farm worker”. Empty if it isn't asked."),
    )
    others = forms.CharField(
        label=_("Questions of your own"),
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("One on each line, with its answers: “How long here: under a year, longer”."),
    )
    call = forms.CharField(
        label=_("What the public page says"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
    )
    apply_by = MomentField(label=_("Come forward by"), required=False)
    seed = forms.CharField(
        label=_("Seed of the draw"),
        required=False,
        max_length=60,
        help_text=_(
            "Any words, best chosen in public before anybody comes forward: a date and what somebody called out. "
            "Whoever knows it can repeat the draw. Left empty, one is made."
        ),
    )

    def __init__(self, *args: Any, member: Membership, selection: Selection | None, **options: Any) -> None:
        options.setdefault("initial", _terms(selection))
        super().__init__(*args, **options)
        self._municipalities = [
            area.place.name for area in areas(member) if area.place.kind == "municipality"
        ]
        self.fields["apply_by"].help_text = _("Until then the public page takes people.")

    def clean_others(self) -> list[dict[str, Any]]:
        """As a selection stores them. Raises ValidationError with the line that isn't a question."""
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        read = [(line, own(line)) for line in lines]
        wrong = [line for line, found in read if found is None]
        if wrong:
            text = _("“%(line)s” needs a colon and at least two answers with commas between.")
            raise forms.ValidationError(text, params={"line": wrong[0]})
        return [found for _line, found in read if found]

    @property
    def terms(self) -> Terms:
        """As the operation takes them."""
        data = self.cleaned_data
        return Terms(
            places=data["places"],
            criteria=self._criteria(data),
            call=data["call"],
            apply_by=data["apply_by"],
            seed=data["seed"],
        )

    def _criteria(self, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        sectors = [line.strip() for line in data["sectors"].splitlines()]
        found = [listed(MUNICIPALITY, self._municipalities)] if MUNICIPALITY in data["asked"] else []
        found += [listed(SECTOR, sectors)] if any(sectors) else []
        found += [standard(key) for key in STANDARD if key in data["asked"]]
        return [*found, *data["others"]]


def _terms(selection: Selection | None) -> dict[str, Any]:
    if selection is None:
        return {}
    stored = {each["key"]: each for each in selection.criteria}
    mine = [each for key, each in stored.items() if key not in (*_TICKED, SECTOR)]
    return {
        "places": selection.places,
        "asked": [key for key in _TICKED if key in stored],
        "sectors": "\n".join(stored.get(SECTOR, {}).get("values", [])),
        "others": "\n".join(f"{each['label']}: {', '.join(each['values'])}" for each in mine),
        "call": selection.call,
        "apply_by": selection.apply_by,
        "seed": selection.seed,
    }


class QuotaForm(forms.Form):
    """Who counts, at least how many and at most how many."""

    label = forms.CharField(
        label=_("Name"),
        max_length=160,
        required=False,
        help_text=_(
            "As it stands in explanations: “farm workers, Witzenberg”. Empty: made of what you tick."
        ),
    )
    minimum = forms.IntegerField(label=_("At least"), min_value=0, initial=1)
    maximum = forms.IntegerField(label=_("At most"), min_value=0, required=False)

    def __init__(self, *args: Any, selection: Selection, quota: Quota | None = None, **options: Any) -> None:
        self.criteria = criteria(selection.criteria)
        options.setdefault("initial", _quota(quota))
        super().__init__(*args, **options)
        for each in self.criteria:
            self.fields[f"of-{each.key}"] = forms.MultipleChoiceField(
                label=str(each.label),
                choices=each.values,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields([f"of-{each.key}" for each in self.criteria])

    @property
    def wish(self) -> Wish:
        """As the operation takes it."""
        data = self.cleaned_data
        chosen = {each.key: data[f"of-{each.key}"] for each in self.criteria if data[f"of-{each.key}"]}
        words = [
            " / ".join(map(each.words, chosen[each.key])) for each in self.criteria if each.key in chosen
        ]
        return Wish(
            label=data["label"].strip() or (", ".join(words) or str(_("everybody")))[:160],
            conditions=chosen,
            minimum=data["minimum"],
            maximum=data["maximum"],
        )


def _quota(quota: Quota | None) -> dict[str, Any]:
    if quota is None:
        return {}
    conditions = {f"of-{key}": values for key, values in quota.conditions.items()}
    return {"label": quota.label, "minimum": quota.minimum, "maximum": quota.maximum, **conditions}


def _ask(form: forms.Form, asked: Sequence[Criterion]) -> None:
    """Add a question for each criterion; *prefer not to say* is chosen until something else is."""
    for each in asked:
        form.fields[each.key] = forms.ChoiceField(
            label=str(each.label), choices=each.choices, initial=UNSAID, widget=forms.RadioSelect
        )


class CandidateForm(IdempotentForm):
    """Somebody of the register who came forward, by telephone or in person."""

    actor = NamedField(
        label=_("Person"),
        help_text=_("Somebody of the register."),
        error_messages={"required": _("Write the name of who came forward.")},
    )
    is_required = forms.BooleanField(label=_("Must be there"), required=False)

    def __init__(self, *args: Any, member: Membership, selection: Selection, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, actor=names(member, form=Form.PERSON))
        self._asked = criteria(selection.criteria)
        _ask(self, self._asked)

    @property
    def attributes(self) -> dict[str, str]:
        """What they said of themselves."""
        return {each.key: self.cleaned_data[each.key] for each in self._asked}


class ChangeCandidateForm(forms.Form):
    """What a candidate said, whether they must be there, or why they aren't considered."""

    is_required = forms.BooleanField(label=_("Must be there"), required=False)
    excluded_because = forms.CharField(
        label=_("Not considered, because"),
        required=False,
        max_length=300,
        help_text=_("They can read this reason on their own page."),
    )

    def __init__(self, *args: Any, candidate: Candidate, **options: Any) -> None:
        options["initial"] = {
            **candidate.attributes,
            "is_required": candidate.is_required,
            "excluded_because": candidate.excluded_because,
        }
        super().__init__(*args, **options)
        self._asked = criteria(candidate.selection.criteria)
        _ask(self, self._asked)
        self.order_fields([each.key for each in self._asked])

    @property
    def attributes(self) -> dict[str, str]:
        """What they said of themselves."""
        return {each.key: self.cleaned_data[each.key] for each in self._asked}


class ApplyForm(forms.Form):
    """What somebody writes who comes forward on the public page."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, error_messages={"required": _("Write your name.")}
    )
    number = forms.CharField(
        label=_("Your telephone number"), max_length=60, required=False, widget=PhoneInput
    )
    email = forms.CharField(label=_("Or your e-mail address"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("The language you like best"), required=False)
    agrees = forms.BooleanField(
        label=_("I agree that you keep this to draw the places and to write to me about it."),
        error_messages={"required": _("Without this we may not keep what you wrote.")},
    )

    def __init__(self, *args: Any, selection: Selection, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("not said")), *grouped_languages(selection.programme.languages)]
        self._asked = criteria(selection.criteria)
        _ask(self, self._asked)
        self.order_fields(["name", "number", "email", "language", *(each.key for each in self._asked)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("number") or data.get("email")):
            self.add_error(
                "number", _("Write a number or an e-mail address, so that we can tell you the result.")
            )
        return data

    @property
    def application(self) -> Application:
        """As the operation takes it."""
        data = self.cleaned_data
        return Application(
            name=data["name"],
            number=data["number"],
            email=data["email"],
            language=data["language"],
            attributes={each.key: data[each.key] for each in self._asked},
        )
