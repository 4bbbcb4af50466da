"""Reads of agreements, each beginning with what the member sees."""

from imbizo.agreements.queries.seeing import agreements, measures, of_agreements, own, paths, positions

__all__ = ["agreements", "measures", "of_agreements", "own", "paths", "positions"]
