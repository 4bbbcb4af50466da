"""The safety sheet, and what is decided on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.versioned import SALT, ThreeWayForm
from imbizo.convening.models import SafetySheet
from imbizo.convening.states import Tension, Verdict


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"dir": "auto", "rows": rows})


class KnownSelect(forms.NullBooleanSelect):
    """Yes, no, or not known, in our words."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", _("not known")), ("true", _("yes")), ("false", _("no"))]


class SheetForm(ThreeWayForm):
    """What is known before anybody decides."""

    tension = forms.ChoiceField(
        label=_("How tense is it there now?"),
        choices=Tension.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    tension_note = forms.CharField(
        label=_("What is tense, and where we heard it"), max_length=2_000, required=False, widget=_area(3)
    )
    venue_is_neutral = forms.NullBooleanField(
        label=_("Can everybody walk into this venue?"),
        required=False,
        widget=KnownSelect,
    )
    no_papers = forms.BooleanField(
        label=_("Nobody is asked for papers at the door, and all who stand there know it"), required=False
    )
    police = forms.CharField(
        label=_("Police and security"),
        help_text=_("Who is there, where they stand, in what dress. Uniforms at the door keep people away."),
        max_length=300,
        required=False,
        widget=_area(2),
    )
    who_stops = forms.CharField(
        label=_("Who may stop it"),
        help_text=_("Name at least two who are there all day."),
        max_length=300,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    way_home = forms.CharField(
        label=_("The way home"),
        help_text=_("How everybody gets home safely, and who waits until the last one has left."),
        max_length=1_000,
        required=False,
        widget=_area(2),
    )
    numbers = forms.CharField(
        label=_("Numbers to call, one a line"), max_length=1_000, required=False, widget=_area(4)
    )

    class Meta:
        model = SafetySheet
        fields = (
            "tension", "tension_note", "venue_is_neutral", "no_papers", "police", "who_stops", "way_home", "numbers",
            "changes",
        )  # fmt: skip
        # Not declared above: a form has an attribute of that name, the fields to write.
        labels = {"changes": _("What is changed")}
        help_texts = {
            "changes": _(
                "What is done differently to make it safe: another entrance, earlier end, no photos."
            )
        }
        widgets = {"changes": _area(2)}

    @property
    def _salt(self) -> str:
        # A sheet that isn't saved yet has another id each time the page is drawn.
        return f"{SALT}:safety:{self.instance.gathering_id}"

    @property
    def written(self) -> dict[str, Any]:
        """What to write: all fields of a new sheet, else those that changed."""
        is_new = self.instance._state.adding
        return {name: self.cleaned_data[name] for name in self.Meta.fields} if is_new else self.changes


class VerdictForm(forms.Form):
    """Go, go with changes, or call off."""

    verdict = forms.ChoiceField(
        label=_("Is it safe to hold?"),
        choices=[choice for choice in Verdict.choices if choice[0] != Verdict.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    because = forms.CharField(
        label=_("Why it is called off"),
        help_text=_("Only for calling off. The invited will read this."),
        max_length=500,
        required=False,
        widget=_area(2),
    )

    def clean(self) -> dict[str, Any]:
        """Calling off asks for a reason."""
        given = super().clean() or {}
        if given.get("verdict") == Verdict.CALL_OFF and not given.get("because", "").strip():
            self.add_error("because", _("Say why it is called off: the invited will be told."))
        return given
