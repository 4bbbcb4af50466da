"""Forms for projects of other programs: the file, what is taken of it, and what goes out."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.evidence.models import Codebook, ProjectImport
from imbizo.evidence.queries import coding as queries
from imbizo.evidence.states import SourceKind, Unit
from imbizo.programmes.models import Membership

_KINDS = (SourceKind.INTERVIEW, SourceKind.REPORT, SourceKind.LITERATURE, SourceKind.MEDIA)


class ProjectForm(IdempotentForm):
    """The file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A REFI-QDA project (.qdpx) or codebook (.qdc), up to 100 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".qdpx,.qdc,.qde"}),
        max_length=500,
        error_messages={
            "required": _("Choose the file first."),
            "missing": _("Choose the file first."),
            "empty": _("There is nothing in this file. Export it once more, and bring the new file."),
        },
    )


class TakeForm(forms.Form):
    """What is taken of a file. A codebook without texts leaves out what concerns them."""

    what = forms.ChoiceField(
        label=_("Take"),
        choices=[("all", _("everything that is listed here")), ("codebook", _("the codes alone"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    into = RecordField[Codebook](
        label=_("Into"),
        required=False,
        empty_label=_("a new codebook"),
        help_text=_("In one that is there, codes of the same name in the same place become one."),
    )
    name = forms.CharField(label=_("Name of the new codebook"), max_length=160, required=False)
    kind = forms.ChoiceField(
        label=_("The texts are"),
        choices=[(kind, kind.label) for kind in _KINDS],
        widget=forms.RadioSelect,
        initial=SourceKind.INTERVIEW,
        help_text=_("They are kept to your own partner; interviews until you note that the person agreed."),
    )
    compare = forms.ChoiceField(
        label=_("Where several people coded the same text"),
        choices=[
            ("", _("all that they coded stands at once")),
            *((unit.value, _("compare them first, on %(unit)s") % {"unit": unit.label}) for unit in Unit),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Compared, they become a coding round: you see how far they agree and settle the rest."),
    )

    def __init__(self, *args: Any, project: ProjectImport, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self._coders = list(project.found["coders"].items())
        offer(self, into=queries.own_codebooks(member))
        self.fields["name"].initial = PurePath(project.file_name).stem[:160]
        self._offer_members(queries.coders(member))
        if not project.found["texts"]:
            for each in ("what", "kind"):
                self.fields[each].widget, self.fields[each].required = forms.HiddenInput(), False
        if not project.found["shared"]:
            del self.fields["compare"]

    def _offer_members(self, members: Any) -> None:
        """For each coder of the file the member that they are; one of the same name is proposed."""
        by_name = {str(each.user).casefold(): each for each in members}
        for number, (_guid, name) in enumerate(self._coders):
            self.fields[f"coder_{number}"] = forms.ModelChoiceField(
                queryset=members,
                label=_("%(name)s is") % {"name": name},
                required=False,
                empty_label=_("nobody here: kept by name"),
                initial=by_name.get(name.casefold()),
            )

    @property
    def given(self) -> dict[str, Any]:
        """What `operations.projects.choose` is given."""
        data = self.cleaned_data
        coders = {guid: data.get(f"coder_{number}") for number, (guid, _name) in enumerate(self._coders)}
        return {
            "what": data["what"] or "codebook",
            "into": data["into"],
            "name": data["name"],
            "kind": data["kind"] or SourceKind.REPORT,
            "coders": coders,
            "compare": data.get("compare", ""),
        }


class FilesForm(forms.Form):
    """What goes into the project that is taken along."""

    inputs = forms.ChoiceField(
        label=_("What was said"),
        choices=[("gathering", _("one text for each gathering")), ("each", _("one text for each input"))],
        widget=forms.RadioSelect,
        initial="gathering",
    )
    names = forms.BooleanField(label=_("with the names of the coders"), required=False)
