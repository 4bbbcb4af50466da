"""The sentences about files of references, each with what to do."""

from django.utils.translation import gettext as _


def empty() -> str:
    return _("There is nothing in this file. Check that it is the right one, and saved.")


def too_large() -> str:
    return _("This file has more than 50 MB. Export fewer references at a time, without attachments.")


def too_many() -> str:
    return _("This file has more than 20,000 references. Export fewer at a time.")


def not_references() -> str:
    return _(
        "This file doesn’t hold references. Export them as RIS, BibTeX, EndNote, PubMed or CSL JSON, "
        "or bring a sheet with the headings Title, Authors and Year, or a list of DOIs."
    )


def nothing_found() -> str:
    return _(
        "No reference was found in this file. Look at it in the program that made it, and export it again."
    )


def no_title() -> str:
    return _("Left out: it has neither a title nor a DOI.")


def title_to_fill() -> str:
    return _("Title to be filled in: only the DOI is known.")


def year_unclear(written: str) -> str:
    return _("The year “%(year)s” can’t be read and was left empty; fill it in.") % {"year": written[:40]}


def not_closed() -> str:
    return _("The end of this entry is missing; what stands before the next one was taken.")


def unbalanced() -> str:
    return _("Left out: its brackets don’t match. Close each { with a } and bring this entry again.")


def repeated_key(key: str) -> str:
    return _("The key “%(key)s” stands in this file twice; both entries were taken.") % {"key": key}


def repeated_field(names: str) -> str:
    return _("It has these fields twice: %(fields)s. The first of each was taken.") % {"fields": names}


def not_a_doi() -> str:
    return _("Left out: this line holds no DOI. A DOI begins with 10. and has a slash, as in 10.1234/abc.")


def repeated_doi() -> str:
    return _("Left out: this DOI stands further up already.")


def no_title_column() -> str:
    return _(
        "No column with titles or DOIs was found. "
        "Give the columns headings, such as Title, Authors, Year, Journal, DOI."
    )


def broken_json() -> str:
    return _("This file is damaged or cut short. Export it again as CSL JSON or RIS.")


def broken_xml() -> str:
    return _("This file is damaged or cut short. Export it again from EndNote, as XML or RIS.")
