"""Agreements, from their clauses to the measures that follow."""

from imbizo.agreements.models.adoption import (
    AdoptionPath,
    AdoptionStep,
    BodyMeeting,
    CouncilBreak,
    Resolution,
)
from imbizo.agreements.models.agreement import Agreement, Clause, Party
from imbizo.agreements.models.consent import ConsentRound, MeetingRecord, Position
from imbizo.agreements.models.measures import Measure, MeasureUpdate
from imbizo.agreements.models.signing import (
    RevokedCertificate,
    Signatory,
    Signature,
    SigningAuthority,
    SigningFile,
)

__all__ = [
    "AdoptionPath",
    "AdoptionStep",
    "Agreement",
    "BodyMeeting",
    "Clause",
    "ConsentRound",
    "CouncilBreak",
    "Measure",
    "MeasureUpdate",
    "MeetingRecord",
    "Party",
    "Position",
    "Resolution",
    "RevokedCertificate",
    "Signatory",
    "Signature",
    "SigningAuthority",
    "SigningFile",
]
