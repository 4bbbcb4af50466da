"""What tests of evidence begin with: sources, a codebook with codes, themes."""

from typing import Any

from imbizo.evidence.models import Code, Codebook, Source, Theme
from imbizo.evidence.states import SourceKind, TextState
from imbizo.programmes.states import Sharing
from tests.cast import Cast


def make_source(cast: Cast, **changes: Any) -> Source:
    """A report of the convenor with a text of two sentences, kept to itself; `changes` are its fields."""
    fields: dict[str, Any] = {
        "programme": cast.programme,
        "owner": cast.convenor,
        "sharing": Sharing.ITSELF,
        "kind": SourceKind.REPORT,
        "title": "Trading in the valley",
        "authors": ["Mokoena, Palesa"],
        "year": 2019,
        "text": "Shop owners pay twice. Nobody answers them.",
        "text_version": 1,
        "text_state": TextState.READ,
    }
    return Source.objects.create(**(fields | changes))


def make_codebook(cast: Cast, *names: str, **changes: Any) -> tuple[Codebook, list[Code]]:
    """A codebook of the convenor with these codes, side by side."""
    fields = {"programme": cast.programme, "owner": cast.convenor, "name": "What the workshops said"}
    codebook = Codebook.objects.create(**(fields | changes))
    codes = [
        Code.objects.create(programme=cast.programme, codebook=codebook, name=name, position=number)
        for number, name in enumerate(names, start=1)
    ]
    return codebook, codes


def make_theme(cast: Cast, **changes: Any) -> Theme:
    """A theme of the convenor, kept to itself."""
    fields: dict[str, Any] = {
        "programme": cast.programme,
        "owner": cast.convenor,
        "title": "Trading licences",
        "statement": "Who may trade where is not clear to anybody.",
    }
    return Theme.objects.create(**(fields | changes))
