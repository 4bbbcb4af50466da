"""Exchange with programs for qualitative analysis (NVivo, ATLAS.ti, MAXQDA, QualCoder and others).

A codebook travels as .qdc, a whole project as .qdpx. What is read may be sloppy or hostile: it is mended or
left out, and all of that is listed. What is written follows the schemas to the letter.
Source: REFI-QDA 1.5 (https://www.qdasoftware.org).
"""

from imbizo.calc.refi.findings import Finding, Reason
from imbizo.calc.refi.package import Limits
from imbizo.calc.refi.passages import Passage, Words, passages, words
from imbizo.calc.refi.read import read_codebook, read_project
from imbizo.calc.refi.scalars import made_guid
from imbizo.calc.refi.write import write_codebook, write_project

__all__ = [
    "Finding",
    "Limits",
    "Passage",
    "Reason",
    "Words",
    "made_guid",
    "passages",
    "read_codebook",
    "read_project",
    "words",
    "write_codebook",
    "write_project",
]
