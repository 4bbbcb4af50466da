"""What can stop a REFI-QDA file from being read or written, as one tree.

RefiError                   each has a `code`, for which the app that shows it has a sentence
├── UnreadableError         nothing of the file can be taken over
│   ├── NotRefiError            it is something else: no package, no XML, or another kind of XML
│   ├── BrokenFileError         it is cut off or damaged
│   ├── DoctypeError            its XML declares a document type, by which entities could be smuggled in
│   ├── EncryptedError          it is locked with a password
│   ├── NoProjectError          a package without a project (.qde) in it
│   └── TooLargeError           more files or bytes than allowed, or packed beyond belief
└── InvalidProjectError     what should be written isn't a project of the standard

Everything less than that is mended or left out, and listed: see findings.
"""

from typing import ClassVar

from imbizo.calc.errors import CalcError


class RefiError(CalcError):
    """The root of all errors of the exchange; `code` is stable and lower case."""

    code: ClassVar[str] = "refi"


class UnreadableError(RefiError):
    """Nothing of the file can be taken over."""

    code = "unreadable"


class NotRefiError(UnreadableError):
    """The bytes are something else; `found` is the name of the root element, or empty."""

    code = "not-refi"

    def __init__(self, found: str = "") -> None:
        super().__init__(f"not a REFI-QDA file{f' but <{found}>' if found else ''}")
        self.found = found


class BrokenFileError(UnreadableError):
    """The package or its XML is damaged; `detail` is the parser's own words, with the line."""

    code = "broken"

    def __init__(self, detail: str) -> None:
        super().__init__(f"the file is damaged or cut off: {detail}")
        self.detail = detail


class DoctypeError(UnreadableError):
    """No program for qualitative analysis writes a document type; an attacker would."""

    code = "doctype"

    def __init__(self) -> None:
        super().__init__("the XML declares a document type, which no REFI-QDA file needs")


class EncryptedError(UnreadableError):
    """The package is locked with a password."""

    code = "encrypted"

    def __init__(self) -> None:
        super().__init__("the package is locked with a password: export it without one")


class NoProjectError(UnreadableError):
    """The package has no project.qde, nor any other file ending in .qde."""

    code = "no-project"

    def __init__(self) -> None:
        super().__init__("the package has no project (.qde) in it")


class TooLargeError(UnreadableError):
    """`limit` says what was passed: members, bytes, ratio, project or file; `allowed` is its number."""

    code = "too-large"

    def __init__(self, limit: str, allowed: int) -> None:
        super().__init__(f"the package has more {limit} than {allowed}")
        self.limit = limit
        self.allowed = allowed


class InvalidProjectError(RefiError):
    """`problem` is a word for what is wrong, `guid` says of which element."""

    code = "invalid"

    def __init__(self, problem: str, guid: str) -> None:
        super().__init__(f"{problem}: {guid}")
        self.problem = problem
        self.guid = guid
