"""Sources, scans, codes and themes."""

from imbizo.evidence.models.coding import Code, Codebook, Coding, CodingRound, ProjectImport, Settlement
from imbizo.evidence.models.scans import (
    ExclusionReason,
    Finding,
    ReferenceImport,
    Scan,
    ScanItem,
    ScanQuestion,
    Screening,
)
from imbizo.evidence.models.sources import Excerpt, Interview, Practice, Source, TextPage, TextVersion
from imbizo.evidence.models.themes import Grouping, InTheme, Theme, Weighed

__all__ = [
    "Code",
    "Codebook",
    "Coding",
    "CodingRound",
    "Excerpt",
    "ExclusionReason",
    "Finding",
    "Grouping",
    "InTheme",
    "Interview",
    "Practice",
    "ProjectImport",
    "ReferenceImport",
    "Scan",
    "ScanItem",
    "ScanQuestion",
    "Screening",
    "Settlement",
    "Source",
    "TextPage",
    "TextVersion",
    "Theme",
    "Weighed",
]
