"""The small values in attributes: GUIDs, moments, colours, truth, numbers. None always means "can't be read"."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID, uuid5

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
BARE_GUID = re.compile(r"[0-9a-f]{32}")
# The space of names in which ids that aren't GUIDs become GUIDs; drawn once, for good.
SPACE = UUID("6b0f3c1e-52c9-4c5f-9d52-7c1f6a0e8d41")
FRACTION = re.compile(r"(\.\d{6})\d+")  # .NET writes seven digits
UNSET = "0001-01-01"  # what .NET writes for "no date"
EXTENSION = re.compile(r"\.[a-z0-9]{1,12}\Z")
COLOUR = re.compile(r"#[0-9a-f]{6}")
TRIPLE = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\b.*\)")
NAMED = {
    "black": "#000000",
    "blue": "#0000ff",
    "brown": "#a52a2a",
    "cyan": "#00ffff",
    "gray": "#808080",
    "green": "#008000",
    "grey": "#808080",
    "lime": "#00ff00",
    "magenta": "#ff00ff",
    "maroon": "#800000",
    "navy": "#000080",
    "olive": "#808000",
    "orange": "#ffa500",
    "pink": "#ffc0cb",
    "purple": "#800080",
    "red": "#ff0000",
    "silver": "#c0c0c0",
    "teal": "#008080",
    "turquoise": "#40e0d0",
    "violet": "#ee82ee",
    "white": "#ffffff",
    "yellow": "#ffff00",
}


def made_guid(*parts: object) -> str:
    """A GUID that is the same for the same parts."""
    return str(uuid5(SPACE, "\x1f".join(str(part) for part in parts)))


def canonical_guid(raw: str) -> tuple[str, bool]:
    """The GUID in lower case without braces, and whether `raw` was one; other ids become one by their name."""
    bare = raw.strip().strip("{}()").lower()
    if GUID.fullmatch(bare):
        return bare, True
    if BARE_GUID.fullmatch(bare):
        return str(UUID(bare)), True
    return made_guid("id", raw.strip()), False


def moment(raw: str) -> tuple[datetime, bool] | None:
    """The moment and whether it had a zone; without one it's taken for UTC."""
    text = FRACTION.sub(r"\1", raw.strip()).replace("_", "T", 1)
    try:
        read = datetime.fromisoformat(text)
        return (read, True) if read.tzinfo else (read.replace(tzinfo=UTC), False)
    except ValueError:
        return None


def day(raw: str) -> date | None:
    """A day, also where a time or a zone follows it."""
    try:
        return date.fromisoformat(raw.strip()[:10])
    except ValueError:
        return None


def truth(raw: str) -> bool | None:
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(
        raw.strip().lower()
    )


def whole(raw: str | None) -> int | None:
    """A whole number; "12.0" is one too, one of more than 38 digits isn't."""
    found = decimal(raw) if raw is not None else None
    if found is None or found != found.to_integral_value() or abs(found) >= 10**38:
        return None
    return int(found)


def decimal(raw: str) -> Decimal | None:
    """A finite number with a point or, as some write it, a comma."""
    text = raw.strip()[:60]
    try:
        found = Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 40 else None


def colour(raw: str) -> str | None:
    """The colour as "#rrggbb", of "#RGB", "#RRGGBB", "#AARRGGBB", "rgb(1,2,3)" or a name; "" of nothing."""
    text = raw.strip().lower()
    if not text or text in NAMED:
        return NAMED.get(text, "")
    if triple := TRIPLE.fullmatch(text):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in triple.groups())
    digits = text.removeprefix("#")
    by_length = {3: "".join(digit * 2 for digit in digits), 6: digits, 8: digits[2:]}
    found = f"#{by_length.get(len(digits), '')}"
    return found if COLOUR.fullmatch(found) else None
