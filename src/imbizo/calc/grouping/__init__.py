"""Suggestions from likeness of words: which texts might belong together, and which code a text might carry.

Suggestions only: a person decides. Texts in another language than the one asked for are set apart, since words as they
come would group by language; give their translations.
"""

from imbizo.calc.grouping.codes import CodedText, Suggestion, suggest_codes
from imbizo.calc.grouping.groups import Embedding, Group, Grouping, suggest_groups
from imbizo.calc.grouping.vectors import Text

__all__ = [
    "CodedText",
    "Embedding",
    "Group",
    "Grouping",
    "Suggestion",
    "Text",
    "suggest_codes",
    "suggest_groups",
]
