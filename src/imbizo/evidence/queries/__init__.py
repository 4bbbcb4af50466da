"""Reads of evidence, each beginning with what the member sees."""

from imbizo.evidence.queries.seeing import (
    codebooks,
    codes,
    codings,
    excerpts,
    of_codebooks,
    of_scans,
    of_sources,
    of_themes,
    own,
    rounds,
    scans,
    sources,
    themes,
)

__all__ = [
    "codebooks",
    "codes",
    "codings",
    "excerpts",
    "of_codebooks",
    "of_scans",
    "of_sources",
    "of_themes",
    "own",
    "rounds",
    "scans",
    "sources",
    "themes",
]
