import pytest

from imbizo.calc.citations import full, short
from imbizo.calc.references import Reference, ReferenceType

NAMES = ("Misago, Jean Pierre", "Landau, Loren B.", "Monson, Jean-Tamlyn")


@pytest.mark.parametrize(
    ("authors", "cited"),
    [
        (NAMES[:1], "(Misago, 2009)"),
        (NAMES[:2], "(Misago & Landau, 2009)"),
        (NAMES, "(Misago et al., 2009)"),
        (("Statistics South Africa",), "(Statistics South Africa, 2009)"),
        ((), "(“Towards tolerance, law, and…”, 2009)"),
    ],
)
def test_a_work_is_cited_by_who_wrote_it(authors: tuple[str, ...], cited: str) -> None:
    assert short(Reference(title="Towards tolerance, law, and dignity", authors=authors, year=2009)) == cited


def test_a_work_without_a_year_says_so() -> None:
    assert short(Reference(authors=NAMES[:1])) == "(Misago, n.d.)"


def test_a_doi_alone_is_cited_by_it() -> None:
    assert (short(Reference(doi="10.1000/a")), full(Reference(doi="10.1000/a"))) == (
        "(10.1000/a, n.d.)",
        "10.1000/a. (n.d.). https://doi.org/10.1000/a",
    )


def test_an_article_is_written_out() -> None:
    article = Reference(
        ReferenceType.ARTICLE, "Who belongs?", NAMES, 2009, "Politikon", "36", "3", "45-67", doi="10.1000/a"
    )
    assert full(article) == (
        "Misago, J. P., Landau, L. B., & Monson, J.-T. (2009). Who belongs? "
        "Politikon, 36(3), 45–67. https://doi.org/10.1000/a"
    )


def test_a_chapter_names_its_book() -> None:
    chapter = Reference(
        ReferenceType.CHAPTER,
        "Violence",
        NAMES[:1],
        2011,
        "Exorcising the demons",
        pages="1--9",
        publisher="UNU",
    )
    assert full(chapter) == "Misago, J. P. (2011). Violence. In Exorcising the demons (pp. 1–9). UNU."


def test_a_report_names_who_published_it() -> None:
    report = Reference(
        ReferenceType.REPORT, "Findings", ("HSRC",), None, publisher="HSRC", url="https://example.org/f"
    )
    assert full(report) == "HSRC (n.d.). Findings. HSRC. https://example.org/f"


def test_a_work_without_authors_begins_with_its_title() -> None:
    assert full(Reference(title="Findings", year=2001)) == "Findings. (2001)."


def test_of_more_than_twenty_authors_the_middle_is_left_out() -> None:
    crowd = tuple(f"N{number}, A" for number in range(25))
    assert full(Reference(title="T", authors=crowd, year=2001)) == (
        ", ".join(f"N{number}, A." for number in range(19)) + ", … N24, A. (2001). T."
    )
