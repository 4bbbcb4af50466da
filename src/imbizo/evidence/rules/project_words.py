"""What is said of files of other programs, in plain words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Final[Mapping[str, Promise]] = {
    "not-refi": _(
        "This isn't a REFI-QDA file. In NVivo, ATLAS.ti or MAXQDA export the project as “REFI-QDA project” (.qdpx) or"
        " the codebook as “REFI-QDA codebook” (.qdc), and bring that file."
    ),
    "broken": _(
        "The file is damaged or was cut off on its way. Export it once more, and bring the new file."
    ),
    "doctype": _(
        "The file holds instructions to fetch other files, which no such project needs. It was not opened. Export it"
        " anew from the program in which it was made."
    ),
    "encrypted": _("The file is locked with a password. Export it without one, and bring that file."),
    "no-project": _(
        "The package has no project in it. Export the project once more as “REFI-QDA project” (.qdpx)."
    ),
    "too-large": _(
        "The package unpacks to more than can be taken safely, so it was not opened. Export it without recordings and"
        " pictures, and bring that file."
    ),
}
"""Why a file isn't taken, by the codes of `calc.refi.errors`, and what to do."""

REASONS: Final[Mapping[str, Promise]] = {
    "graph": _("drawings of networks aren't kept here"),
    "unknown-element": _("not part of the standard"),
    "too-deep": _("codes that stand too deep under others"),
    "unknown-code": _("coded with a code that isn't in the codebook"),
    "unknown-user": _("made by somebody whom the file doesn't name"),
    "unknown-target": _("points to something that isn't in the file"),
    "no-positions": _("the place in the text is missing"),
    "outside-text": _("the place lies outside the text"),
    "no-text": _("the text isn't in the file"),
    "missing-file": _("the file named isn't in the package"),
    "large-file": _("larger than is taken"),
    "file-elsewhere": _("stayed on the computer on which the project was made"),
    "broken-date": _("a date that can't be read"),
    "broken-colour": _("a colour that can't be read"),
    "unsafe-file": _("its name leads out of the package, so it was not touched"),
    "extra-file": _("in the package, but the project doesn't name it"),
    "guid-made": _("had no number of its own and got one"),
    "guid-mended": _("had a broken number and got a new one"),
    "guid-twice": _("two had the same number, so the second got another"),
    "name-made": _("had no name and got one"),
    "namespace": _("of another version of the standard, and read all the same"),
    "project-elsewhere": _("not where the standard wants it, and found all the same"),
    "encoding-guessed": _("letters written in an older way, and read as that"),
    "positions-read-as": _("places were counted in another way, and put right"),
    "clipped": _("reached beyond the end of the text, and ends there now"),
    "value-as-text": _("a value that isn't of its kind, and is kept as words"),
    "zone-assumed": _("a time without a zone, taken for Greenwich time"),
    "case-as-code": _("coded with a case, and kept with the case"),
    "picture": _("pictures can't be coded here"),
    "recording": _("recordings aren't taken, and this one has no transcript"),
    "recording-itself": _("the transcript is taken, the recording isn't"),
    "pdf-itself": _("its text is taken, the PDF isn't"),
    "no-words": _("coded a part of a picture, recording or page, which has no words"),
    "words-differ": _("the words at the place aren't those that the file says were coded"),
    "moved": _("the words stood at another place than the file says, and are coded where they stand"),
    "empty": _("only white space was coded"),
    "too-long": _("a text of more than 5 million letters"),
    "case": _("a case to which no text belongs"),
    "case-noted": _("a case is noted at its texts, with its values"),
    "memo": _("a memo that belongs to no code, coding or text that is taken"),
    "link": _("lines between things aren't kept here"),
    "set": _("sets aren't kept here"),
    "shortened": _("a name of more than 120 letters; all of it stands in the memo"),
    "cut": _("coded more than 8,000 letters at once, and was cut into pieces"),
    "memo-cut": _("a memo longer than is kept, of which the beginning is taken"),
}
"""Why something isn't taken, or how it was mended."""

KINDS: Final[Mapping[str, Promise]] = {
    "Code": _("code"),
    "Coding": _("coding"),
    "PlainTextSelection": _("place in a text"),
    "PDFSelection": _("area of a page"),
    "PictureSelection": _("area of a picture"),
    "AudioSelection": _("stretch of a recording"),
    "VideoSelection": _("stretch of a recording"),
    "TranscriptSelection": _("stretch of a transcript"),
    "TextSource": _("text"),
    "PDFSource": _("PDF"),
    "PictureSource": _("picture"),
    "AudioSource": _("sound recording"),
    "VideoSource": _("film"),
    "Transcript": _("transcript"),
    "Case": _("case"),
    "Note": _("memo"),
    "Link": _("line"),
    "Set": _("set"),
    "Graph": _("drawing"),
    "User": _("coder"),
    "Variable": _("variable"),
    "VariableValue": _("value"),
    "Project": _("project"),
    "project": _("project"),
    "file": _("file"),
}
"""What the elements of the standard are called; one that isn't here keeps its name in the file."""

MENDED: Final = frozenset(
    {"recording-itself", "pdf-itself", "moved", "case-noted", "shortened", "cut", "memo-cut"}
)
"""Reasons of ours by which nothing that was coded is lost."""
