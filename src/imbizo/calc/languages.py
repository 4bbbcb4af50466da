"""Languages as people write them in a register, to ISO 639 codes (two letters where there are any)."""

from imbizo.calc.folding import words

# Code -> names in English, in the language itself, in Afrikaans, and the usual abbreviations.
_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("english", "eng", "engels", "isingesi", "en", "engl", "anglais"),
    "af": ("afrikaans", "afr", "afrik", "isibhulu", "af", "afrikaaps"),
    "xh": ("xhosa", "isixhosa", "xho", "xh"),
    "zu": ("zulu", "isizulu", "zul", "zu"),
    "st": ("sotho", "sesotho", "southern sotho", "sot", "suid sotho"),
    "nso": ("sepedi", "pedi", "northern sotho", "sesotho sa leboa", "noord sotho"),
    "tn": ("tswana", "setswana", "tsw"),
    "ts": ("tsonga", "xitsonga", "shangaan"),
    "ve": ("venda", "tshivenda"),
    "ss": ("swati", "siswati", "swazi"),
    "nr": ("ndebele", "isindebele", "southern ndebele"),
    "nd": ("northern ndebele", "zimbabwean ndebele", "sindebele"),
    "sn": ("shona", "chishona", "sho", "sn"),
    "fr": ("french", "francais", "frans", "fr", "isifrentshi"),
    "so": ("somali", "soomaali", "af soomaali", "som", "somalies"),
    "pt": ("portuguese", "portugues", "portugees", "port", "pt"),
    "sw": ("swahili", "kiswahili", "swa"),
    "ln": ("lingala",),
    "kg": ("kikongo",),
    "ny": ("chewa", "chichewa", "nyanja"),
    "am": ("amharic", "amharies"),
    "om": ("oromo", "afaan oromo"),
    "ti": ("tigrinya",),
    "ar": ("arabic", "arabies"),
    "ur": ("urdu",),
    "bn": ("bengali", "bangla"),
    "zh": ("chinese", "mandarin", "sjinees"),
    "yo": ("yoruba",),
    "ig": ("igbo",),
    "rw": ("kinyarwanda",),
    "rn": ("kirundi",),
    "sfs": ("sign language", "sasl", "south african sign language", "gebaretaal"),
}
_CODES = {name: code for code, names in _NAMES.items() for name in names}
_LONGEST = max(len(name.split()) for name in _CODES)


def languages(text: str) -> tuple[str, ...]:
    """Codes in the order written, each once: "Afr/Eng" is ("af", "en"). What isn't known is left out."""
    said = words(text)
    found: list[str] = []
    place = 0
    while place < len(said):
        length, code = _longest(said, place)
        found += [code] if code and code not in found else []
        place += length
    return tuple(found)


def _longest(said: list[str], place: int) -> tuple[int, str]:
    """How many words the longest language name from here has, and its code; (1, "") where there's none."""
    for length in range(min(_LONGEST, len(said) - place), 0, -1):
        code = _CODES.get(" ".join(said[place : place + length]))
        if code is not None:
            return length, code
    return 1, ""
